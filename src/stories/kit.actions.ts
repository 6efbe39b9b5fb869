import { readFile } from 'node:fs/promises'
import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import type { Config } from '#base/config.ts'
import { pathOf, sizes } from '#base/files.store.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { agreedInCampaign, campaignById, isMember } from './campaigns.queries.ts'
import type { Campaign } from './collections.schema.ts'
import { noteTrace } from './consent.queries.ts'
import { publicPictures } from './pictures.queries.ts'
import type { PublishedStory } from './schema.ts'

/** How many stories a kit holds: a newsletter has room for a few. */
export const mostInKit = 12

/** A picture of a story in one of the sizes that it is kept in. */
export type KitPicture = { name: string; bytes: Uint8Array }
/** `more`: the pictures besides the first, each with its words. */
export type KitStory = {
  story: PublishedStory
  pictures: KitPicture[]
  more: { words: string; pictures: KitPicture[] }[]
}

const inKit = (tx: Tx, campaignId: string) =>
  agreedInCampaign(tx, campaignId, { use: 'newsletter', most: mostInKit, now: now() })

/** How many stories the kit would hold now; null for who is no member. */
export async function kitFor(db: Db, who: Who, campaign: Campaign): Promise<number | null> {
  if (!(await act(db, who, isMember))) return null
  return (await act(db, kithItself, (tx) => inKit(tx, campaign.id))).length
}

async function picturesOf(
  dataFolder: string,
  { id, pictureId }: Pick<PublishedStory, 'id' | 'pictureId'>,
): Promise<KitPicture[]> {
  const found: KitPicture[] = []
  for (const size of pictureId ? sizes : []) {
    // A picture may leave while we look; then its story has as well, or will have none.
    const bytes = await readFile(pathOf(dataFolder, pictureId ?? '', size)).catch(() => null)
    if (bytes) found.push({ name: `${id}-${size}`, bytes })
  }
  return found
}

/** The pictures besides the first, each in the usual sizes. */
async function moreIn(db: Db, dataFolder: string, storyId: string): Promise<KitStory['more']> {
  const all = await publicPictures(db, storyId)
  return Promise.all(
    all.map(async ({ fileId, words }, at) => ({
      words,
      pictures: await picturesOf(dataFolder, { id: `${storyId}-${at + 2}`, pictureId: fileId }),
    })),
  )
}

/**
 * Gathers the stories of a campaign's kit for a member: those that stand on the pages now and whose tellers' yes to
 * newsletters holds. Each keeps a trace, so that its teller is told where it went. Stories are held while the trace
 * is written: one that is being taken back is either in no kit, or in this one and told so.
 */
export async function gatherKit(
  { db, config }: { db: Db; config: Pick<Config, 'dataFolder'> },
  who: Who & { personId: string },
  campaignId: string,
): Promise<Result<KitStory[], 'no-member' | 'no-such-campaign'>> {
  if (!(await act(db, who, isMember))) return err('no-member')
  const stories = await act(db, kithItself, async (tx) => {
    const at = now()
    const campaign = await campaignById(tx, campaignId)
    if (!campaign) return null
    const before = await inKit(tx, campaignId)
    const ids = before.map(({ id }) => id).toSorted()
    if (ids.length > 0)
      await tx
        .selectFrom('stories')
        .select('id')
        .where('id', 'in', ids)
        .orderBy('id')
        .forUpdate()
        .execute()
    const found = await inKit(tx, campaignId)
    for (const { id } of found) await noteTrace(tx, id, `kit: ${campaign.name}`, at)
    const detail = { stories: found.map(({ id }) => id) }
    await record(tx, { what: 'kit.made', about: campaignId, who: who.personId, at, detail })
    return found
  })
  if (!stories) return err('no-such-campaign')
  const kit: KitStory[] = []
  for (const story of stories)
    kit.push({
      story,
      pictures: await picturesOf(config.dataFolder, story),
      more: await moreIn(db, config.dataFolder, story.id),
    })
  return ok(kit)
}
