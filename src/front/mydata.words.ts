import type { T } from '#base/i18n.ts'
import { held } from './mydata.tables.ts'

/** The tables that have words of their own; a later one is called by its name until it has some. */
const named = [
  'persons', 'accounts', 'roles', 'representatives', 'organisations', 'memberships', 'directory',
  'stories', 'published_stories', 'decisions', 'files', 'reports', 'outbox', 'sessions', 'sign_ins',
  'code_sheets', 'paper_codes', 'read_out_codes', 'passkeys', 'promises', 'handover_notes', 'welcomes',
  'journal', 'invitations', 'claims',
] as const // prettier-ignore
type Named = (typeof named)[number]
const isNamed = (table: string): table is Named => named.some((one) => one === table)

/** "an_old_table" as people write it: An old table. */
export const plainly = (name: string): string => {
  const words = name.replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

const spaced = (key: string) => plainly(key.replace(/([A-Z])/g, ' $1').toLowerCase())
const isPlain = (value: unknown) => typeof value !== 'object' || value === null

/** What somebody answered, as lines "Question: answer"; lists in a line, an empty line between records. */
export function inLines(value: unknown): string[] {
  if (isPlain(value)) return [String(value ?? '')]
  if (Array.isArray(value))
    return value.every(isPlain)
      ? [value.join(', ')]
      : value.flatMap((one, at) => [...(at > 0 ? [''] : []), ...inLines(one)])
  return Object.entries(value as object).flatMap(([key, one]) => {
    const lines = inLines(one)
    return lines.length === 1 ? [`${spaced(key)}: ${lines[0]}`] : [`${spaced(key)}:`, ...lines]
  })
}

/** What a table is, in words. */
export const tableWords = (t: T, table: string): string =>
  isNamed(table) ? t(`mydata.table.${table}`) : t('mydata.work', { table: plainly(table) })

/** Why it is kept, and for how long. */
export const whyWords = (t: T, table: string): string =>
  isNamed(table) ? t(`mydata.why.${table}`) : t('mydata.work.why')

const ownEnd = ['organisations', 'memberships', 'stories', 'published_stories', 'directory', 'merges', 'journal'] as const // prettier-ignore
type OwnEnd = (typeof ownEnd)[number]
const hasOwnEnd = (table: string): table is OwnEnd => ownEnd.some((one) => one === table)

/** What becomes of it when the person leaves. */
export function afterWords(t: T, table: string): string {
  if (hasOwnEnd(table)) return t(`mydata.after.${table}`)
  return t(`mydata.after.${held.find((one) => one.table === table)?.after ?? 'kept'}`)
}

/** The columns that have words of their own. */
const columns = [
  'name',
  'email',
  'phone',
  'lang',
  'spoken',
  'example',
  'known_since',
  'confirmed_at',
  'made_at',
  'role',
  'given_at',
  'given_by',
  'reason',
  'since',
  'kind',
  'about',
  'topics',
  'website',
  'org_id',
  'address',
  'postcode',
  'place',
  'region',
  'country',
  'latitude',
  'longitude',
  'precision',
  'email_audience',
  'phone_audience',
  'checked_at',
  'updated_at',
  'state',
  'channel',
  'answers',
  'talk',
  'entered_by',
  'asked_at',
  'waiting_since',
  'decided_at',
  'decided_by',
  'title',
  'body',
  'town',
  'byline',
  'name_style',
  'others_agreed',
  'audience',
  'not_before',
  'named_at',
  'taken_away_at',
  'told_at',
  'published_at',
  'picture_words',
  'verdict',
  'words',
  'harm',
  'sent_at',
  'to_address',
  'subject',
  'text',
  'written_at',
  'device',
  'shared',
  'seen_at',
  'ends_at',
  'spent_at',
  'what',
  'who',
  'person',
  'at',
  'detail',
] as const
type Column = (typeof columns)[number]
const isWorded = (column: string): column is Column => columns.some((one) => one === column)

/** What a column is, in words; a later one is called by its name until it has some. */
export const columnWords = (t: T, column: string): string =>
  isWorded(column) ? t(`mydata.column.${column}`) : plainly(column)
