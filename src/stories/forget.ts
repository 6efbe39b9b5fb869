import type { Tx } from '#base/db.ts'
import { addDays } from '#base/time.ts'
import { morePictures } from './pictures.queries.ts'
import * as queries from './queries.ts'
import { filesBeside } from './voice.queries.ts'

// Long enough to answer a decline and to be looked at by somebody else.
export const daysOfDeclined = 183

/** Forgets what was declined half a year ago. Out: how many, and the files whose bytes have to go too. */
export async function forgetDeclined(tx: Tx, at: Date): Promise<{ rows: number; files: string[] }> {
  const old = await queries.declinedBefore(tx, addDays(at, -daysOfDeclined))
  const files: string[] = []
  for (const { id, pictureId } of old) {
    const more = (await morePictures(tx, id)).map(({ fileId }) => fileId)
    const beside = [...(await filesBeside(tx, id)), ...more]
    const gone = pictureId ? [pictureId, ...beside] : beside
    for (const file of gone) await queries.forgetFile(tx, file)
    files.push(...gone)
    await queries.forgetStory(tx, id)
  }
  return { rows: old.length, files }
}
