import type { Config } from './config.ts'
import { act, type Db, type Tx, type Who, withKey } from './db.ts'
import { decodePicture, type Undecoded } from './files.decode.ts'
import { bytesOf, removeBytes, storeBytes } from './files.store.ts'
import type { Key } from './i18n.ts'
import { ok, type Result } from './result.ts'
import { now } from './time.ts'
import './schema.ts'

export { keepSound, soundHref, soundProblem } from './files.sound.ts'
export { fileRoutes } from './files.routes.ts'
export { filesLater } from './files.later.ts'

/** Why a picture is not kept. */
export type PictureRefusal = Undecoded | 'no-room'
/** Measures in pixels of the largest size that is kept, upright. */
export type KeptPicture = { id: string; width: number; height: number }

/** The sentence for each refusal. */
export const pictureProblem = {
  'not-a-picture': 'picture.not-a-picture',
  'too-large': 'picture.too-large',
  'too-many-pixels': 'picture.too-many-pixels',
  broken: 'picture.broken',
  'took-too-long': 'picture.took-too-long',
  'no-room': 'picture.no-room',
} as const satisfies Record<PictureRefusal, Key>

/**
 * Keeps a picture as it was sent (JPEG, PNG or WebP, at most 15 MB and 50 megapixels): decoded in a child
 * process, upright, without metadata, encoded anew in every size. It belongs to whoever holds the key
 * with this hash, and is forgotten after two days unless `claimPicture` is called. Not part of a
 * transaction of yours: decoding takes seconds, and a connection held so long is missing elsewhere.
 */
export async function keepPicture(
  { db, config }: { db: Db; config: Pick<Config, 'dataFolder'> },
  who: Who,
  bytes: Uint8Array,
  ownerKeyHash: string,
): Promise<Result<KeptPicture, PictureRefusal>> {
  const decoded = await decodePicture(bytes)
  if (!decoded.ok) return decoded
  const { width, height, pictures } = decoded.value
  const id = crypto.randomUUID()
  const stored = await storeBytes(config.dataFolder, id, pictures)
  if (!stored.ok) return stored
  const row = {
    id,
    kind: 'picture',
    type: 'image/webp',
    bytes: pictures.reduce((sum, picture) => sum + picture.length, 0),
    width,
    height,
    ownerKey: ownerKeyHash,
    keptAt: now(),
    claimed: false,
  } as const
  await act(db, withKey(who, ownerKeyHash), (tx) => tx.insertInto('files').values(row).execute())
  return ok({ id, width, height })
}

/** Keeps a picture for as long as the record that shows it. Only its owner's key reaches it. */
export const claimPicture = (tx: Tx, id: string) =>
  tx.updateTable('files').set({ claimed: true }).where('id', '=', id).execute()

/** Removes the bytes of a picture or a sound. Call it after the commit that deleted its row. */
export const forgetPicture = (
  { dataFolder }: Pick<Config, 'dataFolder'>,
  id: string,
): Promise<void> => removeBytes(dataFolder, id)

const widths = [480, 960, 1600] as const

/**
 * The addresses of a picture for an `<img>`: `srcset` names only the sizes that differ. `width`: of the
 * kept picture, in pixels. `key`: of the draft or story that it belongs to, while it is not public.
 */
export function pictureSrcset(
  id: string,
  width: number,
  key?: string,
): { src: string; srcset: string } {
  const asked = key ? `?key=${key}` : ''
  const href = (to: number) => `/files/${id}-${to}.webp${asked}`
  const all = widths.filter((to, at) => at === 0 || (widths[at - 1] ?? 0) < width)
  const srcset = all.map((to) => `${href(to)} ${Math.min(to, width)}w`).join(', ')
  return { src: href(all[1] ?? 480), srcset }
}

/** The address of the JPEG that is shared: for feeds and for cards of other sites. */
export const sharedPicture = (id: string): string => `/files/${id}-1200.jpg`

/** How many bytes the shared JPEG has; 0 when it is gone. */
export const sharedPictureBytes = (
  { dataFolder }: Pick<Config, 'dataFolder'>,
  id: string,
): Promise<number> => bytesOf(dataFolder, id, '1200.jpg')
