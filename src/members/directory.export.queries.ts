import { type SelectQueryBuilder, sql } from 'kysely'
import type { Db, Tables } from '#base/db.ts'
import type { Place } from '#base/places.ts'
import { findMatches } from './directory.search.queries.ts'
import type { Search } from './directory.rules.ts'
import type { DirectoryEntry } from './schema.ts'

const columns = [
  'organisationId', 'kind', 'name', 'about', 'topics', 'website', 'orgId', 'email', 'phone', 'place',
  'region', 'country', 'latitude', 'longitude', 'checkedAt', 'listedAt', 'example', 'stale',
] as const // prettier-ignore
const atOnce = 500

type Query = SelectQueryBuilder<Tables, 'directory', DirectoryEntry & { foldedName: string }>

const chosen = (query: Query, { kind, region, topic }: Search): Query =>
  query
    .$if(kind !== null, (some) => some.where('kind', '=', kind as NonNullable<typeof kind>)) // checked before
    .$if(region !== null, (some) => some.where('region', '=', region))
    .$if(topic !== null, (some) => some.where(sql<boolean>`topics @> array[${topic}::text]`))

/** One public entry, all of it; undefined when there is none. */
export const findEntry = (db: Db, id: string): Promise<DirectoryEntry | undefined> =>
  db
    .selectFrom('directory')
    .select([...columns])
    .where('organisationId', '=', id)
    .executeTakeFirst()

/**
 * All public entries that a search finds, a few hundred at a time in the order of the page, so that the
 * whole directory never lies in memory.
 */
export async function* entriesFound(
  db: Db,
  search: Search,
  place: Place | null,
): AsyncGenerator<DirectoryEntry[]> {
  const base = db.selectFrom('directory').select([...columns, 'foldedName'])
  if (search.q || place) {
    const ids = (await findMatches(db, search, place)).map((match) => match.organisationId)
    if (ids.length === 0) return
    const rows = await base.where('organisationId', 'in', ids).execute()
    const order = new Map(ids.map((id, at) => [id, at]))
    const turn = (row: DirectoryEntry) => order.get(row.organisationId) ?? 0
    yield rows.toSorted((one, two) => turn(one) - turn(two))
    return
  }
  let last: { stale: boolean; foldedName: string; organisationId: string } | null = null
  for (;;) {
    const rows: (DirectoryEntry & { foldedName: string })[] = await chosen(base, search)
      .$if(last !== null, (some) =>
        some.where(
          sql<boolean>`(stale, folded_name, organisation_id) > (${last?.stale}::boolean, ${last?.foldedName}, ${last?.organisationId}::uuid)`,
        ),
      )
      .orderBy('stale')
      .orderBy('foldedName')
      .orderBy('organisationId')
      .limit(atOnce)
      .execute()
    if (rows.length > 0) yield rows
    last = rows.at(-1) ?? null
    if (rows.length < atOnce || !last) return
  }
}
