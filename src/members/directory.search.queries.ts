import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#base/db.ts'
import { distanceKm, type Place } from '#base/places.ts'
import { slips } from '#base/places.words.ts'
import { directoryOverview } from './directory.overview.queries.ts'
import { everything, lastNumbered, mostMatches, pageSize, type Search } from './directory.rules.ts'
import type { Kind } from './schema.ts'

/** An entry as the list shows it. `km`: how far from the place that was asked for. */
export type Listed = {
  organisationId: string
  kind: Kind
  name: string
  about: string
  topics: string[]
  place: string
  region: string | null
  km: number | null
}
/** Where a match is, for the map; positions are null when they are not known. */
export type Match = {
  organisationId: string
  place: string
  country: string | null
  latitude: number | null
  longitude: number | null
}
export type Found = {
  entries: Listed[]
  /** The matches that were looked at, for the map; null for a list by name, whose map the overview has. */
  matches: Match[] | null
  /** There are more matches than were looked at. */
  more: boolean
}

const entryColumns = sql`organisation_id, kind, name, left(about, 240) as about, topics, place, region`
const matchColumns = sql`organisation_id, place, country, latitude, longitude`

/** What the ticked filters ask for; always something, so that it can stand behind "where". */
function filtered({ kind, region, topic }: Search): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (kind) parts.push(sql`kind = ${kind}`)
  if (region) parts.push(sql`region = ${region}`)
  if (topic) parts.push(sql`topics @> array[${topic}::text]`)
  return sql.join(parts, sql` and `)
}

type Edge = { name: string; id: string }

async function edgeOf(db: Db, id: string | null): Promise<Edge | null> {
  if (!id) return null
  const row = await db
    .selectFrom('directory')
    .select('foldedName as name')
    .where('organisationId', '=', id)
    .executeTakeFirst()
  return row ? { name: row.name, id } : null
}

/**
 * The statement behind a page of the list by name: onward from the last entry of the page before, or back
 * from the first of the one behind. It reads one page of an index, however many entries there are.
 */
export function pageByName(search: Search, after: Edge | null, before: Edge | null) {
  const skip = after || before ? 0 : (Math.min(search.page, lastNumbered) - 1) * pageSize
  const from = after && sql`and (folded_name, organisation_id) > (${after.name}, ${after.id}::uuid)`
  const to =
    before && sql`and (folded_name, organisation_id) < (${before.name}, ${before.id}::uuid)`
  const order =
    before && !after
      ? sql`folded_name desc, organisation_id desc`
      : sql`folded_name, organisation_id`
  return sql<Omit<Listed, 'km'>>`
    select ${entryColumns} from directory where ${filtered(search)} ${from ?? to ?? sql``}
    order by ${order} limit ${pageSize} offset ${skip}`
}

async function listByName(db: Db, search: Search): Promise<Found> {
  const after = await edgeOf(db, search.after)
  const before = after ? null : await edgeOf(db, search.before)
  const { rows } = await pageByName(search, after, before).execute(db)
  const entries = (before ? rows.toReversed() : rows).map((row) => ({ ...row, km: null }))
  return { entries, matches: null, more: false }
}

/** The statement that finds the nearest, by the index of positions. */
export const nearest = (search: Search, { lat, lon }: Place) => sql<Match>`
  select ${matchColumns} from directory
  where spot is not null and ${filtered(search)}
  order by spot <-> kith_spot(${lat}, ${lon}) limit ${mostMatches + 1}`

// Short words have to be right: one slip in "Bath" is another town.
const allowedSlips = (length: number) => (length < 4 ? 0 : length < 7 ? 1 : 2)

type Token = { token: string; known: boolean; like: string[] | null }

/** The statement that takes a question apart into words, and names words like those nobody uses. */
export const tokensOf = (q: string) => sql<Token>`
  with asked as (select distinct term as token from unnest(tsvector_to_array(kith_words(${q}))) as term),
  seen as (select token, exists (select from directory_terms
    where term >= token collate "C" and term < (token || chr(1114111)) collate "C") as known from asked)
  select token, known, case when not known and length(token) > 3 then array(
    select term from directory_terms where term % token
    order by similarity(term, token) desc limit 20) end as like
  from seen limit 12`

