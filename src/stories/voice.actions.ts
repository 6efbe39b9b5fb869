import type { Tx } from '#base/db.ts'
import { forgetFile } from './queries.ts'
import { claimSound, findVoice, insertTelling, insertVoice } from './voice.queries.ts'
import type { MorePicture } from './pictures.rules.ts'
import type { StoryTelling } from './voice.schema.ts'

/** What is beside the words of a story that is told. */
export type Beside = {
  /** The sound that was sent with the form. */
  voiceId: string | null
  /** The pictures besides the first. */
  pictures: readonly MorePicture[]
  /** Whose story it is and how they agreed, when it is told for somebody. */
  toldFor: { name: string; how: string } | null
  /** What the office notes of a story that came by telephone or on paper. */
  office:
    | (Pick<StoryTelling, 'takenBy' | 'rang' | 'phone' | 'address' | 'scanId'> & {
        channel: 'phone' | 'paper'
        sheet: string | null
      })
    | null
}
const nothingNoted = { takenBy: null, rang: null, phone: null, address: null, scanId: null }
export const nothingBeside: Beside = { voiceId: null, pictures: [], toldFor: null, office: null }

/** Puts what was claimed beside a new story. The story's own key, or a moderator, is asking. */
export async function keepBeside(
  tx: Tx,
  storyId: string,
  { voiceId, toldFor, office }: Beside,
  sound: { type: string; bytes: number } | undefined,
  at: Date,
): Promise<void> {
  if (voiceId && sound) await insertVoice(tx, { storyId, fileId: voiceId, ...sound, keptAt: at })
  if (!office && !toldFor) return
  const { takenBy, rang, phone, address, scanId } = office ?? nothingNoted
  const whose = { toldFor: toldFor?.name ?? null, toldHow: toldFor?.how ?? null }
  await insertTelling(tx, { storyId, takenBy, rang, phone, address, scanId, ...whose, at })
}

/** What is thrown inside a transaction when a sheet's code was used a moment ago: it undoes the story. */
export class SheetUsed extends Error {}

/** Marks a printed sheet as used by this story. Throws when it was used before. */
export async function useSheet(tx: Tx, codeHash: string, storyId: string, at: Date): Promise<void> {
  const used = await tx
    .updateTable('storySheets')
    .set({ usedStoryId: storyId, usedAt: at })
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  if (used.numUpdatedRows !== 1n) throw new SheetUsed()
}

/**
 * The sound of a story after its teller changed it: the same, another one, or none. `ask` lets the key that is
 * given ask from then on. Out: whether it is another now, and the sound whose bytes have to go.
 */
export async function changeVoice(
  tx: Tx,
  storyId: string,
  voiceId: string | null,
  {
    as,
    draftKeyHash,
    keyHash,
  }: {
    as: (tx: Tx, keyHash: string) => Promise<unknown>
    draftKeyHash: string
    keyHash: string
  },
  at: Date,
): Promise<{ changed: boolean; dropped: string | null }> {
  const before = await findVoice(tx, storyId)
  if ((before?.fileId ?? null) === voiceId) return { changed: false, dropped: null }
  if (before) await forgetFile(tx, before.fileId)
  if (voiceId) {
    await as(tx, draftKeyHash)
    const sound = await claimSound(tx, voiceId)
    await as(tx, keyHash)
    if (sound) await insertVoice(tx, { storyId, fileId: voiceId, ...sound, keptAt: at })
  }
  return { changed: true, dropped: before?.fileId ?? null }
}
