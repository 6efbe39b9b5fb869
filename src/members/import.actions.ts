import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { listAllInDirectory, unlist } from './directory.queries.ts'
import {
  examine,
  type Examined,
  type GoodRow,
  isSkipped,
  type Preview,
  previewPage,
  twinsIn,
} from './import.examine.ts'
import { changesOf, isUpdate, type Match } from './import.match.ts'
import { changeMembers, restoreMembers } from './import.match.queries.ts'
import {
  allowTime,
  insertMembers,
  removeOrganisations,
  takeTurn,
  untouched,
  writtenAs,
} from './import.queries.ts'
import { guessHeader, guessMapping, isCapitals, type Plan } from './import.rules.ts'
import { dropSheet, rowsOf, type Sheet } from './spreadsheet.keep.ts'
import type { Row } from './spreadsheet.read.ts'

export type Deps = { db: Db; config: { dataFolder: string } }

/** How a sheet is likely meant to be imported. */
export function guessPlan(sheet: Sheet): Plan {
  const cells = sheet.sample.map((row) => row.cells)
  const header = guessHeader(cells[0] ?? [])
  return {
    mapping: guessMapping(cells, sheet.columns, header),
    header,
    kind: 'organisation',
    soften: false,
    duplicates: 'skip-same',
    updates: 'fill',
    one: {},
    matchBy: ['name-place'],
    fileDay: now().toISOString().slice(0, 10),
  }
}

/** A name of the sheet that is in capitals only, if most of them are. */
export function shouting(sheet: Sheet, plan: Plan): string | null {
  const column = plan.mapping.indexOf('name')
  const names = sheet.sample.slice(plan.header ? 1 : 0).map((row) => row.cells[column] ?? '')
  const loud = names.filter(isCapitals)
  return loud.length > names.length / 2 ? (loud[0] ?? null) : null
}

type Pages = { problems: number; copies: number; updates: number }
const firstPages: Pages = { problems: 1, copies: 1, updates: 1 }

const isProblem = (row: Examined) => row.verdict === 'bad' || row.notes.length > 0

const on = (n: number, page: number) => n >= (page - 1) * previewPage && n < page * previewPage

/** What a row is like, and what it says otherwise of a member. */
function countLike(preview: Preview, row: GoodRow, pages: Pages): void {
  if (row.twin) {
    if (on(twinsIn(preview), pages.copies)) preview.copies.push(row)
    preview.twins[row.twin.likeness] += 1
  }
  if (row.match && row.match.differences.length > 0) {
    if (on(preview.matched, pages.updates)) preview.updates.push(row)
    preview.matched += 1
  }
}

function count(preview: Preview, row: Examined, plan: Plan, pages: Pages): void {
  if (isProblem(row) && on(preview.bad + preview.noted, pages.problems)) preview.problems.push(row)
  if (row.verdict === 'bad') {
    preview.bad += 1
    return
  }
  if (row.notes.length > 0) preview.noted += 1
  countLike(preview, row, pages)
  if (isUpdate(row, plan)) preview.updated += 1
  else if (isSkipped(row, plan)) preview.skipped += 1
  else {
    preview.coming += 1
    if (preview.first.length < 5) preview.first.push(row)
  }
}

type Source = { rows: AsyncIterable<Row>; plan: Plan; home: string }

/** Looks at a whole sheet and writes nothing. */
export function previewImport(
  { db }: Pick<Deps, 'db'>,
  who: Who,
  { rows, plan, home }: Source,
  pages: Pages = firstPages,
): Promise<Preview> {
  return act(db, who, async (tx) => {
    const preview: Preview = {
      coming: 0,
      bad: 0,
      noted: 0,
      skipped: 0,
      twins: {
        'same-number': 0,
        'same-name': 0,
        'same-website': 0,
        'same-email': 0,
        'near-name': 0,
      },
      matched: 0,
      updated: 0,
      first: [],
      problems: [],
      copies: [],
      updates: [],
    }
    for await (const batch of examine(tx, { db, home }, rows, plan))
      for (const row of batch) count(preview, row, plan, pages)
    return preview
  })
}

/** Every row with something wrong, for the sheet that people mend and bring again. */
export async function problemsOf(
  { db }: Pick<Deps, 'db'>,
  who: Who,
  { rows, plan, home }: Source,
): Promise<Examined[]> {
  return act(db, who, async (tx) => {
    const found: Examined[] = []
    for await (const batch of examine(tx, { db, home }, rows, plan))
      found.push(...batch.filter(isProblem))
    return found
  })
}

export type ImportRefusal = 'busy' | 'nothing'
export type Imported = {
  importId: string
  rows: number
  bad: number
  skipped: number
  changed: number
}

