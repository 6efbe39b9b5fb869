import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { geoArea, geoAzimuthalEqualArea, geoCentroid, geoDistance, geoPath } from 'd3-geo'
import type { GeoContext, GeoProjection } from 'd3-geo'
import { merge } from 'topojson-client'
import { atlasName } from './map.countries.ts'
import type { Position } from './places.geo.ts'

/**
 * What is counted at one place: a town or a postcode area, never a home. With a `country` (ISO 3166), it
 * is drawn only where that country is: a dot in the sea where France would be helps nobody.
 */
export type MapPlace = Position & {
  n: number
  label: string
  href?: string | undefined
  country?: string | null | undefined
}
/** One dot: the biggest place in it, and how much is counted there and close by. */
export type Dot = {
  x: number
  y: number
  radius: number
  n: number
  label: string
  href: string | undefined
  /** How many other places stand so close that they are counted here. */
  others: number
}
export type Drawn = {
  width: number
  height: number
  land: string
  dots: Dot[]
  /** How much of what is counted lies in no country of the picture, or outside it. */
  outside: number
}

type Land = {
  countries: readonly string[]
  width: number
  height: number
  path: string
  projection: GeoProjection
}
type Ring = [x: number, y: number][]
type Atlas = Parameters<typeof merge>[0]
type Shape = Extract<Parameters<typeof merge>[1], unknown[]>[number] & {
  properties: { name: string }
}
type Countries = Atlas & { objects: { countries: { geometries: Shape[] } } }

const width = 600
const tallest = 900
const margin = 12
const mostDots = 60
/** Land smaller than this many square units cannot be seen, and costs as much as land that can. */
const smallest = 3

// Drawn in one piece: the sea between them belongs to the picture, the borders do not.
const together = ['GB', 'IE', 'IM', 'JE', 'GG']
const lands = new Map<string, Land>()

const countriesOf = (focus: string): readonly string[] =>
  together.includes(focus) ? together : [focus]

/**
 * The shape of a country, or of several that are drawn together, without the borders between them and
 * without far islands; null when the atlas has none (Gibraltar is too small for it).
 */
function shapeOf(focus: string): GeoJSON.MultiPolygon | null {
  const path = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')
  // The package documents this shape; it is read once for each country and not kept.
  const atlas = JSON.parse(readFileSync(path, 'utf8')) as Countries
  const names = new Set(countriesOf(focus).map(atlasName))
  const shapes = atlas.objects.countries.geometries.filter(({ properties }) =>
    names.has(properties.name),
  )
  return shapes.length > 0 ? nearMainland(merge(atlas, shapes)) : null
}

const polygon = (coordinates: GeoJSON.Position[][]): GeoJSON.Polygon => ({
  type: 'Polygon',
  coordinates,
})

/** Leaves out what lies so far away that the mainland would shrink to a stamp (French Guiana). */
function nearMainland(whole: GeoJSON.MultiPolygon): GeoJSON.MultiPolygon {
  const parts = whole.coordinates.map((part) => ({ part, area: geoArea(polygon(part)) }))
  const main = parts.reduce((one, two) => (two.area > one.area ? two : one))
  const middle = geoCentroid(polygon(main.part))
  // About twice the radius of the mainland, and 300 km for small countries with islands.
  const reach = 2 * Math.sqrt(main.area / Math.PI) * 1.4 + 0.05
  const near = parts.filter(({ part }) => geoDistance(geoCentroid(polygon(part)), middle) < reach)
  return { type: 'MultiPolygon', coordinates: near.map(({ part }) => part) }
}

/** Twice the area that a ring goes round. */
const doubleArea = (ring: Ring): number =>
  Math.abs(
    ring.reduce((sum, [x, y], at) => {
      const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [x, y]
      return sum + x * nextY - nextX * y
    }, 0),
  )

/** Whole units, without points that the eye would not miss. */
function simpler(ring: Ring): Ring {
  const kept: Ring = []
  for (const [x, y] of ring) {
    const point: [number, number] = [Math.round(x), Math.round(y)]
    const last = kept.at(-1)
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 1.5) continue
    const before = kept.at(-2)
    if (before && last && doubleArea([before, last, point]) < 2) kept.pop()
    kept.push(point)
  }
  return kept
}

/** A ring as a path in steps from point to point, which are short numbers. */
function stroke(ring: Ring): string {
  const [start = [0, 0], ...rest] = ring
  let [lastX, lastY] = start
  const steps = rest.map(([x, y]) => {
    const step = `${x - lastX} ${y - lastY}`
    ;[lastX, lastY] = [x, y]
    return step
  })
  return `M${start[0]} ${start[1]}l${steps.join(' ').replaceAll(' -', '-')}z`
}

