import { sql } from 'kysely'
import type { Db } from '#base/db.ts'
import type { PublishedStory } from './schema.ts'
import './schema.ts'
import { isPublicMore } from './pictures.queries.ts'
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
  (await isPublicMore(db, id)) ||
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

type WallPage = { stories: PublishedStory[]; hasMore: boolean }
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
