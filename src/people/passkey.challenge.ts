import { randomBytes } from 'node:crypto'
import { same, sign } from '#base/secrets.ts'
import { addMinutes } from '#base/time.ts'

/** How long a page with a passkey's button can stay open. */
export const challengeMinutes = 10

const nonceBytes = 16
const headBytes = nonceBytes + 6

/** What a challenge is for: `add` and `again` name the session too, so that no other one can answer. */
export type ChallengeFor = `add ${string}` | `again ${string}` | 'sign-in'

const macOf = (secret: string, purpose: ChallengeFor, head: Buffer): Buffer =>
  Buffer.from(sign(secret, `challenge ${purpose} ${head.toString('base64url')}`), 'base64url')

/**
 * A challenge for a passkey to sign: random, with its end and our own signature. Nothing is kept of it, so a
 * page that is only looked at writes nothing.
 */
export function newChallenge(secret: string, purpose: ChallengeFor, at: Date) {
  const head = Buffer.concat([randomBytes(nonceBytes), Buffer.alloc(6)])
  head.writeUIntBE(addMinutes(at, challengeMinutes).getTime(), nonceBytes, 6)
  return new Uint8Array(Buffer.concat([head, macOf(secret, purpose, head)]))
}

/** When this challenge (base64url) of ours ends; null when it is none of ours, for something else, or over. */
export function challengeEnds(
  secret: string,
  purpose: ChallengeFor,
  challenge: string,
  at: Date,
): Date | null {
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== headBytes + 32) return null
  const head = bytes.subarray(0, headBytes)
  const mac = bytes.subarray(headBytes).toString('base64url')
  if (!same(mac, macOf(secret, purpose, head).toString('base64url'))) return null
  const endsAt = new Date(head.readUIntBE(nonceBytes, 6))
  return at < endsAt ? endsAt : null
}
