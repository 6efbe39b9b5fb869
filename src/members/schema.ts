import type { ColumnType, Generated, Selectable } from 'kysely'

export const kinds = ['organisation', 'charity', 'company', 'group', 'individual'] as const
export type Kind = (typeof kinds)[number]
export type Audience = 'public' | 'members' | 'staff'

/** Kept while the membership lasts and two years after it ended; unfinished applications six months. */
export type OrganisationsTable = {
  id: string
  kind: Kind
  name: string
  about: string
  topics: string[]
  website: string | null
  orgId: string | null
  address: string | null
  postcode: string | null
  place: string
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
  precision: 'exact' | 'near' | 'area'
  email: string | null
  emailAudience: Audience
  phone: string | null
  phoneAudience: Audience
  checkedAt: Date | null
  updatedAt: Date
  example: boolean
  importId: string | null
  /** When its number was last seen on a register that is loaded here; kept by a trigger. */
  numberCheckedAt: Generated<Date | null>
  /** Random, never shown: decides at which spot a place "near by" is shown (kith_near). */
  seed: Generated<string>
}

/** Kept as long as the organisation. */
export type RepresentativesTable = {
  personId: string
  organisationId: string
  role: string
  since: Date
}

/** One turn of the talk between the office and who applied. */
export type Turn = { by: 'office' | 'applicant'; text: string; at: string }

/** Kept as long as the organisation. */
export type MembershipsTable = {
  id: string
  organisationId: string
  personId: string | null
  state: 'asked' | 'asked-back' | 'admitted' | 'declined' | 'ended'
  channel: 'web' | 'phone' | 'import' | 'kept'
  lang: string
  answers: ColumnType<Record<string, string | string[]>, string, string>
  talk: ColumnType<Turn[], string, string>
  keyHash: string | null
  enteredBy: string | null
  askedAt: Date
  waitingSince: Date
  decidedAt: Date | null
  decidedBy: string | null
  reason: string | null
  /** Since when someone without a mail address waits to be rung about it. */
  ringSince: Date | null
}
export type Membership = Selectable<MembershipsTable>

/** Public; leaves with the membership. Holds nothing that is not for everyone. */
export type DirectoryTable = {
  organisationId: string
  kind: Kind
  name: string
  about: string
  topics: string[]
  website: string | null
  orgId: string | null
  email: string | null
  phone: string | null
  place: string
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
  spot: string | null
  checkedAt: Date | null
  listedAt: Date
  example: boolean
  /** Not confirmed: it comes last in every list. */
  stale: Generated<boolean>
  foldedName: Generated<string>
  nameWords: Generated<string>
  words: Generated<string>
}
export type DirectoryEntry = Omit<
  Selectable<DirectoryTable>,
  'spot' | 'foldedName' | 'nameWords' | 'words'
>

/** Public: every word of the directory once; leaves with the last entry that has it. */
export type DirectoryTermsTable = { term: string }

/** Kept for two years: who imported what, when. */
export type ImportsTable = {
  id: string
  name: string
  rows: number
  doneBy: string | null
  doneAt: Date
  undoneAt: Date | null
  /** How many members it changed that were there before. */
  changed: Generated<number>
}

declare module '#base/db.ts' {
  interface Tables {
    organisations: OrganisationsTable
    representatives: RepresentativesTable
    memberships: MembershipsTable
    directory: DirectoryTable
    directoryTerms: DirectoryTermsTable
    imports: ImportsTable
  }
}
