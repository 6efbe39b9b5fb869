import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../src/app.tsx'
import { knowCoalition } from '../src/base/coalition.ts'
import { readConfig } from '../src/base/config.ts'
import { openStore } from '../src/base/database.ts'
import { act, kithItself, nobody, openDatabase, openPool } from '../src/base/db.ts'
import { migrate } from '../src/base/migrate.ts'
import { type Postgres, startPostgres } from '../src/base/postgres.ts'
import { now } from '../src/base/time.ts'

let folder: string
let server: Postgres
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-own-'))
  server = await startPostgres({ dataFolder: folder, throwaway: true })
})
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const silent = () => {}

async function asOwner(statements: string[]) {
  const client = new pg.Client({ connectionString: server.ownerUrl })
  client.on('error', silent)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

const addressOf = (database: string, role: string, password: string) => {
  const socket = encodeURIComponent(server.socketFolder)
  return `postgres://${role}:${password}@/${database}?host=${socket}`
}

const configFor = (databaseUrl: string) => {
  const read = readConfig({ KITH_DATA: folder, DATABASE_URL: databaseUrl })
  if (!read.ok) throw new Error(read.error.join())
  return read.value
}

/** Opens a Kith on that database, and shows that it works and that nobody sees persons. */
async function tryKith(databaseUrl: string) {
  const config = configFor(databaseUrl)
  const store = await openStore(config, silent, silent)
  await migrate(store.ownerUrl)
  const pool = openPool(store.appUrl, 3)
  try {
    const db = openDatabase(pool)
    const app = createApp({ db, config, secret: 'a secret', coalition: knowCoalition(db) })
    expect((await app.request('http://localhost/readyz')).status).toBe(200)
    expect((await app.request('http://localhost/stories')).status).toBe(200)
    const id = crypto.randomUUID()
    await act(db, kithItself, (tx) =>
      tx
        .insertInto('persons')
        .values({
          id,
          name: 'Olive',
          email: null,
          phone: null,
          lang: 'en',
          example: false,
          knownSince: now(),
        })
        .execute(),
    )
    const seen = (who: typeof nobody) =>
      act(db, who, (tx) => tx.selectFrom('persons').select('name').execute())
    expect(await seen(kithItself)).toEqual([{ name: 'Olive' }])
    expect(await seen(nobody)).toEqual([])
    expect(await db.selectFrom('persons').select('name').execute()).toEqual([])
  } finally {
    await pool.end()
    await store.stop()
  }
}

test('a PostgreSQL of your own works, with an owner who may not make roles', async () => {
  await asOwner([
    `create role tenant login nosuperuser nocreaterole password 'secret'`,
    'create database rented owner tenant',
  ])
  await tryKith(addressOf('rented', 'tenant', 'secret'))
})

test('a PostgreSQL of your own works, with an owner who may: Kith makes a role that owns nothing', async () => {
  await asOwner([
    `create role landlord login nosuperuser createrole password 'secret'`,
    'create database owned owner landlord',
    // The role that the embedded server has made for itself is in the way here.
    'alter role kith_app rename to kith_app_of_another',
  ])
  await tryKith(addressOf('owned', 'landlord', 'secret'))
})

test('an owner whom row-level security does not bind is refused in a sentence', async () => {
  await asOwner([`create role exempt login bypassrls password 'secret'`])
  const opened = openStore(configFor(addressOf('postgres', 'exempt', 'secret')), silent, silent)
  await expect(opened).rejects.toThrow('Row-level security does not bind this role')
})
