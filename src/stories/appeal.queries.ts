import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { DeskPile } from '#base/desk.ts'
import './appeal.schema.ts'
import type { Appeal } from './appeal.schema.ts'

/** The decision that holds: the last one on this story. */
export const decisionOn = (tx: Tx, storyId: string) =>
  tx
    .selectFrom('decisions')
    .selectAll()
    .where('storyId', '=', storyId)
    .orderBy('decidedAt', 'desc')
    .executeTakeFirst()

export const findDecision = (tx: Tx, id: string) =>
  tx.selectFrom('decisions').selectAll().where('id', '=', id).executeTakeFirst()

export const appealOn = (tx: Tx, decisionId: string): Promise<Appeal | undefined> =>
  tx.selectFrom('appeals').selectAll().where('decisionId', '=', decisionId).executeTakeFirst()

export const findAppeal = (tx: Tx, id: string): Promise<Appeal | undefined> =>
  tx.selectFrom('appeals').selectAll().where('id', '=', id).executeTakeFirst()

/** Holds the row, so that two moderators who press at once decide once. */
export const lockAppeal = (tx: Tx, id: string): Promise<Appeal | undefined> =>
  tx.selectFrom('appeals').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export const insertAppeal = (tx: Tx, appeal: Appeal) =>
  tx.insertInto('appeals').values(appeal).execute()

export const saveAppeal = (tx: Tx, { id, state, reason, decidedBy, decidedAt }: Appeal) =>
  tx
    .updateTable('appeals')
    .set({ state, reason, decidedBy, decidedAt })
    .where('id', '=', id)
    .execute()

/** Within how many days the coalition wants to answer. */
export async function appealDays(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{ days: number }>`select kith_appeal_days() as days`.execute(db)
  return rows[0]?.days ?? 14
}

/** The appeals that wait, the oldest first. */
export const waitingAppeals = (tx: Tx, most: number) =>
  tx
    .selectFrom('appeals as a')
    .innerJoin('stories as s', 's.id', 'a.storyId')
    .select(['a.id', 'a.askedAt', 's.title', 's.lang'])
    .where('a.state', '=', 'asked')
    .orderBy('a.askedAt')
    .limit(most)
    .execute()

/** For the desk: appeals that wait for somebody other than who decided. */
export const appealsPile = (db: Db, who: Who, most: number): Promise<DeskPile> =>
  act(db, who, async (tx) => {
    const count = await tx
      .selectFrom('appeals')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('state', '=', 'asked')
      .executeTakeFirst()
    const rows = await waitingAppeals(tx, most)
    return {
      id: 'appeals',
      title: 'appeal.office',
      total: count?.n ?? 0,
      allHref: '/appeals',
      items: rows.map(({ id, title, lang, askedAt }) => ({
        href: `/appeals/${id}`,
        title,
        lang,
        since: askedAt,
      })),
    }
  })

/** The last appeal about a story, whatever became of it. */
export const lastAppeal = (tx: Tx, storyId: string): Promise<Appeal | undefined> =>
  tx
    .selectFrom('appeals')
    .selectAll()
    .where('storyId', '=', storyId)
    .orderBy('askedAt', 'desc')
    .executeTakeFirst()
