// The hard rules once more, word by word on cards, written apart from the bits that the engine uses. Tests
// hold every proposal against them.

import type { Card, Settings } from './card.ts'

const meets = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((word) => b.includes(word))
const covers = (needs: readonly string[], offers: readonly string[]): boolean =>
  needs.every((need) => offers.includes(need))

function mayUse(card: Card, channel: Card['channels'][number], settings: Settings): boolean {
  if (!card.channels.includes(channel)) return false
  if (card.side === 'older') return true
  if (!settings.clearanceFor.includes(channel)) return true
  const until = card.clearedUntil[channel]
  return until !== undefined && until >= settings.startOn
}

/** Ranges are kept in steps of ten metres. */
const down = (metres: number): number => metres - (metres % 10)

function bothFree(a: Card, b: Card): boolean {
  if (a.slots === null) return b.slots === null || b.slots.length > 0
  if (b.slots === null) return a.slots.length > 0
  return a.slots.some((slot) => b.slots?.includes(slot))
}

function couldMeetBy(
  a: Card,
  b: Card,
  channel: Card['channels'][number],
  settings: Settings,
): boolean {
  if (!mayUse(a, channel, settings) || !mayUse(b, channel, settings)) return false
  if (channel !== 'letter' && !bothFree(a, b)) return false
  const apart = Math.hypot(Math.round(a.x) - Math.round(b.x), Math.round(a.y) - Math.round(b.y))
  if (channel === 'visit') return apart <= Math.min(down(a.visitRange), down(b.visitRange))
  if (channel === 'out') return apart <= Math.min(down(a.outRange), down(b.outRange))
  return true
}

const sidesMayMeet = (a: Card, b: Card): boolean => a.side !== b.side || a.side === 'either'
const listsMayMeet = (a: Card, b: Card): boolean =>
  a.organisation === b.organisation || (a.shared && b.shared)
const oneSideMayMeet = (a: Card, b: Card): boolean =>
  !meets(a.has, b.refuses) && covers(a.needs, b.offers) && b.age >= a.youngest && b.age <= a.oldest

/** Whether a welcomer with the rules on paper would allow these two. */
export function mayMeet(a: Card, b: Card, settings: Settings): boolean {
  if (!sidesMayMeet(a, b) || !listsMayMeet(a, b) || !meets(a.languages, b.languages)) return false
  if (!oneSideMayMeet(a, b) || !oneSideMayMeet(b, a)) return false
  return (['visit', 'out', 'phone', 'video', 'letter'] as const).some((channel) =>
    couldMeetBy(a, b, channel, settings),
  )
}
