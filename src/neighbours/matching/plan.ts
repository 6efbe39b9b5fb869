// From cards to a plan: who might be introduced to whom. The engine proposes; a person decides.

import type { Card, KnownPair, Request, Settings } from './card.ts'
import { dropShortlists, huntLeft, huntOf, huntRight, type Hunt } from './candidates.ts'
import { problemsOf, type Problem } from './door.ts'
import { graphOf, pairsOf, TIE, type Graph, type Rows } from './graph.ts'
import { EITHER, OLDER, sidesOf, WORDS } from './layout.ts'
import { liven, type Live } from './live.ts'
import { objectiveOf, type Objective } from './objective.ts'
import { packCards, scarceBits, type PackedCards } from './pack.ts'
import {
  capacityOf,
  pairKey,
  pricingOf,
  qualityOf,
  rowsOfAll,
  rowsOfHunt,
  type PairNotes,
  type Pricing,
} from './pairs.ts'
import { peopleOf, placesOf } from './pool-places.ts'
import { solvePool, type PoolPair } from './pool.ts'
import { priceOut, widen } from './pricing.ts'
import { scoringOf, type Scoring } from './score.ts'
import { solve, repair, type SolveOptions } from './solve.ts'
import { newSearch } from './augment.ts'
import { dualBound, matchedValue } from './certificate.ts'

export type Proposal = {
  /** the older side first, when there is one */
  a: string
  b: string
  /** how well they fit, 0…1 */
  quality: number
  /** what the pair is worth to the plan, waiting included, in points (a million is the best quality) */
  points: number
}

/** What explanations need to look back at; not for showing. */
export type Ground = {
  request: Request
  packed: PackedCards
  scoring: Scoring
  objective: Objective
  notes: PairNotes
  /** prices of pairs by row of `packed`, apart from any crowd */
  pricing: Pricing
  /** the solved graph of two sides, and who its nodes are; absent in one pool */
  sides?: {
    live: Live
    leftRows: Int32Array
    rightRows: Int32Array
    leftOf: Map<number, number>
    rightOf: Map<number, number>
  }
  /** pairs and capacities of one pool */
  pool?: { pairs: PoolPair[]; price: Float64Array }
}

export type Plan = {
  kind: 'sides' | 'pool'
  proposals: Proposal[]
  /** ready, with a place, and without anyone in this plan */
  unmatched: string[]
  /** worth of the plan, and what no plan could exceed, in points; the tie-break is not in them */
  value: number
  bound: number
  proven: boolean
  /** allowed pairs that were weighed */
  pairs: number
  ground: Ground
}

export type Outcome = { ok: true; plan: Plan } | { ok: false; problems: Problem[] }

const keysOf = (pairs: readonly KnownPair[], rowOf: Map<string, number>): number[] =>
  pairs.flatMap(([a, b]) => {
    const i = rowOf.get(a)
    const j = rowOf.get(b)
    return i === undefined || j === undefined ? [] : [pairKey(i, j)]
  })

function notesOf(request: Request, rowOf: Map<string, number>, objective: Objective): PairNotes {
  const stick = new Map(keysOf(request.shown, rowOf).map((key) => [key, objective.shown]))
  for (const key of keysOf(request.starred, rowOf))
    stick.set(key, Math.max(objective.shown, objective.starred))
  return { blocked: new Set(keysOf(request.blocked, rowOf)), stick }
}

const placesIn = (packed: PackedCards): number =>
  packed.people.capacity.reduce((sum, places) => sum + places, 0)

/** Everything about a request that does not depend on who is matched with whom. */
function groundOf(request: Request): Ground {
  const packed = packCards(request.cards, request.settings)
  const objective = objectiveOf(request.settings.objective, scarceBits(request.settings.vocabulary))
  const notes = notesOf(request, packed.rowOf, objective)
  const rows = Int32Array.from(packed.cards, (_, row) => row)
  const pricing = pricingOf(
    packed.people.words,
    rows,
    packed.people.stable,
    objective,
    notes,
    placesIn(packed),
  )
  return { request, packed, scoring: scoringOf(request.settings.score), objective, notes, pricing }
}

const rowsWhere = (cards: readonly Card[], holds: (card: Card) => boolean): Int32Array =>
  Int32Array.from(cards.flatMap((card, row) => (holds(card) ? [row] : [])))

function huntPricing(ground: Ground, hunt: Hunt): Pricing {
  const rowOf = new Int32Array(hunt.left.count + hunt.right.count)
  rowOf.set(hunt.left.ids)
  rowOf.set(hunt.right.ids, hunt.left.count)
  return pricingOf(
    hunt.packed,
    rowOf,
    ground.packed.people.stable,
    ground.objective,
    ground.notes,
    placesIn(ground.packed),
  )
}

function rowsFor(hunt: Hunt, pricing: Pricing, settings: Settings, people: number): Rows {
  if (people <= settings.allPairsUpTo) return rowsOfAll(hunt, pricing)
  huntLeft(hunt, 0, hunt.left.count)
  huntRight(hunt)
  const rows = rowsOfHunt(hunt, pricing)
  dropShortlists(hunt)
  return rows
}

const points = (weight: number): number => Math.floor(weight / TIE)
const wholePoints = (weight: bigint): number => Number(weight / BigInt(TIE))

function proposalOf(ground: Ground, a: number, b: number, weight: number): Proposal {
  const { cards, people } = ground.packed
  const [first, second] = (sidesOf(people.words, b * WORDS) & EITHER) === OLDER ? [b, a] : [a, b]
  const quality = qualityOf(ground.scoring, people.words, first, second) / 1_000_000
  return {
    a: (cards[first] as Card).id,
    b: (cards[second] as Card).id,
    quality: Math.min(1, quality),
    points: points(weight),
  } // rows of cards
}

