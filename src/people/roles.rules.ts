import type { Role } from './schema.ts'

export type RoleRefusal =
  | 'own-role'
  | 'last-secretary'
  | 'no-such-role'
  | 'no-such-person'
  | 'example'
  | 'no-mail'

/** Whether somebody may give this person a role. Nobody gives themselves one. */
export function mayGive(
  staffId: string,
  person: { id: string; example: boolean; mail: boolean } | null,
): RoleRefusal | null {
  if (!person) return 'no-such-person'
  if (person.id === staffId) return 'own-role'
  // Nobody reads the mail of people who are made up, so nobody could take the role on.
  if (person.example) return 'example'
  // The office makes no codes for who has a role: without mail they could not come in at all.
  return person.mail ? null : 'no-mail'
}

/**
 * Whether a role may end. `secretaries`: who holds the role of secretary and is not made up. The last one
 * stays: without them nobody could let anybody in, and the coalition would be locked out of its own house.
 */
export function mayEnd(
  role: Role,
  holder: { id: string; roles: readonly string[] } | null,
  secretaries: readonly string[],
): RoleRefusal | null {
  if (!holder) return 'no-such-person'
  if (!holder.roles.includes(role)) return 'no-such-role'
  if (role === 'secretary' && secretaries.every((id) => id === holder.id)) return 'last-secretary'
  return null
}
