import type { Tx } from '#base/db.ts'
import type { StoryEdit } from './edit.schema.ts'

/** The edited version of a story, if somebody made one. */
export const findEdit = (tx: Tx, storyId: string): Promise<StoryEdit | undefined> =>
  tx.selectFrom('storyEdits').selectAll().where('storyId', '=', storyId).executeTakeFirst()

export const saveEdit = (tx: Tx, edit: StoryEdit) =>
  tx
    .insertInto('storyEdits')
    .values(edit)
    .onConflict((conflict) => conflict.column('storyId').doUpdateSet(edit))
    .execute()

/** Out: whether there was one. */
export async function forgetEdit(tx: Tx, storyId: string): Promise<boolean> {
  const gone = await tx.deleteFrom('storyEdits').where('storyId', '=', storyId).executeTakeFirst()
  return gone.numDeletedRows > 0n
}
