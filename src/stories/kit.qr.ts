// QR codes after ISO/IEC 18004: bytes, level M (up to 15 % may be dirty), versions 1 to 10. Enough for an address
// of 213 bytes on a poster; nothing else is asked of it.

import type { Points } from './share.png.ts'

// For each version: words of error correction in a block, and how many data words each block has.
const blocksOf: readonly { check: number; data: readonly number[] }[] = [
  { check: 10, data: [16] },
  { check: 16, data: [28] },
  { check: 26, data: [44] },
  { check: 18, data: [32, 32] },
  { check: 24, data: [43, 43] },
  { check: 16, data: [27, 27, 27, 27] },
  { check: 18, data: [31, 31, 31, 31] },
  { check: 22, data: [38, 38, 39, 39] },
  { check: 22, data: [36, 36, 36, 37, 37] },
  { check: 26, data: [43, 43, 43, 43, 44] },
]
// Where the small squares stand that keep a large code straight.
const alignment: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
]

// The field of 256 elements (x^8 + x^4 + x^3 + x^2 + 1).
const powers = new Uint8Array(512)
const logs = new Uint8Array(256)
for (let n = 0, value = 1; n < 255; n += 1) {
  powers[n] = powers[n + 255] = value
  logs[value] = n
  value = value < 128 ? value << 1 : (value << 1) ^ 0x11d
}
const times = (a: number, b: number) =>
  a === 0 || b === 0 ? 0 : (powers[(logs[a] ?? 0) + (logs[b] ?? 0)] ?? 0)

/** The words of error correction (Reed and Solomon) that follow these. */
export function checkWords(data: readonly number[], count: number): number[] {
  let generator = [1]
  for (let n = 0; n < count; n += 1) {
    const root = powers[n] ?? 0
    const next = [...generator, 0]
    generator.forEach((value, at) => (next[at + 1] = (next[at + 1] ?? 0) ^ times(value, root)))
    generator = next
  }
  const rest = zeros(count)
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0)
    rest.push(0)
    generator.slice(1).forEach((value, at) => (rest[at] = (rest[at] ?? 0) ^ times(value, factor)))
  }
  return rest
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

/** The bits of a number, the highest first. */
const bitsOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => (value >>> (count - 1 - at)) & 1)

/** The data words: what they are, how many, the bytes, and filling. */
function dataWords(bytes: Uint8Array, version: number, capacity: number): number[] {
  const bits = [4, bytes.length].flatMap((value, at) =>
    bitsOf(value, at === 0 ? 4 : version < 10 ? 8 : 16),
  )
  for (const byte of bytes) bits.push(...bitsOf(byte, 8))
  bits.push(...zeros(Math.min(4, capacity * 8 - bits.length)))
  while (bits.length % 8 > 0) bits.push(0)
  const words: number[] = []
  for (let at = 0; at < bits.length; at += 8)
    words.push(bits.slice(at, at + 8).reduce((word, bit) => word * 2 + bit, 0))
  for (let at = 0; words.length < capacity; at += 1) words.push(at % 2 === 0 ? 0xec : 0x11)
  return words
}

/** The first of each list, then the second of each, until all are taken. */
const inTurn = (lists: readonly (readonly number[])[]) =>
  Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, at) =>
    lists.flatMap((list) => list[at] ?? []),
  ).flat()

const zeros = (count: number) => Array.from({ length: count }, () => 0)

/** All words of a code in the order in which they are drawn: the blocks take turns. */
function wordsOf(bytes: Uint8Array, version: number): number[] {
  const { check, data } = blocksOf[version - 1] ?? { check: 0, data: [] }
  const words = dataWords(bytes, version, sum(data))
  let from = 0
  const blocks = data.map((length) => words.slice(from, (from += length)))
  const checks = blocks.map((block) => checkWords(block, check))
  return [...inTurn(blocks), ...inTurn(checks)]
}

