import { act, kithItself } from '../src/base/db.ts'
import { addDays, now } from '../src/base/time.ts'
import type { Kith } from './kith.ts'

/** Puts every story on the pages into a collection ("doors") and a campaign that runs ("winter"). */
export const liftUp = (kith: Kith) =>
  act(kith.db, kithItself, async (tx) => {
    const [collection, campaign] = [crypto.randomUUID(), crypto.randomUUID()]
    const about = { words: 'We ask for stories of knocking.', lang: 'en', madeAt: now() } as const
    const doors = {
      ...about,
      name: 'Doors that opened',
      slug: 'doors',
      colour: 'moss' as const,
      place: 1,
    }
    await tx
      .insertInto('collections')
      .values({ ...doors, id: collection })
      .execute()
    const days = { beginsOn: addDays(now(), -2), endsOn: addDays(now(), 20) }
    const winter = { ...about, ...days, name: 'A knock', slug: 'winter', colour: 'woad' as const }
    await tx
      .insertInto('campaigns')
      .values({ ...winter, id: campaign, call: 'Who knocked at your door?' })
      .execute()
    const stories = await tx.selectFrom('publishedStories').select('id').execute()
    for (const [place, { id: storyId }] of stories.entries()) {
      const chosen = { listId: collection, storyId, place, chosenAt: now() }
      await tx.insertInto('collectionStories').values(chosen).execute()
      const told = { listId: campaign, storyId, toldAt: now() }
      await tx.insertInto('campaignStories').values(told).execute()
    }
  })
