import { sign } from '#base/secrets.ts'

/**
 * The key of an application's private link. It is made from its id and the secret of this Kith instead
 * of by chance, so that every letter can carry it while the database holds only its hash: a stolen
 * backup without the secret opens nothing, and the secret lies in the data folder, not in the database.
 */
export const keyOf = (secret: string, membershipId: string): string =>
  sign(secret, `membership ${membershipId}`)

/**
 * Proves that somebody reads the mail of this address: it stands in letters only, never on a page, so
 * who merely holds the private link cannot confirm an address that is not theirs.
 */
export const addressCodeOf = (secret: string, membershipId: string, email: string): string =>
  sign(secret, `address ${membershipId} ${email.toLowerCase()}`)

/** The key of the link in an invitation to speak for an organisation. */
export const invitationKeyOf = (secret: string, id: string): string =>
  sign(secret, `invitation ${id}`)

/** The key of the link in a letter to an entry's own address: "somebody says that this is theirs". */
export const claimKeyOf = (secret: string, id: string): string => sign(secret, `claim ${id}`)

// Without letters and digits that look alike on paper or sound alike on the phone.
const codeLetters = 'BCDFGHJKMPQRTVWXY2346789'

/**
 * The code that a letter by post carries: eight letters, in two groups. It is made from the claim's id and the
 * secret, so that it can be printed again while the database holds only its digest.
 */
export function claimCodeOf(secret: string, id: string): string {
  const bytes = Buffer.from(sign(secret, `claim code ${id}`), 'base64url').subarray(0, 8)
  const letters = [...bytes].map((byte) => codeLetters[byte % codeLetters.length]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** A code as people type it: small letters, spaces, no line. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

export const claimCodeHash = (secret: string, id: string, typed: string): string =>
  sign(secret, `claim code of ${id} ${plainCode(typed)}`)
