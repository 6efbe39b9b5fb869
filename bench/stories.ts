// Reads stories with 1,000, 10,000 and 100,000 of them, and says how much longer it takes with more.
// Run: node --import ./start/tsx.mjs bench/stories.ts [rounds]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Db, openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { startPostgres } from '#base/postgres.ts'
import { countInCollection, storiesInCollection } from '#stories/collections.queries.ts'
import { type After, findPublished, isWithdrawn, latestStories } from '#stories/queries.ts'
import { languagesToRead, searchAllWords, wallIn } from '#stories/translate.public.queries.ts'
import { makeStories } from './stories.many.ts'

const rounds = Number(process.argv[2] ?? 60)
const most = 3
const sizes = [1000, 10_000, 100_000] as const

type Known = { middle: After; story: string; collection: string }
const wall =
  (lang: string | null, later: boolean) =>
  (db: Db, { middle }: Known) =>
    Promise.all([wallIn(db, { lang, after: later ? middle : null, most: 12 }), languagesToRead(db)])
const search = (q: string) => (db: Db) => searchAllWords(db, q, 10)

const looks: Record<string, (db: Db, known: Known) => Promise<unknown>> = {
  'wall: first page': wall(null, false),
  'wall: a page in the middle': wall(null, true),
  'wall: in Welsh': wall('cy', false),
  'wall: in Welsh, later': wall('cy', true),
  'search: a word': search('fordwickmere'),
  'search: two words': search('bread combe'),
  'search: a slip of the pen': search('fordwikmere'),
  'search: a common word': search('friday'),
  'search: beginning of a word': search('fordw'),
  'search: a teller': search('Shabana Cardiff'),
  'search: a translated word': search('cyfieithiad'),
  'search: nothing': search('zzyzx'),
  'feed': (db) => latestStories(db, 50),
  'story': (db, { story }) => findPublished(db, story),
  'story that is gone': (db) => isWithdrawn(db, crypto.randomUUID()),
  'collection': async (db, { collection }) => {
    await countInCollection(db, collection)
    await storiesInCollection(db, collection, { most: 12, skip: 12 })
  },
} // prettier-ignore

const middleOf = (times: number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

type House = { size: number; db: Db; pool: pg.Pool; owner: pg.Client; known: Known; asked: Asked[] }

/** The indexes that everything asked for one look uses, where there are most stories. */
async function indexesOf(
  { db, owner, known, asked }: House,
  look: (typeof looks)[string],
): Promise<string> {
  asked.length = 0
  await look(db, known)
  const names = new Set<string>()
  for (const { text, values } of asked) {
    if (!/^\s*(select|with)/i.test(text)) continue
    const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    for (const name of plan.match(
      /\b(?:published_stories|published_translations|collection_stories|withdrawn_stories|story_languages)_[a-z_]+/g,
    ) ?? [])
      names.add(name)
    if (/Seq Scan on published_(?:stories|translations)/.test(plan)) names.add('ALL ROWS')
  }
  return [...names].join(' ')
}

type Asked = { text: string; values: unknown[] }
const heard = new WeakSet<pg.PoolClient>()

/** Notes every query of a connection. */
function hear(client: pg.PoolClient, asked: Asked[]): void {
  if (heard.has(client)) return
  heard.add(client)
  const query = client.query.bind(client) as (...given: unknown[]) => unknown
  const noting = (...given: unknown[]) => {
    const [text, values] = given
    if (typeof text === 'string') asked.push({ text, values: Array.isArray(values) ? values : [] })
    return query(...given)
  }
  client.query = noting as typeof client.query // of the same shape: it only looks on
}

async function fill(size: number, urls: { ownerUrl: string; appUrl: string }): Promise<House> {
  await migrate(urls.ownerUrl)
  const pool = openPool(urls.appUrl, 2)
  const asked: Asked[] = []
  const db = openDatabase(pool)
  const owner = new pg.Client({ connectionString: urls.ownerUrl })
  await owner.connect()
  const begun = performance.now()
  await makeStories(db, size)
  await owner.query(
    'vacuum analyze published_stories, published_translations, stories, consents, collection_stories',
  )
  // Listens to what is asked, so that its plans can be looked at.
  pool.on('acquire', (client) => hear(client, asked))
  const { rows } = await owner.query<{ id: string; at: Date }>(
    `select id, published_at as at from published_stories order by published_at desc offset ${size / 2} limit 1`,
  )
  const lists = await owner.query<{ id: string }>('select id from collections')
  const [story] = rows
  const known = {
    middle: { publishedAt: story?.at ?? new Date(), id: story?.id ?? '' },
    story: story?.id ?? '',
    collection: lists.rows[0]?.id ?? '',
  }
  process.stdout.write(
    `${size} stories made in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`,
  )
  return { size, db, pool, owner, known, asked }
}

/** Asks each in turn, again and again, so that what else the machine does slows all of them alike. */
async function measure(houses: House[], look: (typeof looks)[string]): Promise<number[]> {
  const times = houses.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, { db, known }] of houses.entries()) {
      const start = performance.now()
      await look(db, known)
      times[at]?.push(performance.now() - start)
    }
  return times.map((all) => middleOf(all.slice(Math.floor(rounds / 6))))
}

const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
const server = await startPostgres({ dataFolder: folder, throwaway: true })
let slowest = 0
try {
  const houses: House[] = []
  for (const size of sizes)
    houses.push(await fill(size, await server.createDatabase(`bench_${size}`)))
  const head = sizes.map((size) => String(size).padStart(9)).join('')
  process.stdout.write(
    `\n${'median in ms'.padEnd(30)}${head}${'ratio'.padStart(8)}  index at ${sizes.at(-1)}\n`,
  )
  for (const [name, look] of Object.entries(looks)) {
    const ms = await measure(houses, look)
    const [last] = houses.slice(-1)
    const index = last ? await indexesOf(last, look) : ''
    const ratio = (ms.at(-1) ?? 0) / (ms[0] ?? 1)
    slowest = Math.max(slowest, ratio)
    const cells = ms.map((one) => one.toFixed(2).padStart(9)).join('')
    process.stdout.write(`${name.padEnd(30)}${cells}${ratio.toFixed(2).padStart(8)}  ${index}\n`)
  }
  for (const { owner, pool } of houses) {
    await owner.end()
    await pool.end()
  }
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
process.stdout.write(`\nThe worst ratio is ${slowest.toFixed(2)}; ${most} is allowed.\n`)
process.exit(slowest <= most ? 0 : 1)
