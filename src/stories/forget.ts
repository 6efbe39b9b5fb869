import type { Tx } from '#base/db.ts'
import { addDays } from '#base/time.ts'
import * as queries from './queries.ts'

// Long enough to answer a decline and to be looked at by somebody else.
export const daysOfDeclined = 183

/** Forgets what was declined half a year ago. Out: how many, and the pictures whose bytes have to go too. */
export async function forgetDeclined(
  tx: Tx,
  at: Date,
): Promise<{ rows: number; pictures: string[] }> {
  const old = await queries.declinedBefore(tx, addDays(at, -daysOfDeclined))
  for (const { id, pictureId } of old) {
    if (pictureId) await queries.forgetFile(tx, pictureId)
    await queries.forgetStory(tx, id)
  }
  return { rows: old.length, pictures: old.flatMap(({ pictureId }) => pictureId ?? []) }
}
