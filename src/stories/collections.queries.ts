import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import { shown } from './queries.ts'
import type { PublishedStory } from './schema.ts'
import type { Collection } from './collections.schema.ts'
import './schema.ts'

export const findCollection = (db: Db, slug: string): Promise<Collection | undefined> =>
  db.selectFrom('collections').selectAll().where('slug', '=', slug).executeTakeFirst()

export const collectionById = (db: Db, id: string): Promise<Collection | undefined> =>
  db.selectFrom('collections').selectAll().where('id', '=', id).executeTakeFirst()

/** Every collection in its order, with how many of its stories stand on the pages. */
export const allCollections = (db: Db): Promise<(Collection & { n: number })[]> =>
  db
    .selectFrom('collections as l')
    .selectAll('l')
    .select((e) =>
      e
        .selectFrom('collectionStories as s')
        .innerJoin('publishedStories as p', 'p.id', 's.storyId')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('s.listId', '=', 'l.id')
        .as('n'),
    )
    .orderBy('l.place')
    .orderBy('l.madeAt')
    .$castTo<Collection & { n: number }>()
    .execute()

/** How many stories of a collection stand on the pages. */
export async function countInCollection(db: Db, id: string): Promise<number> {
  const row = await db
    .selectFrom('collectionStories as s')
    .innerJoin('publishedStories as p', 'p.id', 's.storyId')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('s.listId', '=', id)
    .executeTakeFirst()
  return row?.n ?? 0
}

/** The stories of a collection that stand on the pages, in the order in which they were put. */
export const storiesInCollection = (
  db: Db,
  id: string,
  { most, skip = 0 }: { most: number; skip?: number },
): Promise<PublishedStory[]> =>
  db
    .selectFrom('collectionStories as s')
    .innerJoin('publishedStories as p', 'p.id', 's.storyId')
    .select(shown.map((column) => `p.${column}` as const))
    .where('s.listId', '=', id)
    .orderBy('s.place')
    .orderBy('s.storyId')
    .limit(most)
    .offset(skip)
    .execute()

/** A story in a list as whoever chooses sees it. `stands`: whether it may be shown there now. */
export type Chosen = { id: string; title: string; lang: string; stands: boolean }

/** Everything chosen for a collection, what does not stand on the pages now too; for moderators. */
export const chosenFor = (tx: Tx, id: string): Promise<Chosen[]> =>
  tx
    .selectFrom('collectionStories as c')
    .innerJoin('stories as s', 's.id', 'c.storyId')
    .leftJoin('publishedStories as p', 'p.id', 'c.storyId')
    .select(['s.id', 's.lang'])
    .select((e) => [
      // As it stands on the pages: the words may have been edited.
      e.fn.coalesce('p.title', 's.title').as('title'),
      e('p.id', 'is not', null).$castTo<boolean>().as('stands'),
    ])
    .where('c.listId', '=', id)
    .orderBy('c.place')
    .orderBy('c.storyId')
    .execute()

/** The collections that a story was chosen for. */
export const collectionsWith = async (tx: Tx, storyId: string): Promise<string[]> =>
  (
    await tx
      .selectFrom('collectionStories')
      .select('listId')
      .where('storyId', '=', storyId)
      .orderBy('listId')
      .execute()
  ).map(({ listId }) => listId)

/** Lists in which stories have an order that somebody gave them. */
export type Ordered = 'collection_stories' | 'edition_stories'

/** The ids in a list, in their order; the list is held until the transaction ends. */
export async function orderOf(tx: Tx, table: Ordered, listId: string): Promise<string[]> {
  const { rows } = await sql<{ storyId: string }>`
    select story_id from ${sql.table(table)} where list_id = ${listId}
    order by place, story_id for update`.execute(tx)
  return rows.map(({ storyId }) => storyId)
}

/** Writes the order of a list down. */
export const putInOrder = (tx: Tx, table: Ordered, listId: string, ids: readonly string[]) =>
  sql`update ${sql.table(table)} l set place = o.n
    from unnest(${ids}::uuid[]) with ordinality as o (id, n)
    where l.list_id = ${listId} and l.story_id = o.id`.execute(tx)

/** Puts a story at the end of a list; what is there stays where it is. */
export const choose = (tx: Tx, table: Ordered, listId: string, storyId: string, at: Date) =>
  sql`insert into ${sql.table(table)} (list_id, story_id, place, chosen_at)
    select ${listId}, ${storyId},
      coalesce((select max(place) from ${sql.table(table)} where list_id = ${listId}), 0) + 1, ${at}
    on conflict do nothing`.execute(tx)

export const unchoose = (tx: Tx, table: Ordered, listId: string, storyId: string) =>
  sql`delete from ${sql.table(table)}
    where list_id = ${listId} and story_id = ${storyId}`.execute(tx)

/** The address parts that are used already. */
export const usedSlugs = async (tx: Tx, table: 'collections' | 'campaigns'): Promise<string[]> =>
  (await tx.selectFrom(table).select('slug').execute()).map(({ slug }) => slug)

/** Up to `most` stories on the pages whose title holds these words, the newest first; all when there are none. */
export const standingStories = (db: Db, words: string, most: number) =>
  db
    .selectFrom('publishedStories')
    .select(['id', 'title', 'lang', 'byline'])
    .where(sql<boolean>`folded like '%' || kith_fold(${words.replace(/[\\%_]/g, '')}) || '%'`)
    .orderBy('publishedAt', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()
