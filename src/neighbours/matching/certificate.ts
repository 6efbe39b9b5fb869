// The proof that a matching is best: linear-programming duality (Kuhn 1955; Egerváry 1931).
// If every allowed pair costs at least what it is worth, nobody can do better than the sum of the
// prices; if the matching reaches that sum, it is best. Sums are whole numbers in BigInt, so "equal"
// means equal.

import { ABSENT, pairsOf, type Graph, type Side } from './graph.ts'

/** Adds doubles that are whole numbers without ever leaving exact arithmetic. */
export function exactSum(values: Iterable<number>): bigint {
  let whole = 0n
  let part = 0
  for (const value of values) {
    part += value
    // Two numbers below 2^51 still add exactly.
    if (part > 2 ** 51 || part < -(2 ** 51)) {
      whole += BigInt(part)
      part = 0
    }
  }
  return whole + BigInt(part)
}

function* weightsOf(graph: Graph): Generator<number> {
  for (const [, , weight] of pairsOf(graph)) yield weight
}

export const matchedValue = (graph: Graph): bigint => exactSum(weightsOf(graph))

function* prices(side: Side): Generator<number> {
  for (let i = 0; i < side.count; i++) {
    const dual = side.dual[i]!
    if (dual === ABSENT || dual === 0) continue
    for (let k = 0; k < side.capacity[i]!; k++) yield dual
  }
}

/** What a matched pair is worth beyond both prices: the dual of "these two at most once". */
function* surpluses({ left, right }: Graph): Generator<number> {
  for (const [i, j, weight] of pairsOf({ left, right }))
    yield weight - left.dual[i]! - right.dual[j]!
}

/** No matching of this graph is worth more, as long as the prices are feasible. */
export const dualBound = (graph: Graph): bigint =>
  exactSum(prices(graph.left)) + exactSum(prices(graph.right)) + exactSum(surpluses(graph))

/** What keeps this graph's prices from being a proof; empty when its matching is proven best. */
export function flaws(graph: Graph): string[] {
  const found: string[] = []
  const { left, right } = graph
  for (const [name, side] of [
    ['left', left],
    ['right', right],
  ] as const) {
    for (let i = 0; i < side.count; i++) {
      if (side.dual[i]! < 0) found.push(`${name} ${i} has a price below zero`)
      if (side.used[i]! > side.capacity[i]!) found.push(`${name} ${i} is above capacity`)
      if (side.dual[i] !== ABSENT && side.dual[i]! > 0 && side.used[i]! < side.capacity[i]!)
        found.push(`${name} ${i} is free but priced`)
    }
  }
  for (let i = 0; i < left.count; i++) flawsOfPairs(graph, i, found)
  return found
}

function flawsOfPairs({ left, right }: Graph, i: number, found: string[]): void {
  const mates = new Set(left.mate.subarray(left.place[i]!, left.place[i]! + left.used[i]!))
  if (mates.size !== left.used[i]) found.push(`left ${i} meets someone twice`)
  for (let e = left.start[i]!; e < left.end[i]!; e++) {
    const j = left.to[e]!
    const cost = left.dual[i]! + right.dual[j]! - left.weight[e]!
    if (mates.has(j) ? cost > 0 : cost < 0) found.push(`pair ${i}-${j} is priced wrongly`)
  }
}
