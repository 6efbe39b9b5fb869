import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { DeskPile } from '#base/desk.ts'
import './voice.schema.ts'
import type { NewVoice, StoryTelling, StoryVoice } from './voice.schema.ts'

/** The sound of a story, if it was told by voice and who is asking may hear it. */
export const findVoice = (on: Db | Tx, storyId: string): Promise<StoryVoice | undefined> =>
  on.selectFrom('storyVoices').selectAll().where('storyId', '=', storyId).executeTakeFirst()

/** Shows the sound of a story, or keeps it back. Out: whether that changed anything. */
export async function setShown(tx: Tx, storyId: string, shown: boolean): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('storyVoices')
    .set({ shown })
    .where('storyId', '=', storyId)
    .where('shown', '<>', shown)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Whether a file is the sound of a story that everyone may read. */
export const isPublicVoice = async (db: Db, fileId: string): Promise<boolean> =>
  (await db
    .selectFrom('storyVoices as v')
    .innerJoin('publishedStories as p', 'p.id', 'v.storyId')
    .select('v.fileId')
    .where('v.fileId', '=', fileId)
    .where('v.shown', '=', true)
    .executeTakeFirst()) !== undefined

export const insertVoice = (tx: Tx, voice: NewVoice) =>
  tx.insertInto('storyVoices').values(voice).execute()

/** Keeps a sound for good. Out: what it is; nothing when it is not theirs who ask. */
export const claimSound = (tx: Tx, fileId: string) =>
  tx
    .updateTable('files')
    .set({ claimed: true })
    .where('id', '=', fileId)
    .where('kind', '=', 'sound')
    .returning(['type', 'bytes'])
    .executeTakeFirst()

export const findTelling = (tx: Tx, storyId: string): Promise<StoryTelling | undefined> =>
  tx.selectFrom('storyTellings').selectAll().where('storyId', '=', storyId).executeTakeFirst()

export const insertTelling = (tx: Tx, telling: StoryTelling) =>
  tx.insertInto('storyTellings').values(telling).execute()

/** The files beside a story whose bytes have to go with it: its sound and the scan of its sheet. */
export async function filesBeside(tx: Tx, storyId: string): Promise<string[]> {
  const voice = await findVoice(tx, storyId)
  const telling = await findTelling(tx, storyId)
  return [voice?.fileId, telling?.scanId].flatMap((id) => id ?? [])
}

/** The stories told by voice that nobody has written down yet, the longest wait first. */
export const wordsPile = (db: Db, who: Who, most: number): Promise<DeskPile> =>
  act(db, who, async (tx) => {
    const waiting = tx
      .selectFrom('stories as s')
      .innerJoin('storyVoices as v', 'v.storyId', 's.id')
      .where('s.state', '=', 'told')
      .where('s.body', '=', '')
      .where((e) => {
        const written = e.selectFrom('storyEdits as d').select('d.id')
        return e.not(e.exists(written.whereRef('d.storyId', '=', 's.id')))
      })
    const count = await waiting.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirst()
    const rows = await waiting
      .select(['s.id', 's.title', 's.lang', 's.toldAt'])
      .orderBy('s.toldAt')
      .orderBy('s.id')
      .limit(most)
      .execute()
    return {
      id: 'waiting-words',
      title: 'voice.office.pile',
      total: count?.n ?? 0,
      allHref: '/stories/waiting',
      items: rows.map(({ id, title, lang, toldAt }) => ({
        href: `/stories/${id}/transcript`,
        title,
        lang,
        since: toldAt,
      })),
    }
  })
