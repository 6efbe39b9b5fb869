import { gzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actionColour, bandColour, dyes } from '../src/base/ui/dyes.ts'
import { buildLook } from './build.ts'
import { coloursOf, contrast, misses, type Scheme } from './contrast.ts'
import { buildStyle, tooModern, unfoldSchemes, unlayer } from './css.ts'
import { oklchToHex } from './oklch.ts'

const schemes: Scheme[] = ['light', 'dark', 'more', 'more-dark']
const gzip = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length
const built = (name: string) => new URL(`../build/look/${name}`, import.meta.url)
const manifest = () =>
  JSON.parse(readFileSync(built('manifest.json'), 'utf8')) as Record<string, string>

test('everyone can read every coalition, in every scheme and with every pair of dyes', () => {
  const faint = schemes.flatMap((scheme) =>
    dyes.flatMap((band) => dyes.flatMap((action) => misses(scheme, band, action))),
  )
  expect(faint).toEqual([])
})

test('a dye that a coalition chose is the colour of its band', () => {
  for (const dye of dyes) {
    const { band, action } = coloursOf('light', dye, dye)
    expect([bandColour(dye), actionColour(dye)]).toEqual([band, action])
  }
  expect(new Set(dyes.map((dye) => coloursOf('dark', dye, dye)['action'])).size).toBe(dyes.length)
  expect(bandColour('no such dye')).toBe(bandColour('plum'))
})

test('colours come out as they were drawn', () => {
  expect(oklchToHex(1, 0, 0)).toBe('#ffffff')
  expect(oklchToHex(0, 0, 0)).toBe('#000000')
  expect(oklchToHex(0.43, 0.15, 262)).toBe('#1d49a0')
  expect(oklchToHex(0.29, 0.085, 335)).toBe('#44183c')
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})

test('a phone from 2018 gets the whole style, within 10 kB', () => {
  const css = buildStyle((file) => `/look/${file}`)
  expect(tooModern.exec(Buffer.from(css).toString())).toBeNull()
  expect(gzip(css)).toBeLessThanOrEqual(10_000)
})

test('a rule outside its layer, or in a layer without a place, stops the build', () => {
  expect(unlayer('@layer b, a; @layer a { p {} } @layer b { q {} }')).toBe(' q {} \n p {} ')
  expect(() => unlayer('@layer a; p {}')).toThrow('outside a layer')
  expect(() => unlayer('@layer a; @layer b { p {} }')).toThrow('does not order')
})

test('a scheme holds for the device that asks and for the reader who asks', () => {
  expect(unfoldSchemes('@dark { & { --a: b } }')).toBe(
    '@media screen and (prefers-color-scheme: dark){ :root:not([data-theme="light"]) { --a: b } }' +
      '@media screen{ :root[data-theme="dark"] { --a: b } }',
  )
})

test('the files are built once, small, with their twins', async () => {
  await buildLook()
  expect(await buildLook()).toBe(false)
  const files = manifest()
  const script = readFileSync(built(files['enhance.js'] ?? ''))
  expect(gzip(script)).toBeLessThanOrEqual(3_000)
  // Trusted Types: nothing that parses text as HTML or code.
  expect(script.toString()).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(/,
  )
  // Only on the pages that a passkey is used on; most of it is the library.
  expect(gzip(readFileSync(built(files['passkey.js'] ?? '')))).toBeLessThanOrEqual(3_500)
  for (const name of ['kith.css', 'enhance.js', 'passkey.js', 'logo.svg'])
    for (const twin of ['br', 'gz'])
      expect(readFileSync(built(`${files[name]}.${twin}`)).length).toBeGreaterThan(50)
  const fonts = ['latin.woff2', 'latin-ext.woff2'].map(
    (name) => readFileSync(built(files[name] ?? '')).length,
  )
  expect(fonts[0]).toBeLessThanOrEqual(34_000)
  expect(fonts[1]).toBeLessThanOrEqual(19_500)
})
