import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { drawMap, type MapPlace } from './map.ts'
import { readTowns } from './places.towns.ts'
import { PlaceMap } from './ui/map.tsx'

const towns = (await readTowns(['GB', 'IE'])).filter(({ alias }) => !alias)
const places: MapPlace[] = towns.map(({ name, lat, lon, country, population }) => ({
  lat,
  lon,
  country,
  label: name,
  n: 1 + Math.round(population / 50_000),
}))
const london = { lat: 51.5, lon: -0.13, label: 'London', n: 9 }
const brent = { lat: 51.56, lon: -0.28, label: 'Brent', n: 2 }
const leeds = { lat: 53.8, lon: -1.55, label: 'Leeds', n: 1 }

const picture = (shown: readonly MapPlace[], focus?: string) =>
  String(
    <PlaceMap
      places={shown}
      focus={focus}
      lang="en"
      title="Our members on a map"
      describe="12 members in 3 places. The list below names them."
      name={({ label, n, others }) =>
        others ? `${label} and ${others} close by: ${n}` : `${label}: ${n}`
      }
    />,
  )

describe('what is counted on the map', () => {
  test('stands at the biggest place near it', () => {
    const { dots, outside } = drawMap([brent, leeds, london])
    expect(dots.map(({ label, n, others }) => [label, n, others])).toEqual([
      ['London', 11, 1],
      ['Leeds', 1, 0],
    ])
    expect(outside).toBe(0)
  })

  test('is never lost and fits in sixty dots', () => {
    const all = places.reduce((sum, { n }) => sum + n, 0)
    const { dots, outside, width, height } = drawMap(places)
    expect(dots.length).toBeLessThanOrEqual(60)
    expect(dots.reduce((sum, { n }) => sum + n, 0) + outside).toBe(all)
    expect(outside).toBe(0)
    for (const { x, y } of dots) {
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(width)
      expect(y).toBeLessThanOrEqual(height)
    }
  })

  test('is drawn the same in whatever order it comes', () => {
    expect(drawMap(places.toReversed())).toEqual(drawMap(places))
  })

  test('in another country is told apart, not drawn in the sea', () => {
    const paris = { lat: 48.85, lon: 2.35, label: 'Paris', n: 4, country: 'FR' }
    const dover = { lat: 51.13, lon: 1.3, label: 'Dover', n: 3, country: 'GB' }
    expect(drawMap([paris, dover])).toMatchObject({ outside: 4, dots: [{ label: 'Dover' }] })
    expect(drawMap([paris, dover], 'FR')).toMatchObject({ outside: 3, dots: [{ label: 'Paris' }] })
  })
})

describe('the land', () => {
  test('is the whole of Britain and Ireland, in the right place', () => {
    const { dots } = drawMap([
      { lat: 60.15, lon: -1.15, label: 'Lerwick', n: 4 },
      { lat: 50.12, lon: -5.54, label: 'Penzance', n: 3 },
      { lat: 51.9, lon: -8.47, label: 'Cork', n: 2 },
      { lat: 52.63, lon: 1.3, label: 'Norwich', n: 1 },
    ])
    const [lerwick, penzance, cork, norwich] = dots
    expect(lerwick!.y).toBeLessThan(norwich!.y)
    expect(norwich!.y).toBeLessThan(penzance!.y)
    expect(cork!.x).toBeLessThan(penzance!.x)
    expect(penzance!.x).toBeLessThan(norwich!.x)
  })

  test('is known for every country that has a few towns', () => {
    const without = [
      'AD',
      'FR',
      'US',
      'IN',
      'PK',
      'BD',
      'PL',
      'NZ',
      'ZA',
      'CI',
      'TR',
      'MK',
      'FJ',
      'CD',
    ]
      .map((country) => [country, drawMap([], country).land.length] as const)
      .filter(([, length]) => length < 20)
    expect(without).toEqual([])
  })

  test('is Britain and Ireland where the atlas has no shape', () => {
    const home = drawMap([], 'GB').land
    for (const focus of ['GI', 'ZZ', 'IE', 'gb', 'nonsense', ''])
      expect(drawMap([], focus).land).toBe(home)
  })
})

describe('the picture', () => {
  test('has a name and words for who cannot see it, and no style of its own', () => {
    const svg = picture([london, leeds])
    expect(svg).toContain('role="img"')
    expect(svg).toContain('<title id="map-title">Our members on a map</title>')
    expect(svg).toContain('<title>London: 9</title>')
    expect(svg).not.toMatch(/style=|<style|<script|fill=|NaN|undefined/)
  })

  test('is a group of named links when its dots lead somewhere', () => {
    const svg = picture([{ ...london, href: '/members?near=London&x=<' }])
    expect(svg).toContain('role="group"')
    expect(svg).toContain('href="/members?near=London&amp;x=&lt;" aria-label="London: 9"')
  })

  test('takes at most 7 kB on the way to a phone', () => {
    const linked = places.map((place) => ({ ...place, href: `/members?near=${place.label}` }))
    expect(gzipSync(picture(linked)).length).toBeLessThan(7000)
  })
})
