export type Position = { lat: number; lon: number }
/** How exactly a place is known: a postcode, the area of many postcodes, or a town. */
export type Precision = 'postcode' | 'area' | 'town'
export type Units = 'miles' | 'kilometres'

/** The mean radius of the Earth in km (R₁ of the International Union of Geodesy and Geophysics). */
const earthKm = 6371.0088
const kmInMile = 1.609344
const radians = (degrees: number) => (degrees * Math.PI) / 180

/**
 * The way from one position to another over the ball of the Earth, in km; within 0.5% of the true
 * ellipsoid. Haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68 (1984) 159.
 */
export function distanceKm(from: Position, to: Position): number {
  const latHalf = Math.sin(radians(to.lat - from.lat) / 2)
  const lonHalf = Math.sin(radians(to.lon - from.lon) / 2)
  const h = latHalf ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * lonHalf ** 2
  return 2 * earthKm * Math.asin(Math.sqrt(Math.min(1, h)))
}

/**
 * A position in degrees as a point [x, y, z] on a ball of radius 1, the same as `kith_spot(lat, lon)` in
 * SQL: `order by spot <-> cube(array[x, y, z])` is then the exact order by distance, by a GiST index.
 */
export function unit(lat: number, lon: number): [x: number, y: number, z: number] {
  const ring = Math.cos(radians(lat))
  return [ring * Math.cos(radians(lon)), ring * Math.sin(radians(lon)), Math.sin(radians(lat))]
}

/** What `spot <-> cube(…)` gives (0 to 2), as km over the surface. */
export const chordKm = (chord: number): number => 2 * earthKm * Math.asin(Math.min(1, chord / 2))
/** The other way round: km over the surface as a chord, to bound a search. At most 2: the far side. */
export const kmChord = (km: number): number =>
  2 * Math.sin(Math.min(Math.max(km, 0) / earthKm, Math.PI) / 2)

/** Degrees kept of a position when it is shown: 0.01° is 1.1 km from north to south, 0.1° is 11 km. */
const steps: Record<Precision, number> = { postcode: 100, town: 100, area: 10 }

/**
 * A position as it may be shown: rounded to a grid of about 1 km (0.7 km from west to east in Britain),
 * or of 11 km for a whole postcode area. Our postcodes are outward codes (a few thousand homes), so
 * a dot on the map leads to a neighbourhood and never to a door. The order "nearest first" uses the
 * rounded position too: a distance to the metre from three places would give a home away.
 */
export function coarse(lat: number, lon: number, precision: Precision): Position {
  const step = steps[precision]
  return { lat: Math.round(lat * step) / step, lon: Math.round(lon * step) / step }
}

/** Where people measure the way in miles. */
export const unitsOf = (country: string): Units =>
  ['GB', 'IM', 'JE', 'GG', 'US', 'LR'].includes(country) ? 'miles' : 'kilometres'

/**
 * A distance as a reader says it: "12 miles", "3 milltir", in whole miles or kilometres and never less
 * than one, because positions are not known more finely than that. `lang` is a BCP 47 tag.
 */
export function formatDistance(km: number, lang: string, units: Units): string {
  const length = units === 'miles' ? km / kmInMile : km
  const name = units === 'miles' ? 'mile' : 'kilometer'
  const style = {
    style: 'unit',
    unit: name,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  } as const
  return new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang, style).format(Math.max(1, length))
}
