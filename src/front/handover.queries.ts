import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import './office.schema.ts'

/** A version of a note: what it says, who wrote it (null when they are forgotten), when. */
export type Note = { id: string; text: string; writer: string | null; writtenAt: Date }

const notes = (tx: Tx, personId: string | null) =>
  tx
    .selectFrom('handoverNotes')
    .leftJoin('persons', 'persons.id', 'handoverNotes.writtenBy')
    .select(['handoverNotes.id', 'text', 'persons.name as writer', 'writtenAt'])
    .where('personId', personId === null ? 'is' : '=', personId)
    .orderBy('writtenAt', 'desc')
    .orderBy('handoverNotes.id')

/** A note with its earlier versions, the latest first, at most twenty. `personId` null: the office's own. */
export const versionsOf = (tx: Tx, personId: string | null): Promise<Note[]> =>
  notes(tx, personId).limit(20).execute()

export const noteOf = (tx: Tx, personId: string | null): Promise<Note | undefined> =>
  notes(tx, personId).limit(1).executeTakeFirst()

/** One writer after the other, so that nobody writes over what they have not read. */
export const lockNote = (tx: Tx, personId: string | null) =>
  sql`select pg_advisory_xact_lock(hashtext('handover note'), hashtext(${personId ?? 'office'}))`.execute(
    tx,
  )

/** Somebody with a part in the coalition: since when, and what they know about. */
export type Holder = {
  id: string
  name: string
  roles: { role: string; since: Date }[]
  knows: string | null
}

export async function listHolders(tx: Tx): Promise<Holder[]> {
  const rows = await tx
    .selectFrom('roles')
    .innerJoin('persons', 'persons.id', 'roles.personId')
    .select(['persons.id', 'persons.name', 'role', 'givenAt'])
    .select((e) =>
      e
        .selectFrom('handoverNotes')
        .select('text')
        .whereRef('handoverNotes.personId', '=', 'persons.id')
        .orderBy('writtenAt', 'desc')
        .limit(1)
        .as('knows'),
    )
    .orderBy('persons.name')
    .orderBy('persons.id')
    .orderBy('role')
    .execute()
  return [...Map.groupBy(rows, ({ id }) => id).values()].map((same) => {
    const [first] = same
    const roles = same.map(({ role, givenAt }) => ({ role, since: givenAt }))
    // A group has one row at least.
    const { id, name, knows } = first!
    return { id, name, roles, knows }
  })
}
