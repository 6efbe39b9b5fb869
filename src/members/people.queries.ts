import { type Insertable, sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import './entry.schema.ts'
import type { InvitationsTable } from './entry.schema.ts'

export type Speaker = { personId: string; name: string; role: string; since: Date }

/** Who speaks for an organisation; nobody for who may not know. */
export async function peopleOf(tx: Tx, id: string): Promise<Speaker[]> {
  const { rows } = await sql<Speaker>`
    select person_id, name, role, since from kith_people_of(${id}::uuid)`.execute(tx)
  return rows
}

export const nameOf = async (tx: Tx, id: string): Promise<string> =>
  (await tx.selectFrom('organisations').select('name').where('id', '=', id).executeTakeFirst())
    ?.name ?? ''

/** Adds somebody to those who speak for an organisation (as Kith itself). Out: whether they did not before. */
export async function addSpeaker(
  tx: Tx,
  row: { personId: string; organisationId: string; role: string; since: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('representatives')
    .values(row)
    .onConflict((conflict) => conflict.columns(['personId', 'organisationId']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

export async function removeSpeaker(tx: Tx, id: string, personId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('representatives')
    .where('organisationId', '=', id)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

export async function renameRole(
  tx: Tx,
  id: string,
  personId: string,
  role: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('representatives')
    .set({ role })
    .where('organisationId', '=', id)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Invitations of an organisation that can still be accepted. */
export const openInvitations = (tx: Tx, id: string, at: Date) =>
  tx
    .selectFrom('invitations')
    .select(['id', 'email', 'role', 'endsAt'])
    .where('organisationId', '=', id)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .where('endsAt', '>', at)
    .orderBy('madeAt')
    .execute()
export type OpenInvitation = Awaited<ReturnType<typeof openInvitations>>[number]

export const insertInvitation = (tx: Tx, row: Insertable<InvitationsTable>) =>
  tx.insertInto('invitations').values(row).execute()

export async function revokeInvitation(
  tx: Tx,
  id: string,
  organisationId: string,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('invitations')
    .set({ revokedAt: at })
    .where('id', '=', id)
    .where('organisationId', '=', organisationId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The invitation of this link with what it is to, held until the end (as Kith itself). */
export const lockInvitation = (tx: Tx, keyHash: string) =>
  tx
    .selectFrom('invitations')
    .innerJoin('organisations', 'organisations.id', 'invitations.organisationId')
    .innerJoin('memberships', 'memberships.organisationId', 'invitations.organisationId')
    .select(['invitations.id', 'invitations.organisationId', 'invitations.email'])
    .select(['role', 'invitations.lang', 'endsAt', 'acceptedAt', 'revokedAt'])
    .select(['organisations.name', 'memberships.state'])
    .where('invitations.keyHash', '=', keyHash)
    .forUpdate('invitations')
    .executeTakeFirst()

export const takeInvitation = (tx: Tx, id: string, personId: string, at: Date) =>
  tx
    .updateTable('invitations')
    .set({ acceptedAt: at, acceptedBy: personId })
    .where('id', '=', id)
    .execute()

/** The address of somebody's account (as themselves or as Kith itself). */
export const accountEmail = async (tx: Tx, personId: string): Promise<string | null> =>
  (
    await tx
      .selectFrom('accounts')
      .select('email')
      .where('personId', '=', personId)
      .executeTakeFirst()
  )?.email ?? null

const withoutContact = (tx: Tx) =>
  tx
    .selectFrom('handovers')
    .innerJoin('organisations', 'organisations.id', 'handovers.organisationId')
    .innerJoin('memberships', 'memberships.organisationId', 'handovers.organisationId')
    .where('memberships.state', '=', 'admitted')
    .where('organisations.kind', '<>', 'individual')

/** Members whose last contact left, the longest wait first. */
export const handoversDue = (tx: Tx, most: number) =>
  withoutContact(tx)
    .select(['organisations.id', 'organisations.name', 'organisations.place', 'handovers.since'])
    .orderBy('handovers.since')
    .orderBy('organisations.id')
    .limit(most)
    .execute()
export type Handover = Awaited<ReturnType<typeof handoversDue>>[number]

export const countHandovers = async (tx: Tx): Promise<number> =>
  (
    await withoutContact(tx)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n

/** Forgets invitations that ended before this moment, however they ended. */
export const forgetInvitations = (tx: Tx, before: Date) =>
  tx
    .deleteFrom('invitations')
    .where((eb) =>
      eb.or([
        eb('endsAt', '<', before),
        eb('acceptedAt', '<', before),
        eb('revokedAt', '<', before),
      ]),
    )
    .execute()
