import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.tsx'
import { knowCoalition } from '../../src/base/coalition.ts'
import { readConfig } from '../../src/base/config.ts'
import { act, type Db, kithItself, openDatabase, openPool } from '../../src/base/db.ts'
import { migrate } from '../../src/base/migrate.ts'
import { channel, onDrop } from '../../src/base/pages.ts'
import { listenForDrops } from '../../src/base/pages.listen.ts'
import { type Postgres, startPostgres } from '../../src/base/postgres.ts'
import { answerReady } from '../../src/base/web.ready.ts'
import { addExample } from '../../src/front/example.actions.ts'
import { setUp } from '../../src/front/setup.actions.ts'
import { wholeSetup } from '../../src/front/setup.forms.ts'

const setup = {
  name: 'Northtown Together',
  purpose: 'Nobody is left alone',
  place: 'Leeds',
  languages: ['en'],
  person: 'Zadie Cole',
  email: 'zadie@example.org',
  mail: 'later',
  band: 'plum',
  action: 'plum',
  example: 'yes',
}

let folder: string
let postgres: Postgres
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-away-'))
  postgres = await startPostgres({ dataFolder: folder })
})
afterAll(async () => {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A whole Kith on a socket, as main.ts puts it together. */
async function open() {
  await migrate(postgres.ownerUrl)
  const read = readConfig({ KITH_DATA: folder })
  if (!read.ok) throw new Error(read.error.join())
  const pool = openPool(postgres.appUrl, 3)
  const db = openDatabase(pool)
  const house = { db, config: read.value, secret: 'a secret', coalition: knowCoalition(db) }
  const listening = await listenForDrops(postgres.appUrl)
  const done = await setUp(house, wholeSetup.parse(setup))
  if (done.ok) await addExample(house, done.value)
  const app = createApp(house)
  const listener = getRequestListener(app.fetch)
  const server = createServer((request, response) => {
    if (!answerReady(request, response, house.coalition, 'kith')) void listener(request, response)
  })
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    origin,
    db,
    async close() {
      server.closeAllConnections()
      server.close()
      await listening.stop()
      await pool.end()
    },
  }
}

/** Waits until every notice that was sent so far has come round: they come in the order of their commits. */
async function heardAll(db: Db): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = onDrop((tags) => tags.includes('last') && resolve())
  await act(db, kithItself, (tx) => sql`select pg_notify(${channel}, 'last')`.execute(tx))
  await promise
  stop()
}

const story = new URLSearchParams({
  lang: 'en',
  title: 'The bread van',
  body: 'It stops at my gate.',
})

test('while the database is away visitors read on, and what is written comes back whole', async () => {
  const kith = await open()
  try {
    const get = (path: string) => fetch(`${kith.origin}${path}`)
    const tell = () =>
      fetch(`${kith.origin}/stories/new/what`, {
        method: 'POST',
        body: story,
        redirect: 'manual',
        headers: { origin: kith.origin },
      })
    // What setting up changed comes round in its own time, and drops what was made ready before it.
    await heardAll(kith.db)
    for (const path of ['/', '/stories', '/members'])
      expect((await get(path)).status, path).toBe(200)
    expect((await tell()).status).toBe(303)

    process.kill(postgres.pid(), 'SIGKILL')
    // The supervisor starts it again within moments; until then and after, nobody is turned away.
    const during = await Promise.all(['/', '/stories', '/members'].map(get))
    expect(during.map((answer) => answer.status)).toEqual([200, 200, 200])
    const trouble = await tell()
    if (trouble.status !== 303) {
      expect(trouble.status).toBe(503)
      const page = await trouble.text()
      expect(page).toContain('Northtown Together')
      expect(page).toContain('What you wrote is still here')
      expect(page).toContain('value="The bread van"')
      expect(page).toContain('It stops at my gate.')
    }
    let status = 0
    for (let tries = 0; tries < 100 && status !== 303; tries += 1) {
      status = (await tell()).status
      await new Promise((waited) => void setTimeout(waited, 100))
    }
    expect(status).toBe(303)
    expect((await get('/readyz')).status).toBe(200)
  } finally {
    await kith.close()
  }
}, 60_000)