const quoted = (word: string) => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`

/** The words as PostgreSQL looks for them: each begins a word, or is a slip of the pen for one. */
export function queryOf(tokens: readonly Token[]): string {
  const parts = tokens.map(({ token, known, like }) => {
    const near = (like ?? []).filter((term) => slips(term, token) <= allowedSlips(token.length))
    if (known || near.length === 0) return `${quoted(token)}:*`
    return `(${near.slice(0, 5).map(quoted).join(' | ')})`
  })
  return parts.join(' & ')
}

type Ranked = Match & { rank: number; foldedName: string }

/**
 * The statement that finds words: entries of this name first, then those whose name begins so, then those
 * with the words in their name or place, then in what they do. Each step looks at a bounded number.
 */
export const matching = (search: Search, words: string) => sql<Ranked>`
  with asked as materialized (select kith_fold(${search.q}) collate "C" as name),
  begins as (select ${matchColumns}, folded_name from directory
    where folded_name >= (select name from asked)
      and folded_name < (select name || chr(1114111) from asked) and ${filtered(search)}
    order by folded_name limit 50),
  named as (select ${matchColumns}, folded_name from directory
    where name_words @@ ${words}::tsquery and ${filtered(search)} limit ${mostMatches + 1}),
  told as (select ${matchColumns}, folded_name from directory
    where words @@ ${words}::tsquery and ${filtered(search)}
      and (select count(*) from named) <= ${mostMatches}
    limit ${mostMatches + 1}),
  every as (
    select *, case when folded_name = (select name from asked) then 0 else 1 end as rank from begins
    union all select *, 2 from named
    union all select *, 3 from told)
  select distinct on (rank, folded_name, organisation_id) * from (
    select distinct on (organisation_id) * from every order by organisation_id, rank) as once
  order by rank, folded_name, organisation_id limit ${mostMatches + 1}`

/** What words or a place find, the best first: at most one more than `mostMatches`. */
export async function findMatches(db: Db, search: Search, place: Place | null): Promise<Match[]> {
  if (!search.q) return place ? (await nearest(search, place).execute(db)).rows : []
  const { rows: tokens } = await tokensOf(search.q).execute(db)
  if (tokens.length === 0) return []
  const { rows } = await matching(search, queryOf(tokens)).execute(db)
  if (!place) return rows
  return rows.toSorted(
    (one, two) => (kmTo(place, one) ?? Infinity) - (kmTo(place, two) ?? Infinity),
  )
}

const kmTo = (from: Place, { latitude, longitude }: Match): number | null =>
  latitude === null || longitude === null
    ? null
    : distanceKm(from, { lat: latitude, lon: longitude })

async function entriesOf(db: Db, matches: Match[], place: Place | null): Promise<Listed[]> {
  const ids = matches.map((match) => match.organisationId)
  const { rows } = await sql<Omit<Listed, 'km'>>`
    select ${entryColumns} from directory where organisation_id = any(${ids}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.organisationId, row]))
  return matches.flatMap((match) => {
    const row = byId.get(match.organisationId)
    return row ? [{ ...row, km: place && kmTo(place, match) }] : []
  })
}

/**
 * Finds members: by words, near a place, or by name. `place` is what `search.near` was found to be.
 * Takes as long with 100,000 members as with 1,000, because it never looks at more than `mostMatches`.
 */
export async function findMembers(db: Db, search: Search, place: Place | null): Promise<Found> {
  if (!search.q && !place) return listByName(db, search)
  const all = await findMatches(db, search, place)
  const matches = all.slice(0, mostMatches)
  const first = (search.page - 1) * pageSize
  const entries = await entriesOf(db, matches.slice(first, first + pageSize), place)
  return { entries, matches, more: all.length > mostMatches }
}

/** The first few members that words find, for the search of the whole house. */
export async function searchMembers(
  db: Db,
  q: string,
  limit: number,
): Promise<{ organisationId: string; name: string; place: string }[]> {
  const matches = (await findMatches(db, { ...everything, q }, null)).slice(0, limit)
  return entriesOf(db, matches, null)
}

/** How many members are in the directory. */
export const countListed = async (db: Db): Promise<number> => (await directoryOverview(db)).total
