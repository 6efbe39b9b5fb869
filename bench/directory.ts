// Finds members with 1,000, 10,000 and 100,000 of them, and says how much longer it takes with more.
// Run: node --import ./start/tsx.mjs bench/directory.ts [rounds]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { act, type Db, kithItself, openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { ensureTowns, findPlace, type Place } from '#base/places.ts'
import { startPostgres } from '#base/postgres.ts'
import { directoryOverview } from '#members/directory.overview.queries.ts'
import { everything, type Search } from '#members/directory.rules.ts'
import {
  findMembers,
  matching,
  nearest,
  pageByName,
  queryOf,
  tokensOf,
} from '#members/directory.search.queries.ts'
import { makeMembers } from './members.ts'

const rounds = Number(process.argv[2] ?? 60)
const most = 3
const sizes = [1000, 10_000, 100_000] as const

const saidByAll = 'search: a word nearly all use'
const looks: Record<string, Partial<Search>> = {
  'list by name': {},
  'kind': { kind: 'charity' },
  'kind, region': { kind: 'company', region: 'Wales' },
  'topic': { topic: 'befriending' },
  'kind, region, topic': { kind: 'charity', region: 'Scotland', topic: 'music' },
  'search: two words': { q: 'leeds choir' },
  'search: a common word': { q: 'community' },
  'search: a common word, region': { q: 'friendship', region: 'Wales' },
  'search: a slip of the pen': { q: 'befrending brisotl' },
  'search: beginning of a word': { q: 'neigh' },
  // Its plan needs no index: the first rows of the table have it.
  [saidByAll]: { q: 'garden' },
  'search: nothing': { q: 'zzyzx' },
  'near': { near: 'Leeds' },
  'near, topic': { near: 'Cardiff', topic: 'food' },
  'near, kind, region': { near: 'Inverness', kind: 'company', region: 'Scotland' },
  'search, near': { q: 'choir', near: 'Bristol' },
} // prettier-ignore

const none = 'NO INDEX'
const searchOf = (look: Partial<Search>): Search => ({ ...everything, ...look })
const middle = (times: number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

type Compiled = { compile(db: Db): { sql: string; parameters: readonly unknown[] } }

async function indexesOf(
  owner: pg.Client,
  db: Db,
  search: Search,
  place: Place | null,
): Promise<string> {
  const tokens = search.q ? (await tokensOf(search.q).execute(db)).rows : []
  const statement: Compiled = search.q
    ? matching(search, queryOf(tokens))
    : place
      ? nearest(search, place)
      : pageByName(search, null, null)
  const { sql: text, parameters } = statement.compile(db)
  const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...parameters])
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  if (/Seq Scan on directory/.test(plan)) return none
  return [...new Set(plan.match(/\bdirectory_[a-z_]+|directory_pkey/g))].join(' ')
}

type House = { size: number; db: Db; pool: pg.Pool; owner: pg.Client }

async function once(db: Db, search: Search, place: Place | null): Promise<number> {
  const start = performance.now()
  const overview = await directoryOverview(db)
  overview.of(search)
  await findMembers(db, search, place)
  return performance.now() - start
}

/** Asks each in turn, again and again, so that what else the machine does slows all of them alike. */
async function measure(houses: House[], search: Search, place: Place | null): Promise<number[]> {
  const times = houses.map((): number[] => [])
  for (let round = 0; round < rounds; round++)
    for (const [at, { db }] of houses.entries()) times[at]?.push(await once(db, search, place))
  return times.map((all) => middle(all.slice(Math.floor(rounds / 6))))
}

async function fill(size: number, urls: { ownerUrl: string; appUrl: string }): Promise<House> {
  const { ownerUrl, appUrl } = urls
  await migrate(ownerUrl)
  const pool = openPool(appUrl, 2)
  const db = openDatabase(pool)
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await ensureTowns(openDatabase(new pg.Pool({ connectionString: ownerUrl, max: 1 })))
  const begun = performance.now()
  await makeMembers(db, size)
  // Every fifth is not confirmed, and comes after all the others.
  await act(db, kithItself, async (tx) => {
    await sql`select set_config('statement_timeout', '10min', true)`.execute(tx)
    await sql`update directory set stale = true where abs(hashtext(organisation_id::text)) % 5 = 0`.execute(
      tx,
    )
  })
  await owner.query('vacuum analyze directory, directory_terms')
  const made = (performance.now() - begun) / 1000
  const start = performance.now()
  const { total } = await directoryOverview(db)
  const overview = performance.now() - start
  process.stdout.write(
    `${total} members made in ${made.toFixed(1)} s; the overview, read once after a change: ${overview.toFixed(0)} ms\n`,
  )
  return { size, db, pool, owner }
}

const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
const server = await startPostgres({ dataFolder: folder, throwaway: true })
const results = new Map<string, { ms: number[]; index: string }>()
let slowest = 0
try {
  const houses: House[] = []
  for (const size of sizes)
    houses.push(await fill(size, await server.createDatabase(`bench_${size}`)))
  const [largest] = houses.slice(-1)
  for (const [name, look] of Object.entries(looks)) {
    const search = searchOf(look)
    const place = search.near && largest ? await findPlace(largest.db, search.near) : null
    const index = largest ? await indexesOf(largest.owner, largest.db, search, place) : none
    results.set(name, { ms: await measure(houses, search, place), index })
  }
  for (const { owner, pool } of houses) {
    await owner.end()
    await pool.end()
  }
} finally {
  process.stdout.write(
    `\n${'median in ms'.padEnd(32)}${sizes.map((n) => String(n).padStart(9)).join('')}${'ratio'.padStart(8)}  index at ${sizes.at(-1)}\n`,
  )
  for (const [name, { ms, index }] of results) {
    const ratio = (ms.at(-1) ?? 0) / (ms[0] ?? 1)
    slowest = Math.max(slowest, ratio)
    process.stdout.write(
      `${name.padEnd(32)}${ms.map((one) => one.toFixed(2).padStart(9)).join('')}${ratio.toFixed(2).padStart(8)}  ${index}\n`,
    )
  }
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
process.stdout.write(`\nThe worst ratio is ${slowest.toFixed(2)}; ${most} is allowed.\n`)
const bare = [...results].filter(([name, { index }]) => index === none && name !== saidByAll)
for (const [name] of bare) process.stdout.write(`${name} uses no index\n`)
process.exit(slowest <= most && bare.length === 0 ? 0 : 1)
