import { err, ok, type Result } from '#base/result.ts'
import type { Turn } from './schema.ts'

/** A row as PostgreSQL writes it in JSON: the names of its columns, times as text. */
export type Row = Record<string, unknown>

/** What can be chosen from either of two, and the columns that belong together. */
export const fields = {
  name: ['name'],
  kind: ['kind'],
  about: ['about'],
  place: [
    'place',
    'address',
    'postcode',
    'region',
    'country',
    'latitude',
    'longitude',
    'precision',
  ],
  website: ['website'],
  orgId: ['org_id'],
  email: ['email', 'email_audience'],
  phone: ['phone', 'phone_audience'],
} as const satisfies Record<string, readonly string[]>
export type Field = keyof typeof fields
// The keys of an object that is written down here.
export const fieldNames = Object.keys(fields) as Field[]

/** One of the two of a pair. */
export type Side = 'a' | 'b'
export type Choices = Record<Field, Side>
export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a')

export type Both = Record<Side, Row>

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What counts in a field when two are compared: the first column, and of a place its words. */
export const isSame = (field: Field, { a, b }: Both): boolean =>
  fields[field].every(
    (column) => JSON.stringify(a[column] ?? null) === JSON.stringify(b[column] ?? null),
  )

const isEmpty = (field: Field, row: Row): boolean => !text(row[fields[field][0]]).trim()

/** Which of the two a person looked at last; when nobody did, which was changed last. */
export function newerSide({ a, b }: Both): Side {
  const [one, other] = [text(a['checked_at']), text(b['checked_at'])]
  if (one !== other) return Date.parse(one) > Date.parse(other) || !other ? 'a' : 'b'
  return Date.parse(text(b['updated_at'])) > Date.parse(text(a['updated_at'])) ? 'b' : 'a'
}

/** What is kept unless somebody chooses: the longer text, what is there at all, what was checked last. */
export function likelyChoices(both: Both): Choices {
  const newer = newerSide(both)
  const choose = (field: Field): Side => {
    if (isEmpty(field, both[newer]))
      return isEmpty(field, both[otherSide(newer)]) ? newer : otherSide(newer)
    if (field !== 'about') return newer
    return text(both.a['about']).length >= text(both.b['about']).length ? 'a' : 'b'
  }
  return Object.fromEntries(fieldNames.map((field) => [field, choose(field)])) as Choices // every field is there
}

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

const later = (one: unknown, other: unknown): unknown =>
  !one || (other && Date.parse(text(other)) > Date.parse(text(one))) ? other : one

/** The organisation that stays, as it is after the merge: what was chosen, and the topics of both. */
export function united(both: Both, stays: Side, choices: Choices, at: Date): Row {
  const kept = both[stays]
  const gone = both[otherSide(stays)]
  const chosen = fieldNames.flatMap((field) =>
    fields[field].map((column) => [column, both[choices[field]][column] ?? null]),
  )
  return {
    ...kept,
    ...Object.fromEntries(chosen),
    topics: [...new Set([...listOf(kept['topics']), ...listOf(gone['topics'])])],
    checked_at: later(kept['checked_at'], gone['checked_at']) ?? null,
    updated_at: at.toISOString(),
  }
}

const turnsOf = (row: Row): Turn[] => (Array.isArray(row['talk']) ? (row['talk'] as Turn[]) : []) // as we write it

type Answers = Record<string, unknown>
const answersOf = (row: Row): Answers => (row['answers'] ?? {}) as Answers // a column of JSON objects

function bothAnswers(kept: unknown, gone: unknown, key: string): unknown {
  if (kept === undefined || kept === '') return gone
  if (Array.isArray(kept) && Array.isArray(gone)) return [...new Set<unknown>([...kept, ...gone])]
  // What somebody wrote in their own words is not to be lost; everything else has one answer.
  const isProse = key === 'why' || key === 'meets'
  return isProse && gone && gone !== kept ? `${String(kept)}\n\n${String(gone)}` : kept
}

