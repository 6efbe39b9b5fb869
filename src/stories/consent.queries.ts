import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { Consent, StoryPerson } from './consent.schema.ts'

/** Every consent that was ever given for a story, the latest first. */
export const consentsOf = (tx: Tx, storyId: string): Promise<Consent[]> =>
  tx
    .selectFrom('consents')
    .selectAll()
    .where('storyId', '=', storyId)
    .orderBy('givenAt', 'desc')
    .orderBy('use')
    .execute()

/** Who is in a story, in the order in which they were named. */
export const peopleIn = (tx: Tx, storyId: string): Promise<StoryPerson[]> =>
  tx
    .selectFrom('storyPeople')
    .selectAll()
    .where('storyId', '=', storyId)
    .orderBy('askedAt')
    .orderBy('id')
    .execute()

export const findStoryPerson = (tx: Tx, keyHash: string): Promise<StoryPerson | undefined> =>
  tx.selectFrom('storyPeople').selectAll().where('keyHash', '=', keyHash).executeTakeFirst()

export const findPersonById = (tx: Tx, id: string): Promise<StoryPerson | undefined> =>
  tx.selectFrom('storyPeople').selectAll().where('id', '=', id).executeTakeFirst()

export const lockStoryPerson = (tx: Tx, id: string): Promise<StoryPerson | undefined> =>
  tx.selectFrom('storyPeople').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** Where a story has been, the first place first. */
export const tracesOf = (tx: Tx, storyId: string) =>
  tx
    .selectFrom('storyTraces')
    .select(['place', 'firstAt', 'lastAt'])
    .where('storyId', '=', storyId)
    .orderBy('firstAt')
    .orderBy('place')
    .execute()

/** Notes that a story stands, or stood, at a place. */
export const noteTrace = (tx: Tx, storyId: string, place: string, at: Date) =>
  tx
    .insertInto('storyTraces')
    .values({ storyId, place, firstAt: at, lastAt: at })
    .onConflict((conflict) => conflict.columns(['storyId', 'place']).doUpdateSet({ lastAt: at }))
    .execute()

/** Whether a story stands on the pages for everyone at this moment. */
export async function isOut(tx: Tx, storyId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('publishedStories')
    .select('id')
    .where('id', '=', storyId)
    .executeTakeFirst()
  return row !== undefined
}

/** Everyone who was asked and has not answered, the longest wait first; at most 200. */
export const unanswered = (tx: Tx, most = 200) =>
  tx
    .selectFrom('storyPeople as p')
    .innerJoin('stories as s', 's.id', 'p.storyId')
    .select(['p.id', 'p.storyId', 'p.name', 'p.guardian', 'p.email', 'p.phone', 'p.askedAt'])
    .select(['s.title', 's.lang'])
    .where('p.state', '=', 'asked')
    .where('s.state', '<>', 'withdrawn')
    .orderBy('p.askedAt')
    .orderBy('p.id')
    .limit(most)
    .execute()

/** Stories whose consent is a year old, or was, and whose teller has to be asked; a hundred at most. */
export const dueToAskAgain = (tx: Tx, before: Date, answeredBefore: Date) =>
  sql<{ id: string; email: string | null; askedAgainAt: Date | null }>`
    select s.id, s.email, s.asked_again_at from stories s
    where s.state = 'published' and not s.example
      and (select max(c.given_at) from consents c where c.story_id = s.id and c.ended_at is null) < ${before}
      and (s.asked_again_at is null or s.asked_again_at < ${answeredBefore})
    order by s.published_at limit 100`.execute(tx)

/** Consents whose day has come: from the day that is written down they hold no more (`usesHeld` says the same). */
export const outlivedConsents = (tx: Tx, today: Date): Promise<Consent[]> =>
  tx
    .selectFrom('consents')
    .selectAll()
    .where('endedAt', 'is', null)
    .where('until', '<=', today)
    .limit(1000)
    .execute()

/** Whoever said yes is asked once more: they said it to other words. */
export const askPeopleAnew = (tx: Tx, storyId: string, at: Date) =>
  tx
    .updateTable('storyPeople')
    .set({ state: 'asked', askedAt: at, answeredAt: null, channel: null, takenBy: null })
    .where('storyId', '=', storyId)
    .where('state', '=', 'yes')
    .execute()
