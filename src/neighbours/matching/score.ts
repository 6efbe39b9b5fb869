// How well two people fit, seen from each side with that person's own weights, then made reciprocal by
// the harmonic mean (RECON: Pizzato et al. 2010): a pair that delights one and bores the other scores low.
//
// Missing is not zero. Someone who told us no interests is scored with the pool's mean, never as
// "nothing in common": that would sink the shy and those who do not fill in forms.

import {
  BACKGROUND,
  BACKGROUND_KNOWN,
  count,
  count3,
  DISLIKES,
  DISLIKES_MORE,
  EXPERIENCE_AT,
  focusOf,
  HAS,
  INTERESTS_KNOWN,
  LIKES,
  LIKES_MORE,
  OUT,
  slotsOf,
  SLOTS_KNOWN,
  VISIT,
  WAYS,
} from './layout.ts'

export const QUALITY = 1_000_000

export const criteria = [
  'interests',
  'closeness',
  'time',
  'channel',
  'background',
  'experience',
] as const
export type Criterion = (typeof criteria)[number]
export const focuses = [
  'balanced',
  'interests',
  'closeness',
  'time',
  'channel',
  'alike',
  'different',
  'experience',
] as const
/** "Which of these matters most to you?" */
export type Focus = (typeof focuses)[number]

export type ScoreSettings = {
  /** weights of the criteria for each focus; every row adds up to 1 */
  weights: Record<Focus, Record<Criterion, number>>
  /** what stands in for an answer that we do not have: the mean of the pool, 0…1 */
  means: Record<'interests' | 'time' | 'background' | 'experience', number>
  /** how good each way to meet is, 0…1; a pair counts its best */
  channelValue: Record<'visit' | 'out' | 'phone' | 'video' | 'letter', number>
}

const row = (
  interests: number,
  closeness: number,
  time: number,
  channel: number,
  background: number,
  experience: number,
) => ({ interests, closeness, time, channel, background, experience })

export const defaultScore: ScoreSettings = {
  weights: {
    balanced: row(0.3, 0.25, 0.12, 0.13, 0.1, 0.1),
    interests: row(0.45, 0.15, 0.1, 0.1, 0.1, 0.1),
    closeness: row(0.2, 0.42, 0.12, 0.1, 0.08, 0.08),
    time: row(0.25, 0.2, 0.3, 0.1, 0.08, 0.07),
    channel: row(0.25, 0.15, 0.12, 0.32, 0.08, 0.08),
    alike: row(0.25, 0.15, 0.1, 0.1, 0.32, 0.08),
    different: row(0.25, 0.15, 0.1, 0.1, 0.32, 0.08),
    experience: row(0.25, 0.15, 0.1, 0.1, 0.08, 0.32),
  },
  means: { interests: 0.6, time: 0.85, background: 0.5, experience: 0.4 },
  channelValue: { visit: 1, out: 0.9, phone: 0.7, video: 0.6, letter: 0.5 },
}

export type Scoring = {
  /** focus × criterion */
  weights: Float64Array
  /** +1 someone like me, -1 someone different, 0 either */
  likeness: Float64Array
  /** by bitmask of channels */
  channelValue: Float64Array
  /** the least weight that any focus gives to being near, and to the channel */
  leastCloseness: number
  leastChannel: number
  meanInterests: number
  meanTime: number
  meanBackground: number
  meanExperience: number
}

export function scoringOf(settings: ScoreSettings): Scoring {
  const { means, channelValue: value } = settings
  const byBit = [value.visit, value.out, value.phone, value.video, value.letter]
  const bestOf = (mask: number) =>
    Math.max(0, ...byBit.filter((_, bit) => (mask & (1 << bit)) !== 0))
  const least = (criterion: Criterion) =>
    Math.min(...focuses.map((focus) => settings.weights[focus][criterion]))
  return {
    leastCloseness: least('closeness'),
    leastChannel: least('channel'),
    weights: Float64Array.from(
      focuses.flatMap((focus) => criteria.map((criterion) => settings.weights[focus][criterion])),
    ),
    likeness: Float64Array.from(focuses, (focus) =>
      focus === 'alike' ? 1 : focus === 'different' ? -1 : 0,
    ),
    channelValue: Float64Array.from({ length: 32 }, (_, mask) => bestOf(mask)),
    meanInterests: means.interests,
    meanTime: means.time,
    meanBackground: means.background,
    meanExperience: means.experience,
  }
}

// Three or four things in common are nearly as good as ten.
const saturating = Float64Array.from({ length: 100 }, (_, shared) => 1 - Math.exp(-shared / 2.5))
/** Beyond this, one is simply far away. */
export const FAR = 60_000
// Halves every 3 km, in steps of 100 m.
const halving = Float64Array.from({ length: 601 }, (_, step) => 2 ** (-step / 30))

const closenessAt = (metres: number): number => (metres >= FAR ? 0 : halving[(metres * 0.01) | 0]!)

/** Interests and shared dislikes; 15% less for each thing that one loves and the other cannot stand. */
const clashing = (interests: number, clashes: number): number =>
  interests * (1 - 0.15 * (clashes > 3 ? 3 : clashes))

function clashesOf(P: Int32Array, p: number, q: number): number {
  const some = P[p + LIKES]! & P[q + DISLIKES]!
  const more = P[p + LIKES_MORE]! & P[q + DISLIKES_MORE]!
  return (some | more) === 0 ? 0 : count(some) + count(more)
}