/** The membership that stays: the talk and the answers of both, and who asked, if only the other names one. */
export function unitedMembership(kept: Row, gone: Row): Row {
  const [mine, theirs] = [answersOf(kept), answersOf(gone)]
  const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)])
  return {
    ...kept,
    person_id: kept['person_id'] ?? gone['person_id'] ?? null,
    answers: Object.fromEntries(
      [...keys].map((key) => [key, bothAnswers(mine[key], theirs[key], key)]),
    ),
    talk: [...turnsOf(kept), ...turnsOf(gone)].toSorted((x, y) => x.at.localeCompare(y.at)),
  }
}

/** The columns in which a row differs from what it was. */
export function changedColumns(before: Row, after: Row): string[] {
  return Object.keys(after).filter((column) => !isEqual(before[column], after[column]))
}

const inKeyOrder = (_: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1)))
    : (value ?? null)
const timeIn = (value: unknown): number =>
  /^\d{4}-\d\d-\d\d[T ]/.test(text(value)) ? Date.parse(text(value)) : Number.NaN

/** JSON as the database writes it, whatever the order of its keys and however a time is written. */
export function isEqual(one: unknown, other: unknown): boolean {
  const [mine, theirs] = [one, other].map((value) => JSON.stringify(value ?? null, inKeyOrder))
  return mine === theirs || timeIn(one) === timeIn(other)
}

export type State = 'asked' | 'asked-back' | 'admitted' | 'declined' | 'ended' | null
const rank = (state: State) =>
  ['ended', 'declined', null, 'asked', 'asked-back', 'admitted'].indexOf(state)

/** Whose address may stay: a member's rather than that of an application; of two alike either one's. */
export function mayStay(a: State, b: State): Side | 'either' {
  if (a === b || ![a, b].includes('admitted'))
    return rank(a) === rank(b) ? 'either' : rank(a) > rank(b) ? 'a' : 'b'
  return a === 'admitted' ? 'a' : 'b'
}

export type MergeRefusal =
  | 'no-such-pair'
  | 'merged-already'
  | 'changed-meanwhile'
  | 'own-application'
  | 'not-that-one'

export type Merge = {
  id: string
  keptId: string
  goneId: string
  mergedAt: Date
  undoneAt: Date | null
}
export type UndoRefusal = 'no-such-merge' | 'undone-already' | 'too-late' | 'undo-first'

/** How long a merge can be undone, in days. */
export const undoDays = 30

/**
 * Whether a merge may be undone now. `later`: merges after it, not undone, that one of its two was in too;
 * they come first, because each is undone from what it left. Out: the one to undo first, when that is why not.
 */
export function mayUndo(
  merge: Merge,
  laterOnes: readonly Merge[],
  at: Date,
): Result<null, { why: UndoRefusal; first?: Merge }> {
  if (merge.undoneAt) return err({ why: 'undone-already' })
  if (at.getTime() - merge.mergedAt.getTime() > undoDays * 86_400_000)
    return err({ why: 'too-late' })
  const first = laterOnes.toSorted((x, y) => y.mergedAt.getTime() - x.mergedAt.getTime())[0]
  return first ? err({ why: 'undo-first', first }) : ok(null)
}

/** A column of a row that a merge changed: back as it was, or left because somebody changed it since. */
export type ColumnBack = { column: string; before: unknown; current: unknown; goesBack: boolean }

const isTurns = (value: unknown): value is Turn[] => Array.isArray(value)

/**
 * What of a row goes back. `before` and `after` are the columns that the merge changed, as they were and as
 * it left them; `current` is the row today. What was changed since stays as it is now; of a talk, what was
 * said since is added to what there was before.
 */
export function backTo(before: Row, after: Row, current: Row): ColumnBack[] {
  return Object.keys(after).map((column) => {
    const was = before[column] ?? null
    const now = current[column] ?? null
    const isUntouched = isEqual(now, after[column])
    if (
      column === 'talk' &&
      !isUntouched &&
      isTurns(was) &&
      isTurns(now) &&
      isTurns(after[column])
    ) {
      const known = new Set((after[column] as Turn[]).map((turn) => turn.at + turn.text))
      const since = now.filter((turn) => !known.has(turn.at + turn.text))
      return { column, before: [...was, ...since], current: now, goesBack: true }
    }
    // When it was changed last is no change of its own.
    return { column, before: was, current: now, goesBack: isUntouched && column !== 'updated_at' }
  })
}
