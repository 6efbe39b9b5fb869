// People sorted by the cell of a grid, so that everyone in a cell is one contiguous run of memory.

import { LANGUAGES, LIKES, LIKES_MORE, REMOTE, WAYS, WORDS, X, Y } from './layout.ts'

/** People as they come in, in any order. `stable` is a number that stays with a person for good. */
export type People = { words: Int32Array; stable: Uint32Array; capacity: Uint8Array }

export type Grid = { cell: number; columns: number; lines: number; left: number; top: number }

export type Crowd = {
  count: number
  /** row in People of each person here, and their offset in `packed` */
  ids: Int32Array
  base: number
  grid: Grid
  /** people of cell c are start[c] … start[c+1]-1 */
  start: Int32Array
  /** by bit of language: people who speak it, bar the one that nearly everyone shares */
  speakers: Int32Array[]
  /** by two things that someone likes or went through: people with both who can be met from afar */
  remoteFans: Postings
}

/** The box around everyone. */
function boxOf({ words }: People): { left: number; right: number; top: number; bottom: number } {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }
  for (let p = 0; p < words.length; p += WORDS) {
    box.left = Math.min(box.left, words[p + X]!)
    box.right = Math.max(box.right, words[p + X]!)
    box.top = Math.min(box.top, words[p + Y]!)
    box.bottom = Math.max(box.bottom, words[p + Y]!)
  }
  return words.length === 0 ? { left: 0, right: 0, top: 0, bottom: 0 } : box
}

/** Cells of at least `cell` metres over everyone. */
export function gridOf(people: People, cell: number): Grid {
  const { left, right, top, bottom } = boxOf(people)
  // Empty cells cost time too: no more than four for each person, however far away one of them may live.
  const across = (size: number) => ({
    columns: Math.floor((right - left) / size) + 1,
    lines: Math.floor((bottom - top) / size) + 1,
  })
  const most = Math.max(16, (people.words.length / WORDS) * 4)
  let size = cell
  while (across(size).columns * across(size).lines > most) size *= 1.25
  return { cell: size, ...across(size), left, top }
}

export const columnOf = (grid: Grid, x: number): number =>
  Math.max(0, Math.min(grid.columns - 1, Math.floor((x - grid.left) / grid.cell)))
export const lineOf = (grid: Grid, y: number): number =>
  Math.max(0, Math.min(grid.lines - 1, Math.floor((y - grid.top) / grid.cell)))

/** Rows in the order of their stable numbers: whoever shuffles the input gets the same answer. */
function canonical(stable: Uint32Array, rows: Int32Array): Int32Array {
  const keys = Float64Array.from(rows, (row) => stable[row]! * 2 ** 21 + row)
  return Int32Array.from(keys.toSorted(), (key) => key % 2 ** 21)
}

/** Packs the people of `rows` into `packed` from `base` on, cell by cell. `far` draws up the lists of what
 *  they share, for people who can meet from afar. */
export function crowdOf(
  people: People,
  rows: Int32Array,
  packed: Int32Array,
  base: number,
  grid: Grid,
  far: boolean,
): Crowd {
  const count = rows.length
  const ordered = canonical(people.stable, rows)
  const cellOf = ordered.map((row) => {
    const p = row * WORDS
    return lineOf(grid, people.words[p + Y]!) * grid.columns + columnOf(grid, people.words[p + X]!)
  })
  const start = new Int32Array(grid.columns * grid.lines + 1)
  for (const cell of cellOf) start[cell + 1]!++
  for (let c = 0; c + 1 < start.length; c++) start[c + 1]! += start[c]!
  const next = start.slice()
  const ids = new Int32Array(count)
  for (let k = 0; k < count; k++) ids[next[cellOf[k]!]!++] = ordered[k]!
  for (let k = 0; k < count; k++)
    packed.set(people.words.subarray(ids[k]! * WORDS, (ids[k]! + 1) * WORDS), base + k * WORDS)
  const crowd: Crowd = {
    count,
    ids,
    base,
    grid,
    start,
    speakers: [],
    remoteFans: { start: new Int32Array(1), people: new Int32Array(0) },
  }
  crowd.speakers = speakersOf(crowd, packed)
  if (far) crowd.remoteFans = fansOf(crowd, packed)
  return crowd
}

/** People of list l are people[start[l]] … people[start[l+1]-1], in the order of the crowd. */
type Postings = { start: Int32Array; people: Int32Array }

function postings(
  crowd: Crowd,
  lists: number,
  each: (k: number, put: (list: number) => void) => void,
): Postings {
  const start = new Int32Array(lists + 1)
  const countOne = (list: number) => {
    start[list + 1]!++
  }
  for (let k = 0; k < crowd.count; k++) each(k, countOne)
  for (let list = 0; list < lists; list++) start[list + 1]! += start[list]!
  const next = start.slice()
  const people = new Int32Array(start[lists]!)
  let who = 0
  const putOne = (list: number) => {
    people[next[list]!++] = who
  }
  for (; who < crowd.count; who++) each(who, putOne)
  return { start, people }
}

const lowest = (word: number): number => 31 - Math.clz32(word & -word)

function speakersOf(crowd: Crowd, packed: Int32Array): Int32Array[] {
  const { start, people } = postings(crowd, 31, (k, put) => {
    for (let word = packed[crowd.base + k * WORDS + LANGUAGES]! & ~1; word !== 0; word &= word - 1)
      put(lowest(word))
  })
  return Array.from({ length: 31 }, (_, list) => people.subarray(start[list]!, start[list + 1]!))
}

const FAN_LISTS = 64 * 64

/** Calls `visit` with the list of every two things that someone likes or went through. */
export function eachFanList(packed: Int32Array, p: number, visit: (list: number) => void): void {
  for (let a = packed[p + LIKES]!; a !== 0; a &= a - 1) {
    const first = lowest(a) * 64
    for (let b = a & (a - 1); b !== 0; b &= b - 1) visit(first + lowest(b))
    for (let b = packed[p + LIKES_MORE]!; b !== 0; b &= b - 1) visit(first + 32 + lowest(b))
  }
  for (let a = packed[p + LIKES_MORE]!; a !== 0; a &= a - 1) {
    const first = (32 + lowest(a)) * 64
    for (let b = a & (a - 1); b !== 0; b &= b - 1) visit(first + 32 + lowest(b))
  }
}

const fansOf = (crowd: Crowd, packed: Int32Array): Postings =>
  postings(crowd, FAN_LISTS, (k, put) => {
    const p = crowd.base + k * WORDS
    if ((packed[p + WAYS]! & REMOTE) !== 0) eachFanList(packed, p, put)
  })
