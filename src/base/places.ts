import { sql, type Generated } from 'kysely'
import type { Db } from './db.ts'
import { ensureTowns } from './places.towns.ts'
import { closest, readQualifiers } from './places.words.ts'
import type { Precision } from './places.geo.ts'
import { postcodeAreas, readPostcode, type PostcodeSought } from './places.postcodes.ts'

export { coarse, distanceKm, formatDistance, unit, unitsOf, type Precision } from './places.geo.ts'
export { readPostcode } from './places.postcodes.ts'
export { ensureTowns }
export { badRowReasons, importPlaces, importRefusals } from './places.import.ts'

/** Towns and postcodes. Holds no person; kept until the next import or the next list of towns. */
export type PlacesTable = {
  id: string
  kind: 'town' | 'postcode'
  name: string
  folded: Generated<string>
  alias: Generated<boolean>
  town: string | null
  district: string | null
  around: string | null
  region: Generated<string>
  country: string
  lat: number
  lon: number
  population: Generated<number>
  spot: Generated<string>
  loadedAt: Date
}

declare module '#base/db.ts' {
  interface Tables {
    places: PlacesTable
  }
}

/**
 * A place that was found. `name` is the town or the outward code ("SW1A"); `town` and `district` say
 * more about it where that is known; `country` is ISO 3166 letters; `lat` and `lon` are degrees.
 */
export type Place = {
  name: string
  town: string | null
  district: string | null
  region: string
  country: string
  lat: number
  lon: number
  precision: Precision
}

type Found = Place & { folded: string; population: number }

const columns = sql`name, town, district, region, country, lat, lon, folded, population,
  case kind when 'town' then 'town' else 'postcode' end as precision`

// Nobody writes a place in more; the rest of a pasted letter is not searched for.
const longest = 100

/** What may reach the database: whole characters, no NUL, of bounded length. */
const tidy = (text: string) =>
  text.slice(0, longest).toWellFormed().replaceAll('\0', ' ').replace(/\s+/g, ' ').trim()

const seen = ({ folded: _folded, population: _population, ...place }: Found): Place => place

async function findOutcode(db: Db, codes: string[]): Promise<Place | null> {
  const { rows } = await sql<Found>`
    select ${columns} from places
    where kind = 'postcode' and name collate "C" = any(${codes}::text[])
    order by length(name) desc limit 1`.execute(db)
  return rows[0] ? seen(rows[0]) : null
}

/** The middle of all outward codes of an area. */
async function middleOfArea(db: Db, area: string): Promise<Place | null> {
  const { rows } = await sql<{ lat: number | null; lon: number | null; region: string | null }>`
    select avg(lat) as lat, avg(lon) as lon, mode() within group (order by region) as region
    from places
    where kind = 'postcode' and name collate "C" >= ${`${area}0`} and name collate "C" < ${`${area}:`}`.execute(
    db,
  )
  const middle = rows[0]
  const known = postcodeAreas.get(area)
  if (!middle || !known || middle.lat === null || middle.lon === null) return null
  const { lat, lon } = middle
  const { town, country } = known
  return {
    name: area,
    town,
    district: null,
    region: middle.region ?? '',
    country,
    lat,
    lon,
    precision: 'area',
  }
}

async function mainTownOfArea(db: Db, area: string): Promise<Place | null> {
  const known = postcodeAreas.get(area)
  if (!known) return null
  const { rows } = await sql<Found>`
    select ${columns} from places
    where kind = 'town' and folded collate "C" = kith_place_name(${known.town})
      and country = ${known.country}
    order by population desc limit 1`.execute(db)
  return rows[0] ? { ...seen(rows[0]), name: area, town: known.town, precision: 'area' } : null
}

async function findPostcode(db: Db, { codes, area }: PostcodeSought): Promise<Place | null> {
  const exact = codes.length > 0 ? await findOutcode(db, codes) : null
  if (exact || !area) return exact
  return (await middleOfArea(db, area)) ?? mainTownOfArea(db, area)
}

type Sought = { name: string; country: string | null; within: string | null; home: string }

const narrowed = ({ country, within }: Sought) => sql`
  (${country}::text is null or country = ${country})
  and (${within}::text is null or kith_place_name(region) = kith_place_name(${within})
    or kith_place_name(around) ~ ('\\m' || kith_place_name(${within}) || '\\M'))`

const bestFirst = (home: string) => sql`(country = ${home}) desc, population desc, name`

/** Towns of exactly this name, but for case, accents and punctuation. */
async function sameName(db: Db, sought: Sought): Promise<Found | null> {
  const { rows } = await sql<Found>`
    select ${columns} from places
    where kind = 'town' and folded collate "C" = kith_place_name(${sought.name}) and ${narrowed(sought)}
    order by ${bestFirst(sought.home)} limit 1`.execute(db)
  return rows[0] ?? null
}

