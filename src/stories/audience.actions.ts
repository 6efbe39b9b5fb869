import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { limit } from '#base/limits.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import * as queries from './audience.queries.ts'
import {
  changeAudience,
  dayIn,
  type DayProblem,
  isSame,
  isWider,
  mostReaders,
  type Named,
} from './audience.rules.ts'
import { byLink, type Given, renewSite, settle } from './consent.actions.ts'
import { codeHashOf, codeOf, readerKey } from './keys.ts'
import { lockByKey, lockStory, updateStory } from './queries.ts'
import type { Audience, Story } from './schema.ts'

/** What a letter to a reader is known by in the outbox. */
export const letterKeyOf = (readerId: string) => `story reader ${readerId}`

/** Writes down whom a teller tells their story to. */
export async function nameReaders(
  tx: Tx,
  secret: string,
  storyId: string,
  readers: readonly Named[],
  at: Date,
): Promise<void> {
  for (const { name, email } of readers) {
    const id = crypto.randomUUID()
    await queries.insertReader(tx, {
      id,
      storyId,
      name,
      email: email || null,
      keyHash: hashKey(readerKey(secret, id)),
      codeHash: codeHashOf(secret, codeOf(secret, 'reader', id)),
      namedAt: at,
      writtenAt: null,
      takenAwayAt: null,
    })
  }
}

async function takeAway(tx: Tx, ids: readonly string[], at: Date) {
  if (ids.length > 0) await queries.takeReadersAway(tx, ids, at)
}

/**
 * Whom a story is told to after its teller sent the whole list anew: who stays keeps their link. Without a list
 * it stays as it was.
 */
export async function renewReaders(
  tx: Tx,
  secret: string,
  storyId: string,
  readers: readonly Named[] | undefined,
  at: Date,
): Promise<void> {
  if (!readers) return
  const there = await queries.readersOf(tx, storyId)
  const gone = there.filter((one) => !readers.some((reader) => isSame(one, reader)))
  await takeAway(tx, gone.map(({ id }) => id), at) // prettier-ignore
  const fresh = readers.filter((reader) => !there.some((one) => isSame(one, reader)))
  await nameReaders(tx, secret, storyId, fresh, at)
}

type Gone = 'no-such-story'
/** By the teller's private link, or by somebody of the office for a teller who rang or wrote. */
type By =
  | { key: string }
  | { storyId: string; channel: 'phone' | 'letter'; witness: string | null; takenBy: string }
/** Who asks, how they come to the story, and under which address of this Kith (for letters that follow). */
export type Asking = { who: Who; by: By; origin: string }

const givenBy = (by: By): Given => {
  if ('key' in by) return byLink
  const { channel, witness, takenBy } = by
  return { channel, witness, takenBy }
}

/** What is written down of it: of what the office does also whose record it is. */
const said = (story: Story, { who, by }: Pick<Asking, 'who' | 'by'>, at: Date) => {
  const { id: about, tellerId } = story
  return { about, who: who.personId, at, ...('key' in by ? {} : { person: tellerId }) }
}

/**
 * Does something about a story that its private link, or the office, allows. Found with the key, which is the right
 * to do it, or with what somebody of the office may see; what follows from it (the pages, the letters) is Kith's own
 * work.
 */
async function withStory<R, E>(
  db: Db,
  { who, by }: Pick<Asking, 'who' | 'by'>,
  work: (tx: Tx, story: Story, at: Date) => Promise<Result<R, E>>,
): Promise<Result<R, E | Gone>> {
  if ('storyId' in by && !(await act(db, who, (tx) => lockStory(tx, by.storyId))))
    return err('no-such-story')
  return act<Result<R, E | Gone>>(db, kithItself, async (tx) => {
    const story = await ('key' in by ? lockByKey(tx, hashKey(by.key)) : lockStory(tx, by.storyId))
    if (!story || story.state === 'withdrawn') return err('no-such-story')
    return work(tx, story, now())
  })
}

