import ipaddr from 'ipaddr.js'
import { CompiledQuery } from 'kysely'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Db } from './db.ts'
import { hashKey } from './secrets.ts'

export type Within = { ok: true } | { ok: false; waitSeconds: number }

/** What the limiter needs of a database: a query with its values. */
const storeOf = (db: Db) => ({
  query: ({ text, values }: { text: string; values: unknown[] }) =>
    db.executeQuery(CompiledQuery.raw(text, values)),
})

const limiters = new WeakMap<Db, Map<string, RateLimiterPostgres>>()

function limiterOf(db: Db, points: number, seconds: number): RateLimiterPostgres {
  const known = limiters.get(db) ?? new Map<string, RateLimiterPostgres>()
  limiters.set(db, known)
  const name = `${points}/${seconds}`
  const limiter =
    known.get(name) ??
    new RateLimiterPostgres({
      storeClient: storeOf(db),
      storeType: 'client',
      tableName: 'limits',
      keyPrefix: '',
      tableCreated: true,
      // Old counts leave with the other old things, by the clock (people/later.ts).
      clearExpiredByTimeout: false,
      points,
      duration: seconds,
    })
  known.set(name, limiter)
  return limiter
}

/**
 * Counts one try of `name` (such as "sign-in from a network") for `key`: at most `points` in `seconds`,
 * over all processes. The table holds a digest of both, never the address itself. Out: whether it is
 * within the limit, or how many seconds to wait.
 */
export async function limit(
  db: Db,
  name: string,
  key: string,
  points: number,
  seconds: number,
): Promise<Within> {
  try {
    await limiterOf(db, points, seconds).consume(hashKey(`${name}\n${key}`))
    return { ok: true }
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    return { ok: false, waitSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) }
  }
}

/**
 * What counts as one network: an IPv4 address, or the 64 bits of IPv6 that one household gets, so that
 * nobody has 2⁶⁴ tries.
 */
export function networkKey(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const read = ipaddr.process(address)
  if (read.kind() === 'ipv4') return read.toString()
  return read.toByteArray().slice(0, 8).join('.')
}

export const forgetLimits = (db: Db) =>
  db.deleteFrom('limits').where('expire', '<', Date.now()).execute()
