import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** An unguessable key for a link or cookie: 256 bits, 43 letters that are safe in an address. */
export const newKey = (): string => randomBytes(32).toString('base64url')

/** What we keep of a key: its SHA-256, so that a stolen backup opens nothing. Out: 64 hex letters. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/** Six digits, to be read out or typed. */
export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/** A keyed digest for what must be recognised but not forged (base64url). */
export const sign = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64url')

/** Compares without telling by its time where two texts differ. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * The secret of this Kith: 256 bits in the data folder, made at the first start, readable by its owner
 * only. It lies beside the data so that a backup and a move take it along.
 */
export function readSecret(dataFolder: string): string {
  const folder = join(dataFolder, 'secrets')
  const file = join(folder, 'kith.key')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const secret = newKey()
    try {
      writeFileSync(file, secret, { mode: 0o600, flag: 'wx' })
      return secret
    } catch {
      // Another process of this Kith wrote it a moment ago.
      return readFileSync(file, 'utf8').trim()
    }
  }
}
