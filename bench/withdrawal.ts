// How long after a teller took a story back it still stands anywhere: two web processes on one database, read by
// 200 visitors a second. Run: node --import ./start/tsx.mjs bench/withdrawal.ts [stories] [visitors a second]
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { act, type Db, kithItself, openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { startPostgres } from '#base/postgres.ts'
import { hashKey, readSecret } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { storyKey } from '#stories/keys.ts'
import { withLoader as loader } from '../start/ensure.mjs'
import { runKith } from './kith.ts'
import { makeStories } from './stories.many.ts'

const stories = Number(process.argv[2] ?? 100)
const visitors = Number(process.argv[3] ?? 200)
const others = 300
const goal = 1000

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
type Answer = { status: number; text: string }

function ask(port: number, path: string, body?: string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const host = `localhost:${port}`
  const headers: Record<string, string> = {
    host,
    ...(body !== undefined && {
      origin: `http://${host}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    }),
  }
  const method = body === undefined ? 'GET' : 'POST'
  const asked = request({ agent, port, path, headers, method, host: '127.0.0.1' }, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => void parts.push(part))
    answer.on('end', () =>
      resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
    )
  })
  asked.on('error', reject)
  asked.end(body)
  return promise
}

async function startProcess(role: string, port: number, env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [...loader, 'src/main.ts'], {
    env: { ...process.env, ...env, KITH_ROLE: role, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = new Promise<void>((exited) => void child.once('exit', () => exited()))
  const end = performance.now() + 60_000
  const isWeb = role === 'web'
  while (performance.now() < end) {
    if (!isWeb) break
    const ready = await ask(port, '/readyz').then(({ status }) => status === 200, () => false) // prettier-ignore
    if (ready) break
    await new Promise((waited) => void setTimeout(waited, 50))
  }
  return async () => {
    child.kill('SIGTERM')
    await gone
  }
}

type Mine = { id: string; key: string; word: string }

/** The stories that will be taken back: the newest, each with a word of its own, and a private link. */
async function makeMine(db: Db, secret: string): Promise<Mine[]> {
  const made: Mine[] = []
  const list = await db.selectFrom('collections').select('id').executeTakeFirstOrThrow()
  for (let n = 0; n < stories; n += 1) {
    const id = crypto.randomUUID()
    const key = storyKey(secret, id)
    const word = `quibble${String.fromCodePoint(97 + (n % 26), 97 + Math.floor(n / 26))}snap`
    // The last to be taken back is the oldest: each is among the newest when its turn comes.
    const at = new Date(now().getTime() - n * 1000)
    const told = { id, lang: 'en', title: `The ${word}`, body: `We met. ${word}.`, publishedAt: at, town: null, example: false } // prettier-ignore
    await act(db, kithItself, async (tx) => {
      await tx.insertInto('stories').values({
        ...told, tellerId: null, name: 'Kofi', nameStyle: 'full', email: null, audience: 'public',
        pictureId: null, pictureWords: null, state: 'published', keyHash: hashKey(key), spoken: 'en', toldAt: at,
      }).execute()
      await tx.insertInto('consents').values({
        id: crypto.randomUUID(), storyId: id, use: 'site', words: 'Yes', version: '2026-11-23', lang: 'en',
        channel: 'web', takenBy: null, witness: null, givenAt: at, until: null, endedAt: null,
        endedChannel: null, endedBy: null,
      }).execute()
      await tx.insertInto('publishedStories').values({
        ...told, byline: 'Kofi', pictureId: null, pictureWords: null, pictureWidth: null, pictureHeight: null,
      }).execute()
      await tx.insertInto('collectionStories')
        .values({ listId: list.id, storyId: id, place: -n, chosenAt: at }).execute()
    }) // prettier-ignore
    made.push({ id, key, word })
  }
  return made
}

const feeds = ['/feeds/stories.atom', '/feeds/stories.rss', '/feeds/stories.json']
const pages = [
  '/',
  '/stories',
  '/stories?told=en',
  '/collections/lamps',
  ...feeds,
  '/feeds/collections/lamps.json',
]

/** Visitors who read while all this happens: so many a second, over both processes, whatever they wait for. */
function readAll(ports: readonly number[], places: () => string[]) {
  const seen = { asked: 0, answered: 0, failed: 0 }
  const began = performance.now()
  const timer = setInterval(() => {
    // By the clock: a timer that comes late brings those who came meanwhile.
    const due = Math.floor(((performance.now() - began) * visitors) / 1000) - seen.asked
    for (let n = 0; n < due; n += 1) {
      const all = places()
      const path = all[Math.floor(Math.random() * all.length)] ?? '/'
      seen.asked += 1
      ask(ports[seen.asked % ports.length] ?? 0, path).then(
        () => void (seen.answered += 1),
        () => void (seen.failed += 1),
      )
    }
  }, 20)
  return { seen, stop: () => clearInterval(timer) }
}

/** Whether a story stands nowhere any more, in one process. */
async function isGone(port: number, { id, word }: Mine): Promise<boolean> {
  const gone = [`/stories/${id}`, `/embed/stories/${id}`, `/stories/${id}/share.png`]
  const answers = await Promise.all(
    [...gone, `/search?q=${word}`, ...pages].map((path) => ask(port, path)),
  )
  const [own, frame, share, search, ...rest] = answers
  if ([own, frame, share].some((answer) => answer?.status !== 410)) return false
  if (search?.text.includes(id)) return false
  return rest.every(({ status, text }) => status === 200 && !text.includes(word))
}

/** Takes one back by its private link. Out: ms from the answer until it stood nowhere in either process. */
async function takeBack(ports: readonly number[], mine: Mine, at: number): Promise<number> {
  for (const port of ports)
    if ((await ask(port, `/stories/${mine.id}`)).status !== 200)
      throw new Error('It does not stand')
  const port = ports[at % ports.length] ?? 0
  const { status } = await ask(port, `/stories/mine/${mine.key}/withdrawal`, 'csrf=')
  const answered = performance.now()
  if (status !== 200) throw new Error(`The withdrawal answered ${status}`)
  while (performance.now() - answered < 30_000) {
    const gone = await Promise.all(ports.map((one) => isGone(one, mine)))
    // With the time that the look itself took: by now it is gone for certain.
    if (gone.every(Boolean)) return performance.now() - answered
  }
  return 30_000
}

const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
const server = await startPostgres({ dataFolder: join(folder, 'postgres') })
const base = 34_700 + (process.pid % 200)
const ports = [base, base + 1]
const stops: (() => Promise<void>)[] = []
const times: number[] = []
let reading: ReturnType<typeof readAll> | undefined
try {
  const { ownerUrl, appUrl } = server
  const data = join(folder, 'data')
  const env = { KITH_DATA: data, DATABASE_URL: ownerUrl, DATABASE_APP_URL: appUrl }
  await migrate(ownerUrl)
  await runKith(
    'src/cli.ts',
    [
      'setup',
      '--name',
      'Northtown Together',
      '--place',
      'Leeds',
      '--languages',
      'en,cy,ur',
      '--email',
      'zadie@example.org',
    ],
    env,
  )
  const pool = openPool(appUrl, 2)
  const db = openDatabase(pool)
  await makeStories(db, others)
  const mine = await makeMine(db, readSecret(data))
  await pool.end()
  for (const port of ports) stops.push(await startProcess('web', port, env))
  stops.push(await startProcess('jobs', 0, env))
  let next = 0
  reading = readAll(ports, () => [
    ...pages,
    ...mine.slice(next, next + 3).map(({ id }) => `/stories/${id}`),
  ])
  await new Promise((waited) => void setTimeout(waited, 3000))
  const began = performance.now()
  const before = reading.seen.answered
  for (const [at, one] of mine.entries()) {
    next = at
    times.push(await takeBack(ports, one, at))
  }
  const rate = ((reading.seen.answered - before) * 1000) / (performance.now() - began)
  process.stdout.write(
    `${Math.round(rate)} visitors a second read from ${ports.length} processes; ${reading.seen.failed} were not answered\n`,
  )
} finally {
  reading?.stop()
  for (const stop of stops.toReversed()) await stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
const sorted = times.toSorted((a, b) => a - b)
const at = (share: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
process.stdout.write(
  `${sorted.length} stories taken back; ms until each stood nowhere: p50 ${at(0.5).toFixed(1)}, p99 ${at(0.99).toFixed(1)}, most ${at(1).toFixed(1)}; ${goal} is allowed.\n`,
)
agent.destroy()
process.exit(sorted.length === stories && at(0.99) < goal ? 0 : 1)
