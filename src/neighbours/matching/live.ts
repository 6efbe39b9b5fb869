// Stays exact while people come, go, decline and change: the search that solved the whole plan mends the
// place that changed (Mills-Tettey, Stentz & Dias 2007, "The dynamic Hungarian algorithm"). A change
// touches tens of people where a new run would touch all of them, and ends at the same optimum.

import { newSearch, settle, type Search } from './augment.ts'
import { ABSENT, findPair, isMate, part, sideOf, type Graph, type Side } from './graph.ts'
import { matchedValue } from './certificate.ts'
import { bestOffer } from './solve.ts'

export type Live = { graph: Graph; search: Search }
export type Which = 'left' | 'right'

/** Takes over a solved graph, whose duals prove its matching. */
export function liven(graph: Graph): Live {
  // Searches are numbered from 1 again: marks of those that solved the graph must not pass for new ones.
  graph.left.stamp.fill(0)
  graph.right.stamp.fill(0)
  return { graph, search: newSearch() }
}

const empty = (): Side =>
  sideOf(
    { offset: new Int32Array(1), to: new Int32Array(0), weight: new Float64Array(0) },
    new Int32Array(0),
  )

/** A plan without anyone in it. */
export const newLive = (): Live => liven({ left: empty(), right: empty() })

const other = (which: Which): Which => (which === 'left' ? 'right' : 'left')

function longerInts(array: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length)
  longer.set(array)
  return longer
}

function longerFloats(array: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length)
  longer.set(array)
  return longer
}

function growNodes(side: Side): void {
  const length = Math.ceil(side.count * 1.25) + 16
  for (const key of [
    'start',
    'end',
    'room',
    'capacity',
    'place',
    'used',
    'stamp',
    'parent',
    'visited',
  ] as const) {
    side[key] = longerInts(side[key], length)
  }
  for (const key of ['dual', 'distance', 'parentWeight'] as const)
    side[key] = longerFloats(side[key], length)
}

/** Gives node i new places at the end of the list, with its matches. */
function givePlaces(side: Side, i: number, places: number): void {
  const at = side.mate.length
  side.mate = longerInts(side.mate, at + places).fill(-1, at)
  side.mateWeight = longerFloats(side.mateWeight, at + places)
  side.mate.copyWithin(at, side.place[i]!, side.place[i]! + side.used[i]!)
  side.mateWeight.copyWithin(at, side.place[i]!, side.place[i]! + side.used[i]!)
  side.place[i] = at
}

function newNode(side: Side, capacity: number): number {
  if (side.count === side.start.length) growNodes(side)
  const i = side.count++
  side.start[i] = side.end[i] = side.filled
  side.room[i] = 0
  side.capacity[i] = capacity
  side.used[i] = 0
  side.dual[i] = 0
  side.stamp[i] = 0
  side.place[i] = side.mate.length
  givePlaces(side, i, Math.max(1, capacity))
  return i
}

/** Moves the list of node i to the end of the pool, with room to grow. */
function moveList(side: Side, i: number): void {
  const size = side.end[i]! - side.start[i]!
  const room = size + 4
  const needed = side.filled + size + room
  if (needed > side.to.length) {
    const length = Math.ceil(needed * 1.25) + 64
    side.to = longerInts(side.to, length)
    side.weight = longerFloats(side.weight, length)
  }
  side.to.copyWithin(side.filled, side.start[i]!, side.end[i]!)
  side.weight.copyWithin(side.filled, side.start[i]!, side.end[i]!)
  side.start[i] = side.filled
  side.end[i] = side.filled + size
  side.room[i] = room
  side.filled = needed
}

function addHalf(side: Side, i: number, j: number, weight: number): void {
  if (side.room[i] === 0) moveList(side, i)
  side.to[side.end[i]!] = j
  side.weight[side.end[i]!++] = weight
  side.room[i]!--
}

function removeHalf(side: Side, i: number, j: number): boolean {
  const at = findPair(side, i, j)
  if (at < 0) return false
  const last = --side.end[i]!
  side.to[at] = side.to[last]!
  side.weight[at] = side.weight[last]!
  side.room[i]!++
  return true
}

/** Frees everyone who meets i, and hands back who they were. */
function freeAll(near: Side, far: Side, i: number): number[] {
  const freed: number[] = []
  while (near.used[i]! > 0) {
    const j = near.mate[near.place[i]!]!
    freed.push(j)
    part(near, far, i, j)
  }
  return freed
}

/** Prices node i afresh from its pairs and gives it, and whoever it left, their best use. */
function refit(live: Live, which: Which, i: number): void {
  const near = live.graph[which]
  const far = live.graph[other(which)]
  const freed = freeAll(near, far, i)
  near.dual[i] = bestOffer(near, far.dual, i)
  settle(live.search, near, far, i)
  for (const j of freed) settle(live.search, far, near, j)
}

/** Someone comes, with the pairs that are possible for them. Returns their node. */
export function arrive(
  live: Live,
  which: Which,
  capacity: number,
  pairs: Iterable<readonly [node: number, weight: number]>,
): number {
  const near = live.graph[which]
  const far = live.graph[other(which)]
  const i = newNode(near, capacity)
  for (const [j, weight] of pairs) {
    addHalf(near, i, j, weight)
    addHalf(far, j, i, weight)
  }
  near.dual[i] = bestOffer(near, far.dual, i)
  settle(live.search, near, far, i)
  return i
}

