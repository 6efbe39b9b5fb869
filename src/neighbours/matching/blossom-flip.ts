// Changing who is matched: along a path of the tree, and around the blossoms on it.

import { at, type Blossoms } from './blossom-state.ts'

/** Where to begin in a blossom's ring and which way to go, so that an even number of steps leads to its base. */
export function wayRound(
  length: number,
  from: number,
): { start: number; step: number; trick: number } {
  return from & 1
    ? { start: from - length, step: 1, trick: 0 }
    : { start: from, step: -1, trick: 1 }
}

/** Rematches blossom b so that person v becomes its base: the one who is matched outside it. */
function rebase(s: Blossoms, b: number, v: number): void {
  let child = v
  while (s.parent[child] !== b) child = s.parent[child]!
  if (child >= s.count) rebase(s, child, v)
  const children = s.children[b]!
  const around = s.around[b]!
  const from = children.indexOf(child)
  const { start, step, trick } = wayRound(children.length, from)
  for (let j = start; j !== 0;) {
    j += step
    const p = at(around, j - trick) ^ trick
    rebaseChild(s, at(children, j), s.endpoint[p]!)
    j += step
    rebaseChild(s, at(children, j), s.endpoint[p ^ 1]!)
    s.mate[s.endpoint[p]!] = p ^ 1
    s.mate[s.endpoint[p ^ 1]!] = p
  }
  s.children[b] = [...children.slice(from), ...children.slice(0, from)]
  s.around[b] = [...around.slice(from), ...around.slice(0, from)]
  s.base[b] = s.base[s.children[b]![0]!]!
}

function rebaseChild(s: Blossoms, child: number, v: number): void {
  if (child >= s.count) rebase(s, child, v)
}

/** Matches v by endpoint p (or leaves it free with -1), and everybody from there to the root the other way. */
export function flipToRoot(s: Blossoms, v: number, p: number): void {
  let who = v
  let end = p
  for (;;) {
    const b = s.inside[who]!
    rebaseChild(s, b, who)
    s.mate[who] = end
    const up = s.labelEnd[b]!
    if (up < 0) return
    const inner = s.inside[s.endpoint[up]!]!
    const down = s.labelEnd[inner]!
    who = s.endpoint[down]!
    const below = s.endpoint[down ^ 1]!
    rebaseChild(s, inner, below)
    s.mate[below] = down
    end = down ^ 1
  }
}

/** Matches the two ends of a pair: one in the tree, one free outside of it. */
export function augmentBy(s: Blossoms, v: number, end: number): void {
  const w = s.endpoint[end]!
  rebaseChild(s, s.inside[w]!, w)
  s.mate[w] = end ^ 1
  flipToRoot(s, v, end)
}
