import { addDays } from '#base/time.ts'

/** Days for which an invitation can be accepted, and for which it is kept after that. */
export const invitationDays = 14
export const invitationKeptDays = 30
/** Open invitations of one organisation at once. */
export const mostInvitations = 10

export type Standing = {
  endsAt: Date
  acceptedAt: Date | null
  revokedAt: Date | null
}
export type InvitationState = 'open' | 'accepted' | 'revoked' | 'ended'

/** How an invitation stands at a moment. */
export function invitationState(invitation: Standing, at: Date): InvitationState {
  if (invitation.acceptedAt) return 'accepted'
  if (invitation.revokedAt) return 'revoked'
  return invitation.endsAt <= at ? 'ended' : 'open'
}

export const invitationEnds = (at: Date): Date => addDays(at, invitationDays)

/** Whose account looks at an invitation. */
export type Reader =
  /** Nobody is signed in; `known`: the invited address has an account already. */
  { signedIn: false; known: boolean } | { signedIn: true; theirs: boolean }

/** What somebody who opens an open invitation has to do. */
export function wayIn(reader: Reader): 'accept' | 'wrong-account' | 'sign-in' | 'say-name' {
  if (reader.signedIn) return reader.theirs ? 'accept' : 'wrong-account'
  return reader.known ? 'sign-in' : 'say-name'
}
