import type { Tx } from '#base/db.ts'
import { claimPicture } from '#base/files.ts'
import * as queries from './pictures.queries.ts'
import { type MorePicture, samePictures } from './pictures.rules.ts'
import { forgetFile } from './queries.ts'

/** Puts pictures that were claimed beside a new story. The story's own key is asking. */
export async function keepPictures(
  tx: Tx,
  storyId: string,
  pictures: readonly MorePicture[],
): Promise<void> {
  if (pictures.length > 0) await queries.insertPictures(tx, storyId, pictures)
}

type Keys = {
  /** The first picture from now on: it may have been one of these. */
  first: string | null
  as: (tx: Tx, keyHash: string) => Promise<unknown>
  draftKeyHash: string
  keyHash: string
}

/**
 * The pictures besides the first after a story's teller changed it. `as` lets the key that is given ask from then
 * on: those that are new belong to the form's. Out: whether they are others now, and the files whose bytes go.
 */
export async function changePictures(
  tx: Tx,
  storyId: string,
  pictures: readonly MorePicture[],
  { first, as, draftKeyHash, keyHash }: Keys,
): Promise<{ changed: boolean; dropped: string[] }> {
  const before = (await queries.morePictures(tx, storyId)).map(({ fileId, words }) => ({
    id: fileId,
    words,
  }))
  if (samePictures(before, pictures)) return { changed: false, dropped: [] }
  const stays = (id: string) => id === first || pictures.some((one) => one.id === id)
  const dropped = before.flatMap(({ id }) => (stays(id) ? [] : id))
  for (const id of dropped) await forgetFile(tx, id)
  await queries.deletePictures(tx, storyId)
  await as(tx, draftKeyHash)
  for (const { id } of pictures)
    if (!before.some((one) => one.id === id)) await claimPicture(tx, id)
  await as(tx, keyHash)
  await keepPictures(tx, storyId, pictures)
  return { changed: true, dropped }
}
