import type { Tx } from '#base/db.ts'
import type { Row } from './merge.rules.ts'
import * as rows from './merge.rows.ts'

/** One thing that a merge did, with what is needed to take it back. The steps are taken back in reverse. */
export type Step =
  /** A row that pointed to what was set aside points to what stays. `key`: of the row as it is now. */
  | { way: 'moved'; table: string; key: Row; values: Row; row: Row }
  /** A row that was deleted, because what stays has one already, or because it is what was set aside. */
  | { way: 'aside'; table: string; row: Row; beside?: Row }
  /** The columns of a row that stays which were changed. */
  | { way: 'changed'; table: string; key: Row; before: Row; after: Row }
  /** A row that only this merge needs. */
  | { way: 'added'; table: string; key: Row }

/**
 * What is not moved: the public entry and the signs are made anew from what stays; pairs have an order and
 * are moved by themselves.
 */
export const madeAnew = ['directory', 'twin_signs', 'twins'] as const

/** What is true of one organisation only and not of what two became: that its last contact left. */
const ofOneOnly = ['handovers']

export type Merging = { tx: Tx; catalogue: rows.Catalogue; steps: Step[] }

type Target = { table: string; column: string; from: unknown; to: unknown }

/**
 * Points everything that points to one row to another, in every table that the catalogue names. Where there
 * can only be one, what the row that stays has wins: the other is set aside, and what points to it follows.
 */
export async function moveAll(merging: Merging, target: Target): Promise<void> {
  const { catalogue, tx } = merging
  const pointers = catalogue.pointers.filter(
    (pointer) =>
      pointer.target === target.table &&
      pointer.targetColumn === target.column &&
      !madeAnew.some((table) => table === pointer.table),
  )
  for (const { table, column } of pointers)
    for (const row of await rows.rowsWith(tx, table, column, target.from))
      await moveRow(merging, { table, column, row, to: target.to })
}

type Moving = { table: string; column: string; row: Row; to: unknown }

async function moveRow(merging: Merging, { table, column, row, to }: Moving): Promise<void> {
  const { catalogue, tx, steps } = merging
  const key = rows.keyOf(catalogue, table, row)
  if (ofOneOnly.includes(table)) {
    steps.push({ way: 'aside', table, row })
    await rows.deleteRow(tx, table, key)
    return
  }
  const moved = { ...row, [column]: to }
  const clash = await rows.pointElsewhere(tx, table, key, { [column]: to })
  if (clash === null) {
    const values = { [column]: row[column] }
    steps.push({ way: 'moved', table, key: rows.keyOf(catalogue, table, moved), values, row })
    return
  }
  const beside = await rows.standingInTheWay(tx, table, clash, moved)
  if (beside) await followRow(merging, table, row, beside)
  const besideKey = beside && rows.keyOf(catalogue, table, beside)
  steps.push({ way: 'aside', table, row, ...(besideKey && { beside: besideKey }) })
  await rows.deleteRow(tx, table, key)
}

/** What points to a row that is set aside points to the one that stays. */
async function followRow(merging: Merging, table: string, row: Row, beside: Row): Promise<void> {
  const targeted = new Set(
    merging.catalogue.pointers
      .filter((pointer) => pointer.target === table)
      .map(({ targetColumn }) => targetColumn),
  )
  for (const column of targeted)
    await moveAll(merging, { table, column, from: row[column], to: beside[column] })
}

/** Something that could not go back as it was. */
export type Lost =
  /** Somebody took it away since, and it stays away. */
  | { why: 'left-since'; table: string; row: Row }
  /** What it belonged to is no longer there. */
  | { why: 'nothing-to-belong-to'; table: string; row: Row }

type Undoing = { tx: Tx; catalogue: rows.Catalogue }

/** Answers in which somebody says who they are; they go when the person is forgotten. */
const ofThePerson = ['yourName', 'yourRole', 'yourEmail', 'yourPhone']

function withoutPerson(row: Row): Row {
  const { answers } = row
  if (!answers || typeof answers !== 'object') return row
  const kept = Object.entries(answers).filter(([key]) => !ofThePerson.includes(key))
  return { ...row, answers: Object.fromEntries(kept) }
}

/** The row as it can be put back: what it names and is gone meanwhile is left out; null: it cannot. */
export async function fitting(
  { tx, catalogue }: Undoing,
  table: string,
  row: Row,
): Promise<Row | null> {
  let fit = row
  for (const { column, target, targetColumn, optional } of rows.shapeOf(catalogue, table)
    .pointers) {
    const value = row[column]
    if (value === null || value === undefined) continue
    if (await rows.rowAt(tx, target, { [targetColumn]: value })) continue
    if (!optional) return null
    fit = { ...fit, [column]: null }
    // Who was forgotten meanwhile must not come back out of what was kept.
    if (target === 'persons' && column === 'person_id') fit = withoutPerson(fit)
  }
  return fit
}

async function putAside(
  undoing: Undoing,
  step: Extract<Step, { way: 'aside' }>,
): Promise<Lost | null> {
  const { tx, catalogue } = undoing
  const { table, row, beside } = step
  // They spoke for both, and have left what both became: to speak for one of them again is theirs to say.
  if (table === 'representatives' && beside && !(await rows.rowAt(tx, table, beside)))
    return { why: 'left-since', table, row }
  const fit = await fitting(undoing, table, row)
  if (!fit) return { why: 'nothing-to-belong-to', table, row }
  await rows.putBack(tx, catalogue, table, fit)
  return null
}

/** Takes one step back that moved, set aside or added something. Out: what could not go back. */
export async function takeBack(
  undoing: Undoing,
  step: Exclude<Step, { way: 'changed' }>,
  keptIsHere: boolean,
): Promise<Lost | null> {
  const { tx, catalogue } = undoing
  if (step.way === 'added') {
    await rows.deleteRow(tx, step.table, step.key)
    return null
  }
  if (step.way === 'aside') return putAside(undoing, step)
  const { table, key, values, row } = step
  if (await rows.writeRow(tx, table, key, values)) return null
  if (keptIsHere) return { why: 'left-since', table, row }
  // It went with what stayed, and nobody took it away for itself.
  const fit = await fitting(undoing, table, row)
  if (!fit) return { why: 'nothing-to-belong-to', table, row }
  await rows.putBack(tx, catalogue, table, fit)
  return null
}
