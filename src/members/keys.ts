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
