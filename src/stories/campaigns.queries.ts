import type { Db, Tx } from '#base/db.ts'
import type { Campaign } from './collections.schema.ts'
import { shown } from './queries.ts'
import type { PublishedStory } from './schema.ts'
import './collections.schema.ts'
import './schema.ts'

export const findCampaign = (db: Db, slug: string): Promise<Campaign | undefined> =>
  db.selectFrom('campaigns').selectAll().where('slug', '=', slug).executeTakeFirst()

export const campaignById = (db: Db, id: string): Promise<Campaign | undefined> =>
  db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst()

/** Every campaign, the latest first; at most 200. */
export const allCampaigns = (db: Db): Promise<Campaign[]> =>
  db
    .selectFrom('campaigns')
    .selectAll()
    .orderBy('beginsOn', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()

/** How many stories were told for a campaign, and how many of them stand on the pages. */
export async function countsOf(db: Db, id: string): Promise<{ told: number; shown: number }> {
  const row = await db
    .selectFrom('campaignStories as s')
    .leftJoin('publishedStories as p', 'p.id', 's.storyId')
    .select((e) => [e.fn.countAll<number>().as('told'), e.fn.count<number>('p.id').as('shown')])
    .where('s.listId', '=', id)
    .executeTakeFirst()
  return { told: row?.told ?? 0, shown: row?.shown ?? 0 }
}

/** The stories of a campaign that stand on the pages, the newest first. */
export const storiesInCampaign = (
  db: Db,
  id: string,
  { most, skip = 0 }: { most: number; skip?: number },
): Promise<PublishedStory[]> =>
  db
    .selectFrom('campaignStories as s')
    .innerJoin('publishedStories as p', 'p.id', 's.storyId')
    .select(shown.map((column) => `p.${column}` as const))
    .where('s.listId', '=', id)
    .orderBy('p.publishedAt', 'desc')
    .orderBy('p.id')
    .limit(most)
    .offset(skip)
    .execute()

/**
 * The newest stories of a campaign that stand on the pages and whose tellers' yes to this use holds today; as Kith
 * itself, which alone reads what was agreed to.
 */
export const agreedInCampaign = (
  tx: Tx,
  id: string,
  { use, most, now }: { use: 'newsletter'; most: number; now: Date },
): Promise<PublishedStory[]> =>
  tx
    .selectFrom('campaignStories as s')
    .innerJoin('publishedStories as p', 'p.id', 's.storyId')
    .innerJoin('consents as c', 'c.storyId', 's.storyId')
    .select(shown.map((column) => `p.${column}` as const))
    .where('s.listId', '=', id)
    .where('c.use', '=', use)
    .where('c.endedAt', 'is', null)
    .where((e) => e.or([e('c.until', 'is', null), e('c.until', '>', now)]))
    .orderBy('p.publishedAt', 'desc')
    .orderBy('p.id')
    .limit(most)
    .execute()

/** Writes down for which campaign a story was told; a story that has one keeps it. */
export const fileStory = (tx: Tx, storyId: string, listId: string, at: Date) =>
  tx
    .insertInto('campaignStories')
    .values({ storyId, listId, toldAt: at })
    .onConflict((conflict) => conflict.column('storyId').doNothing())
    .execute()

/** The campaign that a story is filed under; null for none. */
export const campaignWith = async (tx: Tx, storyId: string): Promise<string | null> =>
  (
    await tx
      .selectFrom('campaignStories')
      .select('listId')
      .where('storyId', '=', storyId)
      .executeTakeFirst()
  )?.listId ?? null

export const unfileStory = (tx: Tx, storyId: string) =>
  tx.deleteFrom('campaignStories').where('storyId', '=', storyId).execute()

/** Whether who is asking belongs to a member or has a part in the coalition. */
export async function isMember(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectNoFrom((e) => e.fn<boolean>('kith_is_member', []).as('yes'))
    .executeTakeFirst()
  return row?.yes ?? false
}
