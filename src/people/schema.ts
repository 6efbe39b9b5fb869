import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Proofs } from './proof.rules.ts'

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
  /** Which kinds of proof were shown in it, and when. */
  proofs: ColumnType<Proofs, string | undefined, string>
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

/** Kept until a new sheet replaces it, or for two years. Codes are kept as keyed digests. */
export type CodeSheetsTable = {
  id: string
  personId: string
  /** What it is called by, such as "robin-4827". */
  name: string
  /** Who made it: the person, or the office for them (then `issuedBy` says who). */
  channel: 'self' | 'office'
  issuedBy: string | null
  wrongTries: number
  hourTries: number
  hourBegan: Date | null
  madeAt: Date
  endsAt: Date
}
export type CodeSheet = Selectable<CodeSheetsTable>

/** Kept as long as the sheet. */
export type PaperCodesTable = { sheetId: string; hash: string; spentAt: Date | null }

/** Kept for one day. */
export type ReadOutCodesTable = {
  id: string
  personId: string
  codeHash: string
  issuedBy: string | null
  tries: number
  madeAt: Date
  endsAt: Date
  spentAt: Date | null
}
export type ReadOutCode = Selectable<ReadOutCodesTable>

/** Kept until the person removes it. */
export type PasskeysTable = {
  id: string
  personId: string
  credentialId: string
  publicKey: string
  counter: number
  transports: string[]
  name: string
  madeAt: Date
  usedAt: Date | null
}
export type Passkey = Selectable<PasskeysTable>

/** Kept until the challenge ends, ten minutes; holds digests. */
export type SpentChallengesTable = { hash: string; endsAt: Date }

/** Kept until the limit ends; holds digests. */
export type LimitsTable = { key: string; points: number; expire: number | null }

declare module '#base/db.ts' {
  interface Tables {
    persons: PersonsTable
    accounts: AccountsTable
    roles: RolesTable
    sessions: SessionsTable
    signIns: SignInsTable
    codeSheets: CodeSheetsTable
    paperCodes: PaperCodesTable
    readOutCodes: ReadOutCodesTable
    passkeys: PasskeysTable
    spentChallenges: SpentChallengesTable
    limits: LimitsTable
  }
}
