import { sql, type Updateable } from 'kysely'
import type { Tx } from '#base/db.ts'
import { dropPages } from '#base/pages.ts'
import { type Entry, entryFields } from './entry.change.ts'
import './entry.schema.ts'
import type { Kind, OrganisationsTable } from './schema.ts'

/**
 * Does something as Kith itself within somebody's transaction: only after their own right to it was checked
 * there. The directory and who speaks for whom are written in no other way.
 */
export async function asItself<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ before: string }>`select kith_as_itself() as before`.execute(tx)
  const done = await work()
  await sql`select kith_as_before(${rows[0]?.before ?? ''})`.execute(tx)
  return done
}

/** Whether who asks may look after this member: they speak for it, or run the office. People have no entry. */
export async function mayTend(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`select (kith_speaks_for(${id}::uuid)
      or (kith_has('secretary') and exists (select from memberships m
        where m.organisation_id = ${id}::uuid and m.state = 'admitted')))
    and exists (select from organisations o where o.id = ${id}::uuid and o.kind <> 'individual')
      as may`.execute(tx)
  return rows[0]?.may ?? false
}

export type Kept = Entry & { kind: Kind }

export const findEntryToChange = (tx: Tx, id: string): Promise<Kept | undefined> =>
  tx
    .selectFrom('organisations')
    .select([...entryFields, 'kind'])
    .where('id', '=', id)
    .executeTakeFirst()

/** Held until the transaction ends, so that two who change it at once come one after the other. */
export const lockEntry = (tx: Tx, id: string): Promise<Kept | undefined> =>
  tx
    .selectFrom('organisations')
    .select([...entryFields, 'kind'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export const updateEntry = (tx: Tx, id: string, changes: Updateable<OrganisationsTable>) =>
  tx.updateTable('organisations').set(changes).where('id', '=', id).execute()

/** Whether another member has this register number. */
export async function isNumberTaken(tx: Tx, orgId: string, id: string | null): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select kith_number_listed(${orgId}, ${id}::uuid) as taken`.execute(tx)
  return rows[0]?.taken ?? false
}

export type Mine = {
  id: string
  name: string
  kind: Kind
  role: string
  state: string
  listed: boolean
}

export async function myOrganisations(tx: Tx): Promise<Mine[]> {
  const { rows } = await sql<Mine>`select * from kith_my_organisations()`.execute(tx)
  return rows
}

/** What more than visitors see of a listed member: nothing for who is no member. */
export type Reach = { email: string | null; phone: string | null; address: string | null }
export type Keeping = { kept: boolean; spokenFor: boolean }

export async function contactForMembers(tx: Tx, id: string): Promise<Reach | null> {
  const { rows } = await sql<Reach>`
    select email, phone, null as address from kith_contact_for_members(${id}::uuid)`.execute(tx)
  return rows[0] ?? null
}

/**
 * Everything that the office has of how to reach an organisation. That is the organisation's own address and
 * number, not a person's: reading it is not written into the log. Who speaks for it is (freshness, people).
 */
export async function contactForOffice(tx: Tx, id: string): Promise<Reach | null> {
  const { rows } = await sql<Reach>`
    select case when email_audience <> 'public' then email end as email,
      case when phone_audience <> 'public' then phone end as phone,
      nullif(concat_ws(', ', address, postcode), '') as address
    from organisations where id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

export async function keepingOf(tx: Tx, id: string): Promise<Keeping | null> {
  const { rows } = await sql<Keeping>`select * from kith_keeping(${id}::uuid)`.execute(tx)
  return rows[0] ?? null
}

/** The member's page says who keeps it: it changes when somebody begins or ceases to speak for it. */
export const dropMember = (tx: Tx, id: string) => dropPages(tx, [`member:${id}`])
