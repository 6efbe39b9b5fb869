// Why these two, why not those two, and what a choice costs in people. Two texts for every pair: one for
// the coordinator, who decides, and one that both people may read (introduction.ts).

import type { Card } from './card.ts'
import { TIE } from './graph.ts'
import { common, introductionOf, listed, type Introduction } from './introduction.ts'
import { squaredDistance, WORDS } from './layout.ts'
import { whatIf } from './live.ts'
import { pairKey, price, qualityOf, weightBetween } from './pairs.ts'
import { solvePairs, type Ground, type Plan } from './plan.ts'
import { firstBroken, ruleWords, waysToMeet, type RuleName } from './rules.ts'
import { QUALITY, viewsOf, type Criterion } from './score.ts'

export type Why = {
  introduction: Introduction
  coordinator: {
    /** strong, good or possible: a percentage would invite rubber stamps */
    strength: 'strong' | 'good' | 'possible'
    experiences: string[]
    /** what one needs and the other offers */
    needsMet: string[]
    waitDays: { a: number; b: number }
    cautions: string[]
    /** how each would see the other, 0…1 */
    views: { a: Record<Criterion, number>; b: Record<Criterion, number> }
    lines: string[]
  }
}

type Two = { ground: Ground; one: Card; two: Card; i: number; j: number }

function twoOf(plan: Plan, a: string, b: string): Two | undefined {
  const { ground } = plan
  const i = ground.packed.rowOf.get(a)
  const j = ground.packed.rowOf.get(b)
  if (i === undefined || j === undefined || i === j) return undefined
  return { ground, i, j, one: ground.packed.cards[i] as Card, two: ground.packed.cards[j] as Card } // rows of cards
}

function cautionsOf({ one, two }: Two, shared: Introduction): string[] {
  const cautions: string[] = []
  if (shared.times.length === 1) cautions.push(`The only time in common is ${shared.times[0]}`)
  if (one.likes.length === 0 || two.likes.length === 0)
    cautions.push('We have not asked one of them what they like: ask first')
  if (one.slots === null || two.slots === null)
    cautions.push('We have not asked one of them when they are free')
  for (const [me, other] of [
    [one, two],
    [two, one],
  ] as const) {
    for (const word of common(me.likes, other.dislikes))
      cautions.push(`One loves ${word}, the other cannot stand it`)
  }
  return cautions
}

const monthsOf = (waitDays: number): string =>
  waitDays < 60 ? `${waitDays} days` : `${Math.round(waitDays / 30)} months`

/** Why these two would be introduced. Undefined when one of them is not in the plan, or no rule allows it. */
export function why(plan: Plan, a: string, b: string): Why | undefined {
  const two = twoOf(plan, a, b)
  if (!two || whyNot(plan, a, b)) return undefined
  const { ground, one, two: other, i, j } = two
  const P = ground.packed.people.words
  const introduction = introductionOf(P, one, other, i, j)
  const squared = squaredDistance(P, i * WORDS, j * WORDS)
  const quality = qualityOf(ground.scoring, P, i, j) / QUALITY
  const needsMet = [...common(one.needs, other.offers), ...common(other.needs, one.offers)]
  const experiences = common(one.experiences, other.experiences)
  const lines = [
    `They live ${introduction.distance}`,
    ...listed('Both like ', introduction.likes),
    ...listed('Neither likes ', introduction.dislikes),
    ...listed('Both know what it is: ', experiences),
    ...listed('Both are free on ', introduction.times.slice(0, 4)),
    ...listed('They could meet by ', introduction.channels),
    ...listed('One needs and the other offers: ', needsMet),
    `One has waited ${monthsOf(one.waitDays)}, the other ${monthsOf(other.waitDays)}`,
  ]
  return {
    introduction,
    coordinator: {
      strength: quality >= 0.65 ? 'strong' : quality >= 0.5 ? 'good' : 'possible',
      experiences,
      needsMet,
      lines,
      waitDays: { a: one.waitDays, b: other.waitDays },
      cautions: cautionsOf(two, introduction),
      views: viewsOf(
        ground.scoring,
        P,
        i * WORDS,
        j * WORDS,
        waysToMeet(P, i * WORDS, j * WORDS, squared),
        squared,
      ),
    },
  }
}

/** The first rule that stands between two people; undefined when they may meet. */
export function whyNot(
  plan: Plan,
  a: string,
  b: string,
): { rule: RuleName; words: string } | undefined {
  const two = twoOf(plan, a, b)
  if (!two) return { rule: 'sides', words: 'One of them is not among those who wait' }
  const { ground, i, j } = two
  const P = ground.packed.people.words
  // A block comes first, and nothing else is said about the pair.
  const broken = ground.notes.blocked.has(pairKey(i, j))
    ? 'blocked'
    : firstBroken(P, i * WORDS, j * WORDS)
  if (broken) return { rule: broken, words: ruleWords[broken] }
  const quality = qualityOf(ground.scoring, P, i, j)
  return price(ground.pricing, i, j, quality) === 0
    ? { rule: 'bar', words: ruleWords.bar }
    : undefined
}

