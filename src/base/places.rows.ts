import { postcodeAreas } from './places.postcodes.ts'
import { countryOf, regionOf } from './places.words.ts'
import { err, ok, type Result } from './result.ts'

export type PostcodeRow = {
  line: number
  id: string
  name: string
  town: string | null
  district: string | null
  region: string
  country: string
  lat: number
  lon: number
}

export type BadRowReason =
  | 'no-postcode'
  | 'not-a-postcode'
  | 'whole-postcode'
  | 'no-position'
  | 'not-on-earth'
  | 'twice'
export type BadRow = { line: number; reason: BadRowReason }

export const badRowReasons: Record<BadRowReason, string> = {
  'no-postcode': 'it has no postcode',
  'not-a-postcode': 'what stands for the postcode is none',
  'whole-postcode': 'it is a whole postcode, a few doors: Kith keeps only the first half',
  'no-position': 'latitude or longitude is missing or not a number',
  'not-on-earth': 'latitude must be between -90 and 90, longitude between -180 and 180',
  twice: 'the postcode stands in an earlier row as well; that row was taken',
}

const synonyms = {
  postcode: ['postcode', 'outcode', 'outwardcode', 'postcodedistrict', 'postalcode', 'zip', 'zipcode', 'code', 'plz', 'routingkey'],
  lat: ['latitude', 'lat', 'y'],
  lon: ['longitude', 'lon', 'long', 'lng', 'x'],
  town: ['town', 'posttown', 'city', 'place', 'placename', 'name'],
  district: ['region', 'district', 'council', 'county', 'localauthority', 'admindistrict', 'area'],
  region: ['countrystring', 'nation', 'ukregion', 'state', 'province'],
  country: ['country', 'countrycode', 'countryname', 'iso'],
} as const // prettier-ignore

type Column = keyof typeof synonyms
/** Where each column stands in a row; `postcode`, `lat` and `lon` are always there. */
export type Columns = Map<Column, number>

/** Reads the first row by its names, in any order and spelling. Out: null when it names too little. */
export function readPlacesHeader(header: readonly string[]): Columns | null {
  const names = header.map((name) => name.toLowerCase().replace(/[^a-z]/g, ''))
  const columns: Columns = new Map()
  for (const [column, spellings] of Object.entries(synonyms)) {
    const at = spellings.map((spelling) => names.indexOf(spelling)).find((index) => index >= 0)
    // The keys of `synonyms` are the columns.
    if (at !== undefined) columns.set(column as Column, at)
  }
  return columns.has('postcode') && columns.has('lat') && columns.has('lon') ? columns : null
}

/** A number as people write it, with a point or a comma; null when it is none. */
function numberIn(text: string): number | null {
  const tidy = text.replace(',', '.')
  return /^[+-]?\d{1,4}(\.\d{1,20})?$/.test(tidy) ? Number(tidy) : null
}

const britishLands = ['GB', 'IM', 'JE', 'GG']
const british = /^([A-Z]{1,2})[0-9][A-Z0-9]?$/
const wholeBritish = /^([A-Z]{1,2})[0-9][A-Z0-9]?[0-9][A-Z]{2}$/

function readCode(text: string, country: string): Result<string, BadRowReason> {
  const code = text.toUpperCase().replace(/[\s-]/g, '')
  if (!code) return err('no-postcode')
  if (!/^[A-Z0-9]{1,10}$/.test(code) || !/[0-9]/.test(code)) return err('not-a-postcode')
  if (!britishLands.includes(country)) return ok(code)
  if (postcodeAreas.has(british.exec(code)?.[1] ?? '')) return ok(code)
  return err(wholeBritish.test(code) ? 'whole-postcode' : 'not-a-postcode')
}

function readPosition(latText: string, lonText: string): Result<[number, number], BadRowReason> {
  const lat = numberIn(latText)
  const lon = numberIn(lonText)
  if (lat === null || lon === null) return err('no-position')
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return err('not-on-earth')
  // Null Island: what many lists write where they do not know.
  return lat === 0 && lon === 0 ? err('no-position') : ok([lat, lon])
}

const within = (text: string) => text.slice(0, 100) || null

/** Reads one row. `country` (ISO 3166) is taken where the row names none. */
export function readPlaceRow(
  record: readonly string[],
  columns: Columns,
  line: number,
  country: string,
): Result<PostcodeRow, BadRow> {
  const of = (column: Column) =>
    (record[columns.get(column) ?? -1] ?? '').toWellFormed().replaceAll('\0', '').trim()
  // Some lists have the country in one column and its part in the other, and now and then swap them.
  const land = countryOf(of('country')) ?? countryOf(of('region')) ?? country
  const code = readCode(of('postcode'), land)
  if (!code.ok) return err({ line, reason: code.error })
  const position = readPosition(of('lat'), of('lon'))
  if (!position.ok) return err({ line, reason: position.error })
  const [lat, lon] = position.value
  // Beyond Britain and its islands the column is taken at its word.
  const elsewhere = britishLands.includes(land) ? '' : of('region').slice(0, 100)
  const region = regionOf(of('country')) ?? regionOf(of('region')) ?? elsewhere
  return ok({
    line,
    id: `postcode:${land}:${code.value}`,
    name: code.value,
    town: within(of('town')),
    district: within(of('district')),
    region,
    country: land,
    lat,
    lon,
  })
}
