import type { Db, Tx } from '#base/db.ts'
import type { Place } from '#base/places.ts'
import {
  type Known,
  knownOrganisations,
  likelyTwins,
  placeOf,
  type Places,
} from './import.queries.ts'
import { type BadRow, type NewMember, type Note, readRow } from './import.row.ts'
import { nameKey, type Plan } from './import.rules.ts'
import type { Row } from './spreadsheet.read.ts'

/** How a row is like another: the same number, the same name, or nearly the same name. */
type Likeness = 'same-number' | 'same-name' | 'near-name'
/** What a row is likely a copy of: a member that we have, or an earlier line of the sheet. */
export type Twin = { likeness: Likeness; name: string; id: string | null; line: number | null }
export type Examined =
  | { verdict: 'bad'; line: number; cells: string[]; reason: BadRow }
  | {
      verdict: 'good'
      line: number
      cells: string[]
      member: NewMember
      place: Place | null
      notes: Note[]
      twin: Twin | null
    }
export type GoodRow = Extract<Examined, { verdict: 'good' }>

type Seen = { name: string; id: string | null; line: number | null; hasNumber: boolean }
type Memory = { numbers: Map<string, Seen>; names: Map<string, Seen> }

/** What an import would do. The lists are one page; the numbers are of the whole sheet. */
export type Preview = {
  coming: number
  bad: number
  noted: number
  skipped: number
  twins: Record<Likeness, number>
  first: GoodRow[]
  problems: Examined[]
  copies: GoodRow[]
}
/** How many lines a page of a list has. */
export const previewPage = 50

/** Whether this row is left out, as was chosen. */
export const isSkipped = ({ twin }: GoodRow, { duplicates }: Plan): boolean =>
  twin !== null &&
  (duplicates === 'skip' || (duplicates === 'skip-same' && twin.likeness !== 'near-name'))

async function remember(tx: Tx): Promise<Memory> {
  const memory: Memory = { numbers: new Map(), names: new Map() }
  for await (const rows of knownOrganisations(tx))
    for (const { id, name, orgId } of rows) keep(memory, { name, orgId }, { id, line: null })
  return memory
}

function keep(
  { numbers, names }: Memory,
  { name, orgId }: Omit<Known, 'id'>,
  where: { id: string | null; line: number | null },
) {
  const seen = { name, ...where, hasNumber: orgId !== null }
  if (orgId && !numbers.has(orgId)) numbers.set(orgId, seen)
  const key = nameKey(name)
  if (!names.has(key)) names.set(key, seen)
}

function twinOf({ numbers, names }: Memory, { name, orgId }: NewMember): Twin | null {
  const byNumber = orgId ? numbers.get(orgId) : undefined
  if (byNumber)
    return { likeness: 'same-number', name: byNumber.name, id: byNumber.id, line: byNumber.line }
  const byName = names.get(nameKey(name))
  // Two with numbers of their own are two, whatever they are called: many towns have an Age Concern.
  if (!byName || (orgId && byName.hasNumber)) return null
  return { likeness: 'same-name', name: byName.name, id: byName.id, line: byName.line }
}

const atOnce = 1000
/** A name is compared letter by letter only where there is no number to go by, and only so many times. */
const mostCompared = 5000

async function compareNames(tx: Tx, rows: GoodRow[], budget: { left: number }): Promise<void> {
  const asked = rows.filter((row) => !row.twin && !row.member.orgId).slice(0, budget.left)
  budget.left -= asked.length
  const twins = await likelyTwins(
    tx,
    asked.map((row) => row.member.name),
  )
  twins.forEach((twin, at) => {
    const row = asked[at]
    if (row && twin) row.twin = { likeness: 'near-name', name: twin.name, id: twin.id, line: null }
  })
}

type Look = { db: Db; home: string }

async function placeAll({ db, home }: Look, rows: GoodRow[], places: Places): Promise<void> {
  const next = rows.values()
  const worker = async () => {
    for (const row of next) {
      row.place = await placeOf(db, row.member, home, places)
      if (!row.place && (row.member.place || row.member.postcode)) row.notes.push('place-unknown')
    }
  }
  // As many at once as leave others a connection.
  await Promise.all([worker(), worker(), worker(), worker()])
}

function examineRow(memory: Memory, { line, cells }: Row, plan: Plan): Examined {
  const read = readRow(cells, plan)
  if (!read.ok) return { verdict: 'bad', line, cells, reason: read.error }
  const { member, notes } = read.value
  const twin = twinOf(memory, member)
  keep(memory, member, { id: null, line })
  return { verdict: 'good', line, cells, member, place: null, notes, twin }
}

/**
 * Looks at every row as the plan says, a thousand at a time: what it means, where it is, and what it may be
 * a copy of. Reads only; the preview and the import itself both go by it.
 */
export async function* examine(
  tx: Tx,
  look: Look,
  rows: AsyncIterable<Row>,
  plan: Plan,
): AsyncGenerator<Examined[]> {
  const memory = await remember(tx)
  const budget = { left: mostCompared }
  const places: Places = new Map()
  let batch: Examined[] = []
  let isFirst = true
  const finish = async () => {
    const good = batch.filter((row) => row.verdict === 'good')
    await compareNames(tx, good, budget)
    await placeAll(look, good, places)
    const done = batch
    batch = []
    return done
  }
  for await (const row of rows) {
    const isHeader = isFirst && plan.header
    isFirst = false
    if (isHeader) continue
    batch.push(examineRow(memory, row, plan))
    if (batch.length >= atOnce) yield await finish()
  }
  if (batch.length > 0) yield await finish()
}
