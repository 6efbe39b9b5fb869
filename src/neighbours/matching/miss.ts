// The nearest miss: for someone without anybody, what one change of their own would make possible. Only a
// person's own wishes are offered for them to think over; other people's rules and blocks never are.

import type { Card } from './card.ts'
import { channels, WORDS, type Channel } from './layout.ts'
import { packCard } from './pack.ts'
import { aboveBar } from './objective.ts'
import { pairKey, qualityOf } from './pairs.ts'
import type { Ground, Plan } from './plan.ts'

export type Miss = {
  /** what would change, in words for the person themselves */
  words: string
  kind: 'refusal' | 'need' | 'age' | 'channel' | 'distance' | 'time' | 'pool' | 'bar'
  /** how many people would become possible */
  people: number
}

type Change = Pick<Miss, 'words' | 'kind'> & { card: Card }

const without = (words: readonly string[], word: string): string[] =>
  words.filter((one) => one !== word)

/** Channels that this person could simply say yes to, without a clearance that is not there. */
function openChannels(card: Card, ground: Ground): Channel[] {
  const { clearanceFor, startOn } = ground.request.settings
  return channels.filter((channel) => {
    if (card.channels.includes(channel)) return false
    if (card.side === 'older' || !clearanceFor.includes(channel)) return true
    return (card.clearedUntil[channel] ?? '') >= startOn
  })
}

function changesOf(card: Card, ground: Ground): Change[] {
  const changes: Change[] = [
    ...card.refuses.map((trait): Change => ({
      kind: 'refusal',
      words: `If this were all right: ${trait}`,
      card: { ...card, refuses: without(card.refuses, trait) },
    })),
    ...card.needs.map((need): Change => ({
      kind: 'need',
      words: `If this were not needed: ${need}`,
      card: { ...card, needs: without(card.needs, need) },
    })),
    ...openChannels(card, ground).map((channel): Change => ({
      kind: 'channel',
      words: `If this way to meet were all right: ${channel}`,
      card: { ...card, channels: [...card.channels, channel] },
    })),
    {
      kind: 'age',
      words: 'If any age were all right',
      card: { ...card, youngest: 0, oldest: 150 },
    },
    {
      kind: 'distance',
      words: 'If twice as far were all right',
      card: {
        ...card,
        visitRange: Math.min(655_000, card.visitRange * 2),
        outRange: Math.min(655_000, card.outRange * 2),
      },
    },
    {
      kind: 'pool',
      words: 'If people of other organisations were all right',
      card: { ...card, shared: true },
    },
    {
      kind: 'bar',
      words: 'If someone with less in common were all right',
      card: { ...card, anyone: true },
    },
  ]
  if (card.slots !== null)
    changes.push({
      kind: 'time',
      words: 'If other times were possible',
      card: { ...card, slots: null },
    })
  return changes
}

/** Who could be proposed to the person at `row`, with their words at offset p of `words`. */
function possible(ground: Ground, words: Int32Array, row: number, at: number): Set<number> {
  const others = new Set<number>()
  for (let j = 0; j < ground.packed.cards.length; j++) {
    if (j === row || ground.notes.blocked.has(pairKey(row, j))) continue
    const quality = qualityOf(ground.scoring, words, at, j)
    if (quality > 0 && aboveBar(ground.objective, words, at * WORDS, j * WORDS, quality))
      others.add(j)
  }
  return others
}

/** One change at a time, the one that opens most first; changes that open nothing are left out. */
export function nearestMisses(plan: Plan, id: string): Miss[] {
  const { ground } = plan
  const row = ground.packed.rowOf.get(id)
  if (row === undefined) return []
  const card = ground.packed.cards[row] as Card // a row of cards
  const { words: packed } = ground.packed.people
  const at = ground.packed.cards.length
  const words = new Int32Array(packed.length + WORDS)
  words.set(packed)
  words.set(packed.subarray(row * WORDS, (row + 1) * WORDS), at * WORDS)
  const before = possible(ground, words, row, at)
  const organisation = packed[row * WORDS + 8]! & 0xffff
  const misses = changesOf(card, ground).map(({ card: changed, ...miss }) => {
    packCard(changed, ground.request.settings, organisation, words, at * WORDS)
    let people = 0
    for (const j of possible(ground, words, row, at)) if (!before.has(j)) people++
    return { ...miss, people }
  })
  return misses
    .filter((miss) => miss.people > 0)
    .toSorted((a, b) => b.people - a.people || (a.words < b.words ? -1 : 1))
}
