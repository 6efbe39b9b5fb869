import type { Config } from './config.ts'
import { act, type Db, type Who, withKey } from './db.ts'
import { readers, type Unheard, withoutTales } from './files.sound.read.ts'
import { storeSound } from './files.store.ts'
import type { Key } from './i18n.ts'
import { err, ok, type Result } from './result.ts'
import { now } from './time.ts'

export type SoundRefusal = Unheard | 'no-room'
/** Sound as it is kept: without what it says of where and by whom it was made. */
export type Sound = { type: string; bytes: Blob }

/** The sentence for each refusal. */
export const soundProblem = {
  'not-sound': 'voice.not-sound',
  'too-large': 'voice.too-large',
  empty: 'voice.empty',
  broken: 'voice.broken',
  'no-room': 'picture.no-room',
} as const satisfies Record<SoundRefusal, Key>

/** The most that a recording may have, in bytes: some 40 minutes as a telephone records it. */
export const mostSound = 40 * 1024 * 1024
// Shorter than half a second of the poorest telephone line.
const leastSound = 512

/**
 * Reads sound by its bytes alone: MP3, M4A, AAC, Ogg (Opus or Vorbis), WebM or WAV, 40 MB at most. What it is
 * called and what it is said to be count for nothing. Tags that may name a place or a person are cut off an
 * MP3 and emptied in all others (in WebM those that stand before the sound). Of what lies on the disk only a few
 * parts are read into memory.
 */
export async function readSound(sent: Blob): Promise<Result<Sound, Unheard>> {
  if (sent.size > mostSound) return err('too-large')
  if (sent.size === 0) return err('empty')
  for (const { type, read } of readers) {
    const found = await read(sent)
    if (!found) continue
    if (!found.ok) return found
    const bytes = withoutTales(sent, found.value)
    return bytes.size < leastSound ? err('empty') : ok({ type, bytes })
  }
  return err(sent.size < leastSound ? 'empty' : 'not-sound')
}

type Kept = { id: string; type: string; bytes: number }

/**
 * Keeps sound as it was sent, once its bytes were looked at. It belongs to whoever holds the key with this hash,
 * and is forgotten after two days unless `claimPicture` is called.
 */
export async function keepSound(
  { db, config }: { db: Db; config: Pick<Config, 'dataFolder'> },
  who: Who,
  sent: Blob,
  ownerKeyHash: string,
): Promise<Result<Kept, SoundRefusal>> {
  const read = await readSound(sent)
  if (!read.ok) return read
  const { type, bytes } = read.value
  const id = crypto.randomUUID()
  const stored = await storeSound(config.dataFolder, id, bytes)
  if (!stored.ok) return stored
  const row = {
    id,
    kind: 'sound',
    type,
    bytes: bytes.size,
    width: null,
    height: null,
    ownerKey: ownerKeyHash,
    keptAt: now(),
    claimed: false,
  } as const
  await act(db, withKey(who, ownerKeyHash), (tx) => tx.insertInto('files').values(row).execute())
  return ok({ id, type, bytes: bytes.size })
}

/** The address of a sound. `key`: of the draft or story that it belongs to, while it is not public. */
export const soundHref = (id: string, key?: string): string =>
  `/files/${id}-sound${key ? `?key=${key}` : ''}`
