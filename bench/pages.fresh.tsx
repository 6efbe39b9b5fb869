import { Hono } from 'hono'
import pg from 'pg'
import { createApp } from '../src/app.tsx'
import { knowCoalition } from '../src/base/coalition.ts'
import { readConfig } from '../src/base/config.ts'
import { openStore } from '../src/base/database.ts'
import { act, kithItself, openDatabase, openPool } from '../src/base/db.ts'
import { hashKey, newKey, readSecret } from '../src/base/secrets.ts'
import { now } from '../src/base/time.ts'
import { median } from './load.ts'

type Query = { text: string; values: unknown[] }

/** Notes what goes to the database. */
function listen(pool: pg.Pool, heard: Query[]) {
  pool.on('connect', (client) => {
    const ask = client.query.bind(client) as (...args: unknown[]) => unknown
    const noted = (...args: unknown[]) => {
      const [first, second] = args
      const text = typeof first === 'string' ? first : (first as { text?: string })?.text
      const values = Array.isArray(second) ? second : (first as { values?: unknown[] })?.values
      if (text) heard.push({ text, values: values ?? [] })
      return ask(...args)
    }
    client.query = noted as typeof client.query
  })
}

/** The plainest page that does the same: the queries one after the other, their rows in a list. */
function barePage(pool: pg.Pool, queries: Query[]) {
  const app = new Hono()
  app.get('/', async (c) => {
    const client = await pool.connect()
    try {
      const found = []
      for (const { text, values } of queries) found.push((await client.query(text, values)).rows)
      return c.html(
        <html lang="en">
          <head>
            <title>Bare</title>
          </head>
          <body>
            <h1>Bare</h1>
            {found.flat().map((row: Record<string, unknown>) => (
              <article>
                {Object.entries(row).map(([name, value]) => (
                  <p>
                    {name} {String(value)}
                  </p>
                ))}
              </article>
            ))}
          </body>
        </html>,
      )
    } finally {
      client.release()
    }
  })
  return app
}

async function cpuOf(ask: () => Promise<Response>, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let n = 0; n < times; n += 1) await (await ask()).text()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000 / times
}

async function signedIn(db: Parameters<typeof act>[0]): Promise<string> {
  const token = newKey()
  await act(db, kithItself, async (tx) => {
    const { id } = await tx.selectFrom('persons').select('id').limit(1).executeTakeFirstOrThrow()
    const at = now()
    const times = { madeAt: at, seenAt: at }
    const row = {
      tokenHash: hashKey(token),
      personId: id,
      device: 'Bench',
      shared: false,
      ...times,
    }
    await tx.insertInto('sessions').values(row).execute()
  })
  return token
}

/** Makes each page fresh, for a visitor and for someone signed in, in turn with its bare twin. */
export async function freshPages(dataFolder: string): Promise<(string | number)[][]> {
  const read = readConfig({ KITH_DATA: dataFolder })
  if (!read.ok) throw new Error(read.error.join())
  const config = read.value
  const store = await openStore(
    config,
    () => {},
    () => {},
  )
  const pool = openPool(store.appUrl, 2)
  const heard: Query[] = []
  listen(pool, heard)
  const barePool = openPool(store.appUrl, 2)
  try {
    const db = openDatabase(pool)
    const house = { db, config, secret: readSecret(dataFolder), coalition: knowCoalition(db) }
    const app = createApp(house)
    const [story, member] = await Promise.all([
      db.selectFrom('publishedStories').select('id').limit(1).executeTakeFirstOrThrow(),
      db.selectFrom('directory').select('organisationId').limit(1).executeTakeFirstOrThrow(),
    ])
    const token = await signedIn(db)
    const pages = {
      home: '/',
      story: `/stories/${story.id}`,
      directory: '/members',
      member: `/members/${member.organisationId}`,
    }
    const rows = []
    let nth = 0
    for (const who of ['visitor', 'signed in'] as const)
      for (const [name, path] of Object.entries(pages)) {
        const headers = who === 'visitor' ? {} : { cookie: `kith=${token}` }
        // A query that nothing reads makes every visit the first one.
        const ask = async () =>
          app.request(`http://localhost${path}?fresh=${(nth += 1)}`, { headers })
        await (await ask()).text()
        heard.length = 0
        await (await ask()).text()
        const queries = [...heard]
        const bare = barePage(barePool, queries)
        const askBare = async () => bare.request('http://localhost/')
        await cpuOf(ask, 300)
        await cpuOf(askBare, 300)
        const ours: number[] = []
        const theirs: number[] = []
        for (let round = 0; round < 5; round += 1) {
          ours.push(await cpuOf(ask, 500))
          theirs.push(await cpuOf(askBare, 500))
        }
        const [a, b] = [median(ours), median(theirs)]
        rows.push([name, who, queries.length, a.toFixed(2), b.toFixed(2), (a / b).toFixed(1)])
      }
    return rows
  } finally {
    await pool.end()
    await barePool.end()
    await store.stop()
  }
}
