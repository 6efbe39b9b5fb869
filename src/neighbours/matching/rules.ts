// The hard rules: a pair is possible when every one of them holds. They are data, each with a name in
// plain words, because the engine must be able to say which rule stands between two people.
//
// Three operations on bits cover nearly everything: nothing refused is there, everything needed is
// offered, something is in common. `p` and `q` are offsets of two people in the packed array.

import {
  AGES,
  ALL_CHANNELS,
  HAS,
  LANGUAGES,
  LETTER,
  LIVE,
  NEEDS,
  OFFERS,
  ORGANISATION,
  OUT,
  POOL,
  RANGES,
  REFUSES,
  SHARED,
  sidesOf,
  slotsOf,
  squaredDistance,
  VISIT,
  WAYS,
  WISHED_AT,
  EITHER,
} from './layout.ts'

type Packed = Int32Array
export type RuleName =
  | 'blocked'
  | 'sides'
  | 'pool'
  | 'language'
  | 'refusal'
  | 'need'
  | 'age'
  | 'channel'
  | 'clearance'
  | 'time'
  | 'distance'
  | 'bar'

export const ruleWords: Record<RuleName, string> = {
  // Silent on purpose: nobody may learn from us that a block exists.
  blocked: 'These two are not to be proposed',
  sides: 'Both are on the same side',
  pool: 'They are with different organisations that do not share their lists',
  language: 'They have no language in common',
  refusal: 'One of them asked not to meet someone like this',
  need: 'One of them needs something that the other does not offer',
  age: 'One of them asked for someone of another age',
  channel: 'They would not meet in the same way',
  clearance: 'The only way they could meet needs a clearance that is not there on that day',
  time: 'They are never free at the same time',
  distance: 'They live too far apart to meet, and neither phone, video nor letters suit both',
  bar: 'They have too little in common for us to propose it',
}

const sidesFit = (P: Packed, p: number, q: number): boolean =>
  (sidesOf(P, p) | sidesOf(P, q)) === EITHER

function poolsFit(P: Packed, p: number, q: number): boolean {
  const a = P[p + POOL]!
  const b = P[q + POOL]!
  return ((a ^ b) & ORGANISATION) === 0 || (a & b & SHARED) !== 0
}

/** Everything refused that is there, and everything needed that is missing: zero when all is well. */
const refused = (P: Packed, p: number, q: number): number =>
  (P[p + HAS]! & P[q + REFUSES]!) | (P[q + HAS]! & P[p + REFUSES]!)
const lacking = (P: Packed, p: number, q: number): number =>
  (P[p + NEEDS]! & ~P[q + OFFERS]!) | (P[q + NEEDS]! & ~P[p + OFFERS]!)

const accepts = (ages: number, age: number): boolean =>
  age >= ((ages >>> 8) & 255) && age <= ((ages >>> 16) & 255)

function agesFit(P: Packed, p: number, q: number): boolean {
  const a = P[p + AGES]!
  const b = P[q + AGES]!
  return accepts(a, b & 255) && accepts(b, a & 255)
}

const shorterRange = (P: Packed, p: number, q: number, shift: number): number =>
  Math.min((P[p + RANGES]! >>> shift) & 0xffff, (P[q + RANGES]! >>> shift) & 0xffff) * 10

function withinRange(P: Packed, p: number, q: number, ways: number, squared: number): number {
  const visit = shorterRange(P, p, q, 0)
  const out = shorterRange(P, p, q, 16)
  let near = ways
  if (squared > visit * visit) near &= ~VISIT
  if (squared > out * out) near &= ~OUT
  return near
}

/** Channels that both use, are cleared for, have time for and can reach: 0 when there is none. */
export function waysToMeet(P: Packed, p: number, q: number, squared: number): number {
  const both = P[p + WAYS]! & P[q + WAYS]!
  let ways = both & ALL_CHANNELS
  // A letter waits until there is time to read it; everything else needs a common hour.
  if ((both & 0x3ffffe0) === 0) ways &= LETTER
  return (ways & (VISIT | OUT)) === 0 ? ways : withinRange(P, p, q, ways, squared)
}

/** All rules but how to meet, in the order in which they reject most. */
export function bitsFit(P: Packed, p: number, q: number): boolean {
  if ((P[p + LANGUAGES]! & P[q + LANGUAGES]!) === 0) return false
  if ((refused(P, p, q) | lacking(P, p, q)) !== 0) return false
  return poolsFit(P, p, q) && agesFit(P, p, q) && sidesFit(P, p, q)
}

const wished = (P: Packed, p: number, q: number): number =>
  (P[p + POOL]! & P[q + POOL]! & (ALL_CHANNELS << WISHED_AT)) >>> WISHED_AT
const cleared = (P: Packed, p: number, q: number): number =>
  P[p + WAYS]! & P[q + WAYS]! & ALL_CHANNELS
const timely = (P: Packed, p: number, q: number): number =>
  (slotsOf(P, p) & slotsOf(P, q)) === 0 ? cleared(P, p, q) & ~LIVE : cleared(P, p, q)

type Rule = { name: RuleName; holds: (people: Packed, p: number, q: number) => boolean }

/** In the order in which an explanation asks them. A block comes before all of these (see plan.ts). */
const rules: readonly Rule[] = [
  { name: 'sides', holds: sidesFit },
  { name: 'pool', holds: poolsFit },
  { name: 'language', holds: (P, p, q) => (P[p + LANGUAGES]! & P[q + LANGUAGES]!) !== 0 },
  { name: 'refusal', holds: (P, p, q) => refused(P, p, q) === 0 },
  { name: 'need', holds: (P, p, q) => lacking(P, p, q) === 0 },
  { name: 'age', holds: agesFit },
  { name: 'channel', holds: (P, p, q) => wished(P, p, q) !== 0 },
  { name: 'clearance', holds: (P, p, q) => cleared(P, p, q) !== 0 },
  { name: 'time', holds: (P, p, q) => timely(P, p, q) !== 0 },
  { name: 'distance', holds: (P, p, q) => waysToMeet(P, p, q, squaredDistance(P, p, q)) !== 0 },
]

/** The first rule that stands between two people, or undefined when they may meet. */
export const firstBroken = (P: Packed, p: number, q: number): RuleName | undefined =>
  rules.find((rule) => !rule.holds(P, p, q))?.name

export const allowed = (P: Packed, p: number, q: number): boolean =>
  bitsFit(P, p, q) && waysToMeet(P, p, q, squaredDistance(P, p, q)) !== 0
