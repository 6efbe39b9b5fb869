import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { giveRole } from './persons.actions.ts'
import { lockSecretaries, rolesOf } from './persons.queries.ts'
import { mayEnd, mayGive, type RoleRefusal } from './roles.rules.ts'
import type { Role } from './schema.ts'

type Staff = Who & { personId: string }
type Given = { personId: string; role: Role; reason: string }

/** A secretary gives somebody a role in the coalition, with a reason. */
export const giveRoleTo = (
  db: Db,
  who: Staff,
  { personId, role, reason }: Given,
): Promise<Result<null, RoleRefusal>> =>
  act(db, who, async (tx) => {
    const refused = mayGive(who.personId, await rolesOf(tx, personId))
    if (refused) return err(refused)
    return giveRole(tx, { personId, role, givenBy: who.personId, reason })
  })

async function endRole(tx: Tx, who: Staff, { personId, role, reason }: Given) {
  const secretaries = role === 'secretary' ? await lockSecretaries(tx) : []
  const refused = mayEnd(role, await rolesOf(tx, personId), secretaries)
  if (refused) return err(refused)
  await tx.deleteFrom('roles').where('personId', '=', personId).where('role', '=', role).execute()
  const left = personId === who.personId
  const entry = { about: personId, who: who.personId, person: personId, at: now() }
  const detail = left ? { role, left } : { role, reason }
  await record(tx, { what: 'role.taken', ...entry, detail })
  return ok(null)
}

/** A secretary takes a role from somebody else, with a reason. */
export const takeRoleFrom = (
  db: Db,
  who: Staff,
  taken: Given,
): Promise<Result<null, RoleRefusal>> =>
  act(db, who, async (tx) =>
    taken.personId === who.personId ? err('own-role') : endRole(tx, who, taken),
  )

/** Somebody lays their own role down. */
export const leaveRole = (db: Db, who: Staff, role: Role): Promise<Result<null, RoleRefusal>> =>
  act(db, who, (tx) => endRole(tx, who, { personId: who.personId, role, reason: '' }))

/** Whether nobody would be left to let others in if this person went. In: a transaction of a secretary or of Kith itself. */
export async function isLastSecretary(tx: Tx, personId: string): Promise<boolean> {
  const secretaries = await lockSecretaries(tx)
  return secretaries.includes(personId) && secretaries.length === 1
}
