import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import { findPlace, type Place, readPostcode } from '#base/places.ts'
import { nameFor } from './import.place.ts'
import type { NewMember } from './import.row.ts'

/** An organisation that a row may be a copy of. */
export type Known = { id: string; name: string; orgId: string | null }
/** The same with its addresses, for a sheet that is matched by them. */
export type KnownMore = Known & { website: string | null; email: string | null }

const atOnce = 5000

/** Every organisation that is a member or waits to be, a few thousand at a time. */
export async function* knownOrganisations(tx: Tx): AsyncGenerator<KnownMore[]> {
  let last: string | null = null
  for (;;) {
    const from: string | null = last
    const rows: KnownMore[] = await tx
      .selectFrom('organisations as o')
      .innerJoin('memberships as m', 'm.organisationId', 'o.id')
      .select(['o.id', 'o.name', 'o.orgId', 'o.website', 'o.email'])
      .where('m.state', 'in', ['asked', 'asked-back', 'admitted'])
      .$if(from !== null, (some) => some.where('o.id', '>', from))
      .orderBy('o.id')
      .limit(atOnce)
      .execute()
    if (rows.length > 0) yield rows
    last = rows.at(-1)?.id ?? null
    if (rows.length < atOnce) return
  }
}

/** How alike two names are that may be one (pg_trgm, 0 to 1): one or two slips of the pen. */
const alike = 0.7

/** For each name the member of the directory that is called most like it, if there is one. */
export async function likelyTwins(tx: Tx, names: readonly string[]): Promise<(Known | null)[]> {
  if (names.length === 0) return []
  await sql`select set_config('pg_trgm.similarity_threshold', ${String(alike)}, true)`.execute(tx)
  const { rows } = await sql<Known & { turn: number }>`
    select asked.turn, twin.id, twin.name, twin.org_id
    from unnest(${names}::text[]) with ordinality as asked (name, turn)
    cross join lateral (select organisation_id as id, name, org_id from directory
      where folded_name % kith_fold(asked.name)
      order by similarity(folded_name, kith_fold(asked.name)) desc limit 1) as twin`.execute(tx)
  const found = new Map(rows.map(({ turn, ...twin }) => [Number(turn), twin]))
  return names.map((_, at) => found.get(at + 1) ?? null)
}

/** Places looked up so far, by what was written. */
export type Places = Map<string, Promise<Place | null>>

/** The place of a row; each postcode district and each town is looked up once in an import. */
export function placeOf(
  db: Db,
  { postcode, place }: NewMember,
  home: string,
  places: Places,
): Promise<Place | null> {
  const district = postcode && readPostcode(postcode)?.codes[0]
  const written = district ?? (place || postcode)
  if (!written) return Promise.resolve(null)
  const key = written.toLowerCase()
  const known = places.get(key)
  if (known) return known
  const looked = findPlace(db, written, home)
  places.set(key, looked)
  return looked
}

/** An organisation as the table has it; written as JSON, in the names of its columns. */
type Written = Record<string, unknown> & { id: string }

/** A place that was found, or else the words for one. */
export const placedAt = (place: Place | null, written: string) =>
  place
    ? {
        place: nameFor(place),
        region: place.region || null,
        country: place.country,
        latitude: place.lat,
        longitude: place.lon,
      }
    : { place: written, region: null, country: null, latitude: null, longitude: null }

export function writtenAs(
  member: NewMember,
  place: Place | null,
  { importId, at }: { importId: string; at: Date },
): Written {
  return {
    id: crypto.randomUUID(),
    kind: member.kind,
    name: member.name,
    about: member.about,
    topics: member.topics,
    website: member.website,
    org_id: member.orgId,
    address: member.address,
    postcode: member.postcode,
    ...placedAt(place, member.place),
    precision: 'near',
    // What came by a spreadsheet nobody was asked about: it is for the office until they say otherwise.
    email: member.email,
    email_audience: 'staff',
    phone: member.phone,
    phone_audience: 'staff',
    checked_at: null,
    updated_at: at,
    example: false,
    import_id: importId,
    seed: crypto.randomUUID(),
  }
}

/** Writes organisations and their memberships, hundreds in two statements. */
export async function insertMembers(
  tx: Tx,
  rows: readonly Written[],
  { by, at }: { by: string | null; at: Date },
): Promise<void> {
  const json = JSON.stringify(rows)
  await sql`insert into organisations
    select * from json_populate_recordset(null::organisations, ${json}::json)`.execute(tx)
  await sql`insert into memberships (id, organisation_id, person_id, state, channel, lang, answers, talk,
      key_hash, entered_by, asked_at, waiting_since, decided_at, decided_by, reason)
    select gen_random_uuid(), id, null, 'admitted', 'import', 'en', '{}', '[]',
      null, ${by}::uuid, ${at}, ${at}, ${at}, ${by}::uuid, null
    from unnest(${rows.map((row) => row.id)}::uuid[]) as id`.execute(tx)
}

export type ImportLine = {
  id: string
  name: string
  rows: number
  doneBy: string | null
  doneAt: Date
  undoneAt: Date | null
  changed: number
}

/** The imports of the last two years, the latest first, with the name of who did them. */
export const pastImports = (tx: Tx): Promise<ImportLine[]> =>
  tx
    .selectFrom('imports as i')
    .leftJoin('persons as p', 'p.id', 'i.doneBy')
    .select(['i.id', 'i.name', 'i.rows', 'p.name as doneBy', 'i.doneAt', 'i.undoneAt', 'i.changed'])
    .orderBy('i.doneAt', 'desc')
    .limit(200)
    .execute()

/** One import at a time, so that two people with the same sheet do not both add it. Out: whether it is ours. */
export async function takeTurn(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ ours: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('kith import', 0)) as ours`.execute(tx)
  return rows[0]?.ours ?? false
}

/** Longer than any other transaction may take: an import is one. */
export const allowTime = (tx: Tx) =>
  sql`select set_config('statement_timeout', '15min', true),
    -- The text indexes take thousands of rows in one go, instead of being put in order again and again.
    set_config('gin_pending_list_limit', '128MB', true)`.execute(tx)

/** What was imported and not touched since: no change, no decision, nobody who speaks for it. */
export const untouched = (tx: Tx, importId: string, doneAt: Date) =>
  sql<{ id: string; isUntouched: boolean }>`
    select o.id, (o.updated_at <= ${doneAt} and m.state = 'admitted' and m.decided_at <= ${doneAt}
      and m.person_id is null
      and not exists (select from representatives r where r.organisation_id = o.id)) as is_untouched
    from organisations o join memberships m on m.organisation_id = o.id
    where o.import_id = ${importId}`.execute(tx)

/** Takes organisations away with their memberships and entries. */
export async function removeOrganisations(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`delete from organisations using unnest(${ids}::uuid[]) as gone (id)
    where organisations.id = gone.id`.execute(tx)
}

/** The import that a form with this key led to; null when it led to none yet. */
export async function importOf(db: Db, once: string): Promise<string | null> {
  const row = await db
    .selectFrom('once')
    .select('location')
    .where('key', '=', once)
    .executeTakeFirst()
  return row?.location ?? null
}
