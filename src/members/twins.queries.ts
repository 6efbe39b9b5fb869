import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { Compared, Likely, Reason } from './twins.rules.ts'
import './twins.schema.ts'

const columns =
  sql.raw(`o.id, o.kind, kith_fold(o.name) as folded, o.place, o.latitude, o.longitude,
  o.org_id, o.website, o.phone, o.email`)

// Who was declined or has left is no twin: they may well ask again.
const isHere = sql.raw(`not exists (select from memberships m
  where m.organisation_id = o.id and m.state in ('declined', 'ended'))`)

/** These organisations as they are compared, without those that were declined or have left. */
export async function comparedOf(tx: Tx, ids: readonly string[]): Promise<Compared[]> {
  const { rows } = await sql<Compared>`select ${columns}
    from unnest(${ids}::uuid[]) as given (id) join organisations o on o.id = given.id
    where ${isHere}`.execute(tx)
  return rows
}

/** Writes the signs of an organisation anew: those it has no longer leave. */
export async function keepSigns(tx: Tx, id: string, signs: readonly string[]): Promise<void> {
  await sql`with gone as (
      delete from twin_signs where organisation_id = ${id} and sign <> all(${signs}::text[]))
    insert into twin_signs (organisation_id, sign)
    select ${id}::uuid, unnest(${signs}::text[]) on conflict do nothing`.execute(tx)
}

/** No more than these of each sign are looked at: what hundreds share tells nothing. */
const mostOfSign = 20
/** So many in all, those that share most first; then the rule looks closer. */
const mostCompared = 25

/**
 * Who else has one of these signs, at most twenty of each, as they are compared; and with each how many
 * have what it shares. The table's key gives them. A digest of a name alone is a hint: a name has eight.
 */
export const sharing = (id: string, signs: readonly string[]) =>
  sql<Compared & { counts: string[] }>`
  with found as materialized (
    select other.organisation_id as id, asked.sign
    from unnest(${signs}::text[]) as asked (sign)
    cross join lateral (select organisation_id from twin_signs
      where sign = asked.sign and organisation_id <> ${id} limit ${sql.lit(mostOfSign)}) as other
  ), likely as (
    select id from found group by id
    order by sum(case when sign like '%:%' then 10 else 1 end) desc, id limit ${sql.lit(mostCompared)}
  )
  select ${columns}, array(select count(*) || ' ' || sign from found
    where sign like '%:%' group by sign) as counts
  from likely join organisations o on o.id = likely.id where ${isHere}`

/** `common`: how many others have each sign, counted up to twenty. */
export type Candidates = { others: Compared[]; common: Map<string, number> }

/** Everyone who may be this one, and how common what they share is. */
export async function candidatesOf(
  tx: Tx,
  id: string,
  signs: readonly string[],
): Promise<Candidates> {
  if (signs.length === 0) return { others: [], common: new Map() }
  const { rows } = await sharing(id, signs).execute(tx)
  const counts = (rows[0]?.counts ?? []).map((line) => {
    const at = line.indexOf(' ')
    return [line.slice(at + 1), Number(line.slice(0, at))] as const
  })
  return { others: rows, common: new Map(counts) }
}

export type Pair = {
  id: string
  a: string
  b: string
  reasons: Reason[]
  state: 'open' | 'different'
  foundAt: Date
}

/** The pairs that this organisation is in, held until the transaction ends. */
export const pairsOf = (tx: Tx, id: string): Promise<Pair[]> =>
  tx
    .selectFrom('twins')
    .select(['id', 'a', 'b', 'reasons', 'state', 'foundAt'])
    .where((eb) => eb.or([eb('a', '=', id), eb('b', '=', id)]))
    .orderBy('id')
    .forUpdate()
    .execute()

type Found = Likely & { a: string; b: string; at: Date }

/** Writes down a pair, or what speaks for it now. `reopen`: somebody said it is two, and there is more now. */
export const keepPair = (tx: Tx, { a, b, reasons, score, at }: Found, reopen: boolean) =>
  sql`insert into twins (id, a, b, reasons, score, found_at, state)
    values (${crypto.randomUUID()}, ${a}, ${b}, ${JSON.stringify(reasons)}::jsonb, ${score}, ${at}, 'open')
    on conflict (a, b) do update set reasons = excluded.reasons, score = excluded.score,
      found_at = case when ${reopen} then excluded.found_at else twins.found_at end,
      state = case when ${reopen} then 'open' else twins.state end,
      decided_by = case when ${reopen} then null else twins.decided_by end,
      decided_at = case when ${reopen} then null else twins.decided_at end
    where twins.state = 'open' or ${reopen}`.execute(tx)

export const dropPairs = (tx: Tx, ids: readonly string[]) =>
  sql`delete from twins where id = any(${ids}::uuid[])`.execute(tx)

/** Organisations that an import brought or changed, or those that changed since a moment or were never looked at; after an id. */
export async function toLookAt(
  tx: Tx,
  { importId, since, after }: { importId: string | null; since: Date; after: string | null },
  most: number,
): Promise<string[]> {
  const from = after ?? '00000000-0000-0000-0000-000000000000'
  const { rows } = await (
    importId
      ? sql<{ id: string }>`select id from organisations
        where (import_id = ${importId} or updated_at = ${since}) and id > ${from}
        order by id limit ${most}`
      : sql<{ id: string }>`select id from organisations o
        where id > ${from} and (updated_at > ${since} or (kind <> 'individual' and ${isHere}
          and not exists (select from twin_signs s where s.organisation_id = o.id)))
        order by id limit ${most}`
  ).execute(tx)
  return rows.map(({ id }) => id)
}

export type Line = {
  id: string
  aName: string
  bName: string
  aPlace: string
  bPlace: string
  reasons: Reason[]
  foundAt: Date
}

const lines = (tx: Tx) =>
  tx
    .selectFrom('twins')
    .innerJoin('organisations as a', 'a.id', 'twins.a')
    .innerJoin('organisations as b', 'b.id', 'twins.b')
    .select(['twins.id', 'twins.reasons', 'twins.foundAt'])
    .select(['a.name as aName', 'b.name as bName', 'a.place as aPlace', 'b.place as bPlace'])

export const linesPerPage = 25

/** The pairs that wait for somebody to look at them, the oldest first. `page` counts from 1. */
export async function openPairs(tx: Tx, page: number, most = linesPerPage) {
  const { n } = await tx
    .selectFrom('twins')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  const rows: Line[] = await lines(tx)
    .where('state', '=', 'open')
    .orderBy('foundAt')
    .orderBy('twins.id')
    .limit(most)
    .offset((page - 1) * most)
    .execute()
  return { rows, n, pages: Math.max(1, Math.ceil(n / most)) }
}

/** The open pairs of one organisation, for the page of its application. */
export const openPairsOf = (tx: Tx, id: string): Promise<{ id: string; other: string }[]> =>
  tx
    .selectFrom('twins')
    .select(['id'])
    .select((eb) =>
      eb.case().when('a', '=', id).then(eb.ref('b')).else(eb.ref('a')).end().as('other'),
    )
    .where('state', '=', 'open')
    .where((eb) => eb.or([eb('a', '=', id), eb('b', '=', id)]))
    .orderBy('score', 'desc')
    .limit(10)
    .execute()

export const findPair = (tx: Tx, id: string) =>
  tx.selectFrom('twins').selectAll().where('id', '=', id).executeTakeFirst()

/** Holds the pair until the transaction ends, so that two secretaries cannot decide at once. */
export const lockPair = (tx: Tx, id: string) =>
  tx.selectFrom('twins').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