function sharedInterests(P: Int32Array, p: number, q: number): number {
  const more =
    (P[p + LIKES_MORE]! & P[q + LIKES_MORE]! & 0xffff) |
    ((P[p + DISLIKES_MORE]! & P[q + DISLIKES_MORE]!) << 16)
  return count3(P[p + LIKES]! & P[q + LIKES]!, P[p + DISLIKES]! & P[q + DISLIKES]!, more)
}

function timeTogether(s: Scoring, P: Int32Array, p: number, q: number): number {
  if ((P[p + WAYS]! & P[q + WAYS]! & SLOTS_KNOWN) === 0) return s.meanTime
  const slots = count(slotsOf(P, p) & slotsOf(P, q))
  return slots >= 4 ? 1 : slots * 0.25
}

function difference(s: Scoring, P: Int32Array, p: number, q: number): number {
  if ((P[p + WAYS]! & P[q + WAYS]! & BACKGROUND_KNOWN) === 0) return s.meanBackground
  return count((P[p + HAS]! ^ P[q + HAS]!) & BACKGROUND) * 0.125
}

function sharedExperience(s: Scoring, P: Int32Array, p: number, q: number): number {
  const a = P[p + LIKES_MORE]! >>> EXPERIENCE_AT
  const b = P[q + LIKES_MORE]! >>> EXPERIENCE_AT
  if (a === 0 || b === 0) return s.meanExperience
  const shared = a & b
  return shared === 0 ? 0 : (shared & (shared - 1)) === 0 ? 0.5 : 1
}

/** How each person would see the other, criterion by criterion, all 0…1. The slow way, for explanations. */
export function viewsOf(
  s: Scoring,
  P: Int32Array,
  p: number,
  q: number,
  ways: number,
  squared: number,
): { a: Record<Criterion, number>; b: Record<Criterion, number> } {
  const known = (P[p + WAYS]! & P[q + WAYS]! & INTERESTS_KNOWN) !== 0
  const interests = known ? saturating[sharedInterests(P, p, q)]! : s.meanInterests
  const common = {
    closeness: closenessAt(Math.sqrt(squared)),
    time: timeTogether(s, P, p, q),
    channel: s.channelValue[ways]!,
    experience: sharedExperience(s, P, p, q),
  }
  const unlike = difference(s, P, p, q)
  const background = (me: number) => 0.5 - s.likeness[focusOf(P, me)]! * (unlike - 0.5)
  const liked = (me: number, other: number) =>
    known ? clashing(interests, clashesOf(P, me, other)) : interests
  return {
    a: { ...common, interests: liked(p, q), background: background(p) },
    b: { ...common, interests: liked(q, p), background: background(q) },
  }
}

/** Reciprocal quality of an allowed pair, an integer 1…QUALITY+1: the same on every machine. */
export function quality(
  s: Scoring,
  P: Int32Array,
  p: number,
  q: number,
  ways: number,
  squared: number,
): number {
  const { weights } = s
  let mine = s.meanInterests
  let theirs = mine
  if ((P[p + WAYS]! & P[q + WAYS]! & INTERESTS_KNOWN) !== 0) {
    const interests = saturating[sharedInterests(P, p, q)]!
    mine = clashing(interests, clashesOf(P, p, q))
    theirs = clashing(interests, clashesOf(P, q, p))
  }
  const a = focusOf(P, p)
  const b = focusOf(P, q)
  const close = closenessAt(Math.sqrt(squared))
  const time = timeTogether(s, P, p, q)
  const channel = s.channelValue[ways]!
  const unlike = difference(s, P, p, q) - 0.5
  const experience = sharedExperience(s, P, p, q)
  const i = a * 6
  const j = b * 6
  const u =
    weights[i]! * mine +
    weights[i + 1]! * close +
    weights[i + 2]! * time +
    weights[i + 3]! * channel +
    weights[i + 4]! * (0.5 - s.likeness[a]! * unlike) +
    weights[i + 5]! * experience
  const v =
    weights[j]! * theirs +
    weights[j + 1]! * close +
    weights[j + 2]! * time +
    weights[j + 3]! * channel +
    weights[j + 4]! * (0.5 - s.likeness[b]! * unlike) +
    weights[j + 5]! * experience
  return reciprocal(u, v)
}

export const reciprocal = (u: number, v: number): number =>
  Math.floor(((2 * u * v) / (u + v + 1e-12)) * QUALITY + 1.5)

/** No pair at least this far apart, meeting in one of `ways`, can be better for someone of this focus. */
export function qualityAtMost(s: Scoring, focus: number, metres: number, ways: number): number {
  const at = focus * 6
  const missed = 1 - closenessAt(metres)
  const near = (ways & (VISIT | OUT)) !== 0
  const channel = near ? 0 : s.weights[at + 3]! * (1 - s.channelValue[ways & ~(VISIT | OUT)]!)
  const u = 1 - s.weights[at + 1]! * missed - channel
  // The other side loses at least the least weight that any focus gives to closeness and to the channel.
  const v =
    1 -
    s.leastCloseness * missed -
    (near ? 0 : s.leastChannel * (1 - s.channelValue[ways & ~(VISIT | OUT)]!))
  return reciprocal(u, v)
}

/** The most that two people of these focuses could be for each other, at this distance and in these ways. */
export function qualityBetween(
  s: Scoring,
  a: number,
  b: number,
  squared: number,
  ways: number,
): number {
  const missed = 1 - closenessAt(Math.sqrt(squared))
  const worse = 1 - s.channelValue[ways]!
  const { weights } = s
  return reciprocal(
    1 - weights[a * 6 + 1]! * missed - weights[a * 6 + 3]! * worse,
    1 - weights[b * 6 + 1]! * missed - weights[b * 6 + 3]! * worse,
  )
}
