// Looks for duplicates of one new member after the other, among 100,000 members of whom 30,000 are called
// nearly as another one is, and says how long one takes and by which indexes.
// Run: node --import ./start/tsx.mjs bench/twins.ts [members]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { act, type Db, kithItself, openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { ensureTowns } from '#base/places.ts'
import { startPostgres } from '#base/postgres.ts'
import { listAllInDirectory } from '#members/directory.queries.ts'
import { keepTwinsOf } from '#members/twins.actions.ts'
import { sharing } from '#members/twins.queries.ts'
import { type Compared, signsOf } from '#members/twins.rules.ts'
import { dice, makeMembers } from './members.ts'

const members = Number(process.argv[2] ?? 100_000)
const copies = Math.round(members * 0.3)
const asked = 200
const mostMs = 20
const roll = dice(11)
const one = <V>(list: readonly V[]): V => list[Math.floor(roll() * list.length)]! // never past the end

/** A name as somebody else writes it: a slip of the pen, a word more, "The" and "Ltd". */
function nearly(name: string): string {
  const way = Math.floor(roll() * 5)
  const at = 1 + Math.floor(roll() * (name.length - 2))
  if (way === 0) return name.slice(0, at) + name.slice(at + 1)
  if (way === 1) return name.slice(0, at) + name[at] + name.slice(at)
  if (way === 2) return `The ${name}`
  if (way === 3) return `${name} ${one(['CIO', 'Ltd', 'UK'])}`
  return name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2)
}

type Row = Record<string, unknown> & { id: string; name: string; phone: string | null }

/** Copies members: nearly the same name in the same place, one in five with the same phone. */
async function copy(db: Db, n: number, state: 'admitted' | 'asked'): Promise<string[]> {
  return act(db, kithItself, async (tx) => {
    await sql`select set_config('statement_timeout', '10min', true)`.execute(tx)
    const { rows } = await sql<{ row: string }>`select to_jsonb(o)::text as row from organisations o
      where o.import_id is null and o.org_id is null
      order by md5(o.id::text || ${String(n)}) limit ${n}`.execute(tx)
    const made = rows.map(({ row }) => {
      const from = JSON.parse(row) as Row
      const phone = roll() < 0.2 ? from.phone : `01${Math.floor(roll() * 1e9)}`.padEnd(11, '7')
      return { ...from, id: crypto.randomUUID(), name: nearly(from.name), phone }
    })
    await sql`insert into organisations
      select * from jsonb_populate_recordset(null::organisations, ${JSON.stringify(made)}::jsonb)`.execute(
      tx,
    )
    const ids = made.map(({ id }) => id)
    const at = new Date()
    await sql`insert into memberships (id, organisation_id, state, channel, lang, answers, talk,
        asked_at, waiting_since, decided_at)
      select gen_random_uuid(), id, ${state}, 'web', 'en', '{}', '[]', ${at}, ${at},
        ${state === 'asked' ? null : at}
      from unnest(${ids}::uuid[]) as id`.execute(tx)
    if (state === 'admitted') await listAllInDirectory(tx, ids)
    return ids
  })
}

/** Everyone's signs, as the jobs after an import write them. */
async function fillSigns(owner: pg.Client): Promise<void> {
  await owner.query('set session_replication_role = replica')
  const { rows } = await owner.query<Compared>(
    `select id, kind, kith_fold(name) as folded, place, org_id as "orgId", website, phone, email
     from organisations`,
  )
  const signs = rows.flatMap((row) => signsOf(row).map((sign) => ({ id: row.id, sign })))
  for (let at = 0; at < signs.length; at += 50_000)
    await owner.query(
      `insert into twin_signs select x.id, x.sign from json_to_recordset($1) as x (id uuid, sign text)
       on conflict do nothing`,
      [JSON.stringify(signs.slice(at, at + 50_000))],
    )
}

type Compiled = { compile(db: Db): { sql: string; parameters: readonly unknown[] } }
const none = 'NO INDEX'

async function planOf(owner: pg.Client, db: Db, query: Compiled): Promise<string> {
  const { sql: text, parameters } = query.compile(db)
  const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...parameters])
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  if (/Seq Scan on (twin_signs|organisations)/.test(plan)) return none
  return [...new Set(plan.match(/\btwin_signs_[a-z_]+/g))].join(' ')
}

const at = (times: number[], share: number) =>
  times.toSorted((x, y) => x - y)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
const server = await startPostgres({ dataFolder: folder, throwaway: true })
const times: number[] = []
/** What asking nothing takes on this machine at the same moment. */
const empty: number[] = []
let index = none
try {
  const { ownerUrl, appUrl } = await server.createDatabase('bench_twins')
  await migrate(ownerUrl)
  const pool = openPool(appUrl, 2)
  const db = openDatabase(pool)
  const owner = new pg.Client({ connectionString: ownerUrl })
  // When something fails, that is said, and not that the server was stopped.
  owner.on('error', () => {})
  await owner.connect()
  const towns = openPool(ownerUrl, 1)
  await ensureTowns(openDatabase(towns))
  await towns.end()
  await makeMembers(db, members - copies)
  await owner.query(
    `update organisations set phone = '01' || lpad((hashtext(id::text) & 1073741823)::text, 10, '3')`,
  )
  for (let made = 0; made < copies; made += 5000)
    await copy(db, Math.min(5000, copies - made), 'admitted')
  await fillSigns(owner)
  const fresh = await copy(db, asked, 'asked')
  await owner.query('vacuum analyze')
  let pairs = 0
  for (const id of fresh) {
    const begun = performance.now()
    await act(db, kithItself, (tx) => sql`select 1`.execute(tx))
    empty.push(performance.now() - begun)
    const start = performance.now()
    await act(db, kithItself, (tx) => keepTwinsOf(tx, id))
    times.push(performance.now() - start)
    const { rows } = await owner.query<{ n: number }>(
      'select count(*)::int as n from twins where a = $1 or b = $1',
      [id],
    )
    pairs += (rows[0]?.n ?? 0) > 0 ? 1 : 0
  }
  const { rows } = await owner.query<{ all: number; pairs: number; signs: number }>(
    `select (select count(*)::int from directory) as all, (select count(*)::int from twins) as pairs,
      (select count(*)::int from twin_signs) as signs`,
  )
  index = await planOf(owner, db, sharing(crypto.randomUUID(), ['phone:1134960000', 'n0abc']))
  process.stdout.write(
    `${rows[0]?.all} members, ${copies} of them called nearly as another\n` +
      `${asked} new ones looked at: ${pairs} have a likely twin, ${rows[0]?.pairs} pairs in all\n` +
      `one takes ${at(times, 0.5).toFixed(2)} ms (median), ${at(times, 0.99).toFixed(2)} ms (p99), ${at(times, 1).toFixed(2)} ms (worst)\n` +
      `asking nothing, in between: ${at(empty, 0.5).toFixed(2)} ms (median), ${at(empty, 0.99).toFixed(2)} ms (p99)\n` +
      `index: ${index}, which holds ${rows[0]?.signs} signs\n`,
  )
  await owner.end()
  await pool.end()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
const isQuick = at(times, 0.99) <= mostMs
process.stdout.write(`${mostMs} ms are allowed for one.\n`)
process.exit(isQuick && index !== none ? 0 : 1)
