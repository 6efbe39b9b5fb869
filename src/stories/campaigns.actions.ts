import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { campaignById, fileStory } from './campaigns.queries.ts'
import { slugFor } from './collections.actions.ts'
import type { Campaign } from './collections.schema.ts'

type About = Omit<Campaign, 'id' | 'madeAt'>
type Someone = Who & { personId: string }

/** Makes a campaign. Out: its address. */
export const makeCampaign = (
  db: Db,
  who: Someone,
  about: About,
): Promise<Result<string, 'slug-taken'>> =>
  act(db, who, async (tx) => {
    const at = now()
    const slug = await slugFor(tx, 'campaigns', about)
    if (!slug.ok) return slug
    const id = crypto.randomUUID()
    await tx
      .insertInto('campaigns')
      .values({ ...about, slug: slug.value, id, madeAt: at })
      .execute()
    await dropPages(tx, ['campaigns'])
    await record(tx, { what: 'campaign.made', about: id, who: who.personId, at })
    return slug
  })

/** Changes a campaign: its words, its days. Out: its address. */
export const changeCampaign = (
  db: Db,
  who: Someone,
  id: string,
  about: About,
): Promise<Result<string, 'slug-taken' | 'no-such-campaign'>> =>
  act(db, who, async (tx) => {
    const before = await campaignById(tx, id)
    if (!before) return err('no-such-campaign')
    const slug = await slugFor(tx, 'campaigns', about, before.slug)
    if (!slug.ok) return slug
    await tx
      .updateTable('campaigns')
      .set({ ...about, slug: slug.value })
      .where('id', '=', id)
      .execute()
    await dropPages(tx, ['campaigns'])
    await record(tx, { what: 'campaign.changed', about: id, who: who.personId, at: now() })
    return ok(slug.value)
  })

/**
 * Files a story that is being told under its campaign: in the transaction that tells it. One that was begun while
 * the campaign ran still belongs to it when it is sent after the last day.
 */
export async function tellFor(
  tx: Tx,
  storyId: string,
  campaignId: string | null | undefined,
  at: Date,
): Promise<void> {
  if (!campaignId || !(await campaignById(tx, campaignId))) return
  await fileStory(tx, storyId, campaignId, at)
  await dropPages(tx, ['campaigns'])
}
