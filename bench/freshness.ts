// Runs the night that keeps the list true: with 10,000 and 100,000 entries whose ages are spread over two
// years, with all of them due at once, and with all of them silent. Says how many seconds it takes and how
// much more memory than at its beginning; a process of its own for each, as jobs have.
// Run: npm run bench:freshness -- [members]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { readConfig } from '#base/config.ts'
import { act, type Db, kithItself, openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { ensureTowns } from '#base/places.ts'
import { startPostgres } from '#base/postgres.ts'
import { keepListTrue } from '#members/freshness.night.ts'
import { runKith } from './kith.ts'
import { makeMembers } from './members.ts'

const mostSeconds = 60
/** Beyond what it begins with, ten times the entries may take so many megabytes more. */
const flatMegabytes = 30

type Night = {
  seconds: number
  grownMb: number
  asked: number
  reminded: number
  stale: number
  off: number
}
const scenes = ['spread', 'due', 'silent'] as const
type Scene = (typeof scenes)[number]

/** One night in this process. Out: what it took, as a line of JSON. */
async function oneNight(appUrl: string): Promise<void> {
  const read = readConfig({ KITH_ORIGIN: 'https://kith.example.org' })
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  const pool = openPool(appUrl, 2)
  const db = openDatabase(pool)
  await sql`select 1`.execute(db)
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10)
  const began = performance.now()
  await keepListTrue({ db, config: read.value, secret: 'bench' })
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  const grownMb = Math.round((peak - before) / 1024 / 1024)
  const done = await act(db, kithItself, (tx) =>
    tx
      .selectFrom('journal')
      .select('detail')
      .where('what', '=', 'list.checked')
      .orderBy('at', 'desc')
      .executeTakeFirstOrThrow(),
  )
  await pool.end()
  process.stdout.write(JSON.stringify({ ...done.detail, seconds, grownMb }))
}

/** Nine in ten have somebody with a mail address, one in twenty only one of its own, one in twenty none. */
const givePeople = (db: Db) =>
  act(db, kithItself, async (tx) => {
    await sql`select set_config('statement_timeout', '10min', true)`.execute(tx)
    await sql`insert into coalition (name, purpose, place, country, languages, band, action, rules, open, example, set_up_at)
      values ('Northtown Together', '', 'Leeds', 'GB', '{en}', 'plum', 'plum', '[]', true, false, now())`.execute(tx)
    await sql`create temporary table speaking on commit drop as
      select id as organisation_id, gen_random_uuid() as person_id from organisations where random() < 0.9`.execute(tx)
    await sql`insert into persons (id, name, email, lang, example, known_since)
      select person_id, 'Femi Adeyemi', person_id || '@example.org', (array['en', 'cy', 'ur'])[1 + floor(random() * 3)::int],
        false, now() from speaking`.execute(tx)
    await sql`insert into representatives (person_id, organisation_id, role, since)
      select person_id, organisation_id, 'Trustee', now() from speaking`.execute(tx)
    await sql`update organisations set email = id || '@example.org'
      where random() < 0.5 and id not in (select organisation_id from speaking)`.execute(tx)
  }) // prettier-ignore

/**
 * `spread`: checked at any time in two years; of those due, half were asked when they should have been and
 * kept silent, and of these half already stand there as not confirmed. `due`: all over six months old, none
 * was ever asked. `silent`: all were asked forty days ago, and nobody answered.
 */
async function setScene(owner: pg.Client, scene: Scene): Promise<void> {
  const age = { spread: '(random() * 730)', due: '(184 + random() * 540)', silent: '224' }[scene]
  await owner.query(`begin; select set_config('kith.system', 'on', true);
    truncate freshness, freshness_rounds, outbox;
    update organisations set checked_at = now() - ${age} * interval '1 day';
    ${scene === 'silent' ? `insert into freshness (organisation_id, round, asked_at) select id, 1, now() - interval '40 days' from organisations;` : ''}
    ${
      scene === 'spread'
        ? `insert into freshness (organisation_id, round, asked_at, stale_since, stale_why)
        select id, 1, asked, case when old then asked + interval '30 days' end, case when old then 'unanswered' end
        from (select id, checked_at + interval '183 days' as asked,
            random() < 0.5 and checked_at < now() - interval '213 days' as old
          from organisations where checked_at < now() - interval '183 days' and random() < 0.5) as due;`
        : ''
    }
    update directory d set stale = now.stale from (select o.id, f.stale_since is not null as stale
      from organisations o left join freshness f on f.organisation_id = o.id) as now
      where now.id = d.organisation_id and now.stale <> d.stale;
    commit`) // prettier-ignore
  await owner.query('vacuum analyze directory, organisations, freshness, memberships, outbox')
}

const say = (line: string) => process.stdout.write(`${line}\n`)

async function nightsOf(members: number, wanted: readonly Scene[]): Promise<Night[]> {
  const { ownerUrl, appUrl } = await server.createDatabase(`bench_${members}`)
  await migrate(ownerUrl)
  const pool = openPool(appUrl, 2)
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  const everything = openPool(ownerUrl, 1)
  const nights: Night[] = []
  try {
    await ensureTowns(openDatabase(everything))
    await makeMembers(openDatabase(pool), members)
    await givePeople(openDatabase(everything))
    for (const scene of wanted) {
      await setScene(owner, scene)
      const night = JSON.parse(await runKith('bench/freshness.ts', ['night', appUrl], {})) as Night
      say(
        `${members} entries, ${scene.padEnd(6)} ${night.seconds.toFixed(1).padStart(6)} s, ${night.grownMb} MB more at its peak;` +
          ` asked ${night.asked}, reminded ${night.reminded}, not confirmed ${night.stale}, left ${night.off}`,
      )
      nights.push(night)
    }
    return nights
  } finally {
    await everything.end()
    await owner.end()
    await pool.end()
  }
}

if (process.argv[2] === 'night') {
  await oneNight(process.argv[3] ?? '')
  process.exit(0)
}

const most = Number(process.argv[2] ?? 100_000)
const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
const server = await startPostgres({ dataFolder: folder, throwaway: true })
let good = false
try {
  const [few] = await nightsOf(most / 10, ['spread'])
  const nights = await nightsOf(most, ['due', 'silent', 'spread'])
  const many = nights.at(-1)
  const slowest = Math.max(...nights.map((night) => night.seconds))
  const more = (many?.grownMb ?? 0) - (few?.grownMb ?? 0)
  say(`\nThe longest night took ${slowest.toFixed(1)} s; ${mostSeconds} are allowed.`)
  say(`Ten times the entries took ${more} MB more; ${flatMegabytes} are allowed.`)
  good = slowest <= mostSeconds && more <= flatMegabytes
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
process.exit(good ? 0 : 1)
