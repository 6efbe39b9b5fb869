import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from './config.ts'
import { reachPostgres, startPostgres, type Urls } from './postgres.ts'

export type OpenedDatabase = Urls & { adopted: boolean; stop(): Promise<void> }

/** The app role's password on a PostgreSQL of your own: made once, kept beside the data. */
function rolePassword(dataFolder: string): string {
  const file = join(dataFolder, 'secrets', 'app-role.key')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    mkdirSync(join(dataFolder, 'secrets'), { recursive: true, mode: 0o700 })
    const password = randomBytes(32).toString('base64url')
    writeFileSync(file, password, { mode: 0o600 })
    return password
  }
}

/** The same address for another role. One that leads to a socket has no host, which URL cannot read. */
const asRole = (address: string, role: string, password: string): string =>
  address.replace(/^([a-z]+:\/\/)(?:[^@/?]*@)?/i, `$1${role}:${encodeURIComponent(password)}@`)

/**
 * On a PostgreSQL of your own: the role that owns nothing, made when the owner may make roles. Otherwise
 * Kith works as the owner, whom row-level security binds as well because it is forced.
 */
async function appUrlFor(config: Config): Promise<string> {
  if (config.databaseAppUrl) return config.databaseAppUrl
  const client = new pg.Client({ connectionString: config.databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ version: number; makes: boolean; exempt: boolean }>(
      `select current_setting('server_version_num')::int as version,
         rolsuper or rolcreaterole as makes, rolsuper or rolbypassrls as exempt
       from pg_roles where rolname = current_user`,
    )
    const role = rows[0]
    if (!role || role.version < 170_000) throw new Error('Kith needs PostgreSQL 17 or newer')
    if (!role.makes) {
      if (role.exempt)
        throw new Error('Row-level security does not bind this role: give DATABASE_APP_URL as well')
      return config.databaseUrl
    }
    const password = rolePassword(config.dataFolder)
    const known = await client.query(`select from pg_roles where rolname = 'kith_app'`)
    const verb = known.rowCount ? 'alter' : 'create'
    await client.query(`${verb} role kith_app login password ${pg.escapeLiteral(password)}`)
    return asRole(config.databaseUrl, 'kith_app', password)
  } finally {
    await client.end()
  }
}

async function ownDatabase(config: Config): Promise<OpenedDatabase> {
  const appUrl = await appUrlFor(config)
  return { ownerUrl: config.databaseUrl, appUrl, adopted: false, stop: async () => {} }
}

/** Opens the database: the embedded one, started here, or the one that DATABASE_URL names. */
export const openStore = (
  config: Config,
  log: (line: string) => void,
  onLost: () => void,
): Promise<OpenedDatabase> =>
  config.databaseUrl
    ? ownDatabase(config)
    : startPostgres({ dataFolder: config.dataFolder, log, onLost })

/** For a command beside it: the database of the Kith that runs on this data, or one started for now. */
export async function reachStore(
  config: Config,
  log: (line: string) => void,
): Promise<OpenedDatabase> {
  if (config.databaseUrl) return ownDatabase(config)
  const running = await reachPostgres(config.dataFolder)
  if (running) return { ...running, adopted: false, stop: async () => {} }
  return startPostgres({ dataFolder: config.dataFolder, log, what: 'command' })
}
