import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { listAllInDirectory } from './directory.queries.ts'
import * as queries from './merge.queries.ts'
import { backTo, type ColumnBack, mayUndo, type Row, type UndoRefusal } from './merge.rules.ts'
import * as rows from './merge.rows.ts'
import { type Lost, type Step, takeBack } from './merge.steps.ts'

/** What undoing would do, before it does it. */
export type UndoPlan = {
  merge: queries.MergeLine
  /** Columns that both wrote: which go back, and which stay because somebody changed them since. */
  organisation: ColumnBack[]
  membership: ColumnBack[]
  /** Who speaks for the one that returns, who stays with the other, and who has left since. */
  returning: string[]
  staying: string[]
  leftSince: string[]
  /** Whether what stayed is still there. */
  keptIsHere: boolean
}
export type Undoable = Result<UndoPlan, { why: UndoRefusal; first?: queries.MergeLine }>

type Changed = Extract<Step, { way: 'changed' }>
const isChange = (step: Step): step is Changed => step.way === 'changed'

async function backIn(tx: Tx, step: Changed): Promise<ColumnBack[]> {
  const current = await rows.rowAt(tx, step.table, step.key)
  return current ? backTo(step.before, step.after, current) : []
}

async function columnsBack(tx: Tx, steps: Step[], table: string): Promise<ColumnBack[]> {
  const found: ColumnBack[] = []
  for (const step of steps.filter(isChange))
    if (step.table === table) found.push(...(await backIn(tx, step)))
  return found
}

/** The rows of those who spoke for the one that was set aside, and whether they are still there. */
async function whoReturns(tx: Tx, steps: Step[], keptIsHere: boolean) {
  const back: string[] = []
  const left: string[] = []
  for (const step of steps) {
    if ((step.way !== 'moved' && step.way !== 'aside') || step.table !== 'representatives') continue
    const person = String(step.row['person_id'])
    const today = step.way === 'moved' ? step.key : step.beside
    const isThere = !today || !keptIsHere || (await rows.rowAt(tx, step.table, today)) !== undefined
    ;(isThere ? back : left).push(person)
  }
  return { back, left }
}

async function examine(tx: Tx, id: string): Promise<Undoable> {
  const merge = await queries.findMerge(tx, id)
  if (!merge) return err({ why: 'no-such-merge' })
  const later = await queries.mergesAfter(tx, merge)
  const may = mayUndo(merge, later, now())
  if (!may.ok) {
    const first = later.find((one) => one.id === may.error.first?.id)
    return err({ why: may.error.why, ...(first && { first }) })
  }
  const steps = await queries.stepsOf(tx, id)
  const keptIsHere = (await rows.rowAt(tx, 'organisations', { id: merge.keptId })) !== undefined
  const { back, left } = await whoReturns(tx, steps, keptIsHere)
  const speaks = (await queries.whoSpeaksFor(tx, merge.keptId)).map(({ personId }) => personId)
  const moved = steps.filter((step) => step.way === 'moved' && step.table === 'representatives')
  const leaving = new Set(
    moved.map((step) => (step.way === 'moved' ? step.row['person_id'] : null)),
  )
  const names = await queries.namesOf(tx, [...new Set([...speaks, ...back, ...left])])
  const called = (ids: string[]) => ids.flatMap((one) => names.get(one) ?? [])
  return ok({
    merge,
    organisation: await columnsBack(tx, steps, 'organisations'),
    membership: await columnsBack(tx, steps, 'memberships'),
    returning: called(back),
    staying: called(speaks.filter((one) => !leaving.has(one))),
    leftSince: called(left),
    keptIsHere,
  })
}

/** What undoing a merge would do; writes nothing. */
export const planUndo = (db: Db, who: Who, id: string): Promise<Undoable> =>
  act(db, who, (tx) => examine(tx, id))

async function takeAllBack(
  tx: Tx,
  { merge, keptIsHere }: UndoPlan,
  steps: Step[],
): Promise<Lost[]> {
  const undoing = { tx, catalogue: await rows.readCatalogue(tx) }
  const lost: Lost[] = []
  for (const step of steps.toReversed()) {
    if (step.way === 'changed') {
      const back = (await backIn(tx, step)).filter(({ goesBack }) => goesBack)
      const values: Row = Object.fromEntries(back.map(({ column, before }) => [column, before]))
      await rows.writeRow(tx, step.table, step.key, values)
      continue
    }
    const gone = await takeBack(undoing, step, keptIsHere)
    if (gone) lost.push(gone)
  }
  await listAllInDirectory(tx, [merge.keptId, merge.goneId])
  return lost
}

export type Undone = Result<{ lost: Lost[] }, { why: UndoRefusal; first?: queries.MergeLine }>

/**
 * Puts both back as they were, within 30 days. What was changed since stays with the one that stayed, and
 * who came since stays there too; who left since stays away. Out: what could not be put back, or why not.
 */
export const undoMerge = (db: Db, who: Who, id: string): Promise<Undone> =>
  act(db, { ...who, system: true }, async (tx) => {
    await queries.takeTurn(tx)
    const plan = await examine(tx, id)
    if (!plan.ok) return plan
    const { keptId, goneId } = plan.value.merge
    const lost = await takeAllBack(tx, plan.value, await queries.stepsOf(tx, id))
    const at = now()
    await queries.settleUndone(tx, id, who.personId, at)
    await dropPages(tx, ['members', 'home', `member:${keptId}`, `member:${goneId}`])
    const detail = { organisationId: keptId, goneId, mergeId: id, lost: lost.length }
    await record(tx, {
      what: 'organisation.unmerged',
      about: goneId,
      who: who.personId,
      at,
      detail,
    })
    return ok({ lost })
  })
