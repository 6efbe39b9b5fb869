import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import * as queries from './collections.queries.ts'
import { freeSlug, moved, slugOf } from './collections.rules.ts'
import type { Collection } from './collections.schema.ts'
import { isOut } from './consent.queries.ts'

type About = Pick<Collection, 'name' | 'words' | 'lang' | 'colour' | 'place' | 'slug'>
type Someone = Who & { personId: string }

/**
 * The address of a list: what was asked for when it is free, else one made from the name. `own`: the address that
 * it has now, which it may keep.
 */
export async function slugFor(
  tx: Tx,
  table: 'collections' | 'campaigns',
  { slug, name }: { slug: string; name: string },
  own: string | null = null,
): Promise<Result<string, 'slug-taken'>> {
  const used = (await queries.usedSlugs(tx, table)).filter((one) => one !== own)
  if (slug === '') return ok(own ?? freeSlug(name, used))
  const wanted = slugOf(slug)
  return freeSlug(slug, used) === wanted ? ok(wanted) : err('slug-taken')
}

/** Makes a collection. Out: its id. */
export const makeCollection = (
  db: Db,
  who: Someone,
  about: About,
): Promise<Result<string, 'slug-taken'>> =>
  act(db, who, async (tx) => {
    const at = now()
    const slug = await slugFor(tx, 'collections', about)
    if (!slug.ok) return slug
    const id = crypto.randomUUID()
    await tx
      .insertInto('collections')
      .values({ ...about, slug: slug.value, id, madeAt: at })
      .execute()
    await dropPages(tx, ['collections'])
    await record(tx, { what: 'collection.made', about: id, who: who.personId, at })
    return ok(id)
  })

/** Changes what a collection says of itself. Its address stays when none was written. */
export const changeCollection = (
  db: Db,
  who: Someone,
  id: string,
  about: About,
): Promise<Result<string, 'slug-taken' | 'no-such-collection'>> =>
  act(db, who, async (tx) => {
    const before = await queries.collectionById(tx, id)
    if (!before) return err('no-such-collection')
    const slug = await slugFor(tx, 'collections', about, before.slug)
    if (!slug.ok) return slug
    await tx
      .updateTable('collections')
      .set({ ...about, slug: slug.value })
      .where('id', '=', id)
      .execute()
    await dropPages(tx, ['collections'])
    await record(tx, { what: 'collection.changed', about: id, who: who.personId, at: now() })
    return ok(id)
  })

/** Takes a collection away; its stories stay where they are. Out: whether it was there. */
export const removeCollection = (db: Db, who: Someone, id: string): Promise<boolean> =>
  act(db, who, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('collections')
      .where('id', '=', id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) return false
    await dropPages(tx, ['collections'])
    await record(tx, { what: 'collection.removed', about: id, who: who.personId, at: now() })
    return true
  })

/** What may be done to a story in a list. */
export type Step = { what: 'add' | 'first' | 'up' | 'down' | 'remove'; storyId: string }

/** Reads what was pressed beside a story: "up-ID". */
export function stepOf(pressed: string): Step {
  const at = pressed.indexOf('-')
  return { what: pressed.slice(0, at) as Step['what'], storyId: pressed.slice(at + 1) }
}

/**
 * Where whoever pressed something goes on: at the story that was moved, or at those to choose from, with what was
 * looked for. `path`: of the page with the list.
 */
export function placeAfter(path: string, { what, storyId }: Step, q = ''): string {
  if (what === 'add') return `${path}${q && `?q=${encodeURIComponent(q)}`}#to-add`
  return what === 'remove' ? path : `${path}?moved=${storyId}#chosen-${storyId}`
}

/** Does one step in a list. What may be added is for the caller to know. */
export async function takeStep(
  tx: Tx,
  table: queries.Ordered,
  listId: string,
  { what, storyId }: Step,
  at: Date,
): Promise<void> {
  if (what === 'add') await queries.choose(tx, table, listId, storyId, at)
  if (what === 'remove') await queries.unchoose(tx, table, listId, storyId)
  if (what === 'add' || what === 'remove') return
  const ids = await queries.orderOf(tx, table, listId)
  await queries.putInOrder(tx, table, listId, moved(ids, storyId, what))
}

/** Chooses a story for a collection, leaves one out, or moves one. Only what stands on the pages is chosen. */
export const arrangeCollection = (
  db: Db,
  who: Someone,
  id: string,
  step: Step,
): Promise<Result<null, 'no-such-collection' | 'not-on-the-pages'>> =>
  act(db, who, async (tx) => {
    const at = now()
    if (!(await queries.collectionById(tx, id))) return err('no-such-collection')
    if (step.what === 'add' && !(await isOut(tx, step.storyId))) return err('not-on-the-pages')
    await takeStep(tx, 'collection_stories', id, step, at)
    await dropPages(tx, ['collections'])
    const detail = { step: step.what, story: step.storyId }
    await record(tx, { what: 'collection.arranged', about: id, who: who.personId, at, detail })
    return ok(null)
  })
