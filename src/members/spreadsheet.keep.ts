import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { err, ok, type Result } from '#base/result.ts'
import { addDays, now } from '#base/time.ts'
import { logger } from '#base/log.ts'
import { mostRows, readRows, type Row } from './spreadsheet.read.ts'
import type { Unreadable } from './spreadsheet.text.ts'

/**
 * A spreadsheet that waits to be imported: its rows lie in the data folder for a day at most, because they
 * may name people. `sample` are the first rows; `plan` is what was chosen for it, once something was.
 */
export type Sheet<Plan = unknown> = {
  id: string
  name: string
  rows: number
  columns: number
  sample: Row[]
  plan: Plan | null
}

const folderOf = (dataFolder: string) => join(dataFolder, 'sheets')
const rowsFile = (dataFolder: string, id: string) => join(folderOf(dataFolder), `${id}.rows`)
const factsFile = (dataFolder: string, id: string) => join(folderOf(dataFolder), `${id}.json`)
const sampleSize = 8

// A reader of lines also ends them at these two, which JSON leaves as they are.
const lineOf = ({ line, cells }: Row): string =>
  JSON.stringify([line, ...cells])
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')

async function writeRows(path: string, rows: AsyncGenerator<Row>) {
  const file = createWriteStream(path, { mode: 0o600 })
  const sample: Row[] = []
  let count = 0
  let columns = 0
  let waiting = ''
  try {
    for await (const row of rows) {
      count += 1
      if (count > mostRows) break
      columns = Math.max(columns, row.cells.length)
      if (sample.length < sampleSize) sample.push(row)
      waiting += `${lineOf(row)}\n`
      if (waiting.length < 65_536) continue
      if (!file.write(waiting)) await once(file, 'drain')
      waiting = ''
    }
    file.end(waiting)
    await once(file, 'close')
  } catch (problem) {
    file.destroy()
    throw problem
  }
  return { sample, count, columns }
}

/** Forgets sheets that nobody imported within a day. */
async function tidyUp(dataFolder: string): Promise<void> {
  const folder = folderOf(dataFolder)
  const yesterday = addDays(now(), -1)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtime } = await stat(path)
    if (mtime < yesterday) await rm(path, { force: true })
  }
}

/** Reads a file once and keeps its rows. `name` is what the file was called. */
export async function keepSheet(
  dataFolder: string,
  name: string,
  bytes: Buffer,
): Promise<Result<Sheet, Unreadable>> {
  const rows = readRows(bytes)
  if (!rows.ok) return rows
  await mkdir(folderOf(dataFolder), { recursive: true, mode: 0o700 })
  await tidyUp(dataFolder)
  const id = crypto.randomUUID()
  const path = rowsFile(dataFolder, id)
  try {
    const { sample, count, columns } = await writeRows(path, rows.value)
    if (count > 0 && count <= mostRows) {
      const sheet: Sheet = {
        id,
        name: name.slice(0, 120),
        rows: count,
        columns,
        sample,
        plan: null,
      }
      await saveSheet(dataFolder, sheet)
      return ok(sheet)
    }
    await rm(path, { force: true })
    return err(count === 0 ? 'empty' : 'too-long')
  } catch (problem) {
    await rm(path, { force: true })
    if (isOurs(problem)) throw problem
    logger('import').info(`A spreadsheet could not be read: ${(problem as Error).name}`)
    return err('broken')
  }
}

/** A full disk or a missing folder is not the fault of the file. */
const isOurs = (problem: unknown) =>
  ['ENOSPC', 'EACCES', 'ENOENT', 'EROFS', 'EIO'].includes(
    String((problem as { code?: unknown }).code),
  )

export async function saveSheet<P>(dataFolder: string, sheet: Sheet<P>): Promise<void> {
  const path = factsFile(dataFolder, sheet.id)
  const half = `${path}.${crypto.randomUUID()}`
  await writeFile(half, JSON.stringify(sheet), { mode: 0o600 })
  await rename(half, path)
}

/** The sheet of this id (a uuid); null when it was imported, or forgotten after a day. */
export async function findSheet<P>(dataFolder: string, id: string): Promise<Sheet<P> | null> {
  try {
    // Written by saveSheet.
    return JSON.parse(await readFile(factsFile(dataFolder, id), 'utf8')) as Sheet<P>
  } catch (problem) {
    if ((problem as { code?: string }).code === 'ENOENT') return null
    throw problem
  }
}

/** The rows of a kept sheet, one by one. */
export async function* rowsOf(dataFolder: string, id: string): AsyncGenerator<Row> {
  const file = createReadStream(rowsFile(dataFolder, id), 'utf8')
  for await (const text of createInterface({ input: file, crlfDelay: Infinity })) {
    // Written by writeRows.
    const [line, ...cells] = JSON.parse(text) as [number, ...string[]]
    yield { line, cells }
  }
}

export async function dropSheet(dataFolder: string, id: string): Promise<void> {
  await rm(rowsFile(dataFolder, id), { force: true })
  await rm(factsFile(dataFolder, id), { force: true })
}
