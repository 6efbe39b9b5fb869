// The exact optimum: auction for prices, then shortest augmenting paths from either side for whoever
// still breaks optimality. The answer carries its own proof: dual prices whose sum equals its value.
//
// Anytime: stopped at any moment, it returns a matching that keeps every rule, and a bound that no
// matching can beat.

import { auction, EPSILON, type Auction } from './auction.ts'
import { newSearch, settle, type Search } from './augment.ts'
import { dualBound, matchedValue } from './certificate.ts'
import { ABSENT, hasRoom, join, pairsOf, type Graph, type Side } from './graph.ts'

export type Pair = { left: number; right: number; weight: number }

export type Solution = {
  /** in the order of the left */
  pairs: Pair[]
  /** sum of the weights, in points of the objective with the tie-break below TIE: exact */
  value: bigint
  /** no matching of this graph is worth more; equal to `value` when proven best */
  bound: bigint
  proven: boolean
  bids: number
  paths: number
}

export type SolveOptions = {
  epsilon?: number
  /** asked now and then; true ends the work */
  stop?: () => boolean
  /** part of the people done, 0…1 */
  progress?: (part: number) => void
}

/** Sets each dual of the left to what its best offer leaves at the prices of the right. */
export function fitLeft(graph: Graph): void {
  const { left, right } = graph
  for (let i = 0; i < left.count; i++)
    if (left.dual[i] !== ABSENT) left.dual[i] = bestOffer(left, right.dual, i)
}

/** The most that any pair of node i is worth at these prices, at least 0. */
export function bestOffer(side: Side, price: Float64Array, i: number): number {
  const { to, weight } = side
  const end = side.end[i]!
  let best = 0
  for (let e = side.start[i]!; e < end; e++) {
    const value = weight[e]! - price[to[e]!]!
    if (value > best) best = value
  }
  return best
}

function holderOf(result: Auction, graph: Graph): Int32Array {
  const { right } = graph
  const owner = new Int32Array(right.mate.length)
  for (let j = 0; j < right.count; j++)
    owner.fill(j, right.place[j]!, right.place[j]! + right.capacity[j]!)
  return result.holds.map((place) => (place < 0 ? -1 : owner[place]!))
}

/** Takes the auction's prices as duals, and its pairs where they are tight. */
export function startFrom(graph: Graph, result: Auction): void {
  const { right } = graph
  for (let j = 0; j < right.count; j++) {
    let floor = right.capacity[j]! > 0 ? Infinity : 0
    for (let k = right.place[j]!; k < right.place[j]! + right.capacity[j]!; k++)
      floor = Math.min(floor, result.price[k]!)
    right.dual[j] = floor
  }
  fitLeft(graph)
  keepTight(graph, holderOf(result, graph))
}

/** Joins each person of the left to `hint` where that is tight, then to any tight free place. */
export function keepTight(graph: Graph, hint: Int32Array): void {
  const { left, right } = graph
  const tight = (i: number, e: number) =>
    left.dual[i] === left.weight[e]! - right.dual[left.to[e]!]!
  const joinFirst = (i: number, only: number) => {
    for (let e = left.start[i]!; e < left.end[i]!; e++) {
      const j = left.to[e]!
      if ((only < 0 || j === only) && tight(i, e) && hasRoom(right, j))
        return join(left, right, i, j, left.weight[e]!)
    }
  }
  for (let i = 0; i < left.count; i++) if (hint[i]! >= 0 && hasRoom(left, i)) joinFirst(i, hint[i]!)
  for (let i = 0; i < left.count; i++)
    if (left.used[i] === 0 && left.capacity[i]! > 0 && left.dual[i]! > 0) joinFirst(i, -1)
}

/** Augments until nobody breaks optimality. False when it was stopped before. */
export function repair(
  search: Search,
  graph: Graph,
  options: SolveOptions,
): { paths: number; finished: boolean } {
  const { left, right } = graph
  const all = left.count + right.count
  let paths = 0
  for (let k = 0; k < all; k++) {
    if ((k & 255) === 0) {
      options.progress?.(k / all)
      if (options.stop?.()) return { paths, finished: false }
    }
    paths +=
      k < left.count ? settle(search, left, right, k) : settle(search, right, left, k - left.count)
  }
  return { paths, finished: true }
}

const solutionOf = (graph: Graph, bids: number, paths: number): Solution => {
  const pairs = Array.from(pairsOf(graph), ([left, right, weight]) => ({ left, right, weight }))
  const value = matchedValue(graph)
  const bound = dualBound(graph)
  return { pairs, value, bound, proven: value === bound, bids, paths }
}

/** The auction's own matching: better than a half-repaired one when time ran out early. */
function auctioned(graph: Graph, result: Auction): { pairs: Pair[]; value: bigint } {
  const { left } = graph
  const holder = holderOf(result, graph)
  const pairs: Pair[] = []
  let value = 0n
  for (let i = 0; i < left.count; i++) {
    for (let e = left.start[i]!; e < left.end[i]!; e++) {
      if (left.to[e] !== holder[i]) continue
      pairs.push({ left: i, right: holder[i]!, weight: left.weight[e]! })
      value += BigInt(left.weight[e]!)
      break
    }
  }
  return { pairs, value }
}

/** Solves a fresh graph. The graph keeps matching and duals: it can live on in the incremental engine. */
export function solve(graph: Graph, options: SolveOptions = {}): Solution {
  const prices = auction(graph, options.epsilon ?? EPSILON, options.stop)
  startFrom(graph, prices)
  const done = prices.finished ? repair(newSearch(), graph, options) : { paths: 0, finished: false }
  const solution = solutionOf(graph, prices.bids, done.paths)
  if (done.finished) return solution
  const first = auctioned(graph, prices)
  return first.value > solution.value
    ? { ...solution, ...first, proven: first.value === solution.bound }
    : solution
}
