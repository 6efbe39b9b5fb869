// Imports invented members from a spreadsheet, and says how quickly and with how much memory: a process of
// its own for each size, started as Kith is, so that no size is measured with what another left behind.
// Run: npm run bench:import -- [rows]
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kithItself, openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { ensureTowns } from '#base/places.ts'
import { startPostgres } from '#base/postgres.ts'
import { importSheet, guessPlan, previewImport, undoImport } from '#members/import.actions.ts'
import { keepSheet, rowsOf } from '#members/spreadsheet.keep.ts'
import { runKith } from './kith.ts'
import { dice } from './members.ts'

const least = 3000
/** With ten times the rows at most this much more memory: the numbers and names of a sheet are kept in mind. */
const flat = 1.25

const words = (text: string) => text.split(' ')
const firsts = words(
  'Green Old New Saint Riverside Harbour Hillside Valley Bridge Meadow Oak Willow Elm Silver Golden',
)
const lasts = words(
  'Trust Association Society Club Centre Project Network Foundation Group Circle Hub Kitchen',
)
const doing = words(
  'we bring people together so that nobody is left alone with tea talks lunches visits phone calls letters music crafts gardening lifts',
)
const towns = words(
  'Leeds Bristol Cardiff Swansea Glasgow Dundee Belfast Derry York Bath Hull Poole Truro Exeter Derby',
)
const areas = words('LS BS CF SA G DD BT YO BA HU BH TR EX DE')

/** A sheet as registers send them: a number, a name, a postcode, two sentences, a website. */
function* linesOf(count: number): Generator<string> {
  const roll = dice(count)
  const one = <V>(list: readonly V[]): V => list[Math.floor(roll() * list.length)]! // never past the end
  yield 'org_id,name,postcode,activities,web\r\n'
  for (let at = 0; at < count; at++) {
    const about = Array.from({ length: 25 + Math.floor(roll() * 30) }, () => one(doing)).join(' ')
    const postcode = `${one(areas)}${1 + Math.floor(roll() * 20)} 1AA`
    const name = `${one(towns)} ${one(firsts)} ${one(lasts)} ${at}`
    yield `GB-CHC-${200_000 + at},${name},${postcode},"${about}",www.n${at}.example.org\r\n`
  }
}

async function writeSheet(path: string, count: number): Promise<void> {
  const file = createWriteStream(path)
  for (const line of linesOf(count)) if (!file.write(line)) await once(file, 'drain')
  file.end()
  await once(file, 'close')
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Out: rows a second and the highest memory (bytes) of the import alone. */
async function importOnce(size: number, folder: string, url: string) {
  const pool = openPool(url)
  const db = openDatabase(pool)
  const deps = { db, config: { dataFolder: folder } }
  const measured = { rate: 0, highest: 0 }
  let highest = 0
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 10)
  const timed = async <V>(name: string, work: () => Promise<V>): Promise<V> => {
    highest = process.memoryUsage.rss()
    const start = performance.now()
    const done = await work()
    const seconds = (performance.now() - start) / 1000
    const rate = Math.round(size / seconds)
    say(
      `${name.padEnd(10)}${String(size).padStart(8)} rows ${seconds.toFixed(2).padStart(7)} s ${String(rate).padStart(7)} rows/s   memory at most ${megabytes(highest)} MB`,
    )
    if (name === 'import') Object.assign(measured, { rate, highest })
    return done
  }
  const kept = await timed('read', async () =>
    keepSheet(folder, 'sheet.csv', await readFile(join(folder, 'sheet.csv'))),
  )
  if (!kept.ok) throw new Error(kept.error)
  const sheet = kept.value
  const plan = guessPlan(sheet)
  await timed('preview', () =>
    previewImport(deps, kithItself, { rows: rowsOf(folder, sheet.id), plan, home: 'GB' }),
  )
  const done = await timed('import', () =>
    importSheet(deps, kithItself, { ...sheet, plan }, { plan, home: 'GB' }),
  )
  if (!done.ok || done.value.rows !== size) throw new Error('Not all came')
  await timed('undo', () => undoImport(db, kithItself, done.value.importId))
  clearInterval(watch)
  await pool.end()
  say(JSON.stringify(measured))
}

async function compare(rows: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
  const server = await startPostgres({ dataFolder: folder })
  const peaks: number[] = []
  const rates: number[] = []
  try {
    await migrate(server.ownerUrl)
    const pool = openPool(server.appUrl, 1)
    await ensureTowns(openDatabase(pool))
    await pool.end()
    for (const size of [Math.round(rows / 10), rows]) {
      const path = join(folder, 'sheet.csv')
      await writeSheet(path, size)
      say(`\nA sheet of ${megabytes((await stat(path)).size)} MB`)
      const args = ['--one', String(size), folder, server.appUrl]
      const lines = (await runKith('bench/import.ts', args, {})).trim().split('\n')
      // Printed by importOnce.
      const last = JSON.parse(lines.pop() ?? '{}') as { rate: number; highest: number }
      lines.forEach(say)
      rates.push(last.rate)
      peaks.push(last.highest)
    }
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const [small = 1, large = 0] = peaks
  const growth = large / small
  say(
    `\n${rates.at(-1)} rows a second (${rates[0]} with a tenth of them, which pays for a cold start); ${least} are asked for. Ten times the rows: ${growth.toFixed(2)} times the memory (${megabytes(small)} and ${megabytes(large)} MB); ${flat} is allowed.`,
  )
  return (rates.at(-1) ?? 0) >= least && growth <= flat
}

const [first = '30000', size = '', folder = '', url = ''] = process.argv.slice(2)
if (first === '--one') await importOnce(Number(size), folder, url)
else process.exitCode = (await compare(Number(first))) ? 0 : 1
