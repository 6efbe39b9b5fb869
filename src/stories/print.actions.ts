import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { dayOf } from './campaigns.rules.ts'
import { type Step, takeStep } from './collections.actions.ts'
import type { PrintEdition } from './collections.schema.ts'
import { noteTrace } from './consent.queries.ts'
import { editionById, mayBePrinted, printedStories, type PrintedStory } from './print.queries.ts'

type Someone = Who & { personId: string }

/** Begins an edition. Out: its id. */
export const makeEdition = (
  db: Db,
  who: Someone,
  about: Pick<PrintEdition, 'title' | 'lang' | 'size'>,
): Promise<string> =>
  act(db, who, async (tx) => {
    const [at, id] = [now(), crypto.randomUUID()]
    await tx
      .insertInto('printEditions')
      .values({ ...about, id, madeAt: at, printedAt: null })
      .execute()
    await record(tx, { what: 'edition.made', about: id, who: who.personId, at })
    return id
  })

/** Takes an edition away. Out: whether it was there. */
export const removeEdition = (db: Db, who: Someone, id: string): Promise<boolean> =>
  act(db, who, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('printEditions')
      .where('id', '=', id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) return false
    await record(tx, { what: 'edition.removed', about: id, who: who.personId, at: now() })
    return true
  })

/** Chooses a story for an edition, leaves one out, or moves one. Only what may be printed now is chosen. */
export const arrangeEdition = (
  db: Db,
  who: Someone,
  id: string,
  step: Step,
): Promise<Result<null, 'no-such-edition' | 'no-consent'>> =>
  act(db, who, async (tx) => {
    const at = now()
    if (!(await editionById(tx, id))) return err('no-such-edition')
    if (step.what === 'add' && !(await mayBePrinted(tx, step.storyId, at))) return err('no-consent')
    await takeStep(tx, 'edition_stories', id, step, at)
    const detail = { step: step.what, story: step.storyId }
    await record(tx, { what: 'edition.arranged', about: id, who: who.personId, at, detail })
    return ok(null)
  })

/** Keeps how the names in a story are said, for whoever reads it aloud. */
export const sayNames = (
  db: Db,
  who: Someone,
  { id, storyId, say }: { id: string; storyId: string; say: string },
): Promise<boolean> =>
  act(db, who, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('editionStories')
      .set({ say })
      .where('listId', '=', id)
      .where('storyId', '=', storyId)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  })

type Printing = { edition: PrintEdition; stories: PrintedStory[] }

const hold = (tx: Tx, ids: string[]) =>
  tx
    .selectFrom('stories')
    .select('id')
    .where('id', 'in', ids.toSorted())
    .orderBy('id')
    .forUpdate()
    .execute()

/**
 * Takes what is printed now: the stories of the list whose yes to print holds at this moment, whatever held when
 * they were chosen. Each keeps a trace with the day. Stories are held meanwhile: one that is being taken back is
 * either not printed, or told that it was.
 */
export const beginPrinting = (
  db: Db,
  who: Someone,
  id: string,
): Promise<Result<Printing, 'no-such-edition' | 'nothing-to-print'>> =>
  act(db, who, async (tx) => {
    const at = now()
    const edition = await editionById(tx, id)
    if (!edition) return err('no-such-edition')
    const wanted = await printedStories(tx, id, at)
    if (wanted.length > 0)
      await hold(
        tx,
        wanted.map((story) => story.id),
      )
    const stories = await printedStories(tx, id, at)
    if (stories.length === 0) return err('nothing-to-print')
    for (const story of stories) await noteTrace(tx, story.id, `print: ${dayOf(at)}`, at)
    await tx.updateTable('printEditions').set({ printedAt: at }).where('id', '=', id).execute()
    const detail = { stories: stories.map((story) => story.id) }
    await record(tx, { what: 'edition.printed', about: id, who: who.personId, at, detail })
    return ok({ edition, stories })
  })
