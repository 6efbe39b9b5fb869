import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { afterCommit } from './pages.ts'

/** Every room adds its tables: `declare module '#base/db.ts' { interface Tables { … } }`. */
// eslint-disable-next-line -- an interface, because only interfaces can be added to
export interface Tables {}

/**
 * The database as nobody sees it: outside `act` no one is asking, and row-level security shows only
 * what is public anyway. Columns are camelCase here and snake_case in SQL.
 */
export type Db = Kysely<Tables>
/** A transaction in which the database knows who is asking. */
export type Tx = Transaction<Tables>

/**
 * Who is asking. `roles` are the roles in the coalition; `system` is Kith itself (jobs, set-up);
 * `keyHash` is the hash of a private link's key, which opens the one record that it belongs to.
 */
export type Who = {
  personId: string | null
  roles: readonly string[]
  system?: true
  keyHash?: string
}

export const nobody: Who = { personId: null, roles: [] }
export const kithItself: Who = { personId: null, roles: [], system: true }
/** Someone who holds a private link: its key opens one record, whoever they are. */
export const withKey = (who: Who, keyHash: string): Who => ({ ...who, keyHash })

// Counts and sums fit a number here; a string would be added as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

export function openPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5000,
    // A page that waits longer than this helps nobody; the form keeps what was typed.
    statement_timeout: 20_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'kith',
  })
  // A connection that dies while idle is replaced at the next request; it must not end the process.
  pool.on('error', () => {})
  // The pool hears of the idle ones only. One that dies in the middle of a transaction fails its next query.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin()],
  })
}

/**
 * Does something in one transaction, in which the database knows who is asking: the only way to a
 * transaction. What `work` throws undoes everything. The settings end with the transaction, so a pooled
 * connection never carries one person's rights to the next.
 */
export async function act<T>(db: Db, who: Who, work: (tx: Tx) => Promise<T>): Promise<T> {
  const dropped = afterCommit()
  const result = await db.transaction().execute(async (tx) => {
    await sql`select
      set_config('kith.person', ${who.personId ?? ''}, true),
      set_config('kith.roles', ${who.roles.join(',')}, true),
      set_config('kith.system', ${who.system ? 'on' : ''}, true),
      set_config('kith.key', ${who.keyHash ?? ''}, true)`.execute(tx)
    dropped.follow(tx)
    return work(tx)
  })
  dropped.now()
  return result
}
