import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { Chosen } from './collections.queries.ts'
import type { PrintEdition } from './collections.schema.ts'
import { bylineOf } from './rules.ts'
import './collections.schema.ts'
import './edit.schema.ts'
import './schema.ts'

/** Every edition, the latest first; at most 100. */
export const allEditions = (tx: Tx): Promise<PrintEdition[]> =>
  tx
    .selectFrom('printEditions')
    .selectAll()
    .orderBy('madeAt', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()

export const editionById = (tx: Tx, id: string): Promise<PrintEdition | undefined> =>
  tx.selectFrom('printEditions').selectAll().where('id', '=', id).executeTakeFirst()

// The database knows everything that printing a story needs: its teller's yes to print, and everyone else's.
const printable = (now: Date) => sql<boolean>`kith_may_print(s.id, ${now})`

export const mayBePrinted = async (tx: Tx, storyId: string, now: Date): Promise<boolean> =>
  (await tx
    .selectFrom('stories as s')
    .select('s.id')
    .where('s.id', '=', storyId)
    .where(printable(now))
    .executeTakeFirst()) !== undefined

/** A story in an edition as whoever chooses sees it, with how its names are said. */
export type ChosenToPrint = Chosen & { say: string }

/** What was chosen for an edition, in its order; `stands`: whether it may be printed now. */
export const chosenToPrint = (tx: Tx, id: string, now: Date): Promise<ChosenToPrint[]> =>
  tx
    .selectFrom('editionStories as l')
    .innerJoin('stories as s', 's.id', 'l.storyId')
    .select(['s.id', 's.title', 's.lang', 'l.say'])
    .select(printable(now).as('stands'))
    .where('l.listId', '=', id)
    .orderBy('l.place')
    .orderBy('l.storyId')
    .execute()

// The words that were agreed to: those of an edited version where there is one.
const agreed = {
  title: sql<string>`coalesce(e.title, s.title)`,
  body: sql<string>`coalesce(e.body, s.body)`,
}

/** Stories that may be printed now and whose title or teller's name holds these words, the newest first. */
export const storiesToPrint = (
  tx: Tx,
  { words, most, now }: { words: string; most: number; now: Date },
) =>
  tx
    .selectFrom('stories as s')
    .leftJoin('storyEdits as e', (on) =>
      on.onRef('e.storyId', '=', 's.id').on('e.state', '=', 'yes'),
    )
    .select(['s.id', 's.lang', agreed.title.as('title'), sql<string>`''`.as('byline')])
    .where('s.state', '=', 'published')
    .where('s.body', '<>', '')
    .where(
      sql<boolean>`kith_fold(concat_ws(' ', ${agreed.title}, s.name)) like '%' || kith_fold(${words.replace(/[\\%_]/g, '')}) || '%'`,
    )
    // Asked of a few only: the stories that somebody agreed to have printed.
    .where('s.id', 'in', (e) =>
      e
        .selectFrom('consents')
        .select('storyId')
        .where('use', '=', 'print')
        .where('endedAt', 'is', null),
    )
    .where(printable(now))
    .orderBy('s.publishedAt', 'desc')
    .orderBy('s.id')
    .limit(most)
    .execute()

/** A story as it is printed and read aloud: in the words that its teller agreed to. */
export type PrintedStory = {
  id: string
  title: string
  body: string
  lang: string
  byline: string
  say: string
}

/** The stories of an edition that may be printed at this moment, in their order. */
export async function printedStories(tx: Tx, id: string, now: Date): Promise<PrintedStory[]> {
  const rows = await tx
    .selectFrom('editionStories as l')
    .innerJoin('stories as s', 's.id', 'l.storyId')
    .leftJoin('storyEdits as e', (on) =>
      on.onRef('e.storyId', '=', 's.id').on('e.state', '=', 'yes'),
    )
    .select(['s.id', 's.lang', 'l.say', 's.name', 's.nameStyle', 's.town', 'e.byline'])
    .select([agreed.title.as('title'), agreed.body.as('body')])
    .where('l.listId', '=', id)
    .where('s.body', '<>', '')
    .where(printable(now))
    .orderBy('l.place')
    .orderBy('l.storyId')
    .execute()
  return rows.map(({ name, nameStyle, town, byline, ...story }) => ({
    ...story,
    byline: byline ?? bylineOf({ name, nameStyle, town }),
  }))
}
