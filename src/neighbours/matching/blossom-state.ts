// The state of a maximum-weight matching in one pool, where anyone may meet anyone: a general graph.
//
// Primal-dual method with blossoms (Edmonds 1965; Galil 1986; after the layout of Joris van Rantwijk's
// mwmatching, 2008), from a start that is nearly right, with one tree at a time.
//
// Prices are doubled, as weights are in `slack`, so that everything stays a whole number. A blossom is an
// odd set of people, priced as one; numbers below `count` are people, from `count` on they are blossoms.
// An endpoint p stands for one end of pair p >> 1: `endpoint[p]` is who, p ^ 1 the other end.

export type PoolRows = { offset: Int32Array; to: Int32Array; weight: Float64Array }

export const FREE = 0
/** even in the tree: may take a new partner */
export const OUTER = 1
/** odd in the tree: reached by a pair that is not matched */
export const INNER = 2

export type Blossoms = {
  count: number
  endpoint: Int32Array
  weight: Float64Array
  /** the far endpoints of the pairs of person v: ends[start[v]] … ends[start[v+1]-1] */
  start: Int32Array
  ends: Int32Array
  /** the far endpoint of the pair that v is matched by, or -1 */
  mate: Int32Array
  label: Uint8Array
  labelEnd: Int32Array
  /** the outermost blossom that person v is in, or v */
  inside: Int32Array
  parent: Int32Array
  base: Int32Array
  children: number[][]
  /** endpoints of the pairs around a blossom: from child k to child k+1 */
  around: number[][]
  price: Float64Array
  unused: number[]
  /** tight pairs found in this tree */
  tight: Uint8Array
  tightened: number[]
  queue: number[]
  /** people and blossoms with a label, to be cleared for the next tree */
  labelled: number[]
  /** nodes looked at over all trees */
  looked: number
}

/** From rows that hold every pair twice, once for each of the two. */
export function blossomsOf(rows: PoolRows): Blossoms {
  const count = rows.offset.length - 1
  const pairs = rows.to.length >> 1
  const endpoint = new Int32Array(2 * pairs)
  const weight = new Float64Array(pairs)
  const start = rows.offset
  const ends = new Int32Array(rows.to.length)
  const next = start.slice()
  let k = 0
  for (let i = 0; i < count; i++) {
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      const j = rows.to[e]!
      if (j < i) continue
      endpoint[2 * k] = i
      endpoint[2 * k + 1] = j
      weight[k] = rows.weight[e]!
      ends[next[i]!++] = 2 * k + 1
      ends[next[j]!++] = 2 * k
      k++
    }
  }
  const all = 2 * count
  const itself = Int32Array.from({ length: all }, (_, v) => (v < count ? v : -1))
  return {
    count,
    endpoint,
    weight,
    start,
    ends,
    mate: new Int32Array(count).fill(-1),
    label: new Uint8Array(all),
    labelEnd: new Int32Array(all).fill(-1),
    inside: itself.slice(0, count),
    parent: new Int32Array(all).fill(-1),
    base: itself,
    children: Array.from({ length: all }, () => []),
    around: Array.from({ length: all }, () => []),
    price: new Float64Array(all),
    unused: Array.from({ length: count }, (_, k2) => all - 1 - k2),
    tight: new Uint8Array(pairs),
    tightened: [],
    queue: [],
    labelled: [],
    looked: 0,
  }
}

/** Twice what a pair costs beyond its worth: 0 when tight. For pairs between two outermost blossoms. */
export const slack = (s: Blossoms, pair: number): number =>
  s.price[s.endpoint[2 * pair]!]! + s.price[s.endpoint[2 * pair + 1]!]! - 2 * s.weight[pair]!

/** The people in a blossom. */
export function leaves(s: Blossoms, b: number, into: number[] = []): number[] {
  if (b < s.count) into.push(b)
  else for (const child of s.children[b]!) leaves(s, child, into)
  return into
}

export function setLabel(s: Blossoms, node: number, label: number, end: number): void {
  s.label[node] = label
  s.labelEnd[node] = end
  s.labelled.push(node)
}

export function markTight(s: Blossoms, pair: number): void {
  if (s.tight[pair] === 1) return
  s.tight[pair] = 1
  s.tightened.push(pair)
}

/** Labels person w, and the blossom it is in; an inner one brings its mate into the tree as an outer one. */
export function assignLabel(s: Blossoms, w: number, label: number, end: number): void {
  const b = s.inside[w]!
  setLabel(s, w, label, end)
  if (b !== w) setLabel(s, b, label, end)
  if (label === OUTER) {
    for (const v of leaves(s, b)) s.queue.push(v)
    return
  }
  const mate = s.mate[s.base[b]!]!
  assignLabel(s, s.endpoint[mate]!, OUTER, mate ^ 1)
}

export const at = (list: number[], k: number): number => list[k < 0 ? k + list.length : k]!