/** The rings of a shape as they fall on the picture. */
function ringsOf(shape: GeoJSON.MultiPolygon, projection: GeoProjection): Ring[] {
  const rings: Ring[] = []
  const pen: GeoContext = {
    beginPath: () => {},
    arc: () => {},
    closePath: () => {},
    moveTo: (x, y) => void rings.push([[x, y]]),
    lineTo: (x, y) => void rings.at(-1)?.push([x, y]),
  }
  geoPath(projection, pen)(shape)
  return rings
}

function drawLand(focus: string, shape: GeoJSON.MultiPolygon): Land {
  const [lon, lat] = geoCentroid(shape)
  const projection = geoAzimuthalEqualArea()
    .rotate([-lon, -lat])
    .fitWidth(width - 2 * margin, shape)
  const [[left, top], [right, bottom]] = geoPath(projection).bounds(shape)
  if (bottom - top > tallest) projection.fitHeight(tallest, shape)
  const scale = Math.min(1, tallest / (bottom - top))
  const drawnWidth = Math.round((right - left) * scale + 2 * margin)
  const height = Math.round((bottom - top) * scale + 2 * margin)
  const [[x0, y0]] = geoPath(projection).bounds(shape)
  const [x, y] = projection.translate()
  projection.translate([x - x0 + margin, y - y0 + margin])
  const rings = ringsOf(shape, projection)
    .map(simpler)
    .filter((ring) => ring.length > 2 && doubleArea(ring) > 2 * smallest)
  const path = rings.map(stroke).join('')
  return { countries: countriesOf(focus), width: drawnWidth, height, path, projection }
}

/** The land in the picture; made at its first use for each country and kept (about 10 kB each). */
function landOf(focus: string): Land {
  const known = lands.get(focus)
  if (known) return known
  const shape = shapeOf(focus)
  const made = shape ? drawLand(focus, shape) : landOf('GB')
  lands.set(focus, made)
  return made
}

type Placed = MapPlace & { x: number; y: number }

/** Where a place falls in the picture; nothing when it falls outside. */
function placeOn(
  { countries, width: across, height, projection }: Land,
  place: MapPlace,
): Placed[] {
  if (place.country && !countries.includes(place.country)) return []
  const [x, y] = projection([place.lon, place.lat]) ?? [-1, -1]
  return x >= 0 && y >= 0 && x <= across && y <= height ? [{ ...place, x, y }] : []
}

/** Gathers places that stand closer than `apart` under the biggest of them. */
function gather(places: readonly Placed[], apart: number): Dot[] {
  const dots: Dot[] = []
  for (const { x, y, n, label, href } of places) {
    const near = dots.find((dot) => Math.hypot(dot.x - x, dot.y - y) < apart)
    if (near) {
      near.n += n
      near.others++
    } else dots.push({ x: Math.round(x), y: Math.round(y), radius: 0, n, label, href, others: 0 })
  }
  return dots
}

/** The area of a dot grows with its count, within bounds: 7 to 20 units of 600. */
const radiusOf = (n: number) => Math.round(Math.min(20, 6 + 1.6 * Math.sqrt(n)))

/** The same places are drawn the same way, in whatever order they come. */
const bySize = (one: MapPlace, two: MapPlace) =>
  two.n - one.n || one.lat - two.lat || one.lon - two.lon

/**
 * Draws places on the land of a country (ISO 3166; Britain and Ireland unless another is given): at most 60
 * dots, each on a real place, with all that is counted close to it. Lengths are units of the picture,
 * which is 600 wide or 924 high. Shapes: Natural Earth (public domain) by world-atlas.
 */
export function drawMap(places: readonly MapPlace[], focus = 'GB'): Drawn {
  const code = focus.toUpperCase()
  const land = landOf(together.includes(code) || !/^[A-Z]{2}$/.test(code) ? 'GB' : code)
  const placed = places.toSorted(bySize).flatMap((place) => placeOn(land, place))
  const all = places.reduce((sum, { n }) => sum + n, 0)
  const inside = placed.reduce((sum, { n }) => sum + n, 0)
  let apart = 30
  let dots = gather(placed, apart)
  while (dots.length > mostDots) {
    apart *= 1.2
    dots = gather(placed, apart)
  }
  const sized = dots.map((dot) => ({ ...dot, radius: radiusOf(dot.n) }))
  // Small dots last, so that none hides under a big one.
  const drawn = sized.toSorted((one, two) => two.n - one.n)
  return {
    width: land.width,
    height: land.height,
    land: land.path,
    dots: drawn,
    outside: all - inside,
  }
}
