// From shortlists, or from everybody, to the rows of a graph: who may meet whom, and what it is worth.

import type { Hunt } from './candidates.ts'
import type { Rows } from './graph.ts'
import { squaredDistance, WORDS } from './layout.ts'
import {
  aboveBar,
  rarePoints,
  tieBitsFor,
  tieOf,
  waitPoints,
  weightOf,
  type Objective,
} from './objective.ts'
import { bitsFit, waysToMeet } from './rules.ts'
import { quality, type Scoring } from './score.ts'
import { free } from './shortlist.ts'

/** What is known about pairs of people, by pairKey of their rows in People. */
export type PairNotes = {
  /** never, whatever the score: previous, related, declined, a safeguarding block, a cool-down */
  blocked: ReadonlySet<number>
  /** points for proposals that someone has seen (stickiness) */
  stick: ReadonlyMap<number, number>
}

export const noNotes: PairNotes = { blocked: new Set(), stick: new Map() }

/** The same number for (a, b) and (b, a). Rows are below 2^21. */
export const pairKey = (a: number, b: number): number => (a < b ? a * 2 ** 21 + b : b * 2 ** 21 + a)

export type Pricing = {
  objective: Objective
  notes: PairNotes
  packed: Int32Array
  /** by person of the crowd: offset/WORDS */
  rowOf: Int32Array
  stable: Uint32Array
  wait: Int32Array
  tieBits: number
}

/** Everything that one needs to price pairs of packed people, by where they stand in `packed`. `places` is
 *  how many places there are in all: it bounds the tie-breaks of a plan. */
export function pricingOf(
  packed: Int32Array,
  rowOf: Int32Array,
  stableByRow: Uint32Array,
  objective: Objective,
  notes: PairNotes,
  places: number,
): Pricing {
  const wait = new Int32Array(rowOf.length)
  for (let k = 0; k < rowOf.length; k++) wait[k] = waitPoints(objective, packed, k * WORDS)
  return {
    objective,
    notes,
    packed,
    rowOf,
    stable: Uint32Array.from(rowOf, (row) => stableByRow[row]!),
    wait,
    tieBits: tieBitsFor(places),
  }
}

/** The weight of the pair (a, b) of this quality, or 0 when it is below the bar or blocked. */
export function price(m: Pricing, a: number, b: number, fit: number): number {
  const p = a * WORDS
  const q = b * WORDS
  if (!aboveBar(m.objective, m.packed, p, q, fit)) return 0
  let points = fit + m.wait[a]! + m.wait[b]! - rarePoints(m.objective, m.packed, p, q)
  if (m.notes.blocked.size > 0 || m.notes.stick.size > 0) {
    const key = pairKey(m.rowOf[a]!, m.rowOf[b]!)
    if (m.notes.blocked.has(key)) return 0
    points += m.notes.stick.get(key) ?? 0
  }
  return weightOf(points, tieOf(m.stable[a]!, m.stable[b]!, m.tieBits))
}

/** Quality of two packed people, 0 when a hard rule stands between them. */
export function qualityOf(scoring: Scoring, P: Int32Array, a: number, b: number): number {
  const p = a * WORDS
  const q = b * WORDS
  if (!bitsFit(P, p, q)) return 0
  const squared = squaredDistance(P, p, q)
  const ways = waysToMeet(P, p, q, squared)
  return ways === 0 ? 0 : quality(scoring, P, p, q, ways, squared)
}

/** The weight of (a, b) as the objective sees it, 0 when they may not meet. */
export function weightBetween(scoring: Scoring, m: Pricing, a: number, b: number): number {
  const fit = qualityOf(scoring, m.packed, a, b)
  return fit === 0 ? 0 : price(m, a, b, fit)
}

/** A growing list of pairs in rows. */
type Draft = { offset: Int32Array; to: Int32Array; weight: Float64Array; size: number }

const draftOf = (rows: number, most: number): Draft => ({
  offset: new Int32Array(rows + 1),
  to: new Int32Array(most),
  weight: new Float64Array(most),
  size: 0,
})

function add(draft: Draft, to: number, weight: number): void {
  if (draft.size === draft.to.length) {
    const more = Math.ceil(draft.size * 1.5) + 64
    const longer = new Int32Array(more)
    longer.set(draft.to)
    draft.to = longer
    const heavier = new Float64Array(more)
    heavier.set(draft.weight)
    draft.weight = heavier
  }
  draft.to[draft.size] = to
  draft.weight[draft.size++] = weight
}

const finished = (draft: Draft): Rows => ({
  offset: draft.offset,
  to: draft.to.subarray(0, draft.size),
  weight: draft.weight.subarray(0, draft.size),
})

/** All pairs that may meet: for up to some thousands of people. */
export function rowsOfAll(hunt: Hunt, m: Pricing): Rows {
  const lefts = hunt.left.count
  const draft = draftOf(lefts, lefts * 16)
  for (let i = 0; i < lefts; i++) {
    for (let j = 0; j < hunt.right.count; j++) {
      const weight = weightBetween(hunt.scoring, m, i, lefts + j)
      if (weight > 0) add(draft, j, weight)
    }
    draft.offset[i + 1] = draft.size
  }
  return finished(draft)
}

/** Where each of the left stands on the right's shortlists: entries offset[i] … offset[i+1]-1 are places in
 *  them. Only places, for at a million people every array of pairs counts. */
function turned(hunt: Hunt): { offset: Int32Array; places: Int32Array } {
  const { size, other, k } = hunt.rightList
  const offset = new Int32Array(hunt.left.count + 1)
  const each = (visit: (i: number, at: number) => void) => {
    for (let j = 0; j < size.length; j++) {
      for (let at = j * k; at < j * k + size[j]!; at++) visit(other[at]!, at)
    }
  }
  each((i) => {
    offset[i + 1]!++
  })
  for (let i = 0; i < hunt.left.count; i++) offset[i + 1]! += offset[i]!
  const places = new Int32Array(offset[hunt.left.count]!)
  const next = offset.slice()
  each((i, at) => {
    places[next[i]!++] = at
  })
  return { offset, places }
}

/** The pairs on either side's shortlists, each once. */
export function rowsOfHunt(hunt: Hunt, m: Pricing): Rows {
  const lefts = hunt.left.count
  const { size, other, quality: qualities, k } = hunt.leftList
  const right = hunt.rightList
  const back = turned(hunt)
  const mark = new Int32Array(hunt.right.count).fill(-1)
  // Room for every entry of both sides: memory that is never touched is never taken.
  const draft = draftOf(lefts, back.places.length + size.reduce((sum, listed) => sum + listed, 0))
  const put = (i: number, j: number, fit: number) => {
    if (mark[j] === i) return
    mark[j] = i
    const weight = price(m, i, lefts + j, fit)
    if (weight > 0) add(draft, j, weight)
  }
  for (let i = 0; i < lefts; i++) {
    for (let at = i * k; at < i * k + size[i]!; at++) put(i, other[at]!, qualities[at]!)
    for (let at = back.offset[i]!; at < back.offset[i + 1]!; at++) {
      const place = back.places[at]!
      put(i, Math.floor(place / right.k), right.quality[place]!)
    }
    draft.offset[i + 1] = draft.size
  }
  free(back.places)
  return finished(draft)
}

/** Capacities in the order of the crowd. */
export const capacityOf = (ids: Int32Array, capacity: Uint8Array): Int32Array =>
  ids.map((row) => capacity[row]!)
