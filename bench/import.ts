// Imports invented members from a spreadsheet, and says how quickly and with how much memory.
// Run: node --import ./start/tsx.mjs bench/import.ts [rows]
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kithItself, openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { ensureTowns } from '#base/places.ts'
import { startPostgres } from '#base/postgres.ts'
import { importSheet, guessPlan, previewImport, undoImport } from '#members/import.actions.ts'
import { keepSheet, rowsOf } from '#members/spreadsheet.keep.ts'
import { dice } from './members.ts'

const rows = Number(process.argv[2] ?? 50_000)
const least = 3000
const sizes = [Math.round(rows / 10), rows]

const firsts =
  'Green Old New Saint Riverside Harbour Hillside Valley Bridge Meadow Oak Willow Elm Silver Golden'.split(
    ' ',
  )
const lasts =
  'Trust Association Society Club Centre Project Network Foundation Group Circle Hub Kitchen'.split(
    ' ',
  )
const doing =
  'we bring people together so that nobody is left alone with tea talks lunches visits phone calls letters music crafts gardening lifts'.split(
    ' ',
  )
const towns =
  'Leeds Bristol Cardiff Swansea Glasgow Dundee Belfast Derry York Bath Hull Poole Truro Exeter Derby'.split(
    ' ',
  )
const areas = 'LS BS CF SA G DD BT YO BA HU BH TR EX DE'.split(' ')

/** A sheet as registers send them: a number, a name, a postcode, two sentences, a website. */
function sheetOf(count: number, seed: number): string {
  const roll = dice(seed)
  const one = <V>(list: readonly V[]): V => list[Math.floor(roll() * list.length)]! // never past the end
  const lines = ['org_id,name,postcode,activities,web']
  for (let at = 0; at < count; at++) {
    const about = Array.from({ length: 25 + Math.floor(roll() * 30) }, () => one(doing)).join(' ')
    const postcode = `${one(areas)}${1 + Math.floor(roll() * 20)} 1AA`
    const name = `${one(towns)} ${one(firsts)} ${one(lasts)} ${seed}-${at}`
    lines.push(
      `GB-CHC-${200_000 + seed * 1_000_000 + at},${name},${postcode},"${about}",www.n${at}.example.org`,
    )
  }
  return lines.join('\r\n')
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
let highest = 0
const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 20)

const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
const server = await startPostgres({ dataFolder: folder })
let slowest = Infinity
const peaks: number[] = []
try {
  await migrate(server.ownerUrl)
  const pool = openPool(server.appUrl)
  const db = openDatabase(pool)
  await ensureTowns(db)
  const deps = { db, config: { dataFolder: folder } }
  const timed = async <V>(name: string, count: number, work: () => Promise<V>): Promise<V> => {
    global.gc?.()
    const before = process.memoryUsage.rss()
    highest = before
    const start = performance.now()
    const done = await work()
    const seconds = (performance.now() - start) / 1000
    const rate = Math.round(count / seconds)
    process.stdout.write(
      `${name.padEnd(10)}${String(count).padStart(8)} rows ${seconds.toFixed(2).padStart(7)} s ${String(rate).padStart(7)} rows/s   memory ${megabytes(before)} MB, at most ${megabytes(highest)} MB\n`,
    )
    if (name === 'import') {
      slowest = Math.min(slowest, rate)
      peaks.push(highest)
    }
    return done
  }
  for (const [at, size] of sizes.entries()) {
    const path = join(folder, 'sheet.csv')
    await writeFile(path, sheetOf(size, at))
    process.stdout.write(`\nA sheet of ${megabytes((await stat(path)).size)} MB\n`)
    const kept = await timed('read', size, async () =>
      keepSheet(folder, 'sheet.csv', await readFile(path)),
    )
    if (!kept.ok) throw new Error(kept.error)
    const sheet = kept.value
    const plan = guessPlan(sheet)
    await timed('preview', size, () =>
      previewImport(deps, kithItself, { rows: rowsOf(folder, sheet.id), plan, home: 'GB' }),
    )
    const done = await timed('import', size, () =>
      importSheet(deps, kithItself, { ...sheet, plan }, { plan, home: 'GB' }),
    )
    if (!done.ok || done.value.rows !== size) throw new Error('Not all came')
    if (at < sizes.length - 1) continue
    await timed('undo', size, () => undoImport(db, kithItself, done.value.importId))
  }
  await pool.end()
} finally {
  clearInterval(watch)
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
const growth = megabytes((peaks.at(-1) ?? 0) - (peaks[0] ?? 0))
process.stdout.write(
  `\nThe slowest import: ${slowest} rows a second; ${least} are asked for. Ten times the rows took ${growth} MB more.\n`,
)
process.exit(slowest >= least ? 0 : 1)
