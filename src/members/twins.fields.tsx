import type { Child } from 'hono/jsx'
import type { Key, T } from '#base/i18n.ts'
import { DateTime, Prose } from '#base/ui/parts.tsx'
import { kindKey } from './directory.views.tsx'
import { type Field, fieldNames, fields, type Row, type State } from './merge.rules.ts'
import type { Kind } from './schema.ts'
import { topicWords } from './topics.ts'
import type { Reason } from './twins.rules.ts'

const charities = ['GB-CHC', 'GB-SC', 'GB-NIC', 'IE-CHY']
const companies = ['GB-COH', 'GB-MPR', 'IE-CRO']

/** Why two may be one, in words: "nearly the same name, 2 km apart". */
export function reasonWords(t: T, { what, km, register = '' }: Reason): string {
  if (what === 'same-name' || what === 'near-name') return t(`twins.why.${what}`, { km: km ?? -1 })
  if (what !== 'same-number') return t(`twins.why.${what}`)
  const kind = charities.includes(register)
    ? 'charity'
    : companies.includes(register)
      ? 'company'
      : 'other'
  return t(`twins.why.same-number.${kind}`)
}

export const textIn = (row: Row, column: string): string => {
  const value = row[column]
  return typeof value === 'string' ? value : ''
}
const text = textIn

const lines: Record<Field, (t: T, row: Row) => string> = {
  name: (_, row) => text(row, 'name'),
  kind: (t, row) => t(kindKey(text(row, 'kind') as Kind)), // kept by the table's check
  about: (_, row) => text(row, 'about'),
  place: (_, row) =>
    ['address', 'postcode', 'place', 'region']
      .map((column) => text(row, column))
      .filter(Boolean)
      .join(', '),
  website: (_, row) => text(row, 'website'),
  orgId: (_, row) => text(row, 'org_id'),
  email: (t, row) => withAudience(t, row, 'email'),
  phone: (t, row) => withAudience(t, row, 'phone'),
}

const withAudience = (t: T, row: Row, column: 'email' | 'phone'): string =>
  text(row, column) &&
  t('twins.audience', { value: text(row, column), audience: text(row, `${column}_audience`) })

/** What stands in a field, in one line; '' when nothing does. */
export const fieldLine = (t: T, field: Field, row: Row): string => lines[field](t, row)

/** What stands in a field, as a page shows it. */
export function fieldValue(t: T, field: Field, row: Row): Child {
  const line = fieldLine(t, field, row)
  if (!line) return <span class="soft">{t('twins.nothing')}</span>
  return field === 'about' ? <Prose text={line} /> : <bdi>{line}</bdi>
}

export const topicsOf = (t: T, row: Row): string =>
  (Array.isArray(row['topics']) ? row['topics'] : [])
    .map((topic) => topicWords(t, String(topic)))
    .join(', ')

export const dateIn = (row: Row | undefined, column: string): Child => {
  const value = row?.[column]
  return typeof value === 'string' && value ? <DateTime at={new Date(value)} /> : null
}

export const stateWords = (t: T, state: State): string =>
  state === null ? t('twins.no-membership') : t(`vetting.state.${state}`)

const otherColumns: Record<string, Key> = {
  topics: 'twins.field.topics',
  checked_at: 'twins.field.checked',
  answers: 'twins.field.answers',
  talk: 'twins.field.talk',
  person_id: 'twins.field.asker',
}

/** What a column belongs to, in words. */
export function columnWords(t: T, column: string): string {
  const field = fieldNames.find((one) => (fields[one] as readonly string[]).includes(column))
  return t(field ? `twins.field.${field}` : (otherColumns[column] ?? 'twins.field.other'))
}

/** A value of a column in one line; null when it cannot be said so. */
export function valueLine(t: T, column: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return t('twins.nothing')
  if (column === 'kind') return t(kindKey(String(value) as Kind)) // kept by the table's check
  if (column === 'topics') return topicsOf(t, { topics: value }) || t('twins.nothing')
  if (['answers', 'talk', 'person_id', 'checked_at'].includes(column)) return null
  return typeof value === 'string' ? (value.length > 300 ? `${value.slice(0, 299)}…` : value) : null
}
