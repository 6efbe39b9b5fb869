import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import type { Merge, Row } from './merge.rules.ts'
import type { Step } from './merge.steps.ts'
import './twins.schema.ts'

/** One merge or undoing at a time: each takes the one before for granted. */
export const takeTurn = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('kith merge', 0))`.execute(tx)

const columns = ['id', 'keptId', 'goneId', 'keptName', 'goneName', 'mergedAt', 'undoneAt'] as const

export type MergeLine = Merge & { keptName: string; goneName: string; by: string | null }

const merges = (tx: Tx) =>
  tx
    .selectFrom('merges')
    .leftJoin('persons', 'persons.id', 'merges.mergedBy')
    .select(columns.map((column) => `merges.${column}` as const))
    .select('persons.name as by')

export const mergesPerPage = 25

/** The merges of the last 30 days, the latest first. `page` counts from 1. */
export async function latestMerges(tx: Tx, page: number) {
  const { n } = await tx
    .selectFrom('merges')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const lines: MergeLine[] = await merges(tx)
    .orderBy('mergedAt', 'desc')
    .orderBy('merges.id')
    .limit(mergesPerPage)
    .offset((page - 1) * mergesPerPage)
    .execute()
  return { lines, n, pages: Math.max(1, Math.ceil(n / mergesPerPage)) }
}

export const findMerge = (tx: Tx, id: string): Promise<MergeLine | undefined> =>
  merges(tx).where('merges.id', '=', id).executeTakeFirst()

/** The merges after this one, not undone, that one of its two was in too. */
export const mergesAfter = (
  tx: Tx,
  { id, keptId, goneId, mergedAt }: Merge,
): Promise<MergeLine[]> =>
  merges(tx)
    .where('merges.id', '<>', id)
    .where('undoneAt', 'is', null)
    .where('mergedAt', '>=', mergedAt)
    .where((eb) =>
      eb.or([eb('keptId', 'in', [keptId, goneId]), eb('goneId', 'in', [keptId, goneId])]),
    )
    .execute()

export async function stepsOf(tx: Tx, id: string): Promise<Step[]> {
  const { rows } = await sql<{ steps: string | null }>`
    select steps::text as steps from merges where id = ${id}`.execute(tx)
  return JSON.parse(rows[0]?.steps ?? '[]') as Step[] // as insertMerge wrote them
}

type NewMerge = {
  id: string
  keptId: string
  goneId: string
  keptName: string
  goneName: string
  mergedBy: string | null
  mergedAt: Date
  steps: Step[]
}

export const insertMerge = (tx: Tx, { steps, ...merge }: NewMerge) =>
  tx
    .insertInto('merges')
    .values({ ...merge, undoneBy: null, undoneAt: null, steps: JSON.stringify(steps) })
    .execute()

/** What was kept to undo it is needed no longer. */
export const settleUndone = (tx: Tx, id: string, by: string | null, at: Date) =>
  tx
    .updateTable('merges')
    .set({ undoneBy: by, undoneAt: at, steps: null })
    .where('id', '=', id)
    .execute()

/** Forgets merges from before a moment, with all that was set aside. Out: how many. */
export async function forgetMergesBefore(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('merges')
    .where('mergedAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Whom the address of a member leads to that was merged into another; undefined when it is no such one. */
export async function leadsTo(db: Db, id: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('oldAddresses')
    .select('organisationId')
    .where('id', '=', id)
    .executeTakeFirst()
  return found?.organisationId
}

export type Speaks = { personId: string; name: string; role: string; since: Date }

/** Who speaks for an organisation. */
export const whoSpeaksFor = (tx: Tx, id: string): Promise<Speaks[]> =>
  tx
    .selectFrom('representatives')
    .innerJoin('persons', 'persons.id', 'representatives.personId')
    .select(['personId', 'name', 'role', 'since'])
    .where('organisationId', '=', id)
    .orderBy('since')
    .orderBy('personId')
    .execute()

/** The names of people, by their ids; who is forgotten has none. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('persons')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Whether this person applied for an application that waits, or speaks for it. */
export async function isOwnApplication(
  tx: Tx,
  membership: Row,
  personId: string | null,
): Promise<boolean> {
  if (!['asked', 'asked-back'].includes(String(membership['state']))) return false
  const { rows } = await sql<{
    own: boolean
  }>`select ${String(membership['person_id'])} = ${personId}
    or exists (select from representatives where person_id = ${personId}::uuid
      and organisation_id = ${String(membership['organisation_id'])}::uuid) as own`.execute(tx)
  return rows[0]?.own ?? false
}
