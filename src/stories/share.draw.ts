import { patchSvg } from '#base/ui/quilt.tsx'
import type { Points } from './share.png.ts'

// The quilt of the pages as points. Its shapes are our own, so no picture of anybody's is read for it: what is
// drawn is the very SVG that a page shows.

export type Point = readonly [number, number]
export type Colour = readonly [number, number, number]

// The dyes of look/tokens.css by daylight, as sRGB.
const dyes = {
  plum: [0x7a, 0x26, 0x67],
  madder: [0xde, 0x47, 0x36],
  marigold: [0xfe, 0xbf, 0x32],
  woad: [0x21, 0x53, 0x9c],
  moss: [0x4d, 0x8b, 0x50],
  heather: [0xb8, 0x89, 0xcd],
  sky: [0x93, 0xd2, 0xee],
  oat: [0xf4, 0xe6, 0xce],
} as const satisfies Record<string, Colour>

// The trios .q0 to .q7 of look/base.css: the cloth, the second colour, the third.
const trios = [
  ['plum', 'marigold', 'sky'],
  ['oat', 'madder', 'woad'],
  ['woad', 'sky', 'marigold'],
  ['marigold', 'plum', 'madder'],
  ['moss', 'oat', 'marigold'],
  ['heather', 'plum', 'oat'],
  ['sky', 'woad', 'madder'],
  ['madder', 'oat', 'plum'],
] as const

// A bend is drawn as this many straight lines.
const bends = 16

/** A quarter or less of a circle from one point to another. */
function arc(from: Point, radius: number, isClockwise: boolean, to: Point): Point[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const half = Math.hypot(dx, dy) / 2
  const away = Math.sqrt(Math.max(0, radius * radius - half * half)) * (isClockwise ? 1 : -1)
  const length = half * 2
  const centre = [
    (from[0] + to[0]) / 2 - (dy / length) * away,
    (from[1] + to[1]) / 2 + (dx / length) * away,
  ] as const
  const angle = ([x, y]: Point) => Math.atan2(y - centre[1], x - centre[0])
  const begin = angle(from)
  let turn = angle(to) - begin
  if (isClockwise && turn < 0) turn += 2 * Math.PI
  if (!isClockwise && turn > 0) turn -= 2 * Math.PI
  return Array.from({ length: bends }, (_, n): Point => {
    const at = begin + (turn * (n + 1)) / bends
    return [centre[0] + radius * Math.cos(at), centre[1] + radius * Math.sin(at)]
  })
}

/** A bend that a third point pulls (a quadratic curve). */
const pulled = (from: Point, by: Point, to: Point): Point[] =>
  Array.from({ length: bends }, (_, n): Point => {
    const [t, rest] = [(n + 1) / bends, 1 - (n + 1) / bends]
    const on = (axis: 0 | 1) =>
      rest * rest * from[axis] + 2 * rest * t * by[axis] + t * t * to[axis]
    return [on(0), on(1)]
  })

/** A bend that two points pull (a cubic curve). */
const pulledTwice = (from: Point, by: Point, then: Point, to: Point): Point[] =>
  Array.from({ length: bends }, (_, n): Point => {
    const [t, rest] = [(n + 1) / bends, 1 - (n + 1) / bends]
    const on = (axis: 0 | 1) =>
      rest ** 3 * from[axis] +
      3 * rest * rest * t * by[axis] +
      3 * rest * t * t * then[axis] +
      t ** 3 * to[axis]
    return [on(0), on(1)]
  })

const taken: Record<string, number> = { m: 2, l: 2, h: 1, v: 1, q: 4, c: 6, a: 7 }

/** The next points of a path after one command with its numbers. */
function next(command: string, n: readonly number[], from: Point): Point[] {
  const [x, y] = command === command.toLowerCase() ? from : ([0, 0] as const)
  const at = (one: number): Point => [x + (n[one] ?? 0), y + (n[one + 1] ?? 0)]
  switch (command.toLowerCase()) {
    case 'h':
      return [[x + (n[0] ?? 0), from[1]]]
    case 'v':
      return [[from[0], y + (n[0] ?? 0)]]
    case 'q':
      return pulled(from, at(0), at(2))
    case 'c':
      return pulledTwice(from, at(0), at(2), at(4))
    case 'a':
      return arc(from, n[0] ?? 0, n[4] === 1, at(5))
    default:
      return [at(0)]
  }
}

/** The commands of a path, each with as many numbers as it takes: "l2 2 4 4" is two. */
function* stepsOf(path: string): Generator<{ command: string; numbers: number[] }> {
  for (const [, command = '', words = ''] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
    const numbers = (words.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number)
    const count = taken[command.toLowerCase()] ?? 0
    if (count === 0) {
      yield { command: 'z', numbers: [] }
      continue
    }
    for (let at = 0; at < numbers.length; at += count)
      // What follows the beginning of an outline is a line.
      yield {
        command: at > 0 ? lineAfter(command) : command,
        numbers: numbers.slice(at, at + count),
      }
  }
}
const lineAfter = (command: string) => ({ m: 'l', M: 'L' })[command] ?? command

/** The outlines of an SVG path (M, L, H, V, Q, A, Z and their small sisters), straight lines only. */
export function outlinesOf(path: string): Point[][] {
  const outlines: Point[][] = []
  let from: Point = [0, 0]
  for (const { command, numbers } of stepsOf(path)) {
    const outline = outlines.at(-1) ?? []
    const points = command === 'z' ? outline.slice(0, 1) : next(command, numbers, from)
    if (command.toLowerCase() === 'm') outlines.push(points)
    else if (command !== 'z') outline.push(...points)
    from = points.at(-1) ?? from
  }
  return outlines
}

