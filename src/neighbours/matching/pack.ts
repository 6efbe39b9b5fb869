// From cards to sixteen words a person. Cards are put in the order of their ids first, so that whoever
// sends them in another order gets the same plan, byte for byte.

import type { Card, Settings, Vocabulary } from './card.ts'
import type { People } from './crowd.ts'
import {
  ANYONE,
  BACKGROUND_KNOWN,
  channels,
  EITHER,
  EXPERIENCE_AT,
  FOCUS_AT,
  INTERESTS_KNOWN,
  OLDER,
  SHARED,
  SIDES_AT,
  SLOTS_AT,
  SLOTS_KNOWN,
  WISHED_AT,
  WORDS,
  YOUNGER,
  ALL_SLOTS,
  type Channel,
} from './layout.ts'
import { stableOf } from './objective.ts'
import { focuses } from './score.ts'

const sides = { older: OLDER, younger: YOUNGER, either: EITHER } as const

/** The bits of some words in a list of known ones. */
const bitsOf = (words: readonly string[], known: readonly string[]): number =>
  words.reduce((bits, word) => bits | (1 << known.indexOf(word)), 0)

/** Interests go over two words of 32 and 16 bits. */
function interestBits(words: readonly string[], v: Vocabulary): [number, number] {
  let low = 0
  let high = 0
  for (const word of words) {
    const at = v.interests.indexOf(word)
    if (at < 32) low |= 1 << at
    else high |= 1 << (at - 32)
  }
  return [low, high]
}

const channelBits = (list: readonly Channel[]): number =>
  list.reduce((bits, channel) => bits | (1 << channels.indexOf(channel)), 0)

/** Channels that are open to a person on the day: the younger side needs to be cleared for some. */
function clearedChannels(card: Card, settings: Pick<Settings, 'clearanceFor' | 'startOn'>): number {
  const open = card.channels.filter((channel) => {
    if (card.side === 'older' || !settings.clearanceFor.includes(channel)) return true
    const until = card.clearedUntil[channel]
    return until !== undefined && until >= settings.startOn
  })
  return channelBits(open)
}

const slotBits = (slots: readonly number[] | null): number =>
  slots === null ? ALL_SLOTS : slots.reduce((bits, slot) => bits | (1 << slot), 0)

function knownBits(card: Card): number {
  const interests = card.likes.length + card.dislikes.length > 0 ? INTERESTS_KNOWN : 0
  return (
    interests |
    (card.slots === null ? 0 : SLOTS_KNOWN) |
    (card.background === null ? 0 : BACKGROUND_KNOWN)
  )
}

const tens = (metres: number): number => Math.min(0xffff, Math.floor(metres / 10))
const byte = (years: number): number => Math.min(255, years)

/** The sixteen words of one card. `organisation` is its number among the organisations of the request. */
export function packCard(
  card: Card,
  settings: Settings,
  organisation: number,
  words: Int32Array,
  p: number,
): void {
  const v = settings.vocabulary
  const [likes, likesMore] = interestBits(card.likes, v)
  const [dislikes, dislikesMore] = interestBits(card.dislikes, v)
  words.set(
    [
      Math.round(card.x),
      Math.round(card.y),
      bitsOf(card.languages, v.languages),
      clearedChannels(card, settings) |
        (slotBits(card.slots) << SLOTS_AT) |
        (focuses.indexOf(card.focus) << FOCUS_AT) |
        knownBits(card),
      bitsOf(card.has, v.traits) | (bitsOf(card.background ?? [], v.background) << 16),
      bitsOf(card.refuses, v.traits),
      bitsOf(card.needs, v.skills),
      bitsOf(card.offers, v.skills),
      organisation |
        (card.shared ? SHARED : 0) |
        (sides[card.side] << SIDES_AT) |
        (card.anyone ? ANYONE : 0) |
        (channelBits(card.channels) << WISHED_AT),
      byte(card.age) | (byte(card.youngest) << 8) | (byte(card.oldest) << 16),
      likes,
      likesMore | (bitsOf(card.experiences, v.experiences) << EXPERIENCE_AT),
      dislikes,
      dislikesMore,
      tens(card.visitRange) | (tens(card.outRange) << 16),
      card.waitDays,
    ],
    p,
  )
}

export type PackedCards = {
  people: People
  /** ready cards with a place, in the order of their ids: row k of `people` */
  cards: Card[]
  rowOf: Map<string, number>
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

/** Packs everyone who is ready and has a place left. */
export function packCards(cards: readonly Card[], settings: Settings): PackedCards {
  const sorted = cards.filter((card) => card.ready && card.capacity > 0).toSorted(byId)
  const names = [...new Set(sorted.map((card) => card.organisation))].toSorted()
  const organisations = new Map(names.map((name, k) => [name, k]))
  const words = new Int32Array(sorted.length * WORDS)
  for (const [k, card] of sorted.entries())
    packCard(card, settings, organisations.get(card.organisation) ?? 0, words, k * WORDS)
  return {
    people: {
      words,
      stable: Uint32Array.from(sorted, (card) => stableOf(card.id)),
      capacity: Uint8Array.from(sorted, (card) => card.capacity),
    },
    cards: sorted,
    rowOf: new Map(sorted.map((card, k) => [card.id, k])),
  }
}

export const scarceBits = (v: Vocabulary): number => bitsOf(v.scarce, v.skills)
