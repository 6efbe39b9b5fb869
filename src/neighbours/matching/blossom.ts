// The exact optimum of one pool. Each person who is free and still priced grows one tree of tight pairs,
// prices moving as they must, until they find a partner or somebody's price falls to 0 in their stead.

import { augmentBy, flipToRoot } from './blossom-flip.ts'
import {
  assignLabel,
  FREE,
  INNER,
  leaves,
  markTight,
  OUTER,
  slack,
  type Blossoms,
} from './blossom-state.ts'
import { open, openInner, shrink } from './blossom-tree.ts'

/** Follows the tight pairs of outer person v. True when a free partner was found: the tree is done. */
function scan(s: Blossoms, v: number): boolean {
  for (let e = s.start[v]!; e < s.start[v + 1]!; e++) {
    const p = s.ends[e]!
    const pair = p >> 1
    const w = s.endpoint[p]!
    const there = s.inside[w]!
    if (s.inside[v] === there) continue
    if (s.tight[pair] === 0) {
      if (slack(s, pair) > 0) continue
      markTight(s, pair)
    }
    if (reach(s, v, w, p)) return true
  }
  return false
}

function reach(s: Blossoms, v: number, w: number, p: number): boolean {
  const there = s.inside[w]!
  if (s.label[there] === FREE) {
    if (s.mate[s.base[there]!]! < 0) {
      augmentBy(s, v, p)
      return true
    }
    assignLabel(s, w, INNER, p ^ 1)
  } else if (s.label[there] === OUTER) shrink(s, p >> 1)
  else if (s.label[w] === FREE) {
    // Inside an inner blossom: remembered for the day when that opens.
    s.label[w] = INNER
    s.labelEnd[w] = p ^ 1
    s.labelled.push(w)
  }
  return false
}

type Step = { by: number; kind: 'price' | 'pair' | 'open'; node: number }

/** How far prices can move before something happens, and what. */
function nextStep(s: Blossoms, outer: number[], blossoms: Set<number>): Step {
  const step: Step = { by: Infinity, kind: 'price', node: -1 }
  const propose = (by: number, kind: Step['kind'], node: number) => {
    if (by >= step.by) return
    step.by = by
    step.kind = kind
    step.node = node
  }
  for (const v of outer) {
    propose(s.price[v]!, 'price', v)
    for (let e = s.start[v]!; e < s.start[v + 1]!; e++) {
      const p = s.ends[e]!
      const there = s.inside[s.endpoint[p]!]!
      if (there === s.inside[v] || s.label[there] === INNER) continue
      // Both ends of a pair between two outer blossoms move.
      const by = s.label[there] === OUTER ? slack(s, p >> 1) / 2 : slack(s, p >> 1)
      propose(by, 'pair', v)
    }
  }
  s.looked += outer.length
  for (const b of blossoms) if (s.label[b] === INNER) propose(s.price[b]!, 'open', b)
  return step
}

/** Everyone in the tree, split by label; and the outermost blossoms among them. */
function treeOf(s: Blossoms): { outer: number[]; inner: number[]; blossoms: Set<number> } {
  const tops = new Set<number>()
  for (const node of s.labelled) {
    const top = node < s.count ? s.inside[node]! : node
    if (s.parent[top] === -1 && s.base[top]! >= 0 && s.label[top] !== FREE) tops.add(top)
  }
  const outer: number[] = []
  const inner: number[] = []
  for (const top of tops) leaves(s, top, s.label[top] === OUTER ? outer : inner)
  return { outer, inner, blossoms: new Set([...tops].filter((top) => top >= s.count)) }
}

/** Moves prices to the next step. True when the tree is done. */
function reprice(s: Blossoms): boolean {
  const { outer, inner, blossoms } = treeOf(s)
  const step = nextStep(s, outer, blossoms)
  for (const v of outer) s.price[v]! -= step.by
  for (const v of inner) s.price[v]! += step.by
  for (const b of blossoms) s.price[b]! += s.label[b] === OUTER ? step.by : -step.by
  if (step.kind === 'price') {
    flipToRoot(s, step.node, -1)
    return true
  }
  if (step.kind === 'pair') s.queue.push(step.node)
  else openInner(s, step.node)
  return false
}

function clear(s: Blossoms): void {
  for (const node of s.labelled) {
    const top = node < s.count ? s.inside[node]! : node
    if (
      top >= s.count &&
      s.parent[top] === -1 &&
      s.base[top]! >= 0 &&
      s.label[top] === OUTER &&
      s.price[top] === 0
    )
      open(s, top)
  }
  for (const node of s.labelled) {
    s.label[node] = FREE
    s.labelEnd[node] = -1
  }
  for (const pair of s.tightened) s.tight[pair] = 0
  s.labelled.length = 0
  s.tightened.length = 0
  s.queue.length = 0
}

/** Grows one tree from a free person until they are matched, or somebody may stay free at price 0. */
export function grow(s: Blossoms, root: number): void {
  assignLabel(s, root, OUTER, -1)
  for (;;) {
    const v = s.queue.pop()
    if (v === undefined ? reprice(s) : scan(s, v)) break
  }
  clear(s)
}

/** Free people whose price is above 0: each breaks optimality. */
export const unsettled = (s: Blossoms): number[] =>
  Array.from({ length: s.count }, (_, v) => v).filter((v) => s.mate[v]! < 0 && s.price[v]! > 0)
