import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from './postgres.binaries.ts'
import { holderOf, holdFolder, type Holder } from './postgres.lock.ts'
import { keepServer, type Keeper } from './postgres.keep.ts'
import { findPlace, type Place } from './postgres.place.ts'
import { findRunning } from './postgres.process.ts'
import {
  checkVersion,
  closeServer,
  makeData,
  openServer,
  setOwnerPassword,
} from './postgres.server.ts'
import { refusal } from './postgres.user.ts'

export { isRefusal } from './postgres.user.ts'

/** The addresses of one database: for the owner (migrations) and for the role that owns nothing. */
export type Urls = { ownerUrl: string; appUrl: string }

export type Postgres = Urls & {
  socketFolder: string
  /** Where the database is: the data folder that was asked for, unless PostgreSQL may not enter it. */
  dataFolder: string
  /** Whether the server was left running by a Kith that was killed. */
  adopted: boolean
  /** The process of the server now; it changes when a server that died is started again. */
  pid: () => number
  /** Makes a database for the app role, empty or as a copy of a template that nobody is connected to. */
  createDatabase: (name: string, template?: string) => Promise<Urls>
  dropDatabase: (name: string) => Promise<void>
  /** Ends the server within ten seconds and lets the data folder go. Twice is harmless. */
  stop: () => Promise<void>
}

type Options = {
  dataFolder: string
  log?: (line: string) => void
  /** Who starts it: Kith, or a command that will be gone in a moment. */
  what?: Holder['what']
  /** For tests: several times quicker, and nothing survives a power cut. */
  throwaway?: boolean
  /** Told once when PostgreSQL keeps dying and is not started again. */
  onLost?: () => void
}

type Secrets = { owner: string; app: string }

const silent = (): void => {}

/**
 * Starts the embedded PostgreSQL on a data folder, or takes over the one that a killed Kith left there.
 * Throws a sentence (`isRefusal`) when another Kith holds the folder, when the data is of another version,
 * or when this machine cannot run it.
 */
export async function startPostgres(options: Options): Promise<Postgres> {
  const { log = silent, what = 'kith', throwaway = false, onLost = silent } = options
  const asked = resolve(options.dataFolder)
  const place = findPlace(asked, log)
  const letGo = await holdFolder(place.folder, what)
  try {
    const binaries = findBinaries(asked, place.who, log)
    checkVersion(place, binaries)
    const secrets = readSecrets(asked)
    const isNew = makeData(place, binaries, secrets.value.owner)
    if (secrets.isNew && !isNew) {
      log('The passwords of the database were gone: new ones are made.')
      await closeLeft(place)
      setOwnerPassword(place, binaries, secrets.value.owner)
    }
    const open = () => openServer(place, binaries, throwaway, log)
    const keeper = keepServer(place, await open(), open, { log, onLost })
    const address = (name: string) => urls(keeper.server().socketFolder, secrets.value, name)
    await prepare(address('postgres').ownerUrl, secrets).catch(async (error: unknown) => {
      await keeper.close()
      throw error
    })
    return handle(place, keeper, address, letGo)
  } catch (error) {
    letGo()
    throw error
  }
}

/** The addresses of a Kith that runs on this folder now, for a command beside it; null when none runs. */
export async function reachPostgres(dataFolder: string): Promise<Urls | null> {
  const asked = resolve(dataFolder)
  const place = findPlace(asked, silent)
  if (holderOf(place.folder)?.what !== 'kith') return null
  for (let tries = 0; tries < 100; tries += 1) {
    const running = findRunning(place.data)
    if (running?.ready) return urls(running.socketFolder, readSecrets(asked).value, 'kith')
    await pause(100)
  }
  return null
}

function handle(
  place: Place,
  keeper: Keeper,
  address: (name: string) => Urls,
  letGo: () => void,
): Postgres {
  const server = keeper.server()
  let stopped: Promise<void> | null = null
  const asOwner = (work: (client: pg.Client) => Promise<unknown>) =>
    withClient(address('postgres').ownerUrl, work)
  return {
    ...address('kith'),
    socketFolder: server.socketFolder,
    dataFolder: place.folder,
    adopted: server.adopted,
    pid: () => keeper.server().pid,
    createDatabase: async (name, template = 'template0') => {
      await asOwner((client) => makeDatabase(client, name, template))
      return address(name)
    },
    dropDatabase: async (name) => {
      await asOwner((client) =>
        client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
      )
    },
    stop: () => (stopped ??= keeper.close().finally(letGo)),
  }
}

async function closeLeft(place: Place): Promise<void> {
  const left = findRunning(place.data)
  if (left) await closeServer(place, { ...left, adopted: true, gone: Promise.resolve() })
}

/** The passwords of both roles, beside the data so that a backup takes them along; made when there are none. */
function readSecrets(dataFolder: string): { value: Secrets; isNew: boolean } {
  const folder = join(dataFolder, 'secrets')
  const file = join(folder, 'postgres.json')
  try {
    return { value: JSON.parse(readFileSync(file, 'utf8')) as Secrets, isNew: false }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw refusal(`Kith may not read ${file}: run this as the account that Kith runs as.`)
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const value = { owner: newPassword(), app: newPassword() }
  writeFileSync(file, `${JSON.stringify(value)}\n`, { mode: 0o600 })
  return { value, isNew: true }
}

const newPassword = () => randomBytes(32).toString('base64url')

function urls(socket: string, secrets: Secrets, name: string): Urls {
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@/${encodeURIComponent(name)}?host=${encodeURIComponent(socket)}`
  return { ownerUrl: url('postgres', secrets.owner), appUrl: url('kith_app', secrets.app) }
}

/** Makes what a first start that was cut short may have left out: the app's role and the database. */
async function prepare(url: string, secrets: { value: Secrets; isNew: boolean }): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query<{ role: boolean; base: boolean }>(
      `select exists (select from pg_roles where rolname = 'kith_app') as role,
              exists (select from pg_database where datname = 'kith') as base`,
    )
    const { role = false, base = false } = found.rows[0] ?? {}
    const password = pg.escapeLiteral(secrets.value.app)
    const rights = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
    if (!role) await client.query(`create role kith_app ${rights} password ${password}`)
    else if (secrets.isNew) await client.query(`alter role kith_app password ${password}`)
    if (!base) await makeDatabase(client, 'kith', 'template0')
  })
}

async function makeDatabase(client: pg.Client, name: string, template: string): Promise<void> {
  const [base, from] = [pg.escapeIdentifier(name), pg.escapeIdentifier(template)]
  // Copying files is quicker for a small database than logging each page of it.
  await client.query(`create database ${base} template ${from} strategy file_copy`)
  await client.query(`revoke all on database ${base} from public`)
  await client.query(`grant connect, temporary on database ${base} to kith_app`)
}

async function withClient(
  url: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  // A connection that breaks tells so twice; the question that it breaks is told is enough.
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
