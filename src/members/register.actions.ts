import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { allowTime } from './import.queries.ts'
import {
  closeRegisters,
  missingSince,
  openRegisters,
  recheckNumbers,
  takeRegisterTurn,
  writeEntries,
} from './register.queries.ts'
import { type Entry, readEntry, readHeads } from './register.row.ts'
import { isMuchSmaller, type NoRegister } from './register.numbers.ts'
import type { LoadedRegister } from './register.schema.ts'
import { isRegister, type RegisterPrefix } from './registers.ts'
import type { Row } from './spreadsheet.read.ts'

export type LoadedFile = {
  registers: LoadedRegister[]
  /** How many good rows there were, and how many had no number or no name. */
  rows: number
  left: number
  /** How many members' numbers were looked up again. */
  members: number
}

/** Undoes the transaction and is answered: a refusal we expect. */
class Refused extends Error {
  readonly refusal: NoRegister
  constructor(refusal: NoRegister) {
    super(refusal)
    this.refusal = refusal
  }
}

const atOnce = 2000

type Loading = { tx: Tx; file: string; at: Date; prefixes: Set<RegisterPrefix> }

async function write(loading: Loading, batch: Map<string, Entry>): Promise<void> {
  const entries = [...batch.values()]
  const fresh = [...new Set(entries.map((entry) => entry.register))].filter(
    (prefix) => !loading.prefixes.has(prefix),
  )
  for (const prefix of fresh) loading.prefixes.add(prefix)
  if (fresh.length > 0) await openRegisters(loading.tx, fresh, loading.file, loading.at)
  await writeEntries(loading.tx, entries, loading.at)
}

/** Reads a file to its end, two thousand rows at a time. */
async function writeAll(loading: Loading, rows: AsyncIterable<Row>) {
  const counts = { rows: 0, left: 0 }
  let columns: ReturnType<typeof readHeads> | null = null
  let batch = new Map<string, Entry>()
  for await (const { cells } of rows) {
    if (columns === null) {
      columns = readHeads(cells)
      if (!columns.ok) throw new Refused(columns.error)
      continue
    }
    const entry = columns.ok ? readEntry(cells, columns.value) : null
    if (!entry) {
      counts.left += 1
      continue
    }
    counts.rows += 1
    batch.set(entry.orgId, entry)
    if (batch.size < atOnce) continue
    await write(loading, batch)
    batch = new Map()
  }
  if (batch.size > 0) await write(loading, batch)
  if (counts.rows === 0) throw new Refused('nothing')
  return counts
}

/** Pages of members that say when their number was checked. */
async function showNumbers(tx: Tx, ids: readonly string[]): Promise<void> {
  await dropPages(tx, ids.length > 500 ? ['*'] : ids.map((id) => `member:${id}`))
}

/**
 * Loads a file of one register or of several: what it has is written, what it has no longer is marked as
 * gone, and the numbers of members are looked up again. One transaction. Rows may be a stream: memory
 * stays flat. Out: what was loaded; or why nothing was.
 */
export async function loadRegister(
  db: Db,
  who: Who,
  { file, rows }: { file: string; rows: AsyncIterable<Row> },
): Promise<Result<LoadedFile, NoRegister>> {
  const at = now()
  try {
    return await act(db, who, async (tx) => {
      if (!(await takeRegisterTurn(tx))) throw new Refused('busy')
      await allowTime(tx)
      const loading: Loading = { tx, file, at, prefixes: new Set() }
      const counts = await writeAll(loading, rows)
      const prefixes = [...loading.prefixes]
      for (const { before, gone } of await missingSince(tx, prefixes, at))
        if (isMuchSmaller(before, gone)) throw new Refused('much-smaller')
      const registers = await closeRegisters(tx, prefixes, file, at)
      const members = await recheckNumbers(tx, prefixes, at)
      await showNumbers(tx, members)
      const detail = { registers: prefixes, rows: counts.rows, left: counts.left }
      await record(tx, { what: 'register.loaded', about: null, who: who.personId, at, detail })
      return ok({ registers, ...counts, members: members.length })
    })
  } catch (problem) {
    if (problem instanceof Refused) return err(problem.refusal)
    throw problem
  }
}

/** Takes a register out, with what was checked against it. Out: how many entries went; null when it was not there. */
export const removeRegister = (db: Db, who: Who, prefix: string): Promise<number | null> =>
  act(db, who, async (tx) => {
    if (!isRegister(prefix)) return null
    await allowTime(tx)
    const gone = await sql<{ entries: number }>`
      delete from registers where prefix = ${prefix} returning entries`.execute(tx)
    const entries = gone.rows[0]?.entries
    if (entries === undefined) return null
    const at = now()
    await showNumbers(tx, await recheckNumbers(tx, [prefix], at))
    const detail = { register: prefix, entries }
    await record(tx, { what: 'register.removed', about: null, who: who.personId, at, detail })
    return entries
  })
