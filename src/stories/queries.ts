import { type Insertable, sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { Coalition } from '#base/web.ts'
import type { StoryEdit } from './edit.schema.ts'
import type { DecisionsTable, PublishedStory, Story } from './schema.ts'
import './safety.schema.ts'
import './schema.ts'

export {
  shown,
  findPublished,
  isWithdrawn,
  isPublicPicture,
  latestStories,
  storiesFrom,
  countStories,
  wallPage,
  languagesTold,
  type After,
} from './public.queries.ts'

// Private: within a transaction that knows who is asking.

export const findStory = (tx: Tx, id: string): Promise<Story | undefined> =>
  tx.selectFrom('stories').selectAll().where('id', '=', id).executeTakeFirst()

export const findByKey = (tx: Tx, keyHash: string): Promise<Story | undefined> =>
  tx.selectFrom('stories').selectAll().where('keyHash', '=', keyHash).executeTakeFirst()

/** Holds the row until the transaction ends, so that two moderators cannot decide at once. */
export const lockStory = (tx: Tx, id: string): Promise<Story | undefined> =>
  tx.selectFrom('stories').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export const lockByKey = (tx: Tx, keyHash: string): Promise<Story | undefined> =>
  tx.selectFrom('stories').selectAll().where('keyHash', '=', keyHash).forUpdate().executeTakeFirst()

export const insertStory = (tx: Tx, story: Story) =>
  tx.insertInto('stories').values(story).execute()

export const updateStory = (tx: Tx, story: Story) =>
  tx.updateTable('stories').set(story).where('id', '=', story.id).execute()

/** When a moderator last decided that a story may be shown. */
export const shownSince = async (tx: Tx, storyId: string): Promise<Date | undefined> =>
  (
    await tx
      .selectFrom('decisions')
      .select('decidedAt')
      .where('storyId', '=', storyId)
      .where('verdict', 'in', ['publish', 'restore'])
      .orderBy('decidedAt', 'desc')
      .executeTakeFirst()
  )?.decidedAt

export const insertDecision = (tx: Tx, decision: Insertable<DecisionsTable>) =>
  tx.insertInto('decisions').values(decision).execute()

export const lastDecision = (tx: Tx, storyId: string) =>
  tx
    .selectFrom('decisions')
    .select(['verdict', 'rule', 'reason', 'decidedAt'])
    .where('storyId', '=', storyId)
    .orderBy('decidedAt', 'desc')
    .executeTakeFirst()

export const publish = (tx: Tx, row: PublishedStory) =>
  tx.insertInto('publishedStories').values(row).execute()

export const unpublish = (tx: Tx, id: string) =>
  tx.deleteFrom('publishedStories').where('id', '=', id).execute()

export const noteWithdrawn = (tx: Tx, id: string, at: Date) =>
  tx
    .insertInto('withdrawnStories')
    .values({ id, withdrawnAt: at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()

export const sizeOfPicture = (tx: Tx, id: string) =>
  tx.selectFrom('files').select(['width', 'height']).where('id', '=', id).executeTakeFirst()

export const forgetFile = (tx: Tx, id: string) =>
  tx.deleteFrom('files').where('id', '=', id).execute()

/** Declined stories on which nobody has decided anything since then. */
export const declinedBefore = (tx: Tx, before: Date) =>
  tx
    .selectFrom('stories as s')
    .select(['s.id', 's.pictureId'])
    .where('s.state', '=', 'declined')
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('decisions as d')
            .select('d.id')
            .whereRef('d.storyId', '=', 's.id')
            .where('d.decidedAt', '>=', before),
        ),
      ),
    )
    .execute()

export const forgetStory = (tx: Tx, id: string) =>
  tx.deleteFrom('stories').where('id', '=', id).execute()

/** What a form that was sent before led to; null when it was not, or is being sent just now. */
export async function outcomeOf(db: Db, once: string | undefined): Promise<string | null> {
  if (!once) return null
  const sent = await db
    .selectFrom('once')
    .select('location')
    .where('key', '=', once)
    .executeTakeFirst()
  return sent?.location ?? null
}

/** A change of this story that was begun on some device and not sent holds its words: it goes with them. */
export async function forgetDraftsOf(tx: Tx, key: string): Promise<void> {
  await sql`delete from drafts where answers ->> 'mine' = ${key}`.execute(tx)
}

export type WaitingStory = Pick<Story, 'id' | 'title' | 'lang' | 'toldAt'> & {
  /** Somebody read it and said that it is sensitive: another moderator has to read it too. */
  needsSecond: boolean
  /** How its edited version stands, when it has one. */
  edit: StoryEdit['state'] | null
}

/** The stories that wait for a moderator, the oldest first, and how many there are in all. */
export const waitingStories = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const count = await tx
      .selectFrom('stories')
      .where('state', '=', 'told')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirst()
    const rows: WaitingStory[] = await tx
      .selectFrom('stories as s')
      .leftJoin('storySafety as f', 'f.storyId', 's.id')
      .leftJoin('storyEdits as e', 'e.storyId', 's.id')
      .select(['s.id', 's.title', 's.lang', 's.toldAt', 'e.state as edit'])
      .select(sql<boolean>`f.first_at is not null and f.second_at is null`.as('needsSecond'))
      .where('s.state', '=', 'told')
      .orderBy('s.toldAt')
      .orderBy('s.id')
      .limit(most)
      .execute()
    return { total: count?.n ?? 0, rows }
  })

/**
 * The next story for this moderator to read; null when nothing waits for them. Those that wait for somebody
 * else, a second reader or their teller, are passed over.
 */
export async function nextWaiting(tx: Tx, moderatorId: string): Promise<string | null> {
  const next = await tx
    .selectFrom('stories as s')
    .leftJoin('storySafety as f', 'f.storyId', 's.id')
    .leftJoin('storyEdits as e', 'e.storyId', 's.id')
    .select('s.id')
    .where('s.state', '=', 'told')
    .where(sql<boolean>`f.first_by is distinct from ${moderatorId}::uuid`)
    .where(sql<boolean>`e.state is distinct from 'asked'`)
    .orderBy('s.toldAt')
    .orderBy('s.id')
    .executeTakeFirst()
  return next?.id ?? null
}

/** Stories that only members read, the newest first. */
export const storiesForMembers = (
  tx: Tx,
  most: number,
): Promise<Pick<Story, 'id' | 'title' | 'lang'>[]> =>
  tx
    .selectFrom('stories as s')
    .leftJoin('storyEdits as e', 'e.storyId', 's.id')
    .select(['s.id', 's.lang'])
    .select((e) => e.fn.coalesce('e.title', 's.title').as('title'))
    .where('s.state', '=', 'published')
    .where('s.audience', '=', 'members')
    .where(sql<boolean>`coalesce(e.state, 'yes') = 'yes'`)
    .orderBy('s.publishedAt', 'desc')
    .limit(most)
    .execute()

export const emailOf = async (tx: Tx, personId: string): Promise<string | null> =>
  (
    await tx
      .selectFrom('accounts')
      .select('email')
      .where('personId', '=', personId)
      .executeTakeFirst()
  )?.email ?? null

export const coalitionOf = (
  tx: Tx,
): Promise<Pick<Coalition, 'name' | 'phone' | 'phoneHours'> | undefined> =>
  tx.selectFrom('coalition').select(['name', 'phone', 'phoneHours']).executeTakeFirst()