async function writeAll(tx: Tx, deps: Look, source: Source, importId: string, by: string | null) {
  const at = now()
  const done = { bad: 0, skipped: 0, changed: 0 }
  let rowsIn = 0
  const ids: string[] = []
  for await (const batch of examine(tx, deps, source.rows, source.plan)) {
    const good = batch.filter((row) => row.verdict === 'good')
    const updates = good.filter((row) => isUpdate(row, source.plan)).filter(hasMatch)
    const coming = good.filter((row) => !isUpdate(row, source.plan) && !isSkipped(row, source.plan))
    done.bad += batch.length - good.length
    done.skipped += good.length - coming.length - updates.length
    done.changed += updates.length
    if (updates.length > 0)
      await changeMembers(
        tx,
        updates.map((row) => changesOf(row, at)),
        importId,
      )
    for (const { match } of updates) ids.push(match.id)
    if (coming.length === 0) continue
    rowsIn += coming.length
    const rows = coming.map((row) => writtenAs(row.member, row.place, { importId, at }))
    await insertMembers(tx, rows, { by, at })
    for (const { id } of rows) ids.push(id)
  }
  // In one statement at the end: until then nobody who lists a member has to wait for us.
  await listAllInDirectory(tx, ids)
  return { ...done, rows: rowsIn, at }
}

const hasMatch = (row: GoodRow): row is GoodRow & { match: Match } => row.match !== null
type Look = { db: Db; home: string }

/**
 * Imports a sheet: all of it, in one transaction, or nothing. One import runs at a time.
 * Out: how many came, or why none did.
 */
async function importRows(
  { db }: Pick<Deps, 'db'>,
  who: Who,
  source: Source & { name: string; once?: string | undefined },
): Promise<Result<Imported, ImportRefusal>> {
  return act(db, who, async (tx) => {
    const importId = crypto.randomUUID()
    const by = who.personId
    const earlier = await claimOnce(tx, source.once)
    if (earlier !== null) return ok({ importId: earlier, rows: 0, bad: 0, skipped: 0, changed: 0 })
    if (!(await takeTurn(tx))) return err('busy' as const)
    await allowTime(tx)
    await tx
      .insertInto('imports')
      .values({
        id: importId,
        name: source.name,
        rows: 0,
        doneBy: by,
        doneAt: now(),
        undoneAt: null,
      })
      .execute()
    const { at, ...done } = await writeAll(tx, { db, home: source.home }, source, importId, by)
    if (done.rows + done.changed === 0) throw new NothingCame()
    await tx
      .updateTable('imports')
      .set({ rows: done.rows, changed: done.changed, doneAt: at })
      .where('id', '=', importId)
      .execute()
    await record(tx, { what: 'import.done', about: importId, who: by, at, detail: { ...done } })
    await settleOnce(tx, source.once, importId)
    return ok({ importId, ...done })
  }).catch((problem: unknown) => {
    if (problem instanceof NothingCame) return err('nothing' as const)
    throw problem
  })
}

/** Undoes the transaction, in which the import was already written down. */
class NothingCame extends Error {}

/** Imports a kept sheet, and forgets the sheet. */
export async function importSheet(
  deps: Deps,
  who: Who,
  sheet: Sheet<Plan>,
  how: { plan: Plan; home: string; once?: string | undefined },
): Promise<Result<Imported, ImportRefusal>> {
  const rows = rowsOf(deps.config.dataFolder, sheet.id)
  const done = await importRows(deps, who, { ...how, rows, name: sheet.name })
  if (done.ok) await dropSheet(deps.config.dataFolder, sheet.id)
  return done
}

export type UndoRefusal = 'no-such-import' | 'undone-already'
export type Undone = {
  removed: number
  kept: number
  /** Members that were there before and have their old values back, and those that somebody changed since. */
  restored: number
  left: string[]
}

/**
 * Takes a whole import back. What somebody changed since, or speaks for, stays: their work is not ours to
 * throw away. Out: how many went and how many stayed.
 */
export const undoImport = (
  db: Db,
  who: Who,
  importId: string,
): Promise<Result<Undone, UndoRefusal>> =>
  act(db, who, async (tx) => {
    const found = await tx
      .selectFrom('imports')
      .selectAll()
      .where('id', '=', importId)
      .forUpdate()
      .executeTakeFirst()
    if (!found) return err('no-such-import')
    if (found.undoneAt) return err('undone-already')
    await allowTime(tx)
    const { rows } = await untouched(tx, importId, found.doneAt)
    const ids = rows.filter((row) => row.isUntouched).map((row) => row.id)
    // Entries first, all at once: one by one each would look through the words again.
    await unlist(tx, ...ids)
    await removeOrganisations(tx, ids)
    const { restored, left } = await restoreMembers(tx, importId)
    await listAllInDirectory(tx, restored)
    const at = now()
    await tx.updateTable('imports').set({ undoneAt: at }).where('id', '=', importId).execute()
    const done = {
      removed: ids.length,
      kept: rows.length - ids.length,
      restored: restored.length,
      left,
    }
    await record(tx, {
      what: 'import.undone',
      about: importId,
      who: who.personId,
      at,
      detail: { ...done, left: left.length },
    })
    return ok(done)
  })
