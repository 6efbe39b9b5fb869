import { sql } from 'kysely'
import type { Db } from '#base/db.ts'
import { type After, languagesTold, shown, wallPage } from './queries.ts'
import type { PublishedStory } from './schema.ts'
import { searchStories, stepsOf } from './search.queries.ts'
import type { TranslatedStory } from './translate.schema.ts'
import './translate.schema.ts'

export type AnyStory = PublishedStory | TranslatedStory

/** The languages that a public story can be read in besides its own, and who is thanked for each. */
export const readableIn = (
  db: Db,
  storyId: string,
): Promise<{ lang: string; title: string; translator: string }[]> =>
  db
    .selectFrom('publishedTranslations')
    .select(['lang', 'title', 'translator'])
    .where('storyId', '=', storyId)
    .orderBy('lang')
    .execute()
export type ReadableIn = Awaited<ReturnType<typeof readableIn>>

// A story in the words of a translation: everything else of it is the story's own.
const translated = (db: Db) =>
  db
    .selectFrom('publishedTranslations as t')
    .innerJoin('publishedStories as s', 's.id', 't.storyId')
    .select(['s.id', 's.byline', 's.town', 's.pictureId', 's.pictureWidth', 's.pictureHeight'])
    .select(['s.example', 's.lang as originalLang', 's.title as originalTitle'])
    .select(['t.id as translationId', 't.lang', 't.title', 't.body', 't.pictureWords'])
    .select(['t.translator', 't.publishedAt'])

type Row = Omit<TranslatedStory, 'original'> & { originalLang: string; originalTitle: string }
const storyOf = ({ originalLang, originalTitle, ...row }: Row): TranslatedStory => ({
  ...row,
  original: { lang: originalLang, title: originalTitle },
})

export async function findTranslated(
  db: Db,
  storyId: string,
  lang: string,
): Promise<TranslatedStory | undefined> {
  const row = await translated(db)
    .where('t.storyId', '=', storyId)
    .where('t.lang', '=', lang)
    .executeTakeFirst()
  return row && storyOf(row)
}

const newestFirst = (a: AnyStory, b: AnyStory) =>
  b.publishedAt.getTime() - a.publishedAt.getTime() || (a.id < b.id ? -1 : 1)

async function translatedInto(
  db: Db,
  { lang, after, most }: { lang: string; after: After | null; most: number },
): Promise<TranslatedStory[]> {
  let query = translated(db).where('t.lang', '=', lang)
  if (after)
    query = query
      .where('t.publishedAt', '<=', after.publishedAt)
      .where((e) =>
        e.or([e('t.publishedAt', '<', after.publishedAt), e('t.storyId', '>', after.id)]),
      )
  const rows = await query
    .orderBy('t.publishedAt', 'desc')
    .orderBy('t.storyId')
    .limit(most)
    .execute()
  return rows.map(storyOf)
}

/** A page of the wall, newest first: in one language, those told and those translated into it; or all as told. */
export async function wallIn(
  db: Db,
  { lang, after, most }: { lang: string | null; after: After | null; most: number },
): Promise<{ stories: AnyStory[]; hasMore: boolean }> {
  const told = await wallPage(db, { lang, after, most })
  if (!lang) return told
  const more = await translatedInto(db, { lang, after, most: most + 1 })
  const all = [...told.stories, ...more].toSorted(newestFirst)
  return { stories: all.slice(0, most), hasMore: told.hasMore || all.length > most }
}

// Which language has more is known long before all are counted.
const mostCounted = 200

/** The languages that stories can be read in, those with most first; `n` counts translations as well, up to 200 each. */
export async function languagesToRead(db: Db): Promise<{ lang: string; n: number }[]> {
  const { rows } = await sql<{ lang: string; n: number }>`
    with recursive tongues as (
      (select lang from published_translations order by lang limit 1)
      union all
      select (select p.lang from published_translations p where p.lang > t.lang order by p.lang limit 1)
        from tongues t where t.lang is not null
    )
    select t.lang, (select count(*) from
        (select from published_translations p where p.lang = t.lang limit ${mostCounted}) counted) as n
      from tongues t where t.lang is not null`.execute(db)
  const counted = new Map((await languagesTold(db)).map(({ lang, n }) => [lang, n]))
  for (const { lang, n } of rows) counted.set(lang, (counted.get(lang) ?? 0) + n)
  return [...counted]
    .map(([lang, n]) => ({ lang, n }))
    .toSorted((a, b) => b.n - a.n || (a.lang < b.lang ? -1 : 1))
}

// What a translation says itself; the rest is the story's own.
const itsOwn = new Set<string>(['lang', 'title', 'body', 'pictureWords', 'publishedAt'])

const translationsFound = (q: string, most: number) => sql<Row>`
  with ${stepsOf(q, most, sql`published_translations`)},
  found as (select id, max(rank) as rank from said group by id)
  select ${sql.join(shown.filter((column) => !itsOwn.has(column)).map((column) => sql.ref(`s.${column}`)))},
      s.lang as original_lang, s.title as original_title, t.id as translation_id, t.lang, t.title, t.body,
      t.picture_words, t.translator, t.published_at
    from found f join published_translations t on t.id = f.id join published_stories s on s.id = t.story_id
    order by f.rank desc, t.published_at desc limit ${most}`

/** Stories by their own words (see searchStories), and then by those of their translations; each story once. */
export async function searchAllWords(db: Db, q: string, most: number): Promise<AnyStory[]> {
  const stories = await searchStories(db, q, most)
  if (stories.length >= most) return stories
  const { rows } = await translationsFound(q, most).execute(db)
  const there = new Set(stories.map(({ id }) => id))
  const more = rows.map(storyOf).filter(({ id }) => !there.has(id) && there.add(id))
  return [...stories, ...more].slice(0, most)
}