type Changing = { to: Audience; saidYes: boolean; words: string; lang: string }

/**
 * A teller changes who may read their story. Narrower takes effect in this transaction, on the pages, lists,
 * feeds and in the search. Wider needs their yes, which is written down in its words.
 */
export const changeAudienceOf = (
  db: Db,
  asking: Asking,
  { to, saidYes, words, lang }: Changing,
): Promise<Result<Story, 'no-yes' | Gone>> =>
  withStory(db, asking, async (tx, story, at) => {
    const readFor = await queries.readForOf(tx, story.id)
    const changed = changeAudience(story, to, { saidYes, readFor })
    if (!changed.ok) return err(changed.error === 'no-yes' ? 'no-yes' : 'no-such-story')
    if (story.audience === to) return changed
    await updateStory(tx, changed.value)
    const given = givenBy(asking.by)
    if (isWider(story.audience, to)) await renewSite(tx, story.id, { words, lang, given }, at)
    await settle(tx, story.id, at)
    const detail = { from: story.audience, to, origin: asking.origin, channel: given.channel }
    await record(tx, { what: 'story.audience', ...said(story, asking, at), detail })
    return changed
  })

// Each may become a letter to an address that nobody here has seen.
const mostNamedADay = 40
export type NamingRefusal = 'many' | 'too-often' | 'there-already'

/** A teller names one more person, who gets a letter with a link when the story can be read. */
export const nameOneMore = (
  db: Db,
  { secret, ...asking }: Asking & { secret: string },
  reader: Named,
): Promise<Result<null, NamingRefusal | Gone>> =>
  withStory<null, NamingRefusal>(db, asking, async (tx, story, at) => {
    const there = await queries.readersOf(tx, story.id)
    if (there.some((one) => isSame(one, reader))) return err('there-already')
    if (there.length >= mostReaders) return err('many')
    const within = await limit(tx, 'story readers', story.id, mostNamedADay, 86_400)
    if (!within.ok) return err('too-often')
    await nameReaders(tx, secret, story.id, [reader], at)
    const detail = { origin: asking.origin }
    await record(tx, { what: 'story.reader-named', ...said(story, asking, at), detail })
    return ok(null)
  })

/** A teller takes somebody off: their link says from now on that there is nothing behind it. */
export const takeReaderOff = (
  db: Db,
  asking: Pick<Asking, 'who' | 'by'>,
  readerId: string,
): Promise<Result<null, Gone>> =>
  withStory(db, asking, async (tx, story, at) => {
    const there = await queries.readersOf(tx, story.id)
    if (!there.some(({ id }) => id === readerId)) return ok(null)
    await takeAway(tx, [readerId], at)
    await queries.forgetLetters(tx, [letterKeyOf(readerId)])
    await record(tx, { what: 'story.reader-left', ...said(story, asking, at) })
    return ok(null)
  })

/** A teller sets the first day on which their story may be shown, or none. */
export const changeDayOf = (
  db: Db,
  asking: Asking,
  written: string,
): Promise<Result<null, DayProblem | Gone>> =>
  withStory<null, DayProblem>(db, asking, async (tx, story, at) => {
    const day = dayIn(written, at)
    if (!day.ok) return day
    await queries.setDay(tx, story.id, day.value)
    await settle(tx, story.id, at)
    const detail = { origin: asking.origin }
    await record(tx, { what: 'story.day', ...said(story, asking, at), detail })
    return ok(null)
  })

/** Shows what waited for a day that has come. Out: how many. */
export async function showWhatIsDue(db: Db): Promise<number> {
  const due = await act(db, kithItself, (tx) => queries.dueToShow(tx, now()))
  for (const { id } of due)
    await act(db, kithItself, async (tx) => {
      const at = now()
      // Its teller may have set a later day a moment ago.
      if (!(await queries.takeDayAway(tx, id, at))) return
      await settle(tx, id, at)
      await record(tx, { what: 'story.day-came', about: id, who: null, at })
    })
  return due.length
}