/** Which parts of a line across are inside the outlines, from left to right: where they wind around it. */
function insides(outlines: readonly (readonly Point[])[], y: number): Point[] {
  const crossed: { x: number; way: 1 | -1 }[] = []
  for (const outline of outlines)
    outline.forEach((a, at) => {
      const b = outline[(at + 1) % outline.length] ?? a
      if (a[1] <= y === b[1] <= y) return
      const x = a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])
      crossed.push({ x, way: a[1] <= y ? 1 : -1 })
    })
  const found: Point[] = []
  let [begun, winds] = [0, 0]
  for (const { x, way } of crossed.toSorted((one, other) => one.x - other.x)) {
    if (winds === 0) begun = x
    winds += way
    if (winds === 0) found.push([begun, x])
  }
  return found
}

// Each row of points is looked at this often, so that slanted edges are smooth.
const looks = 4

/** How much of each point of one row is inside, from 0 to 1. */
function coverage(outlines: readonly (readonly Point[])[], y: number, width: number): Float32Array {
  const covered = new Float32Array(width)
  for (let look = 0; look < looks; look += 1)
    for (const [begin, end] of insides(outlines, y + (look + 0.5) / looks)) {
      const [from, to] = [Math.max(0, begin), Math.min(width, end)]
      for (let x = Math.floor(from); x < to; x += 1)
        covered[x] = (covered[x] ?? 0) + (Math.min(to, x + 1) - Math.max(from, x)) / looks
    }
  return covered
}

/** Fills outlines with a colour, in the rows of a picture from `top` on; `height` rows at most. */
export function fillOutlines(
  { width, rgb }: Points,
  outlines: readonly (readonly Point[])[],
  { top, height }: { top: number; height: number },
  colour: Colour,
): void {
  for (let y = top; y < top + height; y += 1) {
    const near = outlines.filter(
      (one) => one.some((p) => p[1] >= y) && one.some((p) => p[1] <= y + 1),
    )
    if (near.length > 0) lay(rgb, y * width * 3, coverage(near, y, width), colour)
  }
}

/** Lays a colour over a row of points, as much of it as `covered` says. */
function lay(rgb: Uint8Array, from: number, covered: Float32Array, colour: Colour): void {
  for (let x = 0; x < covered.length; x += 1) {
    const share = Math.min(1, covered[x] ?? 0)
    if (share === 0) continue
    for (let part = 0; part < 3; part += 1) {
      const at = from + x * 3 + part
      const below = rgb[at] ?? 0
      rgb[at] = Math.round(below + ((colour[part] ?? 0) - below) * share)
    }
  }
}

/** A place on a patch, turned round its middle, in points. */
function placed([x, y]: Point, turns: number, size: number): Point {
  let at: Point = [x - 2, y - 2]
  for (let turn = 0; turn < turns; turn += 1) at = [-at[1], at[0]]
  return [((at[0] + 2) * size) / 4, ((at[1] + 2) * size) / 4]
}

const numberIn = (pattern: RegExp, svg: string) => Number(pattern.exec(svg)?.[1] ?? 0)

/** The points of one patch: a square of `size`. */
function drawPatch(svg: string, size: number): Uint8Array {
  const [cloth, second, third] = trios[numberIn(/class="patch q(\d)"/, svg)] ?? trios[0]
  const turns = numberIn(/rotate\((\d+)/, svg) / 90
  const rgb = new Uint8Array(size * size * 3)
  fill(rgb, 0, dyes[cloth])
  for (const [, kind, path = ''] of svg.matchAll(/<path class="([bc])" d="([^"]*)"/g)) {
    const colour = dyes[kind === 'b' ? second : third]
    const outlines = outlinesOf(path).map((outline) =>
      outline.map((point) => placed(point, turns, size)),
    )
    for (let y = 0; y < size; y += 1) lay(rgb, y * size * 3, coverage(outlines, y, size), colour)
  }
  return rgb
}

function fill(rgb: Uint8Array, from: number, colour: Colour): void {
  for (let at = from; at < rgb.length; at += 3) rgb.set(colour, at)
}

/** Measures in pixels: square patches side by side, and a band below them. */
export type Frame = { columns: number; rows: number; patch: number; band: number }

/** 1200 × 630, as other sites show it beside a link, with room for a title or without; a square of 1080; and 1080 × 1920 for a telephone held upright. */
export const frames = {
  titled: { columns: 6, rows: 2, patch: 200, band: 230 },
  link: { columns: 6, rows: 3, patch: 200, band: 30 },
  square: { columns: 5, rows: 5, patch: 216, band: 0 },
  upright: { columns: 5, rows: 8, patch: 216, band: 192 },
} as const satisfies Record<string, Frame>

const part = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16)

/**
 * Draws the quilt of a story or a campaign. `seed`: the id that its patches on the pages grow from; `band`: the
 * colour of the band below it ("#44183c").
 */
export function drawQuilt(seed: string, frame: Frame, band: string): Points {
  const { columns, rows, patch } = frame
  const [width, height] = [columns * patch, rows * patch + frame.band]
  const rgb = new Uint8Array(width * height * 3)
  fill(rgb, rows * patch * width * 3, [part(band, 1), part(band, 3), part(band, 5)])
  for (let n = 0; n < columns * rows; n += 1) {
    const points = drawPatch(patchSvg(seed, n), patch)
    const [left, top] = [(n % columns) * patch, Math.floor(n / columns) * patch]
    for (let y = 0; y < patch; y += 1)
      rgb.set(points.subarray(y * patch * 3, (y + 1) * patch * 3), ((top + y) * width + left) * 3)
  }
  return { width, height, rgb }
}
