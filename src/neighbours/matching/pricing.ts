// Pricing rounds (column generation: Gilmore & Gomory 1961; Desrosiers & Lübbecke 2005). The optimum over
// the candidates gives everyone a price. A pair outside the candidates can only matter if it is worth more
// than both prices: find those, add them, solve again. When there are none, the plan is best over all
// pairs, without ever having held all pairs.
//
// Whole blocks of people are passed over when even the best conceivable pair with them costs too much.

import type { Hunt } from './candidates.ts'
import { exactSum, dualBound } from './certificate.ts'
import { TIE, graphOf, pairsOf, type Graph, type Rows } from './graph.ts'
import {
  ALL_CHANNELS,
  focusOf,
  RANGES,
  REMOTE,
  squaredDistance,
  WAYS,
  WORDS,
  X,
  Y,
} from './layout.ts'
import { fitting } from './fitting.ts'
import { price, type Pricing } from './pairs.ts'
import { waysToMeet } from './rules.ts'
import { quality, qualityAtMost, qualityBetween } from './score.ts'
import { fitLeft, keepTight } from './solve.ts'

/** People who live next to each other, with the box around them and the least that one of them asks. */
type Block = {
  from: number
  end: number
  west: number
  east: number
  north: number
  south: number
  least: number
}

const BLOCK = 64

type Round = {
  hunt: Hunt
  pricing: Pricing
  graph: Graph
  blocks: Block[]
  /** price of each on the right beyond what they bring by waiting, in points */
  asks: Float64Array
}

function blocksOf(hunt: Hunt, asks: Float64Array): Block[] {
  const blocks: Block[] = []
  const { packed, right } = hunt
  for (let from = 0; from < right.count; from += BLOCK) {
    const end = Math.min(right.count, from + BLOCK)
    const block: Block = {
      from,
      end,
      west: Infinity,
      east: -Infinity,
      north: Infinity,
      south: -Infinity,
      least: Infinity,
    }
    for (let j = from; j < end; j++) {
      const q = right.base + j * WORDS
      block.west = Math.min(block.west, packed[q + X]!)
      block.east = Math.max(block.east, packed[q + X]!)
      block.north = Math.min(block.north, packed[q + Y]!)
      block.south = Math.max(block.south, packed[q + Y]!)
      block.least = Math.min(block.least, asks[j]!)
    }
    blocks.push(block)
  }
  return blocks
}

function distanceTo(block: Block, x: number, y: number): number {
  const dx = Math.max(block.west - x, 0, x - block.east)
  const dy = Math.max(block.north - y, 0, y - block.south)
  return Math.sqrt(dx * dx + dy * dy)
}

/** The best quality that person p could have with anyone at this distance. */
function bestAt(hunt: Hunt, p: number, metres: number): number {
  const P = hunt.packed
  const reach = Math.max(P[p + RANGES]! & 0xffff, P[p + RANGES]! >>> 16) * 10
  const ways = P[p + WAYS]! & (metres > reach ? REMOTE : ALL_CHANNELS)
  return ways === 0 ? 0 : qualityAtMost(hunt.scoring, focusOf(P, p), metres, ways)
}

const scratch = new Int32Array(BLOCK)

/** The weight of a pair whose quality could reach `needed`, else 0: the score itself is the dear part. */
function promising({ hunt, pricing }: Round, i: number, j: number, needed: number): number {
  const P = hunt.packed
  const p = i * WORDS
  const q = hunt.right.base + j * WORDS
  const squared = squaredDistance(P, p, q)
  const ways = waysToMeet(P, p, q, squared)
  if (
    ways === 0 ||
    qualityBetween(hunt.scoring, focusOf(P, p), focusOf(P, q), squared, ways) + 1 <= needed
  )
    return 0
  return price(pricing, i, hunt.left.count + j, quality(hunt.scoring, P, p, q, ways, squared))
}

type Found = { right: number; weight: number; over: number }

