import type { Tx } from '#base/db.ts'
import { consentsOf, isOut, noteTrace, peopleIn } from './consent.queries.ts'
import { mayStand } from './consent.rules.ts'
import { findEdit } from './edit.queries.ts'
import { editStands, shownWords } from './edit.rules.ts'
import type { StoryEdit } from './edit.schema.ts'
import { publishPictures } from './pictures.queries.ts'
import { publish, sizeOfPicture, unpublish } from './queries.ts'
import { bylineOf } from './rules.ts'
import { findSafety } from './safety.queries.ts'
import { readEnough } from './safety.rules.ts'
import type { PublishedStory, Story } from './schema.ts'
import { publishTranslations } from './translate.queries.ts'
import { hasWords } from './voice.rules.ts'

/** A story as everyone may read it. */
async function publicOf(
  tx: Tx,
  story: Story,
  edit: StoryEdit | undefined,
  publishedAt: Date,
): Promise<PublishedStory> {
  const { title, body, byline, pictureWords } = shownWords(story, edit)
  // Where a teller's name was changed, their town may have been what had to go.
  const showsTown = story.nameStyle === 'first-and-town' && byline === bylineOf(story)
  const size = story.pictureId ? await sizeOfPicture(tx, story.pictureId) : undefined
  return {
    id: story.id,
    lang: story.lang,
    title,
    body,
    byline,
    town: showsTown ? story.town : null,
    pictureId: story.pictureId,
    pictureWords,
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
  const edit = await findEdit(tx, id)
  const read = readEnough(await findSafety(tx, id))
  const agreed = mayStand(await consentsOf(tx, id), await peopleIn(tx, id), notBefore, at, {
    editStands: editStands(edit),
    readEnough: read,
  })
  const isWritten = hasWords(story, edit)
  const mayBeOut = state === 'published' && audience === 'public' && agreed && isWritten
  const out = await isOut(tx, id)
  if (mayBeOut && publishedAt && !out) {
    await publish(tx, await publicOf(tx, story, edit, publishedAt))
    await publishPictures(tx, id)
    await noteTrace(tx, id, 'site', at)
  }
  if (!mayBeOut && out) await unpublish(tx, id)
  if (mayBeOut) await publishTranslations(tx, id)
  return mayBeOut
}
