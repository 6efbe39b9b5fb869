import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { DeskPile } from '#base/desk.ts'
import type { Story } from './schema.ts'
import type { StoryTranslation } from './translate.schema.ts'
import './translate.schema.ts'

// Private: within a transaction that knows who is asking. What everyone reads is in translate.public.queries.ts.

/** Every translation of a story, by the code of its language. */
export const translationsOf = (tx: Tx, storyId: string): Promise<StoryTranslation[]> =>
  tx
    .selectFrom('storyTranslations')
    .selectAll()
    .where('storyId', '=', storyId)
    .orderBy('lang')
    .execute()

export const findTranslation = (
  tx: Tx,
  storyId: string,
  lang: string,
): Promise<StoryTranslation | undefined> =>
  tx
    .selectFrom('storyTranslations')
    .selectAll()
    .where('storyId', '=', storyId)
    .where('lang', '=', lang)
    .executeTakeFirst()

export const findByTranslatorKey = (
  tx: Tx,
  keyHash: string,
): Promise<StoryTranslation | undefined> =>
  tx.selectFrom('storyTranslations').selectAll().where('keyHash', '=', keyHash).executeTakeFirst()

export const saveTranslation = (tx: Tx, translation: StoryTranslation) =>
  tx
    .insertInto('storyTranslations')
    .values(translation)
    .onConflict((conflict) => conflict.columns(['storyId', 'lang']).doUpdateSet(translation))
    .execute()

/** Out: whether there was one. */
export async function forgetTranslation(tx: Tx, storyId: string, lang: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('storyTranslations')
    .where('storyId', '=', storyId)
    .where('lang', '=', lang)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** What the words of a story are known by, as it is shown now: a translation says which it was made from. */
export async function shownHash(tx: Tx, storyId: string): Promise<string> {
  const { rows } = await sql<{ hash: string }>`select kith_shown_hash(${storyId}) as hash`.execute(
    tx,
  )
  return rows[0]?.hash ?? ''
}

/**
 * Puts the translations of a public story beside it, those that were agreed to, were read by somebody else and
 * were made from the words that stand there now. Those that are there stay.
 */
export const publishTranslations = (tx: Tx, storyId: string) =>
  sql`
    insert into published_translations
        (id, story_id, lang, title, body, picture_words, translator, published_at)
      select t.id, t.story_id, t.lang, t.title, t.body, t.picture_words, coalesce(t.translator, ''),
          greatest(t.answered_at, t.read_at, p.published_at)
        from story_translations t join published_stories p on p.id = t.story_id
        where t.story_id = ${storyId} and t.state = 'yes' and t.read_at is not null and t.lang <> p.lang
          and t.words_hash = kith_words_hash(p.lang, p.title, p.body, p.picture_id, p.picture_words)
      on conflict do nothing`.execute(tx)

/** Whether a translation stands on the pages at this moment. */
export const isTranslationOut = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx
    .selectFrom('publishedTranslations')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()) !== undefined

type WaitingTranslation = Pick<StoryTranslation, 'storyId' | 'lang' | 'editedAt'> &
  Pick<Story, 'title'> & { storyLang: string }

/** Translations with words that wait for the office: for a second reader, or for their teller to be asked. */
export const translationsPile = (db: Db, who: Who, most: number): Promise<DeskPile> =>
  act(db, who, async (tx) => {
    const waiting = tx
      .selectFrom('storyTranslations as t')
      .innerJoin('stories as s', 's.id', 't.storyId')
      .where('s.state', '=', 'published')
      .where('t.body', '<>', '')
      .where(sql<boolean>`(t.state = 'draft' or (t.state <> 'no' and t.read_at is null))`)
    const count = await waiting.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirst()
    const rows: WaitingTranslation[] = await waiting
      .select(['t.storyId', 't.lang', 't.editedAt', 's.title', 's.lang as storyLang'])
      .orderBy('t.editedAt')
      .orderBy('t.id')
      .limit(most)
      .execute()
    return {
      id: 'translations',
      title: 'translate.office.pile',
      total: count?.n ?? 0,
      allHref: '/translations',
      items: rows.map(({ storyId, lang, editedAt, title, storyLang }) => ({
        href: `/stories/${storyId}/translations/${lang}`,
        title,
        lang: storyLang,
        meta: lang,
        since: editedAt,
      })),
    }
  })
