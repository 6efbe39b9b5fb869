import { cpSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runKith, startKith } from '../bench/kith.ts'
import { act, kithItself, openDatabase, openPool } from '../src/base/db.ts'
import { reachPostgres } from '../src/base/postgres.ts'
import { hashKey, readSecret } from '../src/base/secrets.ts'
import '../src/stories/index.ts'
import { storyKey } from '../src/stories/keys.ts'
import { newFolder } from './database.ts'
import { agreeTo } from './telling.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((closed) => void server.close(() => closed()))
  return port
}

/** A story that stands on the pages of the Kith that runs on this folder. Out: its id, and its private link. */
async function publishOne(data: string) {
  const running = await reachPostgres(data)
  const pool = openPool(running?.appUrl ?? '', 1)
  const id = crypto.randomUUID()
  const key = storyKey(readSecret(data), id)
  const told = { id, lang: 'en', title: 'The Quibblesnap', body: 'We met.', publishedAt: new Date(), town: null, example: false } // prettier-ignore
  const none = { pictureId: null, pictureWords: null }
  await act(openDatabase(pool), kithItself, async (tx) => {
    await tx.insertInto('stories').values({
      ...told, ...none, tellerId: null, name: 'Kofi', nameStyle: 'full', email: null, audience: 'public',
      state: 'published', keyHash: hashKey(key), spoken: 'en', toldAt: new Date(),
    }).execute()
    await agreeTo(tx, id)
    await tx.insertInto('publishedStories')
      .values({ ...told, ...none, byline: 'Kofi', pictureWidth: null, pictureHeight: null }).execute()
  }) // prettier-ignore
  await pool.end()
  return { id, key }
}

const noted = (data: string) => {
  try {
    return readFileSync(`${data}.taken-back`, 'utf8')
  } catch {
    return ''
  }
}

test('an older copy of the data folder that is put in its place brings no story back', async () => {
  const folder = newFolder()
  const [data, older] = [join(folder, 'data'), join(folder, 'older')]
  const port = await freePort()
  const said = [
    '--name',
    'Northtown Together',
    '--place',
    'Leeds',
    '--languages',
    'en',
    '--email',
    'zadie@example.org',
  ]
  await runKith('src/cli.ts', ['setup', ...said], { KITH_DATA: data })

  let kith = await startKith(data, port)
  const { id, key } = await publishOne(data)
  const there = async () => (await fetch(`http://localhost:${port}/stories/${id}`)).status
  await kith.stop()
  cpSync(data, older, { recursive: true, preserveTimestamps: true })
  try {
    kith = await startKith(data, port)
    expect(await there()).toBe(200)
    const headers = { 'sec-fetch-site': 'same-origin', origin: `http://localhost:${port}` }
    const body = new URLSearchParams({ csrf: '' })
    const sent = { method: 'POST', headers, body }
    const answer = await fetch(`http://localhost:${port}/stories/mine/${key}/withdrawal`, sent)
    expect(answer.status).toBe(200)
    expect(await there()).toBe(410)
    // The line follows the commit: a job writes it.
    await expect.poll(() => noted(data), { timeout: 10_000 }).toContain(`withdrawn ${id}`)
    await kith.stop()

    rmSync(data, { recursive: true })
    cpSync(older, data, { recursive: true, preserveTimestamps: true })
    kith = await startKith(data, port)
    expect(await there()).toBe(410)
    const wall = await (await fetch(`http://localhost:${port}/stories`)).text()
    expect(wall).not.toContain('Quibblesnap')
  } finally {
    await kith.stop()
  }
}, 120_000)
