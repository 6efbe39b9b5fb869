import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { StoryReader } from './audience.schema.ts'
import './audience.schema.ts'
import { findEdit } from './edit.queries.ts'
import { shownWords } from './edit.rules.ts'
import { morePictures } from './pictures.queries.ts'
import { findStory, sizeOfPicture } from './queries.ts'
import type { Audience, Story } from './schema.ts'
import { findVoice } from './voice.queries.ts'

/** A story that is not for everyone, when row-level security lets who is asking read it. */
export async function findReadable(tx: Tx, id: string) {
  const story = await findStory(tx, id)
  if (story?.state !== 'published') return null
  const size = story.pictureId ? await sizeOfPicture(tx, story.pictureId) : undefined
  return {
    ...story,
    ...shownWords(story, await findEdit(tx, id)),
    voiceId: (await findVoice(tx, id))?.fileId,
    more: await morePictures(tx, id),
    pictureWidth: size?.width ?? null,
    pictureHeight: size?.height ?? null,
  }
}

/** Whom a story is told to, in the order in which they were named; not who was taken off. */
export const readersOf = (tx: Tx, storyId: string): Promise<StoryReader[]> =>
  tx
    .selectFrom('storyReaders')
    .selectAll()
    .where('storyId', '=', storyId)
    .where('takenAwayAt', 'is', null)
    .orderBy('namedAt')
    .orderBy('name')
    .orderBy('id')
    .execute()

/** Whose link this is, those who were taken off too. */
export const findReader = (tx: Tx, keyHash: string): Promise<StoryReader | undefined> =>
  tx.selectFrom('storyReaders').selectAll().where('keyHash', '=', keyHash).executeTakeFirst()

export const insertReader = (tx: Tx, reader: StoryReader) =>
  tx.insertInto('storyReaders').values(reader).execute()

/** Takes people off. Of each nothing stays but the hash of their link. */
export const takeReadersAway = (tx: Tx, ids: readonly string[], at: Date) =>
  tx
    .updateTable('storyReaders')
    .set({ name: '', email: null, takenAwayAt: at })
    .where('id', 'in', ids)
    .where('takenAwayAt', 'is', null)
    .execute()

/** Who was taken off. */
export const goneReaders = (tx: Tx, storyId: string): Promise<Pick<StoryReader, 'id'>[]> =>
  tx
    .selectFrom('storyReaders')
    .select('id')
    .where('storyId', '=', storyId)
    .where('takenAwayAt', 'is not', null)
    .execute()

/** Letters to them that were not sent yet are not sent any more. */
export const forgetLetters = (tx: Tx, keys: readonly string[]) =>
  tx
    .deleteFrom('outbox')
    .where('key', 'in', keys)
    .where('state', 'in', ['waiting', 'failed'])
    .execute()

/** Stories that can be read and name somebody since then who has an address and no letter; fifty at most. */
export const unwritten = (tx: Tx, since: Date): Promise<Pick<Story, 'id'>[]> =>
  tx
    .selectFrom('stories')
    .select('id')
    .where('audience', '=', 'named')
    .where('state', '=', 'published')
    .where('notBefore', 'is', null)
    .where('id', 'in', (e) =>
      e
        .selectFrom('storyReaders')
        .select('storyId')
        .where('writtenAt', 'is', null)
        .where('email', 'is not', null)
        .where('namedAt', '>=', since),
    )
    .limit(50)
    .execute()

export const noteWritten = (tx: Tx, id: string, at: Date) =>
  tx.updateTable('storyReaders').set({ writtenAt: at }).where('id', '=', id).execute()

/** For whom the words of a story were last read by a moderator who said yes; null for nobody. */
export async function readForOf(tx: Tx, storyId: string): Promise<Audience | null> {
  const row = await tx
    .selectFrom('decisions')
    .select('audience')
    .where('storyId', '=', storyId)
    .where('verdict', 'in', ['publish', 'restore'])
    .orderBy('decidedAt', 'desc')
    .executeTakeFirst()
  return row?.audience ?? null
}

/** Stories whose day has come; a hundred at most. */
export const dueToShow = (tx: Tx, at: Date): Promise<Pick<Story, 'id'>[]> =>
  tx
    .selectFrom('stories')
    .select('id')
    .where('notBefore', '<=', at)
    .orderBy('notBefore')
    .limit(100)
    .execute()

/**
 * What waited for its day counts as new from then on: it stands first in lists and feeds. Out: whether its day has
 * come.
 */
export const takeDayAway = async (tx: Tx, storyId: string, at: Date): Promise<boolean> => {
  const { numAffectedRows = 0n } = await sql`update stories set not_before = null,
      published_at = case when state = 'published' then ${at}::timestamptz end
    where id = ${storyId} and not_before <= ${at}`.execute(tx)
  return numAffectedRows > 0n
}

export const setDay = (tx: Tx, storyId: string, notBefore: Date | null) =>
  tx.updateTable('stories').set({ notBefore }).where('id', '=', storyId).execute()
