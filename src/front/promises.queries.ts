import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { now } from '#base/time.ts'
import type { Day, PromisesTable } from './office.schema.ts'
import { dayOf, beginOf } from './rhythms.rules.ts'
import './office.schema.ts'

/** To whom something was promised, in words or by their records. */
export type PromisedTo = {
  personId: string | null
  organisationId: string | null
  /** What that record is called; null when there is none. */
  called: string | null
  membershipId: string | null
}

export type Promised = Pick<
  PromisesTable,
  'id' | 'what' | 'toWords' | 'byOn' | 'keeperId' | 'state' | 'closedAt'
> &
  PromisedTo & { keeper: string | null }

const promises = (tx: Tx) =>
  tx
    .selectFrom('promises')
    .leftJoin('persons as keeper', 'keeper.id', 'promises.keeperId')
    .leftJoin('persons as person', 'person.id', 'promises.personId')
    .leftJoin('organisations', 'organisations.id', 'promises.organisationId')
    .leftJoin('memberships', 'memberships.organisationId', 'promises.organisationId')
    .select(['promises.id', 'what', 'toWords', 'keeperId', 'promises.state', 'closedAt'])
    .select(['promises.personId', 'promises.organisationId', 'memberships.id as membershipId'])
    .select(['keeper.name as keeper', sql<Day>`by_on::text`.as('byOn')])
    .select(sql<string | null>`coalesce(organisations.name, person.name)`.as('called'))

/** What was promised and is not kept yet, the first day first. `until`: only what is due by then. */
export const openPromises = (tx: Tx, until?: Day, most = 200): Promise<Promised[]> =>
  promises(tx)
    .where('promises.state', '=', 'open')
    .$if(until !== undefined, (query) => query.where('promises.byOn', '<=', until ?? ''))
    .orderBy('promises.byOn')
    .orderBy('promises.id')
    .limit(most)
    .execute()

/** What was kept or ended last, the latest first, at most twenty. */
export const closedPromises = (tx: Tx): Promise<Promised[]> =>
  promises(tx).where('promises.state', '<>', 'open').orderBy('closedAt', 'desc').limit(20).execute()

export const findPromise = (tx: Tx, id: string): Promise<Promised | undefined> =>
  promises(tx).where('promises.id', '=', id).executeTakeFirst()

/** Whom a promise is made to, from the page where it was begun: an application, or an organisation. */
export async function promisedTo(
  tx: Tx,
  { membership, organisation }: { membership?: string; organisation?: string },
): Promise<PromisedTo | null> {
  const found = await tx
    .selectFrom('organisations')
    .leftJoin('memberships', 'memberships.organisationId', 'organisations.id')
    .select(['organisations.id as organisationId', 'organisations.name as called'])
    .select(['memberships.id as membershipId', 'memberships.personId'])
    .where((e) =>
      membership
        ? e('memberships.id', '=', membership)
        : e('organisations.id', '=', organisation ?? null),
    )
    .executeTakeFirst()
  return found ?? null
}

export const insertPromise = (tx: Tx, promise: PromisesTable) =>
  tx.insertInto('promises').values(promise).execute()

type Change = Partial<Omit<PromisesTable, 'id'>>

export const updatePromise = (tx: Tx, id: string, change: Change) =>
  tx
    .updateTable('promises')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst()

export const countPromises = async (tx: Tx, until: Day): Promise<number> => {
  const row = await tx
    .selectFrom('promises')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('state', '=', 'open')
    .where('byOn', '<=', until)
    .executeTakeFirst()
  return row?.n ?? 0
}

/** For the desk: what was promised for today or before and is not kept yet. */
export const promisePile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const today = dayOf(now())
    const rows = await openPromises(tx, today, most)
    return {
      id: 'promises-due',
      title: 'office.promises.due',
      total: await countPromises(tx, today),
      items: rows.map(({ id, what, toWords, called, byOn }) => ({
        href: `/promises/${id}`,
        title: what,
        meta: called ?? toWords,
        since: beginOf(byOn),
      })),
      allHref: '/promises',
    }
  })
