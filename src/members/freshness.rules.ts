import { addDays } from '#base/time.ts'

/** Days from the last check to the letter; from the letter to one reminder and to "not confirmed". */
export const askAfterDays = 183
export const remindAfterDays = 14
export const staleAfterDays = 30
/** Days from the last check until an entry leaves the list. */
export const offAfterDays = 365
/** Days until somebody who was not reached is rung again. */
export const callAgainDays = 7
/** Calls in vain after which the page suggests ending the membership. */
export const callsBeforeEnding = 3
/** Letters a night: more than this and mail servers take the coalition for a sender of junk. */
export const mostLetters = 1000

/** The moments that a nightly run compares with, seen from `at`. */
export const marksOf = (at: Date) => ({
  askBefore: addDays(at, -askAfterDays),
  remindBefore: addDays(at, -remindAfterDays),
  staleBefore: addDays(at, -staleAfterDays),
  offBefore: addDays(at, -offAfterDays),
  // Nobody leaves the list who was not asked, or shown as not confirmed, well before.
  askedBefore: addDays(at, -2 * staleAfterDays),
})
export type Marks = ReturnType<typeof marksOf>

/** What is signed for the link of this question; an older letter has an older round. */
export const linkOf = (organisationId: string, round: number): string =>
  `still ${organisationId} ${round}`

/** A call that reached nobody: the tries so far with this one, and when to ring again. */
export const afterMiss = (tries: number, at: Date): { tries: number; callAt: Date } => ({
  tries: tries + 1,
  callAt: addDays(at, callAgainDays),
})

export const suggestsEnding = (tries: number): boolean => tries >= callsBeforeEnding

/** As many of these, in their order, as have together no more letters than are left. */
export function withinLetters<R extends { letters: number }>(
  rows: readonly R[],
  left: number,
): R[] {
  let written = 0
  const cut = rows.findIndex((row) => (written += row.letters) > left)
  return cut < 0 ? [...rows] : rows.slice(0, cut)
}

/** How the list stands: a bar for each of these, and a row a night. */
export type Health = {
  fresh: number
  asked: number
  stale: number
  off: number
  bounced: number
  unreachable: number
  alone: number
}
export const healthParts = [
  'fresh',
  'asked',
  'stale',
  'off',
  'bounced',
  'unreachable',
  'alone',
] as const

/** Entries in the directory that are right, out of all members that have one; from 0 to 100. */
export function percentRight({ fresh, asked, stale, off }: Health): number {
  const all = fresh + asked + stale + off
  return all === 0 ? 100 : Math.round(((fresh + asked) / all) * 100)
}
