import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import type { ShownPicture } from './pictures.schema.ts'
import './pictures.schema.ts'
import type { MorePicture } from './pictures.rules.ts'

/** The pictures besides the first that everyone may see, in their order. */
export const publicPictures = (db: Db, storyId: string): Promise<ShownPicture[]> =>
  db
    .selectFrom('publishedPictures')
    .select(['fileId', 'words', 'width', 'height'])
    .where('storyId', '=', storyId)
    .orderBy('place')
    .execute()

/** Whether a file is a picture besides the first of a story that everyone may read. */
export const isPublicMore = async (db: Db, fileId: string): Promise<boolean> =>
  (await db
    .selectFrom('publishedPictures')
    .select('place')
    .where('fileId', '=', fileId)
    .executeTakeFirst()) !== undefined

/** The pictures besides the first, of a story that who is asking may read. */
export const morePictures = (tx: Tx, storyId: string): Promise<ShownPicture[]> =>
  tx
    .selectFrom('storyPictures as p')
    .innerJoin('files as f', 'f.id', 'p.fileId')
    .select(['p.fileId', 'p.words', 'f.width', 'f.height'])
    .where('p.storyId', '=', storyId)
    .orderBy('p.place')
    .execute()

export const insertPictures = (tx: Tx, storyId: string, pictures: readonly MorePicture[]) =>
  tx
    .insertInto('storyPictures')
    .values(pictures.map(({ id, words }, at) => ({ storyId, place: at + 2, fileId: id, words })))
    .execute()

export const deletePictures = (tx: Tx, storyId: string) =>
  tx.deleteFrom('storyPictures').where('storyId', '=', storyId).execute()

/** Puts them on the pages, beside the public story that stands there. */
export const publishPictures = (tx: Tx, storyId: string) =>
  sql`insert into published_pictures (story_id, place, file_id, words, width, height)
    select p.story_id, p.place, p.file_id, p.words, f.width, f.height
    from story_pictures p join files f on f.id = p.file_id where p.story_id = ${storyId}`.execute(
    tx,
  )
