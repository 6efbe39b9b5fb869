import type { Tx } from '#base/db.ts'
import { coalitionRoles, type Role } from './schema.ts'

const names: Record<Role, string> = {
  secretary: 'Zadie Cole',
  moderator: 'Mona Evans',
  welcomer: 'Carys Pugh',
  'safeguarding-lead': 'Idris Khan',
  panel: 'Ruth Adler',
}

/** Adds an invented person in each role, and one who asks to join. Out: the id of the latter. */
export async function addExamplePeople(tx: Tx, now: Date): Promise<string> {
  const roles: (Role | null)[] = [...coalitionRoles, null]
  const people = roles.map((role) => {
    const name = role ? names[role] : 'Femi Adeyemi'
    const first = (name.split(' ')[0] ?? '').toLowerCase()
    return { role, id: crypto.randomUUID(), name, email: `${first}.example@example.org` }
  })
  await tx
    .insertInto('persons')
    .values(
      people.map(({ id, name, email }) => ({
        id,
        name,
        email,
        phone: null,
        lang: 'en',
        example: true,
        knownSince: now,
      })),
    )
    .execute()
  await tx
    .insertInto('accounts')
    .values(people.map(({ id, email }) => ({ personId: id, email, confirmedAt: now, madeAt: now })))
    .execute()
  const given = people.flatMap(({ id, role }) =>
    role
      ? [{ personId: id, role, givenAt: now, givenBy: null, reason: 'Part of the example' }]
      : [],
  )
  await tx.insertInto('roles').values(given).execute()
  return people.at(-1)?.id ?? ''
}

/** Takes every invented person away. */
export const removeExamplePeople = (tx: Tx) =>
  tx.deleteFrom('persons').where('example', '=', true).execute()
