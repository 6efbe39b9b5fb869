import { createHash } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Db, openDatabase, openPool } from '../src/base/db.ts'
import type { Kith } from './kith.ts'

type Ask = (text: string, values?: unknown[]) => Promise<unknown>

// Jobs that nobody does here, and notices that nobody hears: pages are dropped in this process anyway.
const leftOut = /^select (kith_add_job|pg_notify)\(/
const settings = ['person', 'roles', 'system', 'key']

/** The same as `begin` and what `act` says behind it, in one message. */
const beginAs = (values: readonly unknown[]) =>
  `begin; select ${settings.map((name, at) => `set_config('kith.${name}', ${pg.escapeLiteral(String(values[at]))}, true)`).join(', ')}`

/** Fewer and shorter messages for the same statements: most of the time is their way to the database and back. */
function quicken(client: pg.PoolClient): void {
  const ask = client.query.bind(client) as unknown as (statement: unknown) => Promise<unknown>
  const begun = { waits: false }
  const query: Ask = async (text, values = []) => {
    if (text === 'begin') {
      begun.waits = true
      return { rows: [] }
    }
    if (begun.waits) {
      begun.waits = false
      if (!text.includes("'kith.person'")) throw new Error('A transaction begins without a name')
      return ask(beginAs(values))
    }
    if (leftOut.test(text)) return { rows: [] }
    // Planned once a connection: row-level security makes planning dear.
    return ask({ name: createHash('md5').update(text).digest('hex'), text, values })
  }
  Object.assign(client, { query })
}

/** A pool like Kith's own, for the few statements of a few actions, asked a million times. */
export function openQuick(kith: Kith, most: number): { db: Db; close: () => Promise<void> } {
  const name = new URL(kith.ownerUrl.replace('@/', '@host/')).pathname
  const pool = openPool(inject('appUrl').replace('/kith?', `${name}?`), most)
  pool.on('connect', quicken)
  return { db: openDatabase(pool), close: () => pool.end() }
}
