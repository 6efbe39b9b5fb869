import { Readable } from 'node:stream'
import { parse, type Info } from 'csv-parse'
import { sql } from 'kysely'
import { act, kithItself, type Db, type Tx } from './db.ts'
import { readPlaceRow, readPlacesHeader, type BadRow, type PostcodeRow } from './places.rows.ts'
import { nameDistricts } from './places.towns.ts'
import { err, ok, type Result } from './result.ts'
import { now } from './time.ts'

export { badRowReasons } from './places.rows.ts'

export type ImportedPlaces = {
  /** How many postcodes came in, and how many of them were there before. */
  kept: number
  replaced: number
  /** How many of the same countries were there before and are not in this file: they are gone. */
  dropped: number
  countries: string[]
  /** How many rows could not be read, and the first of them. */
  badRows: number
  bad: BadRow[]
}

export type ImportRefusal = 'empty' | 'no-columns' | 'no-good-row' | 'not-a-table'

export const importRefusals: Record<ImportRefusal, string> = {
  empty: 'The file is empty',
  'no-columns':
    'The first row must name the columns: postcode, latitude and longitude; town, region and country if there are any',
  'no-good-row': 'No row has a postcode and its position, so nothing was changed',
  'not-a-table': 'The file is not a table of values between commas (CSV)',
}

const batchRows = 2000
const badRowsShown = 200

/** Undoes the transaction and is answered, not logged: a refusal we expect. */
class Refused extends Error {
  readonly refusal: ImportRefusal
  constructor(refusal: ImportRefusal) {
    super(importRefusals[refusal])
    this.refusal = refusal
  }
}

type Row = { record: string[]; info: Info }
type Source = string | AsyncIterable<Uint8Array | string>

/** The file's own separator, by its first line: comma, semicolon (as spreadsheets here write) or tab. */
function separatorOf(start: string): string {
  const line = /^.*$/m.exec(start)?.[0] ?? ''
  const count = (mark: string) => line.split(mark).length
  return [',', ';', '\t'].toSorted((one, two) => count(two) - count(one))[0] ?? ','
}

/** The rows of a file, a piece at a time, so that memory stays flat however long it is. */
async function* recordsOf(source: Source): AsyncGenerator<Row> {
  const pieces = (typeof source === 'string' ? Readable.from([source]) : Readable.from(source))[
    Symbol.asyncIterator
  ]()
  const first = await pieces.next()
  if (first.done) return
  const start = typeof first.value === 'string' ? first.value : Buffer.from(first.value)
  async function* all() {
    yield start
    yield* { [Symbol.asyncIterator]: () => pieces }
  }
  const parser = parse({
    bom: true,
    delimiter: separatorOf(start.toString()),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 100_000,
  })
  const file = Readable.from(all())
  // A file that cannot be read to its end must not be waited for.
  file.on('error', (problem) => parser.destroy(problem))
  file.pipe(parser)
  yield* parser as AsyncIterable<Row>
}

/** Writes rows; the first of two with the same postcode stands. Out: the ids written, and if new. */
async function writeRows(tx: Tx, rows: PostcodeRow[], at: Date): Promise<Map<string, boolean>> {
  const of = <K extends keyof PostcodeRow>(key: K) => rows.map((row) => row[key])
  const written = await sql<{ id: string; fresh: boolean }>`
    insert into places (id, kind, name, town, district, region, country, lat, lon, loaded_at)
    select id, 'postcode', name, town, district, region, country, lat, lon, ${at}
    from unnest(${of('id')}::text[], ${of('name')}::text[], ${of('town')}::text[],
      ${of('district')}::text[], ${of('region')}::text[], ${of('country')}::text[],
      ${of('lat')}::float8[], ${of('lon')}::float8[])
      as row (id, name, town, district, region, country, lat, lon)
    on conflict (id) do update set (town, district, region, lat, lon, loaded_at) =
      (excluded.town, excluded.district, excluded.region, excluded.lat, excluded.lon,
        excluded.loaded_at)
      where places.loaded_at <> excluded.loaded_at
    returning id, xmax = 0 as fresh`.execute(tx)
  return new Map(written.rows.map((row) => [row.id, row.fresh]))
}

