/** Kept for 30 days after it was accepted, taken back or ran out. */
export type InvitationsTable = {
  id: string
  organisationId: string
  email: string
  role: string
  lang: string
  keyHash: string
  invitedBy: string | null
  madeAt: Date
  endsAt: Date
  acceptedAt: Date | null
  acceptedBy: string | null
  revokedAt: Date | null
}

export const claimWays = ['mail', 'post', 'phone'] as const
export type ClaimWay = (typeof claimWays)[number]
export type ClaimEnd = 'not-theirs' | 'expired' | 'other-granted' | 'office'

/** Open for 30 days at most; kept for 90 days after it was decided. */
export type ClaimsTable = {
  id: string
  organisationId: string
  name: string
  email: string | null
  phone: string | null
  role: string
  lang: string
  way: ClaimWay
  keyHash: string
  codeHash: string
  state: 'open' | 'granted' | 'ended'
  endedWhy: ClaimEnd | null
  tries: number
  printedAt: Date | null
  askedAt: Date
  endsAt: Date
  decidedAt: Date | null
  decidedBy: string | null
}

/** Kept until the member has a contact again, or is one no more. Holds no person. */
export type HandoversTable = {
  organisationId: string
  since: Date
}

declare module '#base/db.ts' {
  interface Tables {
    invitations: InvitationsTable
    claims: ClaimsTable
    handovers: HandoversTable
  }
}