/** A plan from pairs of rows. */
export function planOf(
  kind: Plan['kind'],
  ground: Ground,
  found: PoolPair[],
  value: bigint,
  bound: bigint,
  pairs: number,
): Plan {
  const proposals = found.map(({ a, b, weight }) => proposalOf(ground, a, b, weight))
  const met = new Set(proposals.flatMap(({ a, b }) => [a, b]))
  return {
    kind,
    proposals: proposals.toSorted((x, y) => (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1)),
    unmatched: ground.packed.cards
      .filter((card) => ground.packed.rowOf.has(card.id) && !met.has(card.id))
      .map((card) => card.id),
    value: wholePoints(value),
    bound: wholePoints(bound),
    proven: value === bound,
    pairs,
    ground,
  }
}

function planSides(ground: Ground, options: SolveOptions): Plan {
  const { cards, people } = ground.packed
  const { settings } = ground.request
  const hunt = huntOf(
    people,
    rowsWhere(cards, (card) => card.side === 'older'),
    rowsWhere(cards, (card) => card.side === 'younger'),
    ground.scoring,
    settings.hunt,
  )
  const pricing = huntPricing(ground, hunt)
  const rows = rowsFor(hunt, pricing, settings, cards.length)
  const first = graphOf(
    rows,
    capacityOf(hunt.left.ids, people.capacity),
    capacityOf(hunt.right.ids, people.capacity),
  )
  const solution = solve(first, options)
  const complete = cards.length <= settings.allPairsUpTo || settings.pricingRounds === 0
  const done =
    complete || !solution.proven
      ? { graph: first, bound: solution.bound, size: rows.to.length }
      : improve(ground, hunt, pricing, first, rows, options)
  const { graph, bound } = done
  const found = solution.proven
    ? Array.from(pairsOf(graph), ([i, j, weight]) => ({
        a: hunt.left.ids[i]!,
        b: hunt.right.ids[j]!,
        weight,
      }))
    : solution.pairs.map(({ left, right, weight }) => ({
        a: hunt.left.ids[left]!,
        b: hunt.right.ids[right]!,
        weight,
      }))
  ground.sides = {
    live: liven(graph),
    leftRows: hunt.left.ids,
    rightRows: hunt.right.ids,
    leftOf: new Map(Array.from(hunt.left.ids, (row, i) => [row, i])),
    rightOf: new Map(Array.from(hunt.right.ids, (row, j) => [row, j])),
  }
  const value = solution.proven ? matchedValue(graph) : solution.value
  return planOf('sides', ground, found, value, bound, done.size)
}

/** Pricing rounds until nobody has a better pair outside the candidates, or enough of them. Stopped in the
 *  middle of one, the plan before it stands. */
function improve(
  ground: Ground,
  hunt: Hunt,
  pricing: Pricing,
  first: Graph,
  candidates: Rows,
  options: SolveOptions,
): { graph: Graph; bound: bigint; size: number } {
  let graph = first
  let rows = candidates
  let bound: bigint | undefined
  for (let round = 0; round < ground.request.settings.pricingRounds && !options.stop?.(); round++) {
    const priced = priceOut(hunt, pricing, graph, rows)
    if (bound === undefined || priced.bound < bound) bound = priced.bound
    if (priced.added === 0) break
    const wider = widen(graph, priced.rows)
    if (!repair(newSearch(), wider, options).finished) break
    graph = wider
    rows = priced.rows
  }
  return { graph, bound: bound ?? dualBound(graph), size: rows.to.length }
}

/** Allowed pairs of one pool, each once. */
function poolPairs(ground: Ground): PoolPair[] {
  const { cards, people } = ground.packed
  const { settings } = ground.request
  const everyone = rowsWhere(cards, () => true)
  // Everybody finds themselves first on their own shortlist: one place more makes up for it.
  const hunt = huntOf(people, everyone, everyone, ground.scoring, {
    ...settings.hunt,
    shortlist: settings.hunt.shortlist + 1,
  })
  const rows = rowsFor(hunt, huntPricing(ground, hunt), settings, cards.length)
  const pairs = new Map<number, PoolPair>()
  for (let i = 0; i < hunt.left.count; i++) {
    for (let e = rows.offset[i]!; e < rows.offset[i + 1]!; e++) {
      const a = hunt.left.ids[i]!
      const b = hunt.right.ids[rows.to[e]!]!
      if (a !== b)
        pairs.set(pairKey(a, b), { a: Math.min(a, b), b: Math.max(a, b), weight: rows.weight[e]! })
    }
  }
  return [...pairs.values()].toSorted((x, y) => x.a - y.a || x.b - y.b)
}

export function solvePairs(
  pairs: readonly PoolPair[],
  capacity: ArrayLike<number>,
  options: SolveOptions,
) {
  const places = placesOf(pairs, capacity)
  return peopleOf(places, solvePool(places.rows, options))
}

function planPool(ground: Ground, options: SolveOptions): Plan {
  const pairs = poolPairs(ground)
  const solution = solvePairs(pairs, ground.packed.people.capacity, options)
  ground.pool = { pairs, price: solution.price }
  return planOf('pool', ground, solution.pairs, solution.value, solution.bound, pairs.length)
}

/** Plans for everyone who is ready. Older and younger are two sides; as soon as one is glad of either,
 *  or all are one pool, anyone may meet anyone that the rules allow. */
export function propose(request: Request, options: SolveOptions = {}): Outcome {
  const problems = problemsOf(request)
  if (problems.length > 0) return { ok: false, problems }
  const ground = groundOf(request)
  const oneSided = ground.packed.cards.every((card) => card.side !== 'either')
  return { ok: true, plan: oneSided ? planSides(ground, options) : planPool(ground, options) }
}
