import { sql, type Updateable } from 'kysely'
import type { Tx } from '#base/db.ts'
import { dropPages } from '#base/pages.ts'
import { listInDirectory, unlist } from './directory.queries.ts'
import type { RoundAnswer } from './freshness.schema.ts'
import type { OrganisationsTable } from './schema.ts'

/** What the letter and its page show of an entry: only what everybody may see. */
export type PublicFacts = Pick<
  OrganisationsTable,
  'id' | 'name' | 'about' | 'place' | 'region' | 'website' | 'email' | 'phone'
>
/** The same, with whether there is an address or a number that is not for everybody. */
export type Facts = PublicFacts & { hasPrivateEmail: boolean; hasPrivatePhone: boolean }

export const factColumns = sql`o.id, o.name, o.about, o.place, o.region, o.website,
  case o.email_audience when 'public' then o.email end as email,
  case o.phone_audience when 'public' then o.phone end as phone,
  o.email is not null and o.email_audience <> 'public' as has_private_email,
  o.phone is not null and o.phone_audience <> 'public' as has_private_phone`

export async function findFacts(tx: Tx, id: string): Promise<Facts | undefined> {
  const { rows } = await sql<Facts>`
    select ${factColumns} from organisations o where o.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export const findRound = (tx: Tx, keyHash: string) =>
  tx.selectFrom('freshnessRounds').selectAll().where('keyHash', '=', keyHash).executeTakeFirst()

/** Holds the question until the transaction ends, so that two taps are one answer. */
export const lockRound = (tx: Tx, keyHash: string) =>
  tx
    .selectFrom('freshnessRounds')
    .selectAll()
    .where('keyHash', '=', keyHash)
    .forUpdate()
    .executeTakeFirst()

export const endRounds = (tx: Tx, organisationId: string, answer: RoundAnswer, at: Date) =>
  tx
    .updateTable('freshnessRounds')
    .set({ answer, endedAt: at })
    .where('organisationId', '=', organisationId)
    .where('endedAt', 'is', null)
    .execute()

/** The membership while it lasts, held until the transaction ends. */
export const lockAdmitted = (tx: Tx, organisationId: string) =>
  tx
    .selectFrom('memberships')
    .innerJoin('organisations', 'organisations.id', 'memberships.organisationId')
    .select(['memberships.id', 'organisations.country', 'organisations.place'])
    .select(['emailAudience', 'phoneAudience', 'email', 'phone'])
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'admitted')
    .where('kind', '<>', 'individual')
    .forUpdate('memberships')
    .executeTakeFirst()

/**
 * Somebody said that the entry is right: it is confirmed, and back on the list at once. It was not changed,
 * so its page does not say so.
 */
export async function confirmEntry(tx: Tx, organisationId: string, at: Date): Promise<void> {
  const checked = { checkedAt: at }
  await tx
    .updateTable('organisations')
    .set(checked)
    .where('id', '=', organisationId)
    .where((eb) => eb.or([eb('checkedAt', 'is', null), eb('checkedAt', '<', at)]))
    .execute()
  const { numUpdatedRows } = await tx
    .updateTable('directory')
    .set({ ...checked, stale: false })
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) await listInDirectory(tx, organisationId)
  else await dropPages(tx, ['members', `member:${organisationId}`])
}

/** Somebody put the entry right: changed and checked at once. */
export async function changeEntry(
  tx: Tx,
  organisationId: string,
  changes: Updateable<OrganisationsTable>,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('organisations')
    .set({ ...changes, checkedAt: at, updatedAt: at })
    .where('id', '=', organisationId)
    .execute()
  await listInDirectory(tx, organisationId)
}

/** Ends the membership of an organisation that is no more, or that nobody reaches. */
export async function endEntry(
  tx: Tx,
  organisationId: string,
  ended: { by: string | null; reason: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('memberships')
    .set({ state: 'ended', decidedAt: ended.at, decidedBy: ended.by, reason: ended.reason })
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'admitted')
    .execute()
  await tx
    .updateTable('freshness')
    .set({ callAt: null })
    .where('organisationId', '=', organisationId)
    .execute()
  await unlist(tx, organisationId)
  await dropPages(tx, ['home'])
}

/** Whether a member is not listed at the moment because nobody confirmed its entry. */
export async function isResting(tx: Tx, organisationId: string): Promise<boolean> {
  const { rows } = await sql<{ rests: boolean }>`
    select kith_rests(${organisationId}::uuid) as rests`.execute(tx)
  return rows[0]?.rests ?? false
}
