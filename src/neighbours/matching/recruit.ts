// Where to look for volunteers: what one more person like these would add to the plan. The dual price of a
// place is what the plan would lose without it; its mean by area, language, time and channel is a map for
// a campaign. Groups of few people are left out, so that nobody can be made out in it.

import type { Card } from './card.ts'
import { slotName } from './introduction.ts'
import { ABSENT, TIE } from './graph.ts'
import { QUALITY } from './score.ts'
import type { Ground, Plan } from './plan.ts'

export type Dimension = 'area' | 'language' | 'time' | 'channel'
export type Need = {
  /** one word for each dimension asked for; an area is 'x y' in steps of areaMetres */
  at: string[]
  /** mean worth of one more such volunteer, as a share of the best quality (waiting counts, so above 1 too) */
  worth: number
  /** how many it is the mean of, rounded down to fives */
  people: number
}

export type RecruitOptions = {
  dimensions: readonly Dimension[]
  areaMetres: number
  fewest: number
}
const defaultRecruit: RecruitOptions = {
  dimensions: ['area'],
  areaMetres: 10_000,
  fewest: 5,
}

function keysIn(card: Card, dimension: Dimension, options: RecruitOptions): string[] {
  if (dimension === 'language') return [...card.languages]
  if (dimension === 'channel') return [...card.channels]
  if (dimension === 'time') return (card.slots ?? []).map(slotName)
  return [`${Math.floor(card.x / options.areaMetres)} ${Math.floor(card.y / options.areaMetres)}`]
}

const crossed = (lists: string[][]): string[][] =>
  lists.reduce<string[][]>(
    (rows, list) => rows.flatMap((row) => list.map((key) => [...row, key])),
    [[]],
  )

/** Everyone who gives time, with the price of their place in points. */
function priced(ground: Ground): { card: Card; price: number }[] {
  const { cards } = ground.packed
  const { sides, pool } = ground
  if (sides) {
    const { dual } = sides.live.graph.right
    return Array.from(sides.rightRows, (row, j) => ({
      card: cards[row] as Card,
      price: dual[j]!,
    })).filter(({ price }) => price !== ABSENT) // rows of cards
  }
  return pool
    ? cards
        .map((card, row) => ({ card, price: pool.price[row]! }))
        .filter(({ card }) => card.side !== 'older')
    : []
}

/** Where one more volunteer would help most, first. Groups below `fewest` people are not there at all. */
export function whereToRecruit(plan: Plan, options: Partial<RecruitOptions> = {}): Need[] {
  const all = { ...defaultRecruit, ...options }
  const groups = new Map<string, { at: string[]; sum: number; people: number }>()
  for (const { card, price } of priced(plan.ground)) {
    for (const at of crossed(all.dimensions.map((dimension) => keysIn(card, dimension, all)))) {
      const key = JSON.stringify(at)
      const group = groups.get(key) ?? { at, sum: 0, people: 0 }
      group.sum += price / TIE / QUALITY
      group.people++
      groups.set(key, group)
    }
  }
  return [...groups.values()]
    .filter(({ people }) => people >= Math.max(2, all.fewest))
    .map(({ at, sum, people }) => ({ at, worth: sum / people, people: people - (people % 5) }))
    .toSorted((a, b) => b.worth - a.worth || (a.at.join() < b.at.join() ? -1 : 1))
}