/** What an import has done so far. */
type Tally = {
  kept: number
  replaced: number
  badRows: number
  bad: BadRow[]
  countries: Set<string>
}

function refuse(tally: Tally, row: BadRow): void {
  tally.badRows++
  if (tally.bad.length < badRowsShown) tally.bad.push(row)
}

async function takeRows(tx: Tx, tally: Tally, rows: PostcodeRow[], at: Date): Promise<void> {
  const firsts = new Map<string, PostcodeRow>()
  for (const row of rows)
    if (firsts.has(row.id)) refuse(tally, { line: row.line, reason: 'twice' })
    else firsts.set(row.id, row)
  const written = await writeRows(tx, [...firsts.values()], at)
  for (const row of firsts.values()) {
    const fresh = written.get(row.id)
    if (fresh === undefined) refuse(tally, { line: row.line, reason: 'twice' })
    else {
      tally.kept++
      if (!fresh) tally.replaced++
      tally.countries.add(row.country)
    }
  }
}

type Records = AsyncGenerator<Row>

async function takeAll(tx: Tx, records: Records, country: string, at: Date): Promise<Tally> {
  const tally: Tally = { kept: 0, replaced: 0, badRows: 0, bad: [], countries: new Set() }
  const header = await records.next()
  if (header.done) throw new Refused('empty')
  const columns = readPlacesHeader(header.value.record)
  if (!columns) throw new Refused('no-columns')
  let rows: PostcodeRow[] = []
  for await (const { record, info } of records) {
    const row = readPlaceRow(record, columns, info.lines, country)
    if (!row.ok) refuse(tally, row.error)
    else if (rows.push(row.value) === batchRows) {
      await takeRows(tx, tally, rows, at)
      rows = []
    }
  }
  if (rows.length > 0) await takeRows(tx, tally, rows, at)
  if (tally.kept === 0) throw new Refused('no-good-row')
  return tally
}

async function dropOlder(tx: Tx, countries: string[], at: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from places
    where kind = 'postcode' and country = any(${countries}::text[]) and loaded_at <> ${at}`.execute(
    tx,
  )
  return Number(numAffectedRows ?? 0)
}

/**
 * Brings in postcodes with their positions: `kith import places FILE`. In: a CSV file as text or in
 * pieces (UTF-8), whose first row names its columns; `country` (ISO 3166) where a row names none and
 * its postcode does not look British. One transaction: all good rows of the file replace the postcodes of
 * the countries in it, or nothing changes. Out: counts, and rows that could not be read with line
 * and reason; the sentences are in `importRefusals` and `badRowReasons`.
 */
export async function importPlaces(
  db: Db,
  source: Source,
  country = 'GB',
): Promise<Result<ImportedPlaces, ImportRefusal>> {
  const at = now()
  try {
    return await act(db, kithItself, async (tx) => {
      // Two imports at once would each drop what the other brings.
      await sql`lock table places in share row exclusive mode`.execute(tx)
      const tally = await takeAll(tx, recordsOf(source), country, at)
      const countries = [...tally.countries].toSorted()
      const dropped = await dropOlder(tx, countries, at)
      await nameDistricts(tx, countries)
      const { kept, replaced, badRows, bad } = tally
      const inOrder = bad.toSorted((one, two) => one.line - two.line)
      return ok({ kept, replaced, dropped, countries, badRows, bad: inOrder })
    })
  } catch (problem) {
    if (problem instanceof Refused) return err(problem.refusal)
    if (problem instanceof Error && 'code' in problem && String(problem.code).startsWith('CSV_'))
      return err('not-a-table')
    throw problem
  }
}
