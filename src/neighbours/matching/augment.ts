// One shortest augmenting path, from either side, on reduced costs (Edmonds & Karp 1972; Tomizawa 1971;
// for capacities: Ahuja, Magnanti & Orlin, "Network Flows", 1993, section 9.7).
//
// The rule that holds before and after: an unmatched pair costs dual + dual - weight >= 0, a matched
// pair weight - dual - dual >= 0. A person with a place left and a dual above 0 breaks optimality;
// augment() mends that for one place, by giving them a match or by lowering their dual to 0.

import { ABSENT, hasRoom, isMate, join, part, type Side } from './graph.ts'
import { newHeap, pop, push, type Heap } from './heap.ts'

export type Search = {
  heap: Heap
  /** nodes of the near side at the present distance, still to be looked at */
  ready: Int32Array
  readySize: number
  number: number
  best: number
  endNear: number
  endFar: number
  nearVisited: number
  farVisited: number
  /** how many nodes all searches have looked at: what an answer cost */
  looked: number
}

export const newSearch = (): Search => ({
  heap: newHeap(),
  ready: new Int32Array(64),
  readySize: 0,
  number: 0,
  best: 0,
  endNear: -1,
  endFar: -1,
  nearVisited: 0,
  farVisited: 0,
  looked: 0,
})

function open(search: Search, near: Side, source: number): void {
  search.number++
  search.heap.size = 0
  search.readySize = 0
  search.nearVisited = 0
  search.farVisited = 0
  search.best = near.dual[source]!
  search.endNear = source
  search.endFar = -1
  near.stamp[source] = search.number
  near.distance[source] = 0
}

/** Looks at every pair of node i, which stands at its final distance. */
function relax(search: Search, near: Side, far: Side, i: number): void {
  const { to, weight } = near
  const { dual, distance, stamp, parent, parentWeight } = far
  const here = near.distance[i]!
  const base = here + near.dual[i]!
  const end = near.end[i]!
  const number = search.number
  let best = search.best
  for (let e = near.start[i]!; e < end; e++) {
    const j = to[e]!
    const d = base + dual[j]! - weight[e]!
    if (d >= best || (stamp[j] === number && d >= distance[j]!)) continue
    if (d <= here && isMate(near, i, j)) continue
    stamp[j] = number
    distance[j] = d
    parent[j] = i
    parentWeight[j] = weight[e]!
    if (hasRoom(far, j)) {
      best = d
      search.endFar = j
    } else push(search.heap, d, j)
  }
  search.best = best
}

function makeReady(search: Search, i: number): void {
  if (search.readySize === search.ready.length) {
    const ready = new Int32Array(search.readySize * 2)
    ready.set(search.ready)
    search.ready = ready
  }
  search.ready[search.readySize++] = i
}

/** Whoever holds a place with j could give it up: they come next. */
function releaseMates(search: Search, near: Side, far: Side, j: number): void {
  far.visited[search.farVisited++] = j
  const here = far.distance[j]!
  const from = far.place[j]!
  const end = from + far.used[j]!
  for (let k = from; k < end; k++) {
    const i = far.mate[k]!
    const d = here + (far.mateWeight[k]! - near.dual[i]! - far.dual[j]!)
    if (d >= search.best || (near.stamp[i] === search.number && d >= near.distance[i]!)) continue
    near.stamp[i] = search.number
    near.distance[i] = d
    near.parent[i] = j
    if (d === here) makeReady(search, i)
    else push(search.heap, d, ~i)
  }
}

/** The next node of the near side in order of distance, or -1 when no path can be better. */
function next(search: Search, near: Side, far: Side): number {
  const { heap } = search
  while (search.readySize === 0) {
    if (heap.size === 0) return -1
    const node = pop(heap)
    if (heap.key >= search.best) return -1
    if (node >= 0) {
      if (heap.key === far.distance[node]) releaseMates(search, near, far, node)
    } else if (heap.key === near.distance[~node]) return ~node
  }
  return search.ready[--search.readySize]!
}

function visit(search: Search, near: Side, i: number): void {
  near.visited[search.nearVisited++] = i
  const end = near.distance[i]! + near.dual[i]!
  if (end < search.best) {
    search.best = end
    search.endNear = i
    search.endFar = -1
  }
}

function shiftDuals(search: Search, near: Side, far: Side): void {
  const { best } = search
  for (let k = 0; k < search.nearVisited; k++) {
    const i = near.visited[k]!
    if (near.distance[i]! < best) near.dual[i]! -= best - near.distance[i]!
  }
  for (let k = 0; k < search.farVisited; k++) {
    const j = far.visited[k]!
    if (far.distance[j]! < best) far.dual[j]! += best - far.distance[j]!
  }
}

function flip(search: Search, near: Side, far: Side, source: number): void {
  let j = search.endFar
  if (j < 0) {
    const i = search.endNear
    if (i === source) return
    j = near.parent[i]!
    part(near, far, i, j)
  }
  for (;;) {
    const i = far.parent[j]!
    const weight = far.parentWeight[j]!
    const before = i === source ? -1 : near.parent[i]!
    if (before >= 0) part(near, far, i, before)
    join(near, far, i, j, weight)
    if (before < 0) return
    j = before
  }
}

/** Gives one free place of `source` (on the side `near`) its best use, exactly. */
function augment(search: Search, near: Side, far: Side, source: number): void {
  open(search, near, source)
  for (let i = source; i >= 0; i = next(search, near, far)) {
    visit(search, near, i)
    relax(search, near, far, i)
  }
  search.looked += search.nearVisited
  shiftDuals(search, near, far)
  flip(search, near, far, source)
}

/** Until node i has no place left that is worth anything. Says how many paths that took. */
export function settle(search: Search, near: Side, far: Side, i: number): number {
  let paths = 0
  while (near.dual[i]! > 0 && hasRoom(near, i) && near.dual[i]! < ABSENT) {
    augment(search, near, far, i)
    paths++
  }
  return paths
}