/** A code while it is drawn: what is dark, and what is fixed before the words come. */
type Grid = { size: number; dark: Uint8Array; fixed: Uint8Array }

function put({ size, dark, fixed }: Grid, x: number, y: number, isDark: boolean | number): void {
  if (x < 0 || y < 0 || x >= size || y >= size) return
  dark[y * size + x] = isDark ? 1 : 0
  fixed[y * size + x] = 1
}

function square(grid: Grid, x: number, y: number, reach: number, isDark: (d: number) => boolean) {
  for (let dy = -reach; dy <= reach; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1)
      put(grid, x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))))
}

/** What remains when bits are divided by a polynomial: the check bits of a code's own facts. */
function remainder(value: number, shift: number, polynomial: number): number {
  let rest = value << shift
  const top = 31 - Math.clz32(polynomial)
  while (rest !== 0 && 31 - Math.clz32(rest) >= top)
    rest ^= polynomial << (31 - Math.clz32(rest) - top)
  return rest
}

/** The 15 bits that say the level (M) and the mask. */
export const formatBits = (mask: number): number =>
  ((mask << 10) | remainder(mask, 10, 0b10100110111)) ^ 0b101010000010010

/** The 18 bits that say the version, from 7 on. */
export const versionBits = (version: number): number =>
  (version << 12) | remainder(version, 12, 0b1111100100101)

function drawFormat(grid: Grid, mask: number): void {
  const bits = formatBits(mask)
  const bit = (n: number) => (bits >>> n) & 1
  const { size } = grid
  for (let n = 0; n < 8; n += 1) {
    // Around the corner above on the left, past the line of dots, and once more beside the other corners.
    put(grid, 8, n < 6 ? n : n + 1, bit(n))
    put(grid, size - 1 - n, 8, bit(n))
  }
  for (let n = 8; n < 15; n += 1) {
    put(grid, n === 8 ? 7 : 14 - n, 8, bit(n))
    put(grid, 8, size - 15 + n, bit(n))
  }
  put(grid, 8, size - 8, true)
}

function drawVersion(grid: Grid, version: number): void {
  if (version < 7) return
  const bits = versionBits(version)
  for (let n = 0; n < 18; n += 1) {
    const [far, near] = [grid.size - 11 + (n % 3), Math.floor(n / 3)]
    put(grid, far, near, (bits >>> n) & 1)
    put(grid, near, far, (bits >>> n) & 1)
  }
}

/** The small squares, everywhere their rows and columns meet but in the three corners. */
function drawAlignment(grid: Grid, at: readonly number[]): void {
  const last = at.at(-1)
  const isCorner = (x: number, y: number) =>
    (x === 6 && (y === 6 || y === last)) || (x === last && y === 6)
  for (const x of at) for (const y of at) if (!isCorner(x, y)) square(grid, x, y, 2, (d) => d !== 1)
}

function drawFixed(version: number): Grid {
  const size = 17 + 4 * version
  const grid = { size, dark: new Uint8Array(size * size), fixed: new Uint8Array(size * size) }
  for (let n = 0; n < size; n += 1) {
    put(grid, 6, n, n % 2 === 0)
    put(grid, n, 6, n % 2 === 0)
  }
  const far = size - 4
  const corners: readonly (readonly [number, number])[] = [
    [3, 3],
    [far, 3],
    [3, far],
  ]
  for (const [x, y] of corners) square(grid, x, y, 4, (d) => d !== 2 && d !== 4)
  drawAlignment(grid, alignment[version - 1] ?? [])
  drawFormat(grid, 0)
  drawVersion(grid, version)
  return grid
}

/** The places of the words: two columns at a time from the right, up and down in turn. */
function wayOf({ size, fixed }: Grid): number[] {
  const way: number[] = []
  for (let right = size - 1; right >= 1; right -= 2) {
    // The line of dots is no part of any pair.
    if (right === 6) right = 5
    const isUp = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step += 1) {
      const row = (isUp ? size - 1 - step : step) * size
      way.push(row + right, row + right - 1)
    }
  }
  return way.filter((at) => !fixed[at])
}

