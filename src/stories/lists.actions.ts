import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { campaignById, campaignWith, fileStory, unfileStory } from './campaigns.queries.ts'
import { choose, collectionById, collectionsWith, unchoose } from './collections.queries.ts'
import { isOut } from './consent.queries.ts'
import { lockStory } from './queries.ts'
import type { Story } from './schema.ts'

type Someone = Who & { personId: string }
/** The lists of a story: collections by their ids, and the campaign that it is filed under. */
export type Lists = { collections: string[]; campaign: string | null }
type Filing = { story: Story; me: string; at: Date }

async function collect(tx: Tx, { story, me, at }: Filing, wanted: readonly string[]) {
  const { id, tellerId: person } = story
  const before = await collectionsWith(tx, id)
  const changed = [
    ...wanted.filter((one) => !before.includes(one)).map((list) => ({ list, step: 'add' })),
    ...before.filter((one) => !wanted.includes(one)).map((list) => ({ list, step: 'remove' })),
  ]
  for (const { list, step } of changed) {
    // One that somebody takes away in this minute is no longer chosen.
    if (!(await collectionById(tx, list))) continue
    await (step === 'add'
      ? choose(tx, 'collection_stories', list, id, at)
      : unchoose(tx, 'collection_stories', list, id))
    const detail = { step, story: id }
    await record(tx, { what: 'collection.arranged', about: list, who: me, person, at, detail })
  }
}

async function fileUnder(tx: Tx, { story, me, at }: Filing, campaign: string | null) {
  const { id, tellerId: person } = story
  const before = await campaignWith(tx, id)
  if (campaign === before) return
  if (campaign !== null && !(await campaignById(tx, campaign))) return
  await unfileStory(tx, id)
  if (campaign !== null) await fileStory(tx, id, campaign, at)
  const detail = { campaign, before }
  await record(tx, { what: 'campaign.filed', about: id, who: me, person, at, detail })
}

/** Puts a story into the lists that were chosen, and takes it out of all others. Only what stands on the pages. */
export const putIntoLists = (
  db: Db,
  who: Someone,
  storyId: string,
  { collections, campaign }: Lists,
): Promise<Result<null, 'no-such-story' | 'not-on-the-pages'>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, storyId)
    if (!story) return err('no-such-story')
    if (!(await isOut(tx, storyId))) return err('not-on-the-pages')
    const filing = { story, me: who.personId, at: now() }
    await collect(tx, filing, collections)
    await fileUnder(tx, filing, campaign)
    await dropPages(tx, ['collections', 'campaigns'])
    return ok(null)
  })
