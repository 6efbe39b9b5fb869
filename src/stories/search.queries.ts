import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#base/db.ts'
import { shown } from './public.queries.ts'
import type { PublishedStory } from './schema.ts'

// Searching ends here: what comes after the first few hundred matches nobody reads.
const mostMatches = 200
// What is said often is found among the newest, so that it takes no longer where many more say it.
const newestRead = 500

/**
 * The steps of a search as parts of a statement, the last of them `said` (id, rank): rows of `table` with all these
 * words, where the last word may be begun only. A step is taken only when those before it filled no page: the newest
 * rows, then the words as they stand, then words that begin so.
 */
export const stepsOf = (q: string, most: number, table: RawBuilder<unknown>) => sql`
  given as materialized (
    select kith_fold(${q}) as folded, array(select quote_literal(word)
      from regexp_split_to_table(kith_fold(${q}), '[^[:alnum:]]+') word where word <> '') as words
  ),
  asked as materialized (
    select folded, nullif(array_to_string(words, ' & '), '')::tsquery as whole,
      nullif(array_to_string(words[:array_upper(words, 1) - 1] || (words[array_upper(words, 1)] || ':*'),
        ' & '), '')::tsquery as begun
    from given
  ),
  newest as materialized (
    select id, words from ${table} order by published_at desc, id limit ${newestRead}
  ),
  recent as materialized (
    select n.id, ts_rank(n.words, a.begun) + 1 as rank from asked a, newest n where n.words @@ a.begun
  ),
  whole as materialized (
    select s.id, ts_rank(s.words, a.whole) + 1 as rank from asked a, ${table} s
      where s.words @@ a.whole and (select count(*) from recent) < ${most} limit ${mostMatches}
  ),
  begun as materialized (
    select s.id, ts_rank(s.words, a.begun) + 1 as rank from asked a, ${table} s
      where s.words @@ a.begun and (select count(*) from recent) < ${most}
        and (select count(*) from whole) < ${most} limit ${mostMatches}
  ),
  said as materialized (
    select * from recent union all select * from whole union all select * from begun
  )`

/** The statement behind `searchStories`. */
export const searchQuery = (q: string, most: number) => sql<PublishedStory>`
  with ${stepsOf(q, most, sql`published_stories`)},
  -- Looked for only while the words themselves fill no page: nobody with ten hits misses a slip of the pen.
  found as materialized (
    select * from said union all
    (select s.id, word_similarity(a.folded, s.folded) from asked a, published_stories s
      where s.folded %> a.folded and (select count(*) from said) < ${most} limit ${mostMatches})
  ),
  best as (select id, max(rank) as rank from found group by id order by rank desc, id limit ${most})
  select ${sql.join(shown.map((column) => sql.ref(`s.${column}`)))}
  from best join published_stories s using (id) order by best.rank desc, s.published_at desc`

/**
 * Stories that hold all these words (the last one may be begun only), or whose title or teller looks like them; at
 * most `most`, best first.
 */
export async function searchStories(db: Db, q: string, most: number): Promise<PublishedStory[]> {
  const { rows } = await searchQuery(q, most).execute(db)
  return rows
}