/** Towns whose name begins with these words ("Ashton" → Ashton-under-Lyne) or is like them. */
async function likeName(db: Db, sought: Sought): Promise<Found | null> {
  const { rows } = await sql<Found & { sought: string }>`
    select ${columns}, kith_place_name(${sought.name}) as sought from places
    where kind = 'town' and folded % kith_place_name(${sought.name}) and ${narrowed(sought)}
    order by similarity(folded, kith_place_name(${sought.name})) desc limit 60`.execute(db)
  return closest(rows, rows[0]?.sought ?? '', sought.home)
}

/** The middle of a county, council or island, by the postcodes in it. */
async function middleOfDistrict(db: Db, name: string): Promise<Place | null> {
  const { rows } = await sql<Place>`
    select min(district) as name, null as town, null as district, min(region) as region, country,
      avg(lat) as lat, avg(lon) as lon, 'area' as precision
    from places
    where kind = 'postcode' and kith_place_name(district) collate "C" = kith_place_name(${name})
    group by country order by count(*) desc limit 1`.execute(db)
  return rows[0] ?? null
}

async function findTown(db: Db, text: string, home: string): Promise<Place | null> {
  for (const reading of readQualifiers(text)) {
    const found = await sameName(db, { ...reading, home })
    if (found) return seen(found)
  }
  const district = await middleOfDistrict(db, text)
  if (district) return district
  for (const reading of readQualifiers(text)) {
    const found = await likeName(db, { ...reading, home })
    if (found) return seen(found)
  }
  return null
}

/**
 * Finds the place that somebody wrote: a postcode in any case and spacing, whole or in part (answered by
 * its outward code, else by the middle of its area), or a town, forgiving case, accents and a slip
 * of the pen, told from others of its name by what follows ("Newport, Wales"; "Bangor (NI)"). Of several,
 * the one in `home` (ISO 3166), then the biggest. Out: null when there is none. Nothing leaves Kith.
 */
export async function findPlace(db: Db, text: string, home = 'GB'): Promise<Place | null> {
  const wanted = tidy(text)
  if (!/[\p{L}\p{N}]/u.test(wanted)) return null
  const postcode = readPostcode(wanted)
  const found = postcode ? await findPostcode(db, postcode) : null
  return found ?? findTown(db, wanted, home)
}

/**
 * Finds the place of the coalition itself, which may be anywhere: "Paris, France" brings in the towns of
 * France first. For set-up and settings, not for visitors: it writes. Out: null when there is none, for
 * example because no country was named and it is not in Britain or Ireland.
 */
export async function findHome(db: Db, text: string): Promise<Place | null> {
  const country = readQualifiers(tidy(text)).find((reading) => reading.country)?.country ?? null
  await ensureTowns(db, country ? [country] : [])
  return findPlace(db, text, country ?? 'GB')
}

/**
 * Up to `most` places that could be meant by what has been written so far, the likeliest first: towns
 * that begin with it, outward codes that begin with it, then towns that are like it.
 */
export async function suggestPlaces(db: Db, text: string, most = 7, home = 'GB'): Promise<Place[]> {
  const wanted = tidy(text)
  if (!/[\p{L}\p{N}]/u.test(wanted)) return []
  const more = most * 2
  const code = wanted.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const { rows } = await sql<Found>`
    (select ${columns}, 1 as turn, length(name) as size from places
      where kind = 'postcode' and ${code} ~ '[0-9]'
        and name collate "C" >= ${code} and name collate "C" < ${`${code}~`}
      order by length(name), name limit ${more})
    union all
    (select ${columns}, 2 as turn, 0 as size from places
      where kind = 'town' and folded collate "C" >= kith_place_name(${wanted})
        and folded collate "C" < kith_place_name(${wanted}) || chr(1114111)
      order by ${bestFirst(home)} limit ${more})
    union all
    (select ${columns}, 3 as turn, 0 as size from places
      where kind = 'town' and folded % kith_place_name(${wanted})
        and not starts_with(folded, kith_place_name(${wanted}))
      order by similarity(folded, kith_place_name(${wanted})) desc limit ${more})
    order by turn, size, population desc limit ${more}`.execute(db)
  // Several names of one town (Hull, Kingston upon Hull) are one suggestion.
  const spots = new Set<string>()
  const apart = rows.filter(
    ({ lat, lon }) => !spots.has(`${lat} ${lon}`) && spots.add(`${lat} ${lon}`),
  )
  return apart.slice(0, most).map(seen)
}

/** "Newport, Isle of Wight, England": a place so that it can be told from others of its name. */
export function nameOf(place: Place): string {
  const more = place.precision === 'town' ? [place.district] : [place.town ?? place.district]
  const words = [place.name, ...more, place.region].filter((word): word is string => !!word)
  const plain = words.map((word) => word.toLowerCase())
  return words.filter((_, at) => plain.indexOf(plain[at] ?? '') === at).join(', ')
}
