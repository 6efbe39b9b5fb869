// A bipartite graph of allowed pairs with capacities on both sides, and the matching on it.
//
// Both sides have the same shape, so that one search serves both directions. A pair is one edge
// whatever the capacities are: copying a person for each place would let two people meet twice.

/** One pair's worth: whole points of the objective times TIE, plus a tie-break. The tie-breaks of a whole
 *  plan add up to less than TIE, so they choose among equals and never cost anyone a point. */
export const TIE = 2 ** 26
/** Points that a single pair may be worth. WEIGHT_LIMIT * TIE = 2^49, so every sum along a path and
 *  every dual stays below 2^53, where floating-point numbers stop being exact integers. */
export const WEIGHT_LIMIT = 2 ** 23
/** The dual of someone who is not there: no pair with them can ever be worth it. */
export const ABSENT = 2 ** 51

export type Side = {
  count: number
  /** the pairs of node i are entries start[i] … end[i]-1 of `to` and `weight`; room[i] more may follow */
  start: Int32Array
  end: Int32Array
  room: Int32Array
  to: Int32Array
  weight: Float64Array
  /** entries of `to` in use */
  filled: number
  capacity: Int32Array
  /** the matches of node i are entries place[i] … place[i]+used[i]-1 of `mate` and `mateWeight` */
  place: Int32Array
  used: Int32Array
  mate: Int32Array
  mateWeight: Float64Array
  /** dual price, u on the left and v on the right in the literature */
  dual: Float64Array
  /** what a search writes down: valid for node i when stamp[i] is the number of the search */
  distance: Float64Array
  stamp: Int32Array
  parent: Int32Array
  parentWeight: Float64Array
  visited: Int32Array
}

export type Graph = { left: Side; right: Side }

/** Rows of the left side: pairs of node i are entries offset[i] … offset[i+1]-1. */
export type Rows = { offset: Int32Array; to: Int32Array; weight: Float64Array }

function placesOf(capacity: Int32Array): Int32Array {
  const place = new Int32Array(capacity.length + 1)
  for (let i = 0; i < capacity.length; i++) place[i + 1] = place[i]! + Math.max(1, capacity[i]!)
  return place
}

export function sideOf(rows: Rows, capacity: Int32Array): Side {
  const count = capacity.length
  const place = placesOf(capacity)
  const places = place[count]!
  return {
    count,
    start: rows.offset.slice(0, count),
    end: rows.offset.slice(1, count + 1),
    room: new Int32Array(count),
    to: rows.to,
    weight: rows.weight,
    filled: rows.to.length,
    capacity,
    place: place.subarray(0, count),
    used: new Int32Array(count),
    mate: new Int32Array(places).fill(-1),
    mateWeight: new Float64Array(places),
    dual: new Float64Array(count),
    distance: new Float64Array(count),
    stamp: new Int32Array(count),
    parent: new Int32Array(count),
    parentWeight: new Float64Array(count),
    visited: new Int32Array(count),
  }
}

/** The same pairs seen from the right, by counting sort: lists come out in the order of the left. */
function reverse(rows: Rows, rightCount: number): Rows {
  const leftCount = rows.offset.length - 1
  const offset = new Int32Array(rightCount + 1)
  for (let e = 0; e < rows.to.length; e++) offset[rows.to[e]! + 1]!++
  for (let j = 0; j < rightCount; j++) offset[j + 1]! += offset[j]!
  const next = offset.slice()
  const to = new Int32Array(rows.to.length)
  const weight = new Float64Array(rows.to.length)
  for (let i = 0; i < leftCount; i++) {
    for (let e = rows.offset[i]!; e < rows.offset[i + 1]!; e++) {
      const at = next[rows.to[e]!]!++
      to[at] = i
      weight[at] = rows.weight[e]!
    }
  }
  return { offset, to, weight }
}

export const graphOf = (
  rows: Rows,
  leftCapacity: Int32Array,
  rightCapacity: Int32Array,
): Graph => ({
  left: sideOf(rows, leftCapacity),
  right: sideOf(reverse(rows, rightCapacity.length), rightCapacity),
})

export function isMate(side: Side, i: number, j: number): boolean {
  const from = side.place[i]!
  const end = from + side.used[i]!
  for (let k = from; k < end; k++) if (side.mate[k] === j) return true
  return false
}

function putMate(side: Side, i: number, j: number, weight: number): void {
  const at = side.place[i]! + side.used[i]!++
  side.mate[at] = j
  side.mateWeight[at] = weight
}

function dropMate(side: Side, i: number, j: number): void {
  const from = side.place[i]!
  const last = from + --side.used[i]!
  let at = from
  while (side.mate[at] !== j) at++
  side.mate[at] = side.mate[last]!
  side.mateWeight[at] = side.mateWeight[last]!
  side.mate[last] = -1
}

export function join(near: Side, far: Side, i: number, j: number, weight: number): void {
  putMate(near, i, j, weight)
  putMate(far, j, i, weight)
}

export function part(near: Side, far: Side, i: number, j: number): void {
  dropMate(near, i, j)
  dropMate(far, j, i)
}

export const hasRoom = (side: Side, i: number): boolean => side.used[i]! < side.capacity[i]!

/** Where the pair (i, j) stands in the lists of `side`, or -1. */
export function findPair(side: Side, i: number, j: number): number {
  for (let e = side.start[i]!; e < side.end[i]!; e++) if (side.to[e] === j) return e
  return -1
}

/** Every matched pair as [left, right, weight], in the order of the left. */
export function* pairsOf(graph: Graph): Generator<[number, number, number]> {
  const { left } = graph
  for (let i = 0; i < left.count; i++) {
    const from = left.place[i]!
    for (let k = from; k < from + left.used[i]!; k++) yield [i, left.mate[k]!, left.mateWeight[k]!]
  }
}
