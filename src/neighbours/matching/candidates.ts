// Who might suit whom, without looking at all pairs. Three ways to find candidates, as a query planner
// would choose them: rings of cells outward from home; the list of those who speak a rare language; and,
// for people who can meet from afar, the lists of those who share their rarest interests.
//
// People are shortlisted by quality alone: with waiting in it, one long-waiting volunteer would stand on
// everybody's list and nobody else would (hubness: Radovanović et al. 2010).

import { crowdOf, columnOf, eachFanList, gridOf, lineOf, type Crowd, type People } from './crowd.ts'
import {
  focusOf,
  LANGUAGES,
  RANGES,
  REMOTE,
  squaredDistance,
  WAYS,
  WORDS,
  X,
  Y,
  ALL_CHANNELS,
} from './layout.ts'
import { fitting } from './fitting.ts'
import { bitsFit, waysToMeet } from './rules.ts'
import { FAR, quality, qualityAtMost, type Scoring } from './score.ts'
import { free, least, listed, offer, shortlistOf, type Shortlist } from './shortlist.ts'

export type Hunt = {
  scoring: Scoring
  packed: Int32Array
  left: Crowd
  right: Crowd
  leftList: Shortlist
  rightList: Shortlist
  /** pairs to look at for each person nearby, and from afar; a ring that is begun is finished */
  budget: number
  farBudget: number
  looked: number
  /** room for a run of people who fit */
  fitting: Int32Array
}

export type HuntSettings = { shortlist: number; budget: number; farBudget: number; cell: number }
export const defaultHunt: HuntSettings = { shortlist: 16, budget: 300, farBudget: 160, cell: 4_000 }

/** Longest part of a posting list that is read for one person: the part that lives nearest. */
const LONGEST = 4096

export function huntOf(
  people: People,
  leftRows: Int32Array,
  rightRows: Int32Array,
  scoring: Scoring,
  settings: HuntSettings,
): Hunt {
  const packed = new Int32Array((leftRows.length + rightRows.length) * WORDS)
  const grid = gridOf(people, settings.cell)
  const left = crowdOf(people, leftRows, packed, 0, grid, settings.farBudget > 0)
  const right = crowdOf(people, rightRows, packed, left.count * WORDS, grid, settings.farBudget > 0)
  return {
    scoring,
    packed,
    left,
    right,
    leftList: shortlistOf(left.count, settings.shortlist),
    rightList: shortlistOf(right.count, settings.shortlist),
    budget: settings.budget,
    farBudget: settings.farBudget,
    looked: 0,
    fitting: new Int32Array(1024),
  }
}

/** One side of a hunt: who looks, among whom. `both` offers every pair to both shortlists. */
type Look = { mine: Crowd; list: Shortlist; among: Crowd; theirList: Shortlist; both: boolean }

/** Scores a pair that all rules but how to meet allow, and offers it to the shortlists. */
function consider(hunt: Hunt, look: Look, me: number, k: number, both: boolean): void {
  const P = hunt.packed
  const p = look.mine.base + me * WORDS
  const q = look.among.base + k * WORDS
  const squared = squaredDistance(P, p, q)
  const ways = waysToMeet(P, p, q, squared)
  if (ways === 0) return
  const fit = quality(hunt.scoring, P, p, q, ways, squared)
  if (fit >= least(look.list, me)) offer(look.list, me, k, fit)
  if (!both) return
  look.theirList.seen[k]!++
  if (fit >= least(look.theirList, k)) offer(look.theirList, k, me, fit)
}

function considerRun(hunt: Hunt, look: Look, me: number, from: number, end: number): void {
  hunt.looked += end - from
  if (hunt.fitting.length < end - from) hunt.fitting = new Int32Array((end - from) * 2)
  const size = fitting(
    hunt.packed,
    look.mine.base + me * WORDS,
    look.among.base,
    from,
    end,
    hunt.fitting,
  )
  for (let at = 0; at < size; at++) consider(hunt, look, me, hunt.fitting[at]!, look.both)
}

/** Reads the part of a posting list around the cell of `me`. */
function considerList(hunt: Hunt, look: Look, me: number, list: Int32Array, longest: number): void {
  const p = look.mine.base + me * WORDS
  let from = 0
  if (list.length > longest) {
    const { grid, start } = look.among
    const home =
      start[lineOf(grid, hunt.packed[p + Y]!) * grid.columns + columnOf(grid, hunt.packed[p + X]!)]!
    from = Math.max(0, Math.min(list.length - longest, firstAtLeast(list, home) - (longest >> 1)))
  }
  const end = Math.min(list.length, from + longest)
  hunt.looked += end - from
  for (let at = from; at < end; at++) {
    const k = list[at]!
    if (!bitsFit(hunt.packed, p, look.among.base + k * WORDS) || listed(look.list, me, k)) continue
    // They may have met on the map already, and I may have lost them since.
    consider(hunt, look, me, k, look.both && !listed(look.theirList, k, me))
  }
}

