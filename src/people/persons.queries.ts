import { sql } from 'kysely'
import { act, type Db, kithItself, type Tx } from '#base/db.ts'
import { now } from '#base/time.ts'
import type { Means } from './proof.rules.ts'
import type { Role } from './schema.ts'
import { sessionEnds } from './sign-in.rules.ts'

/** A person, their roles, and whether they have a mail address to sign in with; null when there is none, or who asks may not know them. */
export async function rolesOf(tx: Tx, personId: string) {
  const person = await tx
    .selectFrom('persons')
    .select(['id', 'example'])
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!person) return null
  const account = await tx
    .selectFrom('accounts')
    .select('personId')
    .where('personId', '=', personId)
    .executeTakeFirst()
  const rows = await tx
    .selectFrom('roles')
    .select('role')
    .where('personId', '=', personId)
    .execute()
  return { ...person, mail: account !== undefined, roles: rows.map((row) => row.role) }
}

/**
 * Secretaries who are there, not made up, as a secretary or Kith itself sees them. Held until the end, so
 * that the last two do not leave at once.
 */
export async function lockSecretaries(tx: Tx): Promise<string[]> {
  await sql`select pg_advisory_xact_lock(hashtext('the last secretary'))`.execute(tx)
  const rows = await tx
    .selectFrom('roles')
    .innerJoin('persons', 'persons.id', 'roles.personId')
    .select('persons.id')
    .where('roles.role', '=', 'secretary')
    .where('persons.example', '=', false)
    .execute()
  return rows.map((row) => row.id)
}

/** What a person can show who they are with (as Kith itself or as themselves). */
export async function meansOf(tx: Tx, personId: string): Promise<Means> {
  const { rows } = await sql<Means>`select
    exists (select from accounts where person_id = ${personId}) as mail,
    exists (select from code_sheets s where s.person_id = ${personId} and s.ends_at > ${now()}
      and exists (select from paper_codes p where p.sheet_id = s.id and p.spent_at is null)) as paper,
    exists (select from passkeys where person_id = ${personId}) as passkey`.execute(tx)
  return rows[0] ?? { mail: false, paper: false, passkey: false }
}

export type Listed = { id: string; name: string; roles: Role[]; knownSince: Date; example: boolean }
export const perPage = 50

const escaped = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/**
 * People by name, for who may read them; `q` is a part of a name or a whole mail address. The list shows
 * no address, so reading it is no reading of private fields.
 */
export async function listPeople(
  tx: Tx,
  { q, role, page }: { q: string; role: Role | null; page: number },
): Promise<{ total: number; rows: Listed[] }> {
  const like = `%${escaped(q)}%`
  const found = sql`from persons p where
    (${q} = '' or kith_fold(p.name) like kith_fold(${like}) or lower(p.email) = lower(${q})
      or exists (select from accounts a where a.person_id = p.id and lower(a.email) = lower(${q})))
    and (${role}::text is null or exists
      (select from roles r where r.person_id = p.id and r.role = ${role}::text))`
  const counted = await sql<{ total: number }>`select count(*) as total ${found}`.execute(tx)
  const listed = await sql<Listed>`select p.id, p.name, p.known_since, p.example,
      array(select r.role from roles r where r.person_id = p.id order by r.role) as roles
    ${found} order by kith_fold(p.name), p.id limit ${perPage} offset ${(page - 1) * perPage}`.execute(
    tx,
  )
  return { total: counted.rows[0]?.total ?? 0, rows: listed.rows }
}

/** What the office sees of a person. */
export async function recordOf(tx: Tx, id: string) {
  const person = await tx.selectFrom('persons').selectAll().where('id', '=', id).executeTakeFirst()
  if (!person) return null
  const account = await tx
    .selectFrom('accounts')
    .select(['email', 'confirmedAt'])
    .where('personId', '=', id)
    .executeTakeFirst()
  const roles = await tx
    .selectFrom('roles')
    .leftJoin('persons as giver', 'giver.id', 'roles.givenBy')
    .select(['role', 'givenAt', 'reason', 'giver.name as giver'])
    .where('personId', '=', id)
    .orderBy('role')
    .execute()
  const speaksFor = await tx
    .selectFrom('representatives')
    .innerJoin('organisations', 'organisations.id', 'representatives.organisationId')
    .select(['organisations.id', 'organisations.name', 'representatives.role'])
    .where('representatives.personId', '=', id)
    .orderBy('organisations.name')
    .execute()
  return { person, account, roles, speaksFor }
}
export type PersonRecord = NonNullable<Awaited<ReturnType<typeof recordOf>>>

/** In how many places somebody is signed in, and which ways in they have: a number and yes or no, no more. */
export const standingOf = (db: Db, personId: string) =>
  act(db, kithItself, async (tx) => {
    const sessions = await tx
      .selectFrom('sessions')
      .select(['shared', 'madeAt', 'seenAt'])
      .where('personId', '=', personId)
      .execute()
    const lasting = sessions.filter((session) => now() < sessionEnds(session)).length
    return { sessions: lasting, means: await meansOf(tx, personId) }
  })
