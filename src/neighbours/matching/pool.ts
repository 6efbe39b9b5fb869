// One pool: neighbours with neighbours, or older and younger with some who are glad of either.
//
// First everybody stands on both sides of a bipartite double cover: its optimum is half-integral (Balinski
// 1965), bounds ours from above, and is already right but for a few odd cycles. The blossom search then
// mends one person for each odd cycle (as LEMON's fractional start does), and proves the result.

import { blossomsOf, type Blossoms, type PoolRows } from './blossom-state.ts'
import { grow, unsettled } from './blossom.ts'
import { exactSum } from './certificate.ts'
import { graphOf, type Graph } from './graph.ts'
import { solve, type Solution, type SolveOptions } from './solve.ts'

export type PoolPair = { a: number; b: number; weight: number }
export type PoolSolution = {
  pairs: PoolPair[]
  value: bigint
  /** no matching of this pool is worth more; equal to `value` when proven best */
  bound: bigint
  proven: boolean
  oddCycles: number
  /** what the plan would lose at most without each of them */
  price: Float64Array
}

/** Walks from `first` along the half-integral pairs: a cycle, or a path when it ends in -1. */
function walk(next: Int32Array, first: number, seen: Uint8Array): number[] {
  const nodes: number[] = []
  for (let v = first; v >= 0 && seen[v] === 0; v = next[v]!) {
    seen[v] = 1
    nodes.push(v)
  }
  return nodes
}

type Match = (a: number, b: number) => void

/** Every other pair of a path or cycle. Odd ones leave out one: on a path one whose price is 0. */
function matchAlong(nodes: number[], match: Match): void {
  for (let k = 0; k + 1 < nodes.length; k += 2) match(nodes[k]!, nodes[k + 1]!)
}

/** Takes over duals and pairs of the double cover. Returns the number of odd cycles. */
function startFromCover(s: Blossoms, cover: Graph): number {
  const { left, right } = cover
  const next = left.place.map((place, i) => (left.used[i]! > 0 ? left.mate[place]! : -1))
  const before = right.place.map((place, j) => (right.used[j]! > 0 ? right.mate[place]! : -1))
  // Twice the mean of both duals: whole numbers, and feasible for every pair.
  for (let v = 0; v < s.count; v++) s.price[v] = left.dual[v]! + right.dual[v]!
  const match: Match = (a, b) => {
    for (let e = s.start[a]!; e < s.start[a + 1]!; e++) {
      const p = s.ends[e]!
      if (s.endpoint[p] !== b) continue
      s.mate[a] = p
      s.mate[b] = p ^ 1
    }
  }
  const seen = new Uint8Array(s.count)
  for (let v = 0; v < s.count; v++)
    if (before[v]! < 0 && next[v]! >= 0 && seen[v] === 0) matchAlong(walk(next, v, seen), match)
  let odd = 0
  for (let v = 0; v < s.count; v++) {
    if (seen[v] === 1 || next[v]! < 0) continue
    const nodes = walk(next, v, seen)
    odd += nodes.length & 1
    matchAlong(nodes, match)
  }
  return odd
}

function pairsOfPool(s: Blossoms): PoolPair[] {
  const pairs: PoolPair[] = []
  for (let v = 0; v < s.count; v++) {
    const p = s.mate[v]!
    if (p >= 0 && s.endpoint[p]! > v)
      pairs.push({ a: v, b: s.endpoint[p]!, weight: s.weight[p >> 1]! })
  }
  return pairs
}

/** Half of all prices, and of each blossom as many as it could match inside (doubled prices throughout). */
export function poolBound(s: Blossoms): bigint {
  const people = exactSum(s.price.subarray(0, s.count))
  let blossoms = 0n
  for (let b = s.count; b < 2 * s.count; b++) {
    if (s.base[b]! < 0 || s.price[b] === 0) continue
    blossoms += BigInt(s.price[b]!) * BigInt(sizeOf(s, b) - 1)
  }
  return (people + blossoms) / 2n
}

const sizeOf = (s: Blossoms, b: number): number =>
  b < s.count ? 1 : s.children[b]!.reduce((sum, child) => sum + sizeOf(s, child), 0)

/** One tree for each who breaks optimality. False when it was stopped before the last. */
function mend(s: Blossoms, options: SolveOptions): boolean {
  for (const root of unsettled(s)) {
    if (options.stop?.()) return false
    if (s.mate[root]! < 0) grow(s, root)
  }
  return true
}

function interrupted(rows: PoolRows, half: Solution, s: Blossoms): PoolSolution {
  const pairs = roundedPairs(rows, half.pairs)
  return {
    pairs,
    value: exactSum(pairs.map((pair) => pair.weight)),
    bound: half.bound / 2n,
    proven: false,
    oddCycles: 0,
    price: new Float64Array(s.count),
  }
}

/** Solves a pool whose rows hold every pair twice, once for each of the two. One place for each person. */
export function solvePool(rows: PoolRows, options: SolveOptions = {}): PoolSolution {
  const ones = () => new Int32Array(rows.offset.length - 1).fill(1)
  const cover = graphOf(rows, ones(), ones())
  const half = solve(cover, options)
  const s = blossomsOf(rows)
  if (!half.proven) return interrupted(rows, half, s)
  const oddCycles = startFromCover(s, cover)
  const finished = mend(s, options)
  const pairs = pairsOfPool(s)
  const value = exactSum(pairs.map((pair) => pair.weight))
  const bound = poolBound(s)
  return {
    pairs,
    value,
    bound,
    proven: finished && value === bound,
    oddCycles,
    price: s.price.slice(0, s.count).map((price) => price / 2),
  }
}

/** When time ran out in the double cover: the best of its pairs, each person once. */
function roundedPairs(
  rows: PoolRows,
  pairs: { left: number; right: number; weight: number }[],
): PoolPair[] {
  const taken = new Uint8Array(rows.offset.length - 1)
  const best: PoolPair[] = []
  for (const { left, right, weight } of pairs.toSorted((a, b) => b.weight - a.weight)) {
    if (taken[left] === 1 || taken[right] === 1) continue
    taken[left] = taken[right] = 1
    best.push({ a: Math.min(left, right), b: Math.max(left, right), weight })
  }
  return best
}
