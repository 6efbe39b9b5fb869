// What both people may read about their introduction. It is built from a short list of fields, so that
// health, refusals, waiting or rank cannot slip in by accident.

import type { Card } from './card.ts'
import { ALL_CHANNELS, channels, slotsOf, squaredDistance, WORDS, type Channel } from './layout.ts'
import { waysToMeet } from './rules.ts'

/** The fields that both people may read. Nothing else ever reaches an introduction. */
export const introductionFields = [
  'likes',
  'dislikes',
  'distance',
  'languages',
  'channels',
  'times',
] as const
export type Introduction = {
  likes: string[]
  dislikes: string[]
  distance: string
  languages: string[]
  channels: Channel[]
  times: string[]
}

export const common = (a: readonly string[], b: readonly string[]): string[] =>
  a.filter((word) => b.includes(word))

/** Bands, for an exact distance can single out someone in the country. */
export function distanceBand(metres: number): string {
  if (metres < 1_000) return 'less than a kilometre apart'
  if (metres < 3_000) return 'one to three kilometres apart'
  if (metres < 10_000) return 'three to ten kilometres apart'
  return metres < 30_000 ? 'ten to thirty kilometres apart' : 'farther apart'
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const parts = ['morning', 'afternoon', 'evening']
export const slotName = (slot: number): string => `${days[Math.floor(slot / 3)]} ${parts[slot % 3]}`

const bitsToList = (bits: number, length: number): number[] =>
  Array.from({ length }, (_, bit) => bit).filter((bit) => ((bits >>> bit) & 1) === 1)

/** What two people share: i and j are their rows in P. */
export function introductionOf(
  P: Int32Array,
  one: Card,
  two: Card,
  i: number,
  j: number,
): Introduction {
  const squared = squaredDistance(P, i * WORDS, j * WORDS)
  const ways = waysToMeet(P, i * WORDS, j * WORDS, squared) & ALL_CHANNELS
  const asked = one.slots !== null && two.slots !== null
  return {
    likes: common(one.likes, two.likes),
    dislikes: common(one.dislikes, two.dislikes),
    distance: distanceBand(Math.sqrt(squared)),
    languages: common(one.languages, two.languages),
    channels: bitsToList(ways, 5).map((bit) => channels[bit] as Channel), // below five
    times: asked ? bitsToList(slotsOf(P, i * WORDS) & slotsOf(P, j * WORDS), 21).map(slotName) : [],
  }
}

export const listed = (before: string, words: readonly string[], after = ''): string[] =>
  words.length === 0 ? [] : [`${before}${words.join(', ')}${after}`]

/** The text for both people, from the allowed fields alone. */
export function introductionText(introduction: Introduction): string[] {
  return [
    ...listed('You both like ', introduction.likes),
    ...listed('Neither of you likes ', introduction.dislikes),
    `You live ${introduction.distance}`,
    ...listed('You both speak ', introduction.languages),
    ...listed('You are both free on ', introduction.times.slice(0, 3)),
  ]
}
