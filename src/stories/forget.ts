import { act, kithItself, type Tx } from '#base/db.ts'
import { forgetPicture } from '#base/files.ts'
import type { JobDeps } from '#base/jobs.ts'
import { addDays, now } from '#base/time.ts'
import * as queries from './queries.ts'
import { filesBeside } from './voice.queries.ts'

// Long enough to answer a decline and to be looked at by somebody else.
const daysOfDeclined = 183

async function forgetDeclined(tx: Tx): Promise<string[]> {
  const old = await queries.declinedBefore(tx, addDays(now(), -daysOfDeclined))
  const gone: string[] = old.flatMap(({ pictureId }) => pictureId ?? [])
  for (const { id, pictureId } of old) {
    for (const file of await filesBeside(tx, id)) {
      await queries.forgetFile(tx, file)
      gone.push(file)
    }
    if (pictureId) await queries.forgetFile(tx, pictureId)
    await queries.forgetStory(tx, id)
  }
  return gone
}

/** What a night takes away of stories: those that were declined half a year ago, with their pictures. */
export async function forgetOldStories({ db, config }: JobDeps): Promise<void> {
  const pictures = await act(db, kithItself, forgetDeclined)
  for (const picture of pictures) await forgetPicture(config, picture)
}
