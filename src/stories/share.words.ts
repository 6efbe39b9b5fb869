import { drawWords, unprintable } from '#base/print.ts'
import { bandColour } from '#base/ui/dyes.ts'
import { drawQuilt, fillOutlines, frames, outlinesOf, type Point } from './share.draw.ts'
import { type Points, pngOf } from './share.png.ts'

// What stands on the band (look/tokens.css).
const onBand = [0xfc, 0xf8, 0xf4] as const

type Matrix = readonly [number, number, number, number, number, number]

const within = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
]
const unmoved: Matrix = [1, 0, 0, 1, 0, 0]

const valueOf = (attributes: string, name: string) =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]

/** What a group does to what stands in it: `matrix(…)` and `translate(…)` are all that is written there. */
function matrixOf(attributes: string): Matrix {
  const [, kind, words = ''] = /transform="(matrix|translate)\(([^)]*)\)"/.exec(attributes) ?? []
  const numbers = words.split(/[\s,]+/).map(Number)
  const all = kind === 'translate' ? [1, 0, 0, 1, ...numbers] : numbers
  const at = (one: number) => all[one] ?? 0
  return kind ? [at(0), at(1), at(2), at(3), at(4), at(5)] : unmoved
}

/** The outlines of the letters that an SVG of `drawWords` knows, by their names. */
function alphabetOf(svg: string): Map<string, Point[][]> {
  const letters = new Map<string, Point[][]>()
  const symbols = svg.matchAll(/<symbol id="([^"]+)"[^>]*>\s*<path d="([^"]*)"/g)
  for (const [, id = '', path = ''] of symbols) letters.set(id, outlinesOf(path))
  return letters
}

/** The outlines of every letter where it stands, in points from the corner above on the left. */
export function lettersOf(svg: string): Point[][] {
  const letters = alphabetOf(svg)
  const found: Point[][] = []
  const around: Matrix[] = [unmoved]
  for (const [whole, tag = '', attributes = ''] of svg.matchAll(/<(\/?g|use)\b([^>]*)>/g)) {
    const here = around.at(-1) ?? unmoved
    // What holds nothing ends where it begins.
    if (tag === 'g' && !whole.endsWith('/>')) around.push(within(here, matrixOf(attributes)))
    if (tag === '/g') around.pop()
    if (tag === 'use') found.push(...letterAt(letters, here, attributes))
  }
  return found
}

function letterAt(letters: Map<string, Point[][]>, here: Matrix, attributes: string): Point[][] {
  const number = (name: string) => Number(valueOf(attributes, name) ?? 0)
  const [a, b, c, d, e, f] = within(here, [1, 0, 0, 1, number('x'), number('y')])
  const name = valueOf(attributes, 'xlink:href')?.slice(1) ?? ''
  const place = ([x, y]: Point): Point => [a * x + c * y + e, b * x + d * y + f]
  return (letters.get(name) ?? []).map((outline) => outline.map(place))
}

const margin = 40
// The largest letters with which a title of any length that may be written stays on the band.
const letterSizes = [64, 48, 36, 28]

/** Writes a title onto the band. Out: whether it found room. */
async function write(picture: Points, { title, lang }: { title: string; lang: string }) {
  const { rows, patch, band } = frames.titled
  for (const size of letterSizes) {
    const set = await drawWords({ title, lang, size, width: picture.width - 2 * margin })
    if (!set.ok) return false
    const letters = lettersOf(new TextDecoder().decode(set.value))
    // Measured by what is drawn: the letters of Nastaliq stand far above and below their line.
    const across = letters.flat().map(([, y]) => y)
    const [highest, lowest] = [
      across.reduce((m, y) => Math.min(m, y), Infinity),
      across.reduce((m, y) => Math.max(m, y), -Infinity),
    ]
    if (lowest - highest > band - 40) continue
    const top = rows * patch
    const down = top + (band - lowest - highest) / 2
    const placed = letters.map((one) => one.map(([x, y]): Point => [x + margin, y + down]))
    fillOutlines(picture, placed, { top, height: band }, onBand)
    return true
  }
  return false
}

/**
 * The picture of a story for other sites, 1200 × 630: its quilt, and its title on the band below. A title that no
 * font of ours has letters for, or that could not be set, leaves the quilt alone.
 */
export async function sharePicture(
  story: { id: string; title: string; lang: string },
  band: string,
): Promise<Buffer> {
  const colour = bandColour(band)
  if (unprintable(story.title).length === 0) {
    const picture = drawQuilt(story.id, frames.titled, colour)
    if (await write(picture, story)) return pngOf(picture)
  }
  return pngOf(drawQuilt(story.id, frames.link, colour))
}
