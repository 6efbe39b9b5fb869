import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { drawQuilt, frames, outlinesOf } from './share.draw.ts'
import { pngOf } from './share.png.ts'
import { lettersOf, sharePicture } from './share.words.ts'

/** Reads a PNG back as points: our own have no filter. */
function read(png: Buffer): {
  width: number
  height: number
  at: (x: number, y: number) => string
} {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const begin = png.indexOf('IDAT') + 4
  const rows = inflateSync(png.subarray(begin, png.lastIndexOf('IEND') - 8))
  const at = (x: number, y: number) => {
    const from = y * (width * 3 + 1) + 1 + x * 3
    return rows.subarray(from, from + 3).toString('hex')
  }
  return { width, height, at }
}

/** How many points of the band below the quilt are not its own colour. */
function written(png: Buffer): number {
  const { width, height, at } = read(png)
  let count = 0
  for (let y = 440; y < height; y += 2)
    for (let x = 0; x < width; x += 2) if (at(x, y) !== '44183c') count += 1
  return count
}

test('a path is read as a browser reads it', () => {
  expect(outlinesOf('M0 0h4v4H0z')).toEqual([[[0, 0], [4, 0], [4, 4], [0, 4]]]) // prettier-ignore
  expect(outlinesOf('M.5.5l1-1-.5 2z')).toEqual([[[0.5, 0.5], [1.5, -0.5], [1, 1.5]]]) // prettier-ignore
  const [round = []] = outlinesOf('M0 4A4 4 0 0 1 4 0V4z')
  // A quarter of a circle around the corner: every point of it is four away.
  for (const [x, y] of round.slice(0, 17)) expect(Math.hypot(x - 4, y - 4)).toBeCloseTo(4, 6)
  const [bent = []] = outlinesOf('M0 0C0 0 4 4 4 4')
  expect(bent.at(-1)).toEqual([4, 4])
})

test('the same story draws the same quilt, and another story another one', () => {
  const draw = (id: string) => pngOf(drawQuilt(id, frames.link, '#44183c'))
  expect(draw('one').equals(draw('one'))).toBe(true)
  expect(draw('one').equals(draw('two'))).toBe(false)
  const { width, height, at } = read(draw('one'))
  expect([width, height]).toEqual([1200, 630])
  expect(at(600, 620)).toBe('44183c')
  const sizes = [frames.square, frames.upright].map((frame) => drawQuilt('one', frame, '#44183c'))
  expect(sizes.map(({ width: w, height: h }) => [w, h])).toEqual([
    [1080, 1080],
    [1080, 1920],
  ])
})

test('the title stands on the band, in any of our scripts, and never leaves it', async () => {
  const titles = [
    ['en', 'The Friday the kettle broke'],
    ['en', '#panic("x") $ <svg/onload=x> & \\ ]'],
    ['en', 'W'.repeat(120)],
    ['cy', 'Tŷ ger y môr'],
    ['ur', 'چائے خانہ میں پہلی ملاقات'],
    ['bn', 'আমিনা'],
  ]
  for (const [lang = '', title = ''] of titles) {
    const png = await sharePicture({ id: 'one', title, lang }, 'plum')
    const { width, height, at } = read(png)
    expect([width, height], title).toEqual([1200, 630])
    for (let x = 0; x < 1200; x += 10) expect(at(x, 628), title).toBe('44183c')
  }
  const two = await sharePicture({ id: 'one', title: 'Hello', lang: 'en' }, 'plum')
  expect(written(two)).toBeGreaterThan(500)
})

test('a title that none of our fonts has letters for leaves the quilt alone', async () => {
  const png = await sharePicture({ id: 'one', title: '東京の物語', lang: 'ja' }, 'plum')
  expect(png.equals(pngOf(drawQuilt('one', frames.link, '#44183c')))).toBe(true)
})

test('what holds nothing in a drawing does not move what follows', () => {
  const letter = '<symbol id="a" overflow="visible"><path d="M0 0h1v1z"/></symbol>'
  const moved = '<g transform="matrix(1 0 0 1 5 5)"/>'
  const svg = `<svg>${moved}<g transform="translate(2 3)"><use xlink:href="#a" x="1" y="0"/></g>${letter}</svg>`
  expect(lettersOf(svg)).toEqual([[[3, 3], [4, 3], [4, 4]]]) // prettier-ignore
})
