import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chordKm,
  coarse,
  distanceKm,
  formatDistance,
  kmChord,
  unit,
  unitsOf,
  type Position,
} from './places.geo.ts'

const position = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
})
const britain = fc.record({
  lat: fc.double({ min: 49, max: 61, noNaN: true }),
  lon: fc.double({ min: -11, max: 2, noNaN: true }),
})
const chord = (one: Position, two: Position) => {
  const [a, b] = [unit(one.lat, one.lon), unit(two.lat, two.lon)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

describe('the way from one place to another', () => {
  test('is as long as a map says', () => {
    const london = { lat: 51.50853, lon: -0.12574 }
    const edinburgh = { lat: 55.95206, lon: -3.19648 }
    expect(distanceKm(london, edinburgh)).toBeCloseTo(534, 0)
    expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(20015.1, 1)
    expect(distanceKm({ lat: 0, lon: 179.9 }, { lat: 0, lon: -179.9 })).toBeCloseTo(22.2, 1)
  })

  test('is the same back, and nothing from a place to itself', () => {
    fc.assert(
      fc.property(position, position, (one, two) => {
        expect(distanceKm(one, two)).toBeCloseTo(distanceKm(two, one), 6)
        expect(distanceKm(one, one)).toBe(0)
      }),
    )
  })

  test('is never longer straight than by way of a third place', () => {
    fc.assert(
      fc.property(position, position, position, (one, two, three) => {
        const around = distanceKm(one, two) + distanceKm(two, three)
        expect(distanceKm(one, three)).toBeLessThanOrEqual(around + 1e-3)
      }),
    )
  })

  test('puts places in the same order as the straight line that the database measures', () => {
    fc.assert(
      fc.property(britain, britain, britain, (home, one, two) => {
        const byWay = distanceKm(home, one) - distanceKm(home, two)
        // Closer than a millimetre apart either order will do.
        fc.pre(Math.abs(byWay) > 1e-6)
        expect(Math.sign(chord(home, one) - chord(home, two))).toBe(Math.sign(byWay))
      }),
    )
  })

  test('comes out of that straight line, and turns into it', () => {
    fc.assert(
      fc.property(britain, britain, (one, two) => {
        expect(chordKm(chord(one, two))).toBeCloseTo(distanceKm(one, two), 6)
        expect(kmChord(distanceKm(one, two))).toBeCloseTo(chord(one, two), 9)
      }),
    )
    expect(kmChord(-1)).toBe(0)
    expect(kmChord(1e9)).toBe(2)
  })
})

test('every position is a point on a ball of radius 1', () => {
  fc.assert(
    fc.property(position, ({ lat, lon }) => {
      expect(Math.hypot(...unit(lat, lon))).toBeCloseTo(1, 12)
    }),
  )
})

describe('a position as it is shown', () => {
  test('lies within a kilometre of a postcode, and no closer than its grid', () => {
    fc.assert(
      fc.property(britain, ({ lat, lon }) => {
        const shown = coarse(lat, lon, 'postcode')
        expect(distanceKm({ lat, lon }, shown)).toBeLessThan(0.7)
        expect(Math.abs(shown.lat * 100 - Math.round(shown.lat * 100))).toBeLessThan(1e-6)
        expect(coarse(shown.lat, shown.lon, 'postcode')).toEqual(shown)
      }),
    )
  })

  test('is coarser still for a whole area', () => {
    expect(coarse(51.50265, -0.13111, 'postcode')).toEqual({ lat: 51.5, lon: -0.13 })
    expect(coarse(51.50265, -0.13111, 'area')).toEqual({ lat: 51.5, lon: -0.1 })
  })
})

test('people read distances in their own language and units, never under one', () => {
  expect(formatDistance(20, 'en', 'miles')).toBe('12 miles')
  expect(formatDistance(0.01, 'en', 'miles')).toBe('1 mile')
  expect(formatDistance(4.8, 'cy', 'miles')).toBe('3 milltir')
  expect(formatDistance(1234.5, 'en', 'kilometres')).toBe('1,235 kilometres')
  expect(formatDistance(5, 'ur', 'kilometres')).toContain('5')
  expect(unitsOf('GB')).toBe('miles')
  expect(unitsOf('IE')).toBe('kilometres')
})
