// A person packed into sixteen 32-bit words: 64 bytes, one cache line. The engine reads nothing else.
// No name, no address: a place is the centre of an outcode or coarser.

export const WORDS = 16

/** metres on the national grid */
export const X = 0
export const Y = 1
/** one bit a language; bit 0 is the one that nearly everyone shares */
export const LANGUAGES = 2
/** channels 0–4, slots 5–25, focus 26–28, what we know 29–31 */
export const WAYS = 3
/** traits 0–15, background 16–23 */
export const HAS = 4
export const REFUSES = 5
export const NEEDS = 6
export const OFFERS = 7
/** organisation 0–15, shared pool 16, sides 17–18, "anyone" 19, channels wished before clearance 20–24 */
export const POOL = 8
/** age 0–7, youngest accepted 8–15, oldest accepted 16–23 */
export const AGES = 9
/** interests 0–31 */
export const LIKES = 10
/** interests 32–47 in bits 0–15, experience in bits 16–31 */
export const LIKES_MORE = 11
export const DISLIKES = 12
export const DISLIKES_MORE = 13
/** how far a home visit may be 0–15, meeting out 16–31, in tens of metres */
export const RANGES = 14
export const WAIT_DAYS = 15

export const channels = ['visit', 'out', 'phone', 'video', 'letter'] as const
export type Channel = (typeof channels)[number]
export const VISIT = 1
export const OUT = 2
export const LETTER = 16
export const ALL_CHANNELS = 31
/** channels for which distance does not matter */
export const REMOTE = 28
/** channels that need both to be free at the same time */
export const LIVE = 15

export const SLOTS_AT = 5
export const ALL_SLOTS = 0x1fffff
export const FOCUS_AT = 26
export const INTERESTS_KNOWN = 1 << 29
export const SLOTS_KNOWN = 1 << 30
export const BACKGROUND_KNOWN = 1 << 31
export const BACKGROUND = 0xff0000
export const ORGANISATION = 0xffff
export const SHARED = 1 << 16
export const SIDES_AT = 17
export const OLDER = 1
export const YOUNGER = 2
export const EITHER = 3
export const SIDES = EITHER << SIDES_AT
export const ANYONE = 1 << 19
export const WISHED_AT = 20
export const EXPERIENCE_AT = 16

export const sidesOf = (people: Int32Array, p: number): number =>
  (people[p + POOL]! >>> SIDES_AT) & EITHER
export const slotsOf = (people: Int32Array, p: number): number =>
  (people[p + WAYS]! >>> SLOTS_AT) & ALL_SLOTS
export const focusOf = (people: Int32Array, p: number): number =>
  (people[p + WAYS]! >>> FOCUS_AT) & 7

/** Bits set in a word (Hacker's Delight, 5-1). */
export function count(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

const nibbles = (word: number): number => {
  const v = word - ((word >>> 1) & 0x55555555)
  return (v & 0x33333333) + ((v >>> 2) & 0x33333333)
}

/** Bits set in three words together: their sums of four still fit in four bits. */
export function count3(a: number, b: number, c: number): number {
  const v = nibbles(a) + nibbles(b) + nibbles(c)
  return Math.imul((v & 0x0f0f0f0f) + ((v >>> 4) & 0x0f0f0f0f), 0x01010101) >>> 24
}

export function squaredDistance(people: Int32Array, p: number, q: number): number {
  const dx = people[p + X]! - people[q + X]!
  const dy = people[p + Y]! - people[q + Y]!
  return dx * dx + dy * dy
}
