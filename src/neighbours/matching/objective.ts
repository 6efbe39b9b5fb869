// What a pair is worth to the whole plan, in points: quality + waiting + stickiness − rare skills.
// Published in this order, in words, in docs/matching.md. Whole numbers, so that equal is equal.

import { TIE, WEIGHT_LIMIT } from './graph.ts'
import {
  ANYONE,
  count,
  LANGUAGES,
  NEEDS,
  OFFERS,
  OLDER,
  POOL,
  sidesOf,
  WAIT_DAYS,
  YOUNGER,
} from './layout.ts'
import { QUALITY } from './score.ts'

export type ObjectiveSettings = {
  /** a year of waiting is worth this much of the best quality, counted up to waitYears */
  waitPerYear: number
  waitYears: number
  /** how much a volunteer's wait counts beside that of an older neighbour */
  volunteerWait: number
  /** each scarce skill that would go to someone who does not need it */
  rare: number
  /** a proposal that someone has seen; one that a coordinator starred */
  shown: number
  starred: number
  /** no pair below this quality is proposed, unless one of them asked for anyone */
  bar: number
}

export const defaultObjective: ObjectiveSettings = {
  waitPerYear: 1,
  waitYears: 2,
  volunteerWait: 0.25,
  rare: 0.1,
  shown: 0.05,
  starred: 0.2,
  bar: 0.35,
}

/** When volunteers are scarce: rare skills are kept twice as firmly, and volunteers, who leave sooner than
 *  older neighbours, do not wait either. Replayed in docs/matching.md. */
export const scarceObjective: ObjectiveSettings = {
  ...defaultObjective,
  rare: 0.2,
  volunteerWait: 1,
}

export type Objective = {
  waitPerDay: number
  mostDays: number
  volunteerWait: number
  rare: number
  shown: number
  starred: number
  bar: number
  /** offers that are scarce, as a mask; and languages, which are all scarce but the common one */
  scarceOffers: number
  scarceLanguages: number
}

export const objectiveOf = (settings: ObjectiveSettings, scarceOffers: number): Objective => ({
  waitPerDay: (settings.waitPerYear * QUALITY) / 365,
  mostDays: settings.waitYears * 365,
  volunteerWait: settings.volunteerWait,
  rare: Math.round(settings.rare * QUALITY),
  shown: Math.round(settings.shown * QUALITY),
  starred: Math.round(settings.starred * QUALITY),
  bar: Math.round(settings.bar * QUALITY),
  scarceOffers,
  scarceLanguages: ~1,
})

/** Points that one person brings to any pair, for the time that they have waited. */
export function waitPoints(o: Objective, P: Int32Array, p: number): number {
  const days = P[p + WAIT_DAYS]! < o.mostDays ? P[p + WAIT_DAYS]! : o.mostDays
  const share = (sidesOf(P, p) & OLDER) !== 0 ? 1 : o.volunteerWait
  return Math.round(o.waitPerDay * days * share)
}

function spare(o: Objective, P: Int32Array, giver: number, other: number): number {
  if ((sidesOf(P, giver) & YOUNGER) === 0) return 0
  const skills = P[giver + OFFERS]! & o.scarceOffers & ~P[other + NEEDS]!
  // Any number of spare languages is one rarity: nobody can speak two at once.
  const languages = P[giver + LANGUAGES]! & o.scarceLanguages & ~P[other + LANGUAGES]!
  return count(skills) + (languages === 0 ? 0 : 1)
}

/** Points lost because a scarce skill goes where it is not needed. */
export const rarePoints = (o: Objective, P: Int32Array, p: number, q: number): number =>
  o.rare === 0 ? 0 : o.rare * (spare(o, P, p, q) + spare(o, P, q, p))

export const aboveBar = (
  o: Objective,
  P: Int32Array,
  p: number,
  q: number,
  quality: number,
): boolean => quality >= o.bar || ((P[p + POOL]! | P[q + POOL]!) & ANYONE) !== 0

/** How fine a tie-break may be, so that those of a whole plan with this many places stay below TIE. */
export const tieBitsFor = (places: number): number =>
  Math.max(0, Math.log2(TIE) - Math.ceil(Math.log2(places + 2)))

/** A number of so many bits from two stable ids: equal optima are told apart by it, not by the order of
 *  rows. The same for (a, b) and (b, a). */
export function tieOf(a: number, b: number, bits: number): number {
  if (bits === 0) return 0
  let h = (Math.imul(a, b) ^ (a + b)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> (32 - bits)
}

/** The weight of an edge. An allowed pair is always worth something. */
export function weightOf(points: number, tie: number): number {
  const whole = points < 1 ? 1 : points > WEIGHT_LIMIT ? WEIGHT_LIMIT : points
  return whole * TIE + tie
}

/** A stable number from an id, spread over 32 bits (FNV-1a with murmur's last mix). */
export function stableOf(id: string): number {
  let h = 0x811c9dc5
  for (let k = 0; k < id.length; k++) h = Math.imul(h ^ id.charCodeAt(k), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
