import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { now } from '#base/time.ts'
import { lockStory } from './queries.ts'
import { findSafety, insertSafety, noteFirst, noteSecond } from './safety.queries.ts'
import { readingOf } from './safety.rules.ts'

/** Says that a story is sensitive. It stays so until its teller changes the words. */
async function say(tx: Tx, storyId: string, by: string, at: Date) {
  if (await findSafety(tx, storyId)) return
  await insertSafety(tx, storyId, by, at)
  await record(tx, { what: 'story.sensitive', about: storyId, who: by, at })
}

/** A moderator says that a story needs a second reader. Out: whether it still waits to be decided. */
export const saySensitive = (
  db: Db,
  who: Who & { personId: string },
  id: string,
): Promise<boolean> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, id)
    if (story?.state !== 'told') return false
    await say(tx, id, who.personId, now())
    return true
  })

/** What this moderator's yes would mean for a story. Part of a decision. */
export async function readingBy(
  tx: Tx,
  storyId: string,
  moderatorId: string,
  isSensitive: boolean,
) {
  const safety = await findSafety(tx, storyId)
  return !safety && isSensitive ? 'first' : readingOf(safety, moderatorId)
}

/** Notes the first yes of two; the story waits for the second. Part of a decision. */
export async function readFirst(tx: Tx, storyId: string, moderatorId: string, at: Date) {
  await say(tx, storyId, moderatorId, at)
  await noteFirst(tx, storyId, moderatorId, at)
  await record(tx, { what: 'story.read', about: storyId, who: moderatorId, at })
}

export const readSecond = (tx: Tx, storyId: string, moderatorId: string, at: Date) =>
  noteSecond(tx, storyId, moderatorId, at)
