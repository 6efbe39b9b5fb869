// Shrinking an odd cycle of the tree into a blossom, and opening a blossom again.

import { wayRound } from './blossom-flip.ts'
import {
  assignLabel,
  at,
  FREE,
  INNER,
  leaves,
  markTight,
  OUTER,
  setLabel,
  type Blossoms,
} from './blossom-state.ts'

/** The outer blossoms from v up to the root. */
function* pathUp(s: Blossoms, v: number): Generator<number> {
  for (let b = s.inside[v]!; ;) {
    yield b
    const up = s.labelEnd[b]!
    if (up < 0) return
    const inner = s.inside[s.endpoint[up]!]!
    b = s.inside[s.endpoint[s.labelEnd[inner]!]!]!
  }
}

/** Where the ways of v and w to the root meet. In one tree they always do. */
function meeting(s: Blossoms, v: number, w: number): number {
  const seen = new Set(pathUp(s, v))
  for (const b of pathUp(s, w)) if (seen.has(b)) return b
  throw new Error('two outer people of one tree have no common root')
}

/** Shrinks the cycle that a tight pair between two outer blossoms closes. */
export function shrink(s: Blossoms, pair: number): void {
  const v = s.endpoint[2 * pair]!
  const w = s.endpoint[2 * pair + 1]!
  const top = meeting(s, v, w)
  const b = s.unused.pop()!
  const children: number[] = []
  const around: number[] = []
  for (let node = s.inside[v]!; node !== top; node = s.inside[s.endpoint[s.labelEnd[node]!]!]!) {
    s.parent[node] = b
    children.push(node)
    around.push(s.labelEnd[node]!)
  }
  children.push(top)
  children.reverse()
  around.reverse()
  around.push(2 * pair)
  for (let node = s.inside[w]!; node !== top; node = s.inside[s.endpoint[s.labelEnd[node]!]!]!) {
    s.parent[node] = b
    children.push(node)
    around.push(s.labelEnd[node]! ^ 1)
  }
  s.parent[top] = b
  s.parent[b] = -1
  s.base[b] = s.base[top]!
  s.children[b] = children
  s.around[b] = around
  s.price[b] = 0
  setLabel(s, b, OUTER, s.labelEnd[top]!)
  for (const leaf of leaves(s, b)) {
    // Inner people become outer ones: they may take a partner now.
    if (s.label[s.inside[leaf]!] === INNER) s.queue.push(leaf)
    s.inside[leaf] = b
  }
}

function release(s: Blossoms, b: number): void {
  s.label[b] = FREE
  s.labelEnd[b] = -1
  s.children[b] = []
  s.around[b] = []
  s.base[b] = -1
  s.unused.push(b)
}

/** Opens a blossom whose price has fallen to 0, after its tree has done its work. */
export function open(s: Blossoms, b: number): void {
  for (const child of s.children[b]!) {
    s.parent[child] = -1
    if (child >= s.count && s.price[child] === 0) open(s, child)
    else for (const v of leaves(s, child)) s.inside[v] = child
  }
  release(s, b)
}

/** Opens an inner blossom in the middle of a search: the tree now runs through its children. */
export function openInner(s: Blossoms, b: number): void {
  for (const child of s.children[b]!) {
    s.parent[child] = -1
    for (const v of leaves(s, child)) s.inside[v] = child
  }
  const children = s.children[b]!
  const around = s.around[b]!
  const entry = s.inside[s.endpoint[s.labelEnd[b]! ^ 1]!]!
  const { start, step, trick } = wayRound(children.length, children.indexOf(entry))
  let p = s.labelEnd[b]!
  let j = start
  while (j !== 0) {
    // From the entry to the base, children are inner and outer in turn.
    s.label[s.endpoint[p ^ 1]!] = FREE
    s.label[s.endpoint[at(around, j - trick) ^ trick ^ 1]!] = FREE
    assignLabel(s, s.endpoint[p ^ 1]!, INNER, p)
    markTight(s, at(around, j - trick) >> 1)
    j += step
    p = at(around, j - trick) ^ trick
    markTight(s, p >> 1)
    j += step
  }
  // The base stays inner without its mate, which is in the tree already.
  const base = at(children, j)
  setLabel(s, s.endpoint[p ^ 1]!, INNER, p)
  setLabel(s, base, INNER, p)
  for (j += step; at(children, j) !== entry; j += step) relabelReached(s, at(children, j))
  release(s, b)
}

/** A child on the other way round is in the tree only if one of its people was reached from outside. */
function relabelReached(s: Blossoms, child: number): void {
  if (s.label[child] === OUTER) return
  const reached = leaves(s, child).find((v) => s.label[v] !== FREE)
  if (reached === undefined) return
  s.label[reached] = FREE
  s.label[s.endpoint[s.mate[s.base[child]!]!]!] = FREE
  assignLabel(s, reached, INNER, s.labelEnd[reached]!)
}
