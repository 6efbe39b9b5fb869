import { act, type Db, type Tx, type Who, withKey } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { recordEffect } from './after.queries.ts'
import './appeal.schema.ts'
import type { StoryYearsTable } from './appeal.schema.ts'
import { findByKey, findStory } from './queries.ts'
import { whatItLedTo } from './year.queries.ts'
import type { EffectKind } from './year.rules.ts'

export type Noted = { kind: EffectKind; what: string; at: Date }

/** A moderator notes what a story led to. Out: whether there is such a story. */
export const noteEffect = (db: Db, who: Who, storyId: string, noted: Noted): Promise<boolean> =>
  act(db, who, async (tx) => {
    const story = await findStory(tx, storyId)
    if (!story || story.state === 'withdrawn') return false
    const id = await recordEffect(tx, { storyId, ...noted, notedBy: who.personId })
    const detail = { effect: id, kind: noted.kind }
    await record(tx, {
      what: 'effect.noted',
      about: storyId,
      who: who.personId,
      person: story.tellerId,
      at: now(),
      detail,
    })
    return true
  })

export const removeEffect = (db: Db, who: Who, storyId: string, id: string): Promise<void> =>
  act(db, who, async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('storyEffects')
      .where('id', '=', id)
      .where('storyId', '=', storyId)
      .executeTakeFirst()
    if (numDeletedRows === 0n) return
    const detail = { effect: id }
    await record(tx, {
      what: 'effect.removed',
      about: storyId,
      who: who.personId,
      at: now(),
      detail,
    })
  })

type Telling = { how: StoryYearsTable['how']; letter?: string; by: string | null; at: Date }

/** Writes down that a teller was told what this story led to. */
export async function noteTold(
  tx: Tx,
  story: { id: string; tellerId: string | null },
  { how, letter, by, at }: Telling,
): Promise<void> {
  const row = { id: crypto.randomUUID(), storyId: story.id, how, letter: letter ?? null, at }
  await tx.insertInto('storyYears').values(row).execute()
  await record(tx, {
    what: 'story.year-told',
    about: story.id,
    who: by,
    person: story.tellerId,
    at,
    detail: { how },
  })
}

/** Somebody of the office rang a teller without mail, or put it in the post. Out: whether there is such a story. */
export const tellByHand = (
  db: Db,
  who: Who,
  storyId: string,
  how: 'phone' | 'letter',
): Promise<boolean> =>
  act(db, who, async (tx) => {
    const story = await findStory(tx, storyId)
    if (!story || !(await whatItLedTo(tx, storyId)).stands) return false
    await noteTold(tx, story, { how, by: who.personId, at: now() })
    return true
  })

/** By the private link: no letter each year any more, or again. Out: whether the link leads to a story. */
export const wishYear = (db: Db, who: Who, key: string, wish: 'stop' | 'again'): Promise<boolean> =>
  act(db, withKey(who, hashKey(key)), async (tx) => {
    const story = await findByKey(tx, hashKey(key))
    if (!story || story.state === 'withdrawn') return false
    const at = now()
    await tx
      .deleteFrom('storyYears')
      .where('storyId', '=', story.id)
      .where('how', '=', 'stop')
      .execute()
    if (wish === 'again') {
      await record(tx, { what: 'story.year-again', about: story.id, who: who.personId, at })
      return true
    }
    const row = {
      id: crypto.randomUUID(),
      storyId: story.id,
      how: 'stop' as const,
      letter: null,
      at,
    }
    await tx.insertInto('storyYears').values(row).execute()
    await record(tx, { what: 'story.year-stopped', about: story.id, who: who.personId, at })
    return true
  })