export type Cost = {
  /** points that the whole plan loses; 0 for a pair of the plan */
  loss: number
  /** pairs of the plan that would end, and pairs that would begin */
  ended: [string, string][]
  begun: [string, string][]
  /** who has a proposal now and would have none */
  waits: string[]
  /** who has none now and would have one */
  gains: string[]
}

/** What it costs, in people, to introduce these two: worked out exactly. Undefined when no rule allows it. */
export function costOf(plan: Plan, a: string, b: string): Cost | undefined {
  const two = twoOf(plan, a, b)
  if (!two || whyNot(plan, a, b)) return undefined
  return plan.kind === 'sides' ? costInSides(plan, two) : costInPool(plan, two)
}

const idsOf = (ground: Ground, i: number, j: number): [string, string] => [
  (ground.packed.cards[i] as Card).id,
  (ground.packed.cards[j] as Card).id,
]

function costFrom(
  plan: Plan,
  loss: bigint,
  ended: [string, string][],
  begun: [string, string][],
): Cost {
  const had = new Set(plan.proposals.flatMap(({ a, b }) => [a, b]))
  const gone = new Set(ended.map(([a, b]) => `${a} ${b}`))
  const has = new Set([
    ...plan.proposals
      .filter(({ a, b }) => !gone.has(`${a} ${b}`) && !gone.has(`${b} ${a}`))
      .flatMap(({ a, b }) => [a, b]),
    ...begun.flat(),
  ])
  return {
    // The tie-break is not worth a point to anyone.
    loss: Math.max(0, Number(loss / BigInt(TIE))),
    ended,
    begun,
    waits: [...had].filter((id) => !has.has(id)).toSorted(),
    gains: [...has].filter((id) => !had.has(id)).toSorted(),
  }
}

function costInSides(plan: Plan, { ground, i, j }: Two): Cost | undefined {
  const sides = ground.sides
  if (!sides) return undefined
  const left = sides.leftOf.get(i) ?? sides.leftOf.get(j)
  const right = sides.rightOf.get(i) ?? sides.rightOf.get(j)
  if (left === undefined || right === undefined) return undefined
  const { loss, ended, begun } = whatIf(
    sides.live,
    left,
    right,
    weightBetween(ground.scoring, ground.pricing, i, j),
  )
  const named = ([l, r]: [number, number]) => idsOf(ground, sides.leftRows[l]!, sides.rightRows[r]!)
  return costFrom(plan, loss, ended.map(named), begun.map(named))
}

const keyOf = (pair: { a: number; b: number }): number => pairKey(pair.a, pair.b)

/** In one pool everybody else is planned anew around the two. */
function costInPool(plan: Plan, { ground, i, j }: Two): Cost | undefined {
  if (!ground.pool) return undefined
  const capacity = Array.from(ground.packed.people.capacity, (places, row) =>
    row === i || row === j ? places - 1 : places,
  )
  const others = ground.pool.pairs.filter(
    (pair) => !(pair.a === Math.min(i, j) && pair.b === Math.max(i, j)),
  )
  const weight = BigInt(weightBetween(ground.scoring, ground.pricing, i, j))
  const around = solvePairs(others, capacity, {})
  const before = solvePairs(ground.pool.pairs, ground.packed.people.capacity, {})
  const after = [...around.pairs, { a: Math.min(i, j), b: Math.max(i, j), weight: Number(weight) }]
  const was = new Set(before.pairs.map(keyOf))
  const is = new Set(after.map(keyOf))
  const named = (pair: { a: number; b: number }) => idsOf(ground, pair.a, pair.b)
  return costFrom(
    plan,
    before.value - around.value - weight,
    before.pairs.filter((pair) => !is.has(keyOf(pair))).map(named),
    after.filter((pair) => !was.has(keyOf(pair))).map(named),
  )
}

export type Alternative = { id: string; quality: number; proposed: boolean; cost: Cost }

/** Who else would suit someone, best first, each with its price in people. */
export function alternatives(plan: Plan, id: string, most = 5): Alternative[] {
  const { ground } = plan
  const i = ground.packed.rowOf.get(id)
  if (i === undefined) return []
  const P = ground.packed.people.words
  const fits = ground.packed.cards
    .map((card, j) => ({
      id: card.id,
      quality: i === j ? 0 : qualityOf(ground.scoring, P, i, j),
      j,
    }))
    .filter(({ quality, j }) => quality > 0 && price(ground.pricing, i, j, quality) > 0)
  const bestFirst = fits.toSorted((x, y) => y.quality - x.quality || (x.id < y.id ? -1 : 1))
  return bestFirst.slice(0, most).flatMap(({ id: other, quality }) => {
    const cost = costOf(plan, id, other)
    const proposed = plan.proposals.some(
      ({ a, b }) => (a === id && b === other) || (a === other && b === id),
    )
    return cost ? [{ id: other, quality: Math.min(1, quality / QUALITY), proposed, cost }] : []
  })
}
