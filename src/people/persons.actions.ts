import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { type PersonRow, type Role } from './schema.ts'

export type NewPerson = {
  name: string
  email: string | null
  phone: string | null
  /** The language they like to be written to in. */
  lang: string
  /** They read the mail at this address already; only Kith itself may say so. */
  confirmed?: boolean
}

/** The person who has an account under this address (in any case of its letters), or null. */
export async function findAccount(tx: Tx, email: string): Promise<string | null> {
  type Row = { id: string | null }
  const { rows } = await sql<Row>`select kith_account(${email.trim()}) as id`.execute(tx)
  return rows[0]?.id ?? null
}

async function insertPerson(tx: Tx, given: NewPerson): Promise<string> {
  const { name, email, phone, lang, confirmed } = given
  const id = crypto.randomUUID()
  const at = now()
  await tx
    .insertInto('persons')
    .values({ id, name, email, phone, lang, example: false, knownSince: at })
    .execute()
  if (email)
    await tx
      .insertInto('accounts')
      .values({ personId: id, email, confirmedAt: confirmed ? at : null, madeAt: at })
      .execute()
  return id
}

/**
 * The person to whom this address belongs, or a new one with an account that opens once they have
 * signed in by mail. Who is known keeps their name and phone: anyone can write anyone's address into a
 * form. Without an address it is always a new person, without an account. Out: their id.
 */
export async function findOrMakePerson(tx: Tx, given: NewPerson): Promise<string> {
  if (given.email) {
    // Two forms with one address at the same moment make one person.
    await sql`select pg_advisory_xact_lock(hashtext('account'), hashtext(lower(${given.email})))`.execute(
      tx,
    )
    const known = await findAccount(tx, given.email)
    if (known) return known
  }
  return insertPerson(tx, given)
}

/** A person, when who asks may know them. */
export const personOf = (tx: Tx, id: string): Promise<PersonRow | undefined> =>
  tx.selectFrom('persons').selectAll().where('id', '=', id).executeTakeFirst()

/** Notes that somebody reads the mail at their account's address. */
export const confirmAccount = (tx: Tx, personId: string) =>
  tx
    .updateTable('accounts')
    .set({ confirmedAt: now() })
    .where('personId', '=', personId)
    .where('confirmedAt', 'is', null)
    .execute()

export type RoleGiven = { personId: string; role: Role; givenBy: string | null; reason: string }

/**
 * Gives a role; one that the person holds already stays as it is. Nobody gives themselves one (the
 * database refuses it too); `givenBy` is null when Kith is set up or from its command line.
 */
export async function giveRole(tx: Tx, given: RoleGiven): Promise<Result<null, 'own-role'>> {
  if (given.givenBy === given.personId) return err('own-role')
  const at = now()
  const { role, personId, givenBy } = given
  const done = await tx
    .insertInto('roles')
    .values({ ...given, givenAt: at })
    .onConflict((conflict) => conflict.columns(['personId', 'role']).doNothing())
    .executeTakeFirst()
  if (done.numInsertedOrUpdatedRows === 1n)
    await record(tx, {
      what: 'role.given',
      about: personId,
      who: givenBy,
      person: personId,
      at,
      detail: { role },
    })
  return ok(null)
}
