// How much of the optimum over all pairs the candidates keep: bounded from above by pricing every pair.

import { newSearch } from '#neighbours/matching/augment.ts'
import { matchedValue } from '#neighbours/matching/certificate.ts'
import { priceOut, widen } from '#neighbours/matching/pricing.ts'
import { repair, solve } from '#neighbours/matching/solve.ts'
import { cpuMs, twoSides } from './world.ts'

export type Recall = {
  people: number
  allPairs: number
  candidateMs: number
  /** value of the plan on the candidates, at least this share of the best plan over all pairs */
  provenShare: number
  /** the same after the pricing rounds */
  shareAfter: number
  rounds: number
  /** nobody has a better pair anywhere */
  exact: boolean
  pricingMs: number
}

const share = (part: bigint, whole: bigint): number =>
  Number((part * 1_000_000n) / whole) / 1_000_000

export function recall(count: number, farBudget: number, most: number): Recall {
  const world = twoSides(count, { farBudget })
  let graph = world.graph()
  const first = solve(graph).value
  let { rows } = world
  let bound: bigint | undefined
  let exact = false
  const from = cpuMs()
  let rounds = 0
  for (; rounds < most && !exact; rounds++) {
    const priced = priceOut(world.hunt, world.pricing, graph, rows, 40)
    if (bound === undefined || priced.bound < bound) bound = priced.bound
    exact = priced.added === 0
    if (exact) break
    rows = priced.rows
    graph = widen(graph, rows)
    repair(newSearch(), graph, {})
  }
  const best = bound ?? first
  return {
    people: count,
    allPairs: world.hunt.left.count * world.hunt.right.count,
    candidateMs: world.pack + world.search + world.weigh,
    provenShare: share(first, best),
    shareAfter: share(matchedValue(graph), best),
    rounds,
    exact,
    pricingMs: cpuMs() - from,
  }
}
