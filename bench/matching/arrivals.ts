// How long it takes to be exact again after someone comes or goes, and whether it is.

import { flaws, matchedValue } from '#neighbours/matching/certificate.ts'
import { huntOne } from '#neighbours/matching/candidates.ts'
import { ABSENT, type Graph } from '#neighbours/matching/graph.ts'
import { comeBack, leave, liven, type Which } from '#neighbours/matching/live.ts'
import { below, seeded } from '#neighbours/matching/random.ts'
import { repair, solve, startFrom } from '#neighbours/matching/solve.ts'
import { auction } from '#neighbours/matching/auction.ts'
import { newSearch } from '#neighbours/matching/augment.ts'
import { twoSides } from './world.ts'

export type Spread = { median: number; p95: number; p99: number; most: number }
export type Arrivals = {
  people: number
  /** CPU milliseconds */
  arrival: Spread
  /** the same with looking for the newcomer's candidates */
  arrivalWithCandidates: Spread
  departure: Spread
  equalToFresh: boolean
}

const spread = (all: number[]): Spread => {
  const sorted = all.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
  return { median: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) }
}

function pick(count: number, most: number, random: () => number): Set<number> {
  const chosen = new Set<number>()
  while (chosen.size < most) chosen.add(below(random, count))
  return chosen
}

/** Solves for everybody who is not held back. */
function withoutThem(graph: Graph, held: Record<Which, Set<number>>): void {
  const capacities = { left: graph.left.capacity.slice(), right: graph.right.capacity.slice() }
  for (const which of ['left', 'right'] as const)
    for (const i of held[which]) graph[which].capacity[i] = 0
  startFrom(graph, auction(graph))
  repair(newSearch(), graph, {})
  for (const which of ['left', 'right'] as const) {
    graph[which].capacity.set(capacities[which])
    for (const i of held[which]) graph[which].dual[i] = ABSENT
  }
}

// The lesser of both clocks: one counts other people's work on a busy machine, the other its own reading.
function clock(work: () => void): number {
  const before = process.cpuUsage()
  const from = performance.now()
  work()
  const wall = performance.now() - from
  const { user, system } = process.cpuUsage(before)
  return Math.min(wall, (user + system) / 1000)
}

/** `times` people of each side come, then as many go. */
export function arrivals(count: number, times: number): Arrivals {
  const world = twoSides(count)
  const graph = world.graph()
  const random = seeded(5)
  const held = {
    left: pick(graph.left.count, times, random),
    right: pick(graph.right.count, times, random),
  }
  withoutThem(graph, held)
  const live = liven(graph)
  const came: number[] = []
  const searched: number[] = []
  const rights = [...held.right]
  for (const [k, i] of [...held.left].entries()) {
    const search = clock(() => huntOne(world.hunt, i))
    came.push(clock(() => comeBack(live, 'left', i)))
    searched.push(search + came.at(-1)!)
    came.push(clock(() => comeBack(live, 'right', rights[k]!)))
  }
  const fresh = solve(world.graph()).value
  const equalToFresh = fresh === matchedValue(graph) && flaws(graph).length === 0
  const went = [...pick(graph.left.count, times, random)].map((i) =>
    clock(() => leave(live, 'left', i)),
  )
  return {
    people: count,
    arrival: spread(came),
    arrivalWithCandidates: spread(searched),
    departure: spread(went),
    equalToFresh,
  }
}
