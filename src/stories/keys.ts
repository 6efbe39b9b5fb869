import { randomInt } from 'node:crypto'
import { sign } from '#base/secrets.ts'

/**
 * The key of a story's private link: made from its id and the secret of this Kith, so that each letter
 * can carry it while the database holds only its hash.
 */
export const storyKey = (secret: string, id: string): string => sign(secret, `story ${id}`)

/** The key of the link with which somebody in a story answers. */
export const personKey = (secret: string, id: string): string => sign(secret, `story person ${id}`)

// Without letters and digits that look alike when they are written by hand or said on the telephone.
const signs = 'ACDEFGHJKMNPQRTUVWXY34679'

/** The key of the link with which somebody reads what a teller told to them alone. */
export const readerKey = (secret: string, id: string): string => sign(secret, `story reader ${id}`)

/** The key of the link with which somebody translates a story. */
export const translatorKey = (secret: string, id: string): string =>
  sign(secret, `story translator ${id}`)

/**
 * A code that says the same as a private link, short enough for a letter and a telephone call: three times
 * four signs of 25 (55 bits). `what` is whose link it stands for.
 */
export function codeOf(secret: string, what: 'story' | 'person' | 'reader', id: string): string {
  const bytes = Buffer.from(sign(secret, `code ${what} ${id}`), 'base64url')
  let number = 0n
  for (const byte of bytes.subarray(0, 16)) number = number * 256n + BigInt(byte)
  const letters = Array.from({ length: 12 }, () => {
    const letter = signs[Number(number % 25n)] ?? 'A'
    number /= 25n
    return letter
  }).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
}

/** A code that nothing can be made from: of a printed sheet, or of a story that was begun. */
export const newStoryCode = (): string =>
  tidyCode(Array.from({ length: 12 }, () => signs[randomInt(signs.length)]).join(''))

/** A code as somebody writes it: small letters, other dashes, spaces. */
export const tidyCode = (written: string): string =>
  (written.toUpperCase().match(/[A-Z0-9]/g) ?? [])
    .join('')
    .replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3')

/** What is kept of a code: keyed, because it is short enough to be guessed back from a plain digest. */
export const codeHashOf = (secret: string, code: string): string =>
  sign(secret, `story code ${tidyCode(code)}`)
