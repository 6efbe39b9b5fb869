import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { StaleWhy } from './freshness.schema.ts'

export type ToCall = {
  id: string
  name: string
  place: string
  phone: string | null
  tries: number
  callAt: Date | null
  staleWhy: StaleWhy | null
  offSince: Date | null
  since: Date
  checkedAt: Date | null
}

const columns = sql`o.id, o.name, o.place, o.phone, coalesce(f.tries, 0) as tries, f.call_at, f.stale_why,
  f.off_since, coalesce(f.stale_since, o.checked_at, m.decided_at) as since,
  coalesce(o.checked_at, m.decided_at) as checked_at`
const members = sql`organisations o
  join memberships m on m.organisation_id = o.id and m.state = 'admitted' and o.kind <> 'individual'`

/** Who is to be rung now: off the list, or not to be reached by mail; those that wait longest first. */
export async function callsDue(tx: Tx, at: Date, most: number): Promise<ToCall[]> {
  const { rows } = await sql<ToCall>`
    select ${columns} from ${members} join freshness f on f.organisation_id = o.id
    where f.call_at <= ${at} order by f.call_at, o.id limit ${most}`.execute(tx)
  return rows
}

export async function countCalls(tx: Tx, at: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${members} join freshness f on f.organisation_id = o.id
    where f.call_at <= ${at}`.execute(tx)
  return rows[0]?.n ?? 0
}

export async function findCall(tx: Tx, id: string): Promise<ToCall | undefined> {
  const { rows } = await sql<ToCall>`
    select ${columns} from ${members} left join freshness f on f.organisation_id = o.id
    where o.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Those who speak for the organisation, the longest first. */
export const whoToRing = (tx: Tx, id: string) =>
  tx
    .selectFrom('representatives')
    .innerJoin('persons', 'persons.id', 'representatives.personId')
    .select(['personId', 'name', 'role', 'phone'])
    .where('organisationId', '=', id)
    .orderBy('since')
    .orderBy('personId')
    .limit(10)
    .execute()

/** How often nobody answered, held until the transaction ends. */
export async function triesOf(tx: Tx, id: string): Promise<number> {
  const row = await tx
    .selectFrom('freshness')
    .select('tries')
    .where('organisationId', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row?.tries ?? 0
}

export const keepMiss = (tx: Tx, id: string, miss: { tries: number; callAt: Date }) =>
  tx
    .insertInto('freshness')
    .values({
      organisationId: id,
      ...miss,
      askedAt: null,
      remindedAt: null,
      staleSince: null,
      staleWhy: null,
      offSince: null,
    })
    .onConflict((conflict) => conflict.column('organisationId').doUpdateSet(miss))
    .execute()
