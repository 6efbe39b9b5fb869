import type { Tx } from '#base/db.ts'
import type { StorySafety } from './safety.schema.ts'

/** Whether a story is sensitive, and who read it; undefined when nobody said that it is. */
export const findSafety = (tx: Tx, storyId: string): Promise<StorySafety | undefined> =>
  tx.selectFrom('storySafety').selectAll().where('storyId', '=', storyId).executeTakeFirst()

export const insertSafety = (tx: Tx, storyId: string, saidBy: string, saidAt: Date) =>
  tx
    .insertInto('storySafety')
    .values({
      storyId,
      saidBy,
      saidAt,
      firstBy: null,
      firstAt: null,
      secondBy: null,
      secondAt: null,
    })
    .onConflict((conflict) => conflict.column('storyId').doNothing())
    .execute()

export const noteFirst = (tx: Tx, storyId: string, firstBy: string, firstAt: Date) =>
  tx.updateTable('storySafety').set({ firstBy, firstAt }).where('storyId', '=', storyId).execute()

export const noteSecond = (tx: Tx, storyId: string, secondBy: string, secondAt: Date) =>
  tx.updateTable('storySafety').set({ secondBy, secondAt }).where('storyId', '=', storyId).execute()

/** Other words are read again, by both. */
export const readAnew = (tx: Tx, storyId: string) =>
  tx
    .updateTable('storySafety')
    .set({ firstBy: null, firstAt: null, secondBy: null, secondAt: null })
    .where('storyId', '=', storyId)
    .execute()
