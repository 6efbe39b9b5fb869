import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { Coalition } from '#base/web.ts'
import type { DecisionsTable, PublishedStory, Story } from './schema.ts'
import './schema.ts'

const shown = [
  'id',
  'lang',
  'title',
  'body',
  'byline',
  'town',
  'pictureId',
  'pictureWords',
  'pictureWidth',
  'pictureHeight',
  'publishedAt',
  'example',
] as const

export const findPublished = (db: Db, id: string): Promise<PublishedStory | undefined> =>
  db.selectFrom('publishedStories').select(shown).where('id', '=', id).executeTakeFirst()

export const isWithdrawn = async (db: Db, id: string): Promise<boolean> =>
  (await db.selectFrom('withdrawnStories').select('id').where('id', '=', id).executeTakeFirst()) !==
  undefined

export const isPublicPicture = async (db: Db, id: string): Promise<boolean> =>
  (await db
    .selectFrom('publishedStories')
    .select('id')
    .where('pictureId', '=', id)
    .executeTakeFirst()) !== undefined

/** The newest stories that everyone may read, at most `most`. */
export const latestStories = (db: Db, most: number): Promise<PublishedStory[]> =>
  db
    .selectFrom('publishedStories')
    .select(shown)
    .orderBy('publishedAt', 'desc')
    .orderBy('id')
    .limit(most)
    .execute()

/** How many stories everyone may read. */
export async function countStories(db: Db): Promise<number> {
  const row = await db
    .selectFrom('publishedStories')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  return row?.n ?? 0
}

export type WallPage = { stories: PublishedStory[]; hasMore: boolean }
/** Where a page of the wall begins: behind this story. */
export type After = { publishedAt: Date; id: string }

/** A page of the wall, newest first, in one language or in all. */
export async function wallPage(
  db: Db,
  { lang, after, most }: { lang: string | null; after: After | null; most: number },
): Promise<WallPage> {
  let query = db.selectFrom('publishedStories').select(shown)
  if (lang) query = query.where('lang', '=', lang)
  if (after)
    query = query.where((e) =>
      e.or([
        e('publishedAt', '<', after.publishedAt),
        e.and([e('publishedAt', '=', after.publishedAt), e('id', '>', after.id)]),
      ]),
    )
  const stories = await query
    .orderBy('publishedAt', 'desc')
    .orderBy('id')
    .limit(most + 1)
    .execute()
  return { stories: stories.slice(0, most), hasMore: stories.length > most }
}

/** The languages that stories are told in, the most told first. */
export const languagesTold = (db: Db) =>
  db
    .selectFrom('publishedStories')
    .select((e) => ['lang', e.fn.countAll<number>().as('n')])
    .groupBy('lang')
    .orderBy('n', 'desc')
    .orderBy('lang')
    .execute()

// Searching ends here: what comes after the first thousand matches nobody reads.
const mostMatches = 1000

/**
 * Stories that hold all these words (the last one may be begun only), or whose title or teller looks like
 * them; at most `most`, best first.
 */
export async function searchStories(db: Db, q: string, most: number): Promise<PublishedStory[]> {
  const { rows } = await searchQuery(q, most).execute(db)
  return rows
}

export const searchQuery = (q: string, most: number) => sql<PublishedStory>`
  with asked as materialized (
    select kith_fold(${q}) as folded,
      nullif(array_to_string(
        array(select quote_literal(word) || ':*'
          from regexp_split_to_table(kith_fold(${q}), '[^[:alnum:]]+') word where word <> ''),
        ' & '), '')::tsquery as query
  ),
  found as materialized (
    (select s.id, ts_rank(s.words, a.query) + 1 as rank
      from asked a, published_stories s where s.words @@ a.query limit ${mostMatches})
    union all
    (select s.id, word_similarity(a.folded, s.folded) as rank
      from asked a, published_stories s where s.folded %> a.folded limit ${mostMatches})
  ),
  best as (select id, max(rank) as rank from found group by id order by rank desc, id limit ${most})
  select ${sql.join(shown.map((column) => sql.ref(`s.${column}`)))}
  from best join published_stories s using (id) order by best.rank desc, s.published_at desc`

// Private from here on: within a transaction that knows who is asking.

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

export const insertDecision = (tx: Tx, decision: DecisionsTable) =>
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

export type WaitingStory = Pick<Story, 'id' | 'title' | 'lang' | 'toldAt'>

/** The stories that wait for a moderator, the oldest first, and how many there are in all. */
export const waitingStories = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const waiting = tx.selectFrom('stories').where('state', '=', 'told')
    const count = await waiting.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirst()
    const rows: WaitingStory[] = await waiting
      .select(['id', 'title', 'lang', 'toldAt'])
      .orderBy('toldAt')
      .orderBy('id')
      .limit(most)
      .execute()
    return { total: count?.n ?? 0, rows }
  })

/** The next story to read after this one was decided; null when nothing waits. */
export async function nextWaiting(tx: Tx): Promise<string | null> {
  const next = await tx
    .selectFrom('stories')
    .select('id')
    .where('state', '=', 'told')
    .orderBy('toldAt')
    .orderBy('id')
    .executeTakeFirst()
  return next?.id ?? null
}

/** Stories that only members read, the newest first. */
export const storiesForMembers = (tx: Tx, most: number): Promise<Story[]> =>
  tx
    .selectFrom('stories')
    .selectAll()
    .where('state', '=', 'published')
    .where('audience', '=', 'members')
    .orderBy('publishedAt', 'desc')
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
