import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { Kind } from './schema.ts'

/** A member that a row may be, as it stands now. */
export type Existing = {
  id: string
  kind: Kind
  name: string
  about: string
  topics: string[]
  orgId: string | null
  website: string | null
  email: string | null
  phone: string | null
  address: string | null
  postcode: string | null
  place: string
  state: string
  /** Somebody represents it, and this is when it was last changed or confirmed. */
  spokenFor: boolean
  saidAt: Date
}

/** These members, as far as an import may change them. */
export async function existingMembers(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, Existing>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Existing>`
    select o.id, o.kind, o.name, o.about, o.topics, o.org_id, o.website, o.email, o.phone, o.address,
      o.postcode, o.place, m.state, greatest(o.updated_at, o.checked_at) as said_at,
      m.person_id is not null or exists (
        select from representatives r where r.organisation_id = o.id) as spoken_for
    from organisations o join memberships m on m.organisation_id = o.id
      join unnest(${ids}::uuid[]) as asked (id) on asked.id = o.id`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Columns of an organisation and what they become; in the names of the columns. */
export type Changes = { id: string; columns: Record<string, unknown> }

const columns = [
  'kind', 'name', 'about', 'topics', 'org_id', 'website', 'email', 'email_audience', 'phone',
  'phone_audience', 'address', 'postcode', 'place', 'region', 'country', 'latitude', 'longitude',
  'updated_at',
] as const // prettier-ignore
const all = sql.raw(columns.map((column) => `"${column}"`).join(', '))
const ofNew = sql.raw(columns.map((column) => `n."${column}"`).join(', '))

/** What stands in the changed columns, as the database writes it. */
const picked = sql`(select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(o)) where c.columns ? key)`

/** Changes members, and keeps how they were for as long as the import can be undone. */
export async function changeMembers(
  tx: Tx,
  changes: readonly Changes[],
  importId: string,
): Promise<void> {
  const json = JSON.stringify(changes)
  const given = sql`json_to_recordset(${json}::json) as c (id uuid, columns jsonb)`
  await sql`insert into import_changes (import_id, organisation_id, before, after)
    select ${importId}, o.id, ${picked}, '{}' from ${given} join organisations o on o.id = c.id`.execute(
    tx,
  )
  await sql`update organisations o set (${all}) = (select ${ofNew}
      from jsonb_populate_record(o, c.columns) as n)
    from ${given} where c.id = o.id`.execute(tx)
  await sql`update import_changes i set after = ${picked}
    from ${given} join organisations o on o.id = c.id
    where i.import_id = ${importId} and i.organisation_id = c.id`.execute(tx)
}

/**
 * Gives members that an import changed their old values back, unless somebody changed them since.
 * Out: who was given back, and who stays as it is.
 */
export async function restoreMembers(tx: Tx, importId: string) {
  const restored = await sql<{ id: string }>`
    update organisations o set (${all}) = (select ${ofNew}
        from jsonb_populate_record(o, c.before) as n)
      from import_changes c
      where c.import_id = ${importId} and c.organisation_id = o.id and to_jsonb(o) @> c.after
      returning o.id`.execute(tx)
  const ids = restored.rows.map(({ id }) => id)
  const left = await sql<{ id: string }>`
    select organisation_id as id from import_changes
    where import_id = ${importId} and organisation_id <> all(${ids}::uuid[])`.execute(tx)
  await sql`delete from import_changes where import_id = ${importId}`.execute(tx)
  return { restored: ids, left: left.rows.map(({ id }) => id) }
}

/** What these organisations are called, for a sentence that names them. */
export const namesOf = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('organisations')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .orderBy('name')
    .limit(50)
    .execute()
