import { sql } from 'kysely'
import type { Db } from '#base/db.ts'
import type { PublishedStory } from './schema.ts'
import './schema.ts'
import { isPublicVoice } from './voice.queries.ts'

/** What everyone may read of a story. */
export const shown = [
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

/** Whether a file is the picture or the sound of a story that everyone may read. */
export const isPublicPicture = async (db: Db, id: string): Promise<boolean> =>
  (await isPublicVoice(db, id)) ||
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

/**
 * The newest stories whose teller shows this town, at most `most`. `town`: as an address says it, such as
 * "stow-on-the-wold"; signs and accents do not count.
 */
export const storiesFrom = (db: Db, town: string, most: number): Promise<PublishedStory[]> =>
  db
    .selectFrom('publishedStories')
    .select(shown)
    .where('town', 'is not', null)
    .where(
      sql<boolean>`regexp_replace(kith_fold(town), '[^[:alnum:]]+', '-', 'g')
        = regexp_replace(kith_fold(${town}), '[^[:alnum:]]+', '-', 'g')`,
    )
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
    query = query
      // Said once more by itself, so that the index begins there instead of at the newest story.
      .where('publishedAt', '<=', after.publishedAt)
      .where((e) => e.or([e('publishedAt', '<', after.publishedAt), e('id', '>', after.id)]))
  const stories = await query
    .orderBy('publishedAt', 'desc')
    .orderBy('id')
    .limit(most + 1)
    .execute()
  return { stories: stories.slice(0, most), hasMore: stories.length > most }
}

// Which language is told more is known long before all of its stories are counted.
const mostCounted = 200

/**
 * The languages that stories are told in, the most told first. `n`: how many, counted up to 200. Jumps from
 * one language to the next in the index, so that it takes no longer with many stories.
 */
export async function languagesTold(db: Db): Promise<{ lang: string; n: number }[]> {
  const { rows } = await sql<{ lang: string; n: number }>`
    with recursive tongues as (
      (select lang from published_stories order by lang limit 1)
      union all
      select (select s.lang from published_stories s where s.lang > t.lang order by s.lang limit 1)
        from tongues t where t.lang is not null
    )
    select t.lang, (select count(*) from
        (select from published_stories s where s.lang = t.lang limit ${mostCounted}) counted) as n
      from tongues t where t.lang is not null order by n desc, t.lang`.execute(db)
  return rows
}

// Searching ends here: what comes after the first few hundred matches nobody reads.
const mostMatches = 200

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
  said as materialized (
    select s.id, ts_rank(s.words, a.query) + 1 as rank
      from asked a, published_stories s where s.words @@ a.query limit ${mostMatches}
  ),
  -- Looked for only while the words themselves fill no page: nobody with ten hits misses a slip of the pen.
  found as materialized (
    select id, rank from said
    union all
    (select s.id, word_similarity(a.folded, s.folded) as rank
      from asked a, published_stories s
      where s.folded %> a.folded and (select count(*) from said) < ${most} limit ${mostMatches})
  ),
  best as (select id, max(rank) as rank from found group by id order by rank desc, id limit ${most})
  select ${sql.join(shown.map((column) => sql.ref(`s.${column}`)))}
  from best join published_stories s using (id) order by best.rank desc, s.published_at desc`