function firstAtLeast(list: Int32Array, value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Nobody at least this far away could still find a place on the shortlist of `me`. */
function hopeless(hunt: Hunt, look: Look, me: number, metres: number): boolean {
  const P = hunt.packed
  const p = look.mine.base + me * WORDS
  const ranges = P[p + RANGES]!
  const reach = Math.max(ranges & 0xffff, ranges >>> 16) * 10
  const ways = P[p + WAYS]! & (metres > reach ? REMOTE : ALL_CHANNELS)
  if (ways === 0) return true
  if (look.list.size[me]! < look.list.k) return false
  return qualityAtMost(hunt.scoring, focusOf(P, p), metres, ways) <= least(look.list, me)
}

function considerRing(
  hunt: Hunt,
  look: Look,
  me: number,
  column: number,
  line: number,
  ring: number,
): void {
  const { grid, start } = look.among
  const west = Math.max(0, column - ring)
  const east = Math.min(grid.columns - 1, column + ring)
  const north = Math.max(0, line - ring)
  const south = Math.min(grid.lines - 1, line + ring)
  for (let y = north; y <= south; y++) {
    const row = y * grid.columns
    if (y === line - ring || y === line + ring)
      considerRun(hunt, look, me, start[row + west]!, start[row + east + 1]!)
    else {
      if (west === column - ring)
        considerRun(hunt, look, me, start[row + west]!, start[row + west + 1]!)
      if (east === column + ring)
        considerRun(hunt, look, me, start[row + east]!, start[row + east + 1]!)
    }
  }
}

function considerRings(hunt: Hunt, look: Look, me: number): void {
  const P = hunt.packed
  const p = look.mine.base + me * WORDS
  const { grid } = look.among
  const column = columnOf(grid, P[p + X]!)
  const line = lineOf(grid, P[p + Y]!)
  const east = P[p + X]! - grid.left - column * grid.cell
  const south = P[p + Y]! - grid.top - line * grid.cell
  const edge = Math.max(0, Math.min(east, grid.cell - east, south, grid.cell - south))
  const before = hunt.looked
  const most = Math.max(grid.columns, grid.lines)
  for (let ring = 0; ring < most; ring++) {
    if (ring > 0) {
      const metres = (ring - 1) * grid.cell + edge
      const looked = hunt.looked - before
      if (looked >= hunt.budget || hopeless(hunt, look, me, metres)) break
      // Beyond what counts as near, the lists of interests find better people than the map does.
      if (metres > FAR && looked > 64) break
    }
    considerRing(hunt, look, me, column, line, ring)
  }
}

/** From afar, people are found by what they share: read the rarest pairs of one's interests. */
function considerFar(hunt: Hunt, look: Look, me: number): void {
  const P = hunt.packed
  const p = look.mine.base + me * WORDS
  if ((P[p + WAYS]! & REMOTE) === 0) return
  const { start, people } = look.among.remoteFans
  const mine: number[] = []
  eachFanList(P, p, (list) => {
    if (start[list + 1]! > start[list]!) mine.push(list)
  })
  const length = (list: number) => start[list + 1]! - start[list]!
  mine.sort((a, b) => length(a) - length(b) || a - b)
  let left = hunt.farBudget
  for (const list of mine) {
    const longest = Math.max(left >> 1, hunt.farBudget >> 2)
    considerList(
      hunt,
      look,
      me,
      people.subarray(start[list]!, start[list + 1]!),
      Math.min(left, longest),
    )
    left -= Math.min(length(list), longest)
    if (left <= 0) break
  }
}

/** Finds candidates for one person. */
function hunt1(hunt: Hunt, look: Look, me: number): void {
  const languages = hunt.packed[look.mine.base + me * WORDS + LANGUAGES]!
  if ((languages & 1) === 0) {
    for (let left = languages; left !== 0; left &= left - 1) {
      considerList(
        hunt,
        look,
        me,
        look.among.speakers[31 - Math.clz32(left & -left)] ?? new Int32Array(0),
        LONGEST,
      )
    }
    return
  }
  considerRings(hunt, look, me)
  if (hunt.farBudget > 0) considerFar(hunt, look, me)
}

/** Candidates for the people from … end-1 of the left; each pair is offered to both sides. */
export function huntLeft(hunt: Hunt, from: number, end: number): void {
  const look: Look = {
    mine: hunt.left,
    list: hunt.leftList,
    among: hunt.right,
    theirList: hunt.rightList,
    both: true,
  }
  for (let i = from; i < end; i++) hunt1(hunt, look, i)
}

/** Candidates for one newcomer of the left, on their own shortlist. */
export function huntOne(hunt: Hunt, i: number): void {
  hunt.leftList.size[i] = 0
  hunt1(
    hunt,
    {
      mine: hunt.left,
      list: hunt.leftList,
      among: hunt.right,
      theirList: hunt.rightList,
      both: false,
    },
    i,
  )
}

/** Whoever on the right was hardly looked at looks for themselves. */
export function huntRight(hunt: Hunt): void {
  const look: Look = {
    mine: hunt.right,
    list: hunt.rightList,
    among: hunt.left,
    theirList: hunt.leftList,
    both: false,
  }
  const { size, seen, k } = hunt.rightList
  for (let j = 0; j < hunt.right.count; j++) {
    if (size[j]! >= k || seen[j]! >= hunt.budget / 8) continue
    size[j] = 0
    hunt1(hunt, look, j)
  }
}

/** Frees the shortlists once the pairs are drawn up: at a million people they are a sixth of a gigabyte. */
export function dropShortlists(hunt: Hunt): void {
  for (const list of [hunt.leftList, hunt.rightList]) {
    for (const array of [list.other, list.quality, list.size, list.seen]) free(array)
  }
  hunt.leftList = shortlistOf(0, hunt.leftList.k)
  hunt.rightList = shortlistOf(0, hunt.rightList.k)
}