function drawWords(grid: Grid, words: readonly number[]): void {
  wayOf(grid).forEach((at, n) => {
    grid.dark[at] = ((words[n >>> 3] ?? 0) >>> (7 - (n & 7))) & 1
  })
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

function masked(grid: Grid, mask: number): Grid {
  const dark = grid.dark.slice()
  const isTurned = masks[mask] ?? (() => false)
  for (let at = 0; at < dark.length; at += 1)
    if (!grid.fixed[at] && isTurned(at % grid.size, Math.floor(at / grid.size)))
      dark[at] = (dark[at] ?? 0) ^ 1
  const made = { ...grid, dark, fixed: grid.fixed.slice() }
  drawFormat(made, mask)
  return made
}

/** How hard one line is to read: long runs of one colour, and what looks like a corner. */
function lineCost(line: string): number {
  const runs = line.match(/0{5,}|1{5,}/g) ?? []
  const corners = line.match(/(?=10111010000|00001011101)/g) ?? []
  return sum(runs.map((run) => run.length - 2)) + 40 * corners.length
}

/** How hard a code is to read: the mask that costs least is taken. */
function cost({ size, dark }: Grid): number {
  const row = (y: number) => dark.subarray(y * size, (y + 1) * size).join('')
  const rows = Array.from({ length: size }, (_, y) => row(y))
  const columns = rows.map((_, x) => rows.map((line) => line[x]).join(''))
  let squares = 0
  for (let at = 0; at < dark.length - size; at += 1) {
    const [a, b, c, d] = [dark[at], dark[at + 1], dark[at + size], dark[at + size + 1]]
    if (at % size < size - 1 && a === b && a === c && a === d) squares += 3
  }
  const share = (sum([...dark]) * 100) / dark.length
  const balance = Math.floor(Math.abs(share - 50) / 5) * 10
  return sum([...rows, ...columns].map(lineCost)) + squares + balance
}

/** A code as rows of modules, true where it is dark; without the quiet zone of four around it. */
export type QrCode = boolean[][]

/**
 * Makes a QR code of a text. Out: null when it has more than 213 bytes. `wanted`: the mask (0 to 7) to draw with;
 * any can be read, and left out the one that reads best is taken.
 */
export function qrOf(text: string, wanted?: number): QrCode | null {
  const bytes = new TextEncoder().encode(text)
  const fits = (data: readonly number[], at: number) =>
    sum(data) * 8 >= bytes.length * 8 + (at < 9 ? 12 : 20)
  const version = blocksOf.findIndex(({ data }, at) => fits(data, at)) + 1
  if (version === 0) return null
  const plain = drawFixed(version)
  drawWords(plain, wordsOf(bytes, version))
  const best =
    wanted === undefined
      ? masks.map((_, mask) => masked(plain, mask)).reduce((a, b) => (cost(b) < cost(a) ? b : a))
      : masked(plain, wanted)
  const { size, dark } = best
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (__, x) => dark[y * size + x] === 1),
  )
}

const quiet = 4

/** A QR code as SVG, black on white with its quiet zone: it is printed and must be read by any phone. */
export function qrSvg(code: QrCode): string {
  const size = code.length + 2 * quiet
  const path = code
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : [])),
    )
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`
}

/** A QR code as points, black on white: `scale` pixels for each module, the quiet zone included. */
export function qrPoints(code: QrCode, scale: number): Points {
  const size = (code.length + 2 * quiet) * scale
  const rgb = new Uint8Array(size * size * 3).fill(255)
  const module = (at: number) => Math.floor(at / scale) - quiet
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      if (code[module(y)]?.[module(x)]) rgb.fill(0, (y * size + x) * 3, (y * size + x) * 3 + 3)
  return { width: size, height: size, rgb }
}
