import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { isLang, type Lang, translator } from '#base/i18n.ts'
import { now } from '#base/time.ts'
import { type DutyKind, dutyKinds, termParts, type TermWords } from './duties.questions.ts'
import { type Standing, standingOf, yearBefore } from './duties.rules.ts'
import type { DutyRecord } from './duties.schema.ts'
import './duties.schema.ts'

export type Version = Pick<DutyRecord, 'id' | 'kind' | 'savedAt'> & {
  answers: Record<string, unknown>
  savedBy: string | null
}

/** Answers as they were saved: an object, whatever they were asked then. */
const asAnswers = (answers: unknown): Record<string, unknown> =>
  typeof answers === 'object' && answers !== null ? { ...answers } : {}

export const asTexts = (answers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, String(value)]))

const versions = (tx: Tx) =>
  tx
    .selectFrom('dutyRecords as d')
    .leftJoin('persons as p', 'p.id', 'd.savedBy')
    .select(['d.id', 'd.kind', 'd.answers', 'd.savedAt', 'p.name as savedBy'])

/** Each saved version, the newest first, at most a hundred. */
export const versionsOf = async (tx: Tx, kind: DutyRecord['kind']): Promise<Version[]> => {
  const rows = await versions(tx)
    .where('d.kind', '=', kind)
    .orderBy('d.savedAt', 'desc')
    .orderBy('d.id', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({ ...row, answers: asAnswers(row.answers) }))
}

export async function findVersion(tx: Tx, id: string): Promise<Version | undefined> {
  const row = await versions(tx).where('d.id', '=', id).executeTakeFirst()
  return row && { ...row, answers: asAnswers(row.answers) }
}

export type Duty = { kind: DutyKind } & Standing

/** How each of the four records stands. */
export async function listDuties(tx: Tx): Promise<Duty[]> {
  const at = now()
  const coalition = await tx.selectFrom('coalition').select('setUpAt').executeTakeFirst()
  const rows = await tx
    .selectFrom('dutyRecords')
    .select((e) => ['kind', e.fn.max('savedAt').as('lookedAt')])
    .groupBy('kind')
    .execute()
  const lookedAt = new Map(rows.map((row) => [row.kind, row.lookedAt]))
  return dutyKinds.map((kind) => ({
    kind,
    ...standingOf(lookedAt.get(kind) ?? null, coalition?.setUpAt ?? at, at),
  }))
}

/** For the desk: records of the coalition's duties that were not looked at for a year, or never. */
export const dutiesPile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const due = (await listDuties(tx)).filter(({ isDue }) => isDue)
    return {
      id: 'duties-due',
      title: 'duty.pile',
      total: due.length,
      items: due.slice(0, most).map(({ kind, dueAt }) => ({
        href: `/duties/${kind}`,
        // The desk shows titles as they are; the pages of the office are in English.
        title: translator('en')(`duty.${kind}`),
        since: dueAt,
      })),
      allHref: '/duties',
    }
  })

/** Marks the newest versions that are a year old as reminded of. Out: their kinds; none a second time. */
export async function claimReminders(tx: Tx, at: Date): Promise<DutyKind[]> {
  const { rows } = await sql<{ kind: DutyKind }>`
    update duty_records d set reminded_at = ${at}
    where d.kind <> 'terms' and d.reminded_at is null and d.saved_at <= ${yearBefore(at)}
      and not exists (select from duty_records n where n.kind = d.kind and n.saved_at > d.saved_at)
    returning d.kind`.execute(tx)
  return rows.map(({ kind }) => kind)
}

export type Terms = {
  /** What the office wrote, by language. */
  words: Partial<Record<Lang, TermWords>>
  days: { decide: string | null; report: string | null; appeal: string }
  contact: { shownAs: string; reach: string } | null
}

const asTermWords = (value: unknown): TermWords | null => {
  const words = asAnswers(value)
  const isWhole = termParts.every((part) => typeof words[part] === 'string')
  // Each part was looked for in the line above.
  return isWhole ? (words as TermWords) : null
}

/** The words of the terms as they were saved, by language. */
export function termWordsIn(answers: unknown): Terms['words'] {
  const words: Terms['words'] = {}
  for (const [lang, value] of Object.entries(asAnswers(answers))) {
    const whole = asTermWords(value)
    if (isLang(lang) && whole) words[lang] = whole
  }
  return words
}

type Found = {
  words: unknown
  decideDays: string | null
  reportDays: string | null
  appealDays: number
  shownAs: string | null
  reach: string | null
}

/** What everyone may read of the coalition's terms. */
export async function readTerms(db: Db): Promise<Terms> {
  const { rows } = await sql<{ found: Found }>`select kith_terms() as found`.execute(db)
  const [{ found } = { found: undefined }] = rows
  if (!found) throw new Error('The terms have no answer')
  const { words, decideDays, reportDays, appealDays, shownAs, reach } = found
  return {
    words: termWordsIn(words),
    days: { decide: decideDays, report: reportDays, appeal: String(appealDays) },
    contact: shownAs ? { shownAs, reach: reach ?? '' } : null,
  }
}