/** Someone goes, or is on hold: their pairs stay, priced out of reach. */
export function leave(live: Live, which: Which, i: number): void {
  const near = live.graph[which]
  const far = live.graph[other(which)]
  const freed = freeAll(near, far, i)
  near.dual[i] = ABSENT
  for (const j of freed) settle(live.search, far, near, j)
}

/** Someone who left is back, with the pairs that they had. */
export const comeBack = (live: Live, which: Which, i: number): void => refit(live, which, i)

/** A "no": the pair is gone for good. Absent pairs are let be. */
export function decline(live: Live, left: number, right: number): void {
  const { graph, search } = live
  const met = isMate(graph.left, left, right)
  if (met) part(graph.left, graph.right, left, right)
  removeHalf(graph.left, left, right)
  removeHalf(graph.right, right, left)
  if (!met) return
  settleIfThere(search, graph.left, graph.right, left)
  settleIfThere(search, graph.right, graph.left, right)
}

function settleIfThere(search: Search, near: Side, far: Side, i: number): void {
  if (near.dual[i] !== ABSENT) settle(search, near, far, i)
}

/** A pair becomes possible, or is worth something else from now on. */
export function revalue(live: Live, left: number, right: number, weight: number): void {
  decline(live, left, right)
  const { graph } = live
  addHalf(graph.left, left, right, weight)
  addHalf(graph.right, right, left, weight)
  // Worth less than both prices, it changes nothing: that is what the prices mean.
  if (graph.left.dual[left]! + graph.right.dual[right]! < weight) refit(live, 'left', left)
}

/** More or fewer places for one person. */
export function setCapacity(live: Live, which: Which, i: number, capacity: number): void {
  const near = live.graph[which]
  if (capacity > near.capacity[i]!) givePlaces(near, i, capacity)
  near.capacity[i] = capacity
  if (near.dual[i] !== ABSENT) refit(live, which, i)
}

type Half = { mate: Int32Array; mateWeight: Float64Array; used: Int32Array; dual: Float64Array }
const copyOf = (side: Side): Half => ({
  mate: side.mate.slice(),
  mateWeight: side.mateWeight.slice(),
  used: side.used.slice(),
  dual: side.dual.slice(),
})

function putBack(side: Side, half: Half): void {
  side.mate.set(half.mate)
  side.mateWeight.set(half.mateWeight)
  side.used.set(half.used)
  side.dual.set(half.dual)
}

export type Consequence = {
  /** what the whole plan loses in points of weight: never below 0 when the plan was optimal */
  loss: bigint
  /** pairs that end, and pairs that begin, as [left, right] */
  ended: [number, number][]
  begun: [number, number][]
}

const pairsAt = (left: Side, mate: Int32Array, used: Int32Array, i: number): number[] =>
  Array.from(mate.subarray(left.place[i]!, left.place[i]! + used[i]!))

function difference(left: Side, before: Half): Pick<Consequence, 'ended' | 'begun'> {
  const ended: [number, number][] = []
  const begun: [number, number][] = []
  for (let i = 0; i < left.count; i++) {
    const was = pairsAt(left, before.mate, before.used, i)
    const is = pairsAt(left, left.mate, left.used, i)
    for (const j of was) if (!is.includes(j)) ended.push([i, j])
    for (const j of is) if (!was.includes(j)) begun.push([i, j])
  }
  return { ended, begun }
}

/** What would follow if these two met: the plan is worked out again around them, read off, and put back. */
export function whatIf(live: Live, left: number, right: number, weight: number): Consequence {
  const { graph } = live
  const before = {
    left: copyOf(graph.left),
    right: copyOf(graph.right),
    value: matchedValue(graph),
  }
  const at = findPair(graph.left, left, right)
  const kept = at < 0 ? undefined : graph.left.weight[at]
  decline(live, left, right)
  for (const [which, node] of [
    ['left', left],
    ['right', right],
  ] as const) {
    graph[which].capacity[node]!--
    refit(live, which, node)
  }
  const loss = before.value - matchedValue(graph) - BigInt(weight)
  const changed = difference(graph.left, before.left)
  graph.left.capacity[left]!++
  graph.right.capacity[right]!++
  if (kept !== undefined) {
    addHalf(graph.left, left, right, kept)
    addHalf(graph.right, right, left, kept)
  }
  putBack(graph.left, before.left)
  putBack(graph.right, before.right)
  return { loss, ...withPair(changed, left, right) }
}

function withPair(
  changed: Pick<Consequence, 'ended' | 'begun'>,
  left: number,
  right: number,
): Pick<Consequence, 'ended' | 'begun'> {
  const itself = ([i, j]: [number, number]) => i === left && j === right
  const already = changed.ended.some(itself)
  return {
    ended: changed.ended.filter((pair) => !itself(pair)),
    begun: already ? changed.begun : [...changed.begun, [left, right]],
  }
}
