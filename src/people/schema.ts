import type { Generated, Selectable } from 'kysely'

export const coalitionRoles = [
  'secretary',
  'moderator',
  'welcomer',
  'safeguarding-lead',
  'panel',
] as const
export type Role = (typeof coalitionRoles)[number]

/** Kept while the person takes part, and six months after the last record that names them. */
export type PersonsTable = {
  id: string
  name: string
  email: string | null
  phone: string | null
  lang: string
  example: boolean
  knownSince: Date
}
export type PersonRow = Selectable<PersonsTable>

/** Kept as long as the person. */
export type AccountsTable = {
  personId: string
  email: string
  confirmedAt: Date | null
  madeAt: Date
}

/** Kept as long as the person holds the role. */
export type RolesTable = {
  personId: string
  role: Role
  givenAt: Date
  givenBy: string | null
  reason: string
}

/** Kept until it ends: 30 minutes unused on a shared computer, 30 days on one's own. */
export type SessionsTable = {
  tokenHash: string
  /** What the person's own list calls it. */
  id: Generated<string>
  personId: string
  device: string
  shared: boolean
  madeAt: Date
  seenAt: Date
}

/** Kept for one day. */
export type SignInsTable = {
  id: string
  personId: string
  linkHash: string
  codeHash: string | null
  browserHash: string | null
  channel: 'mail' | 'office' | 'setup'
  tries: number
  madeAt: Date
  endsAt: Date
  spentAt: Date | null
}
export type SignIn = Selectable<SignInsTable>

/** Kept until the limit ends; holds digests. */
export type LimitsTable = { key: string; points: number; expire: number | null }

declare module '#base/db.ts' {
  interface Tables {
    persons: PersonsTable
    accounts: AccountsTable
    roles: RolesTable
    sessions: SessionsTable
    signIns: SignInsTable
    limits: LimitsTable
  }
}
