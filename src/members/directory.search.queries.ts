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
  checkedAt: Date | null
  /** Not confirmed: it comes after all that are. */
  stale: boolean
  km: number | null
}
/** Where a match is, for the map; positions are null when they are not known. */
export type Match = {
  organisationId: string
  place: string
  country: string | null
  latitude: number | null
  longitude: number | null
  stale: boolean
}
export type Found = {
  entries: Listed[]
  /** The matches that were looked at, for the map; null for a list by name, whose map the overview has. */
  matches: Match[] | null
  /** There are more matches than were looked at. */
  more: boolean
}

const entryColumns = sql`organisation_id, kind, name, left(about, 240) as about, topics, place, region,
  checked_at, stale`
const matchColumns = sql`organisation_id, place, country, latitude, longitude, stale`

/** What the ticked filters ask for; always something, so that it can stand behind "where". */
function filtered({ kind, region, topic }: Search): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (kind) parts.push(sql`kind = ${kind}`)
  if (region) parts.push(sql`region = ${region}`)
  if (topic) parts.push(sql`topics @> array[${topic}::text]`)
  return sql.join(parts, sql` and `)
}

type Edge = { stale: boolean; name: string; id: string }

async function edgeOf(db: Db, id: string | null): Promise<Edge | null> {
  if (!id) return null
  const row = await db
    .selectFrom('directory')
    .select(['stale', 'foldedName as name'])
    .where('organisationId', '=', id)
    .executeTakeFirst()
  return row ? { ...row, id } : null
}

/**
 * The statement behind a page of the list by name, what is not confirmed at its end: onward from the last entry of the page before, or back
 * from the first of the one behind. It reads one page of an index, however many entries there are.
 */
export function pageByName(search: Search, after: Edge | null, before: Edge | null) {
  const skip = after || before ? 0 : (Math.min(search.page, lastNumbered) - 1) * pageSize
  const row = sql`(stale, folded_name, organisation_id)`
  const edge = ({ stale, name, id }: Edge) => sql`(${stale}::boolean, ${name}, ${id}::uuid)`
  const from = after && sql`and ${row} > ${edge(after)}`
  const to = before && sql`and ${row} < ${edge(before)}`
  const order =
    before && !after
      ? sql`stale desc, folded_name desc, organisation_id desc`
      : sql`stale, folded_name, organisation_id`
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

/** The statement that finds the nearest, by the index of positions: first those that are confirmed. */
export const nearest = (search: Search, { lat, lon }: Place) => sql<Match>`
  with fresh as materialized (select ${matchColumns} from directory
    where not stale and spot is not null and ${filtered(search)}
    order by spot <-> kith_spot(${lat}, ${lon}) limit ${mostMatches + 1}),
  old as materialized (select ${matchColumns} from directory
    where stale and spot is not null and ${filtered(search)}
      and (select count(*) from fresh) <= ${mostMatches}
    order by spot <-> kith_spot(${lat}, ${lon}) limit ${mostMatches + 1})
  select * from fresh union all select * from old limit ${mostMatches + 1}`

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
 * One half of what words find: entries of this name, those whose name begins so, those with the words in
 * their name or place, those with the words in what they do. Each step looks at a bounded number, by the
 * index of its half, and none is begun when `enough` have been found before it.
 */
const half = (search: Search, words: string, stale: boolean, enough: RawBuilder<unknown>) => {
  const [begins, named, told] = (['begins', 'named', 'told'] as const).map((step) =>
    sql.raw(stale ? `old_${step}` : step),
  )
  const isHalf = stale ? sql`stale` : sql`not stale`
  const columns = sql`${matchColumns}, folded_name`
  return sql`
  ${begins} as materialized (select ${columns} from directory
    where ${isHalf} and folded_name >= (select name from asked)
      and folded_name < (select name || chr(1114111) from asked) and ${filtered(search)} and ${enough}
    order by folded_name limit 50),
  ${named} as materialized (select ${columns} from directory
    where ${isHalf} and name_words @@ ${words}::tsquery and ${filtered(search)} and ${enough}
    limit ${mostMatches + 1}),
  ${told} as materialized (select ${columns} from directory
    where ${isHalf} and words @@ ${words}::tsquery and ${filtered(search)} and ${enough}
      and (select count(*) from ${named}) <= ${mostMatches}
    limit ${mostMatches + 1})`
}

/**
 * The statement that finds words: entries of this name first, then those whose name begins so, then those
 * with the words in their name or place, then in what they do. After all of these, in the same order,
 * those that are not confirmed.
 */
export const matching = (search: Search, words: string) => sql<Ranked>`
  with asked as materialized (select kith_fold(${search.q}) collate "C" as name),
  ${half(search, words, false, sql`true`)},
  ${half(
    search,
    words,
    true,
    sql`(select count(*) from told) <= ${mostMatches}
    and (select count(*) from named) <= ${mostMatches}`,
  )},
  every as (
    select *, case when folded_name = (select name from asked) then 0 else 1 end as rank from begins
    union all select *, 2 from named
    union all select *, 3 from told
    union all select *, case when folded_name = (select name from asked) then 4 else 5 end from old_begins
    union all select *, 6 from old_named
    union all select *, 7 from old_told)
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
    (one, two) =>
      Number(one.stale) - Number(two.stale) ||
      (kmTo(place, one) ?? Infinity) - (kmTo(place, two) ?? Infinity),
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
