import type { Tx } from '#base/db.ts'
import { consentsOf, isOut, noteTrace, peopleIn } from './consent.queries.ts'
import { mayStand } from './consent.rules.ts'
import { publish, sizeOfPicture, unpublish } from './queries.ts'
import { bylineOf } from './rules.ts'
import type { PublishedStory, Story } from './schema.ts'

/** A story as everyone may read it. */
async function publicOf(tx: Tx, story: Story, publishedAt: Date): Promise<PublishedStory> {
  const size = story.pictureId ? await sizeOfPicture(tx, story.pictureId) : undefined
  return {
    id: story.id,
    lang: story.lang,
    title: story.title,
    body: story.body,
    byline: bylineOf(story),
    town: story.nameStyle === 'first-and-town' ? story.town : null,
    pictureId: story.pictureId,
    pictureWords: story.pictureWords,
    pictureWidth: size?.width ?? null,
    pictureHeight: size?.height ?? null,
    publishedAt,
    example: story.example,
  }
}

/**
 * Puts a decided story on the pages when everyone it needs has agreed, and takes it off when not: after a
 * decision, after an answer, after a consent that ended, when its day has come. Out: whether it stands there.
 */
export async function publishIfAgreed(tx: Tx, story: Story, at: Date): Promise<boolean> {
  const { id, state, audience, publishedAt, notBefore } = story
  const agreed = mayStand(await consentsOf(tx, id), await peopleIn(tx, id), notBefore, at)
  const mayBeOut = state === 'published' && audience === 'public' && agreed
  const out = await isOut(tx, id)
  if (mayBeOut && publishedAt && !out) {
    await publish(tx, await publicOf(tx, story, publishedAt))
    await noteTrace(tx, id, 'site', at)
  }
  if (!mayBeOut && out) await unpublish(tx, id)
  return mayBeOut
}