/** Pairs of person i worth more than both prices, and how much the best of them is worth beyond. */
function violated(round: Round, i: number, most: number): { found: Found[]; best: number } {
  const { hunt, graph, pricing, asks } = round
  const P = hunt.packed
  const p = i * WORDS
  const asked = graph.left.dual[i]!
  const needed = asked / TIE - pricing.wait[i]!
  const found: Found[] = []
  let best = 0
  for (const block of round.blocks) {
    // Less than one point is left for the tie-break.
    const hope = bestAt(hunt, p, distanceTo(block, P[p + X]!, P[p + Y]!)) + 1 - needed
    if (hope <= block.least) continue
    const size = fitting(P, p, hunt.right.base, block.from, block.end, scratch)
    for (let at = 0; at < size; at++) {
      const j = scratch[at]!
      if (asks[j]! >= hope) continue
      const weight = promising(round, i, j, needed + asks[j]!)
      const over = weight - asked - graph.right.dual[j]!
      if (weight === 0 || over <= 0) continue
      found.push({ right: j, weight, over })
      if (over > best) best = over
    }
  }
  found.sort((a, b) => b.over - a.over || a.right - b.right)
  return { found: found.slice(0, most), best }
}

function asksOf(hunt: Hunt, pricing: Pricing, graph: Graph): Float64Array {
  // Stickiness adds points to a few pairs: it lowers what everyone may ask, to be safe.
  const stick = Math.max(0, ...pricing.notes.stick.values())
  return Float64Array.from(
    { length: hunt.right.count },
    (_, j) => graph.right.dual[j]! / TIE - pricing.wait[hunt.left.count + j]! - stick,
  )
}

export type Priced = {
  rows: Rows
  /** people who have a better pair outside the candidates */
  people: number
  added: number
  /** no plan over all pairs is worth more */
  bound: bigint
}

/** Looks for pairs outside the candidates that could better the plan, and adds up to `most` a person. */
export function priceOut(hunt: Hunt, pricing: Pricing, graph: Graph, rows: Rows, most = 8): Priced {
  const asks = asksOf(hunt, pricing, graph)
  const round: Round = { hunt, pricing, graph, asks, blocks: blocksOf(hunt, asks) }
  const inPlan = new Set(Array.from(pairsOf(graph), ([i, j]) => i * 2 ** 21 + j))
  const extra: Found[][] = []
  const over: number[] = []
  let people = 0
  let added = 0
  for (let i = 0; i < hunt.left.count; i++) {
    const { found, best } = violated(round, i, most)
    const fresh = found.filter(({ right }) => !inPlan.has(i * 2 ** 21 + right))
    extra.push(fresh)
    if (fresh.length > 0) people++
    added += fresh.length
    // Every place of i could gain at most this.
    if (best > 0) over.push(...Array<number>(graph.left.capacity[i]!).fill(best))
  }
  return {
    rows: added > 0 ? widened(rows, extra, added) : rows,
    people,
    added,
    bound: dualBound(graph) + exactSum(over),
  }
}

function widened(rows: Rows, extra: Found[][], added: number): Rows {
  const offset = new Int32Array(rows.offset.length)
  const to = new Int32Array(rows.to.length + added)
  const weight = new Float64Array(rows.to.length + added)
  let size = 0
  for (const [i, found] of extra.entries()) {
    const from = rows.offset[i]!
    const end = rows.offset[i + 1]!
    to.set(rows.to.subarray(from, end), size)
    weight.set(rows.weight.subarray(from, end), size)
    size += end - from
    for (const { right, weight: worth } of found) {
      to[size] = right
      weight[size++] = worth
    }
    offset[i + 1] = size
  }
  return { offset, to, weight }
}

/** The same plan and prices on wider rows: feasible again, and nearly right. */
export function widen(before: Graph, rows: Rows): Graph {
  const graph = graphOf(rows, before.left.capacity, before.right.capacity)
  graph.right.dual.set(before.right.dual)
  fitLeft(graph)
  const hint = before.left.place.map((place, i) =>
    before.left.used[i]! > 0 ? before.left.mate[place]! : -1,
  )
  keepTight(graph, hint)
  return graph
}
