// bitsFit() of rules.ts for a whole run of people at once, with what belongs to one person read once. This
// loop is most of the work above some thousands of people; a test holds it against bitsFit().

import {
  AGES,
  HAS,
  LANGUAGES,
  NEEDS,
  OFFERS,
  ORGANISATION,
  POOL,
  REFUSES,
  SHARED,
  SIDES,
  WORDS,
} from './layout.ts'

/** Writes into `into` which people from … end-1 of the crowd at `base` all rules but how to meet allow
 *  with the person at `p`. Returns how many they are. */
export function fitting(
  P: Int32Array,
  p: number,
  base: number,
  from: number,
  end: number,
  into: Int32Array,
): number {
  const languages = P[p + LANGUAGES]!
  const has = P[p + HAS]!
  const refuses = P[p + REFUSES]!
  const needs = P[p + NEEDS]!
  const offers = P[p + OFFERS]!
  const pool = P[p + POOL]!
  const ages = P[p + AGES]!
  const age = ages & 255
  const youngest = (ages >>> 8) & 255
  const oldest = (ages >>> 16) & 255
  let size = 0
  let q = base + from * WORDS
  for (let k = from; k < end; k++, q += WORDS) {
    const wrong =
      (has & P[q + REFUSES]!) |
      (P[q + HAS]! & refuses) |
      (needs & ~P[q + OFFERS]!) |
      (P[q + NEEDS]! & ~offers)
    if (wrong !== 0 || (languages & P[q + LANGUAGES]!) === 0) continue
    const theirPool = P[q + POOL]!
    if (((pool ^ theirPool) & ORGANISATION) !== 0 && (pool & theirPool & SHARED) === 0) continue
    const theirs = P[q + AGES]!
    const their = theirs & 255
    // A difference below zero sets the sign, so one comparison does for four ages.
    if (
      ((their - youngest) |
        (oldest - their) |
        (age - ((theirs >>> 8) & 255)) |
        (((theirs >>> 16) & 255) - age)) <
      0
    )
      continue
    if (((pool | theirPool) & SIDES) === SIDES) into[size++] = k
  }
  return size
}
