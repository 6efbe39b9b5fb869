import { type Insertable, sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import './entry.schema.ts'
import type { ClaimEnd, ClaimsTable } from './entry.schema.ts'

export type Claimable = {
  id: string
  name: string
  lang: string
  place: string
  email: string | null
  phone: string | null
  address: string | null
  postcode: string | null
}

/** A member that nobody speaks for, as Kith itself; nothing for any other. */
export const findClaimable = (tx: Tx, id: string): Promise<Claimable | undefined> =>
  tx
    .selectFrom('organisations')
    .innerJoin('memberships', 'memberships.organisationId', 'organisations.id')
    .select(['organisations.id', 'organisations.name', 'memberships.lang', 'organisations.place'])
    .select(['organisations.email', 'organisations.phone', 'address', 'postcode'])
    .where('organisations.id', '=', id)
    .where('memberships.state', '=', 'admitted')
    .where('organisations.kind', '<>', 'individual')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('representatives')
            .select('personId')
            .whereRef('representatives.organisationId', '=', 'organisations.id'),
        ),
      ),
    )
    .executeTakeFirst()

export const insertClaim = (tx: Tx, claim: Insertable<ClaimsTable>) =>
  tx.insertInto('claims').values(claim).execute()

const claims = (tx: Tx) =>
  tx
    .selectFrom('claims')
    .innerJoin('organisations', 'organisations.id', 'claims.organisationId')
    .selectAll('claims')
    .select(['organisations.name as entry', 'organisations.place', 'organisations.address'])
    .select(['organisations.postcode', 'organisations.email as entryEmail'])
    .select('organisations.phone as entryPhone')

export const findClaim = (tx: Tx, id: string) =>
  claims(tx).where('claims.id', '=', id).executeTakeFirst()

export const findClaimByKey = (tx: Tx, keyHash: string) =>
  claims(tx).where('claims.keyHash', '=', keyHash).executeTakeFirst()

/** Held until the transaction ends, so that two answers are one. */
export const lockClaim = (tx: Tx, by: { id: string } | { keyHash: string }) =>
  tx
    .selectFrom('claims')
    .selectAll()
    .$if('id' in by, (query) => query.where('id', '=', 'id' in by ? by.id : ''))
    .$if('keyHash' in by, (query) => query.where('keyHash', '=', 'keyHash' in by ? by.keyHash : ''))
    .forUpdate()
    .executeTakeFirst()
export type Locked = NonNullable<Awaited<ReturnType<typeof lockClaim>>>

/** The open claims of an entry whose code went by post. */
export const lockPosted = (tx: Tx, organisationId: string) =>
  tx
    .selectFrom('claims')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'open')
    .where('way', '=', 'post')
    .orderBy('askedAt')
    .forUpdate()
    .execute()

export const countTry = (tx: Tx, id: string) =>
  tx
    .updateTable('claims')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .execute()

export const grantClaim = (tx: Tx, id: string, by: string | null, at: Date) =>
  tx
    .updateTable('claims')
    .set({ state: 'granted', decidedAt: at, decidedBy: by })
    .where('id', '=', id)
    .execute()

type Ending = { why: ClaimEnd; by: string | null; at: Date }

/** Ends these open claims. Out: which. */
const ended = { state: 'ended' } as const
export const endClaim = (tx: Tx, id: string, { why, by, at }: Ending) =>
  tx
    .updateTable('claims')
    .set({ ...ended, endedWhy: why, decidedAt: at, decidedBy: by })
    .where('id', '=', id)
    .execute()

/** Somebody else has shown that the entry is theirs. */
export const endOthers = (tx: Tx, organisationId: string, { why, by, at }: Ending) =>
  tx
    .updateTable('claims')
    .set({ ...ended, endedWhy: why, decidedAt: at, decidedBy: by })
    .where('organisationId', '=', organisationId)
    .where('state', '=', 'open')
    .returning('id')
    .execute()

/** Claims that nobody answered in time: at most 1,000 at once. */
export const endUnanswered = (tx: Tx, at: Date) =>
  tx
    .updateTable('claims')
    .set({ ...ended, endedWhy: 'expired', decidedAt: at })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('claims')
        .select('id')
        .where('state', '=', 'open')
        .where('endsAt', '<=', at)
        .orderBy('askedAt')
        .limit(1000),
    )
    .returning(['id', 'organisationId'])
    .execute()

export const forgetClaims = (tx: Tx, before: Date) =>
  tx.deleteFrom('claims').where('decidedAt', '<', before).execute()

export const notePrinted = (tx: Tx, id: string, at: Date) =>
  tx.updateTable('claims').set({ printedAt: at }).where('id', '=', id).execute()

// The office has nothing to do about a claim whose letter is on its way.
const forOffice = (tx: Tx, at: Date) =>
  tx
    .selectFrom('claims')
    .innerJoin('organisations', 'organisations.id', 'claims.organisationId')
    .where('state', '=', 'open')
    .where('endsAt', '>', at)
    .where((eb) =>
      eb.or([
        eb('way', '=', 'phone'),
        eb.and([eb('way', '=', 'post'), eb('printedAt', 'is', null)]),
      ]),
    )

/** Claims that the office rings about or prints a letter for, the longest wait first. */
export const claimsDue = (tx: Tx, at: Date, most: number) =>
  forOffice(tx, at)
    .select(['claims.id', 'claims.way', 'claims.askedAt', 'claims.tries'])
    .select(['organisations.name', 'organisations.place', 'organisations.phone'])
    .orderBy('askedAt')
    .orderBy('claims.id')
    .limit(most)
    .execute()
export type DueClaim = Awaited<ReturnType<typeof claimsDue>>[number]

export async function countClaims(tx: Tx, at: Date): Promise<number> {
  const { n } = await forOffice(tx, at)
    .select(sql<number>`count(*)`.as('n'))
    .executeTakeFirstOrThrow()
  return n
}
