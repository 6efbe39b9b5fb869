import type { Db, Tx } from '#base/db.ts'
import type { Place } from '#base/places.ts'
import { isUpdate, type Match, matchRows } from './import.match.ts'
import { websiteKey } from './import.match.rules.ts'
import {
  type KnownMore,
  knownOrganisations,
  likelyTwins,
  placeOf,
  type Places,
} from './import.queries.ts'
import { type BadRow, type NewMember, type Note, readRow } from './import.row.ts'
import { nameKey, type Plan } from './import.rules.ts'
import type { Row } from './spreadsheet.read.ts'

/** How a row is like another: the same number, name or address, or nearly the same name. */
export const likenesses = [
  'same-number', 'same-name', 'same-website', 'same-email', 'near-name',
] as const // prettier-ignore
type Likeness = (typeof likenesses)[number]
/** What a row is likely a copy of: a member that we have, or an earlier line of the sheet. */
export type Twin = {
  likeness: Likeness
  name: string
  id: string | null
  line: number | null
  /** Other members of the same name. */
  also?: readonly string[]
}
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
      /** The member that it was taken for. */
      match: Match | null
    }
export type GoodRow = Extract<Examined, { verdict: 'good' }>

type Seen = {
  name: string
  id: string | null
  line: number | null
  hasNumber: boolean
  also?: string[]
}
type Memory = {
  numbers: Map<string, Seen>
  names: Map<string, Seen>
  /** Only where the sheet is matched by them. */
  websites: Map<string, Seen> | null
  emails: Map<string, Seen> | null
}

/** What an import would do. The lists are one page; the numbers are of the whole sheet. */
export type Preview = {
  coming: number
  bad: number
  noted: number
  skipped: number
  twins: Record<Likeness, number>
  /** How many rows are members that are there and say something else of them, and how many are changed. */
  matched: number
  updated: number
  first: GoodRow[]
  problems: Examined[]
  copies: GoodRow[]
  updates: GoodRow[]
}
/** How many rows are like another. */
export const twinsIn = ({ twins }: Preview): number =>
  likenesses.reduce((sum, likeness) => sum + twins[likeness], 0)

/** How many lines a page of a list has. */
export const previewPage = 50

/** Whether this row is left out, as was chosen. */
export const isSkipped = (row: GoodRow, plan: Plan): boolean =>
  row.twin !== null &&
  !isUpdate(row, plan) &&
  (plan.duplicates === 'skip' ||
    (plan.duplicates === 'skip-same' && row.twin.likeness !== 'near-name'))

async function remember(tx: Tx, { matchBy }: Plan): Promise<Memory> {
  const memory: Memory = {
    numbers: new Map(),
    names: new Map(),
    websites: matchBy.includes('website') ? new Map() : null,
    emails: matchBy.includes('email') ? new Map() : null,
  }
  for await (const rows of knownOrganisations(tx))
    for (const { id, ...known } of rows) keep(memory, known, { id, line: null })
  return memory
}

function keepFirst(seen: Map<string, Seen> | null, key: string | null, one: Seen): void {
  if (seen && key && !seen.has(key)) seen.set(key, one)
}

/** The first with a key stands; a member stands for its name also where others have it. */
function keep(
  { numbers, names, websites, emails }: Memory,
  { name, orgId, website, email }: Omit<KnownMore, 'id'>,
  where: { id: string | null; line: number | null },
) {
  const seen: Seen = { name, ...where, hasNumber: orgId !== null }
  keepFirst(numbers, orgId, seen)
  keepFirst(websites, website && websiteKey(website), seen)
  keepFirst(emails, email && email.toLowerCase(), seen)
  const key = nameKey(name)
  const first = names.get(key)
  if (!first) names.set(key, seen)
  else if (where.id && first.id) (first.also ??= []).push(where.id)
}

function twinOf(memory: Memory, { name, orgId, website, email }: NewMember): Twin | null {
  const { numbers, names, websites, emails } = memory
  const byNumber = orgId ? numbers.get(orgId) : undefined
  if (byNumber)
    return { likeness: 'same-number', name: byNumber.name, id: byNumber.id, line: byNumber.line }
  const byAddress =
    like('same-website', website ? websites?.get(websiteKey(website)) : undefined, orgId) ??
    like('same-email', email ? emails?.get(email.toLowerCase()) : undefined, orgId)
  return byAddress ?? like('same-name', names.get(nameKey(name)), orgId)
}

/** Two with numbers of their own are two, whatever they are called: many towns have an Age Concern. */
function like(likeness: Likeness, seen: Seen | undefined, orgId: string | null): Twin | null {
  if (!seen || (orgId && seen.hasNumber)) return null
  const { name, id, line, also } = seen
  return { likeness, name, id, line, ...(also && { also }) }
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
  return { verdict: 'good', line, cells, member, place: null, notes, twin, match: null }
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
  const memory = await remember(tx, plan)
  const taken = new Set<string>()
  const budget = { left: mostCompared }
  const places: Places = new Map()
  let batch: Examined[] = []
  let isFirst = true
  const finish = async () => {
    const good = batch.filter((row) => row.verdict === 'good')
    await compareNames(tx, good, budget)
    await placeAll(look, good, places)
    await matchRows(tx, good, plan, taken)
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
