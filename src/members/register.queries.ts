import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import type { Entry } from './register.row.ts'
import type { Sought } from './register.numbers.ts'
import type { LoadedRegister, RegisterEntry } from './register.schema.ts'
import './register.schema.ts'

/** One load at a time. Out: whether it is ours. */
export async function takeRegisterTurn(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ ours: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('kith register', 0)) as ours`.execute(tx)
  return rows[0]?.ours ?? false
}

/** Makes sure that the registers of these prefixes are there to belong to. */
export const openRegisters = (tx: Tx, prefixes: readonly string[], file: string, at: Date) =>
  sql`insert into registers (prefix, file, entries, gone, loaded_at)
    select prefix, ${file}, 0, 0, ${at} from unnest(${prefixes}::text[]) as prefix
    on conflict (prefix) do nothing`.execute(tx)

/** Writes entries; what is known already is as this file says it. */
export async function writeEntries(tx: Tx, entries: readonly Entry[], at: Date): Promise<void> {
  const json = JSON.stringify(entries)
  await sql`insert into register_entries (org_id, register, number, name, postcode, place, topics,
      website, about, removed, loaded_at)
    select "orgId", register, number, name, postcode, place, topics, website, about, removed, ${at}
    from json_to_recordset(${json}::json) as e ("orgId" text, register text, number text, name text,
      postcode text, place text, topics text[], website text, about text, removed boolean)
    on conflict (org_id) do update set (number, name, postcode, place, topics, website, about, removed,
      loaded_at) = (excluded.number, excluded.name, excluded.postcode, excluded.place, excluded.topics,
      excluded.website, excluded.about, excluded.removed, excluded.loaded_at)`.execute(tx)
}

/** How many entries each of these registers had before this load, and how many of them it does not have. */
export async function missingSince(tx: Tx, prefixes: readonly string[], at: Date) {
  const { rows } = await sql<{ prefix: string; before: number; gone: number }>`
    select r.prefix, r.entries as before, count(e.org_id) filter (
      where e.loaded_at <> ${at} and not e.removed) as gone
    from registers r left join register_entries e on e.register = r.prefix
    where r.prefix = any(${prefixes}::text[]) group by r.prefix, r.entries`.execute(tx)
  return rows
}

/** Marks what this load did not bring, and counts what there is. Out: each register as it is now. */
export async function closeRegisters(
  tx: Tx,
  prefixes: readonly string[],
  file: string,
  at: Date,
): Promise<LoadedRegister[]> {
  await sql`update register_entries set removed = true
    where register = any(${prefixes}::text[]) and loaded_at <> ${at} and not removed`.execute(tx)
  await sql`update registers r set file = ${file}, loaded_at = ${at},
      entries = counted.entries, gone = counted.gone
    from (select register, count(*) filter (where not removed) as entries,
        count(*) filter (where removed) as gone
      from register_entries where register = any(${prefixes}::text[]) group by register) as counted
    where counted.register = r.prefix`.execute(tx)
  await sql`analyze register_entries`.execute(tx)
  return tx
    .selectFrom('registers')
    .selectAll()
    .where('prefix', 'in', [...prefixes])
    .execute()
}

/**
 * Looks the numbers of organisations up again on these registers: seen now, or seen no longer.
 * Out: the organisations whose page says something else from now on.
 */
export async function recheckNumbers(
  tx: Tx,
  prefixes: readonly string[],
  at: Date,
): Promise<string[]> {
  const starts = prefixes.map((prefix) => `${prefix}-%`)
  const { rows } = await sql<{ id: string }>`
    update organisations o set number_checked_at = case when found.seen then ${at}::timestamptz end
    from (select n.id, exists (select from register_entries e
        where e.org_id = n.org_id and not e.removed) as seen
      from organisations n where n.org_id like any(${starts}::text[])) as found
    where found.id = o.id and (found.seen or o.number_checked_at is not null)
    returning o.id`.execute(tx)
  return rows.map(({ id }) => id)
}

export const loadedRegisters = (db: Db): Promise<LoadedRegister[]> =>
  db.selectFrom('registers').selectAll().orderBy('prefix').execute()

/** Whether one of these registers is loaded. */
export async function hasRegister(db: Db, prefixes: readonly string[]): Promise<boolean> {
  if (prefixes.length === 0) return false
  const found = await db
    .selectFrom('registers')
    .select('prefix')
    .where('prefix', 'in', [...prefixes])
    .where('entries', '>', 0)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

export const findRegisterEntry = (db: Db, orgId: string): Promise<RegisterEntry | undefined> =>
  db
    .selectFrom('registerEntries')
    .select(['orgId', 'register', 'number', 'name', 'postcode', 'place', 'topics', 'website'])
    .select(['about', 'removed', 'loadedAt'])
    .where('orgId', '=', orgId)
    .where('removed', '=', false)
    .executeTakeFirst()

/** An entry as it is offered: enough to tell it from others of its name. */
export type Offered = Pick<RegisterEntry, 'orgId' | 'register' | 'number' | 'name'> & {
  place: string
  /** Whether a member has this number already. */
  isListed: boolean
}

const offered = sql`e.org_id, e.register, e.number, e.name, coalesce(nullif(e.place, ''), (
    select coalesce(p.town, p.district) from places p
    where p.kind = 'postcode' and p.name collate "C" = split_part(e.postcode, ' ', 1) limit 1),
  e.postcode, '') as place`

type Look = { tx: Tx; sought: Sought; registers: readonly string[]; most: number }

const byNumber = ({ tx, sought: { number, ids }, registers, most }: Look) =>
  sql<Offered>`select ${offered} from register_entries e
    where not e.removed and e.register = any(${registers}::text[])
      and (e.org_id = any(${ids}::text[]) or e.number = ${number}
        or (e.number >= ${number} and e.number < ${`${number}~`}))
    order by length(e.number), e.number limit ${most}`.execute(tx)

/** Names that begin with these words. */
const byStart = ({ tx, sought: { words }, registers, most }: Look) =>
  sql<Offered>`select ${offered} from register_entries e
    where not e.removed and e.register = any(${registers}::text[])
      and e.folded >= kith_fold(${words}) and e.folded < kith_fold(${words}) || chr(1114111)
    order by e.folded limit ${most}`.execute(tx)

const escaped = (words: string) => words.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** Names in which a word begins so. */
const byWord = ({ tx, sought: { words }, registers, most }: Look) =>
  sql<Offered>`select ${offered} from register_entries e
    where not e.removed and e.register = any(${registers}::text[])
      and e.folded like '% ' || kith_fold(${escaped(words)}) || '%'
    order by length(e.folded), e.folded limit ${most}`.execute(tx)

/** Names that are nearly so: a slip of the pen, a word left out. */
const byLikeness = ({ tx, sought: { words }, registers, most }: Look) =>
  sql<Offered>`select ${offered} from register_entries e
    where not e.removed and e.register = any(${registers}::text[])
      and kith_fold(${words}) <% e.folded
    order by word_similarity(kith_fold(${words}), e.folded) desc, length(e.folded), e.folded
    limit ${most}`.execute(tx)

/** So many by name are enough. */
const enough = 3

/**
 * What may be meant, the likeliest first: by number, then by the beginning of the name, of a word in it, and
 * by likeness. Accents, case and slips of the pen are forgiven.
 */
export async function findOnRegisters(
  tx: Tx,
  sought: Sought,
  registers: readonly string[],
  most = 8,
): Promise<Offered[]> {
  const found = new Map<string, Offered>()
  const look = { tx, sought, registers, most }
  await sql`select set_config('pg_trgm.word_similarity_threshold', '0.4', true)`.execute(tx)
  const byName = sought.number ? [] : [byStart, byWord, byLikeness]
  const ways = sought.number || sought.ids.length > 0 ? [byNumber, ...byName] : byName
  for (const way of ways) {
    // Likeness is for slips of the pen: whoever is found by name needs no guess.
    if (found.size >= most || (way === byLikeness && found.size >= enough)) break
    for (const entry of (await way(look)).rows) found.set(entry.orgId, entry)
  }
  const best = [...found.values()].slice(0, most)
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${best.map((entry) => entry.orgId)}::text[]) as id
    where kith_number_listed(id, null)`.execute(tx)
  const listed = new Set(rows.map(({ id }) => id))
  return best.map((entry) => ({ ...entry, isListed: listed.has(entry.orgId) }))
}

/** Whether a member, other than the organisation that is asked about, has this number. */
export async function isNumberListed(db: Db, orgId: string, other: string | null) {
  const { rows } = await sql<{ listed: boolean }>`
    select kith_number_listed(${orgId}, ${other}::uuid) as listed`.execute(db)
  return rows[0]?.listed ?? false
}

/** When the number of a listed member was last seen on its register; null when it never was. */
export async function numberCheckedAt(db: Db, organisationId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select kith_number_checked(${organisationId}::uuid) as at`.execute(db)
  return rows[0]?.at ?? null
}
