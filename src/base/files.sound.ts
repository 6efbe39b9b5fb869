import type { Config } from './config.ts'
import { act, type Db, type Who, withKey } from './db.ts'
import { storeSound } from './files.store.ts'
import type { Key } from './i18n.ts'
import { err, ok, type Result } from './result.ts'
import { now } from './time.ts'

export type Unheard = 'not-sound' | 'too-large' | 'empty' | 'broken'
export type SoundRefusal = Unheard | 'no-room'
/** Sound as it is kept: without what it says of where and by whom it was made, where that is simple. */
export type Sound = { type: string; bytes: Uint8Array }

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

const textAt = (bytes: Uint8Array, at: number, length = 4) =>
  String.fromCharCode(...bytes.subarray(at, at + length))
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** How many bytes of an ID3 tag stand before the sound; its length is written in seven bits a byte. */
function id3Length(bytes: Uint8Array): number {
  if (textAt(bytes, 0, 3) !== 'ID3' || bytes.length < 10) return 0
  const size = bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0)
  return 10 + size + ((bytes[5] ?? 0) & 0x10 ? 10 : 0)
}

// Kilobits a second of MPEG audio layers 1, 2 and 3 (ISO 11172-3, table of bit_rate_index); then MPEG 2.
const rates = [
  [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
]
const ratesOf2 = [
  [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
]
const samples = [44_100, 48_000, 32_000]

/** The length of the frame of an MP3 that begins here, in bytes; 0 when none does. */
function mp3Frame(bytes: Uint8Array, at: number): number {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3)
  const version = (second >> 3) & 3
  const layer = 4 - ((second >> 1) & 3)
  if (first !== 0xff || second < 0xe0 || version === 1 || layer === 4) return 0
  const table = version === 3 ? rates[layer - 1] : ratesOf2[layer === 1 ? 0 : 1]
  const rate = table?.[(third >> 4) - 1]
  const perSecond = samples[(third >> 2) & 3]
  if (!rate || !perSecond) return 0
  const hertz = perSecond / (version === 3 ? 1 : version === 2 ? 2 : 4)
  const padding = (third >> 1) & 1
  if (layer === 1) return (Math.floor((12_000 * rate) / hertz) + padding) * 4
  return Math.floor(((layer === 3 && version !== 3 ? 72_000 : 144_000) * rate) / hertz) + padding
}

/** An MP3 begins with two frames on end; what a tag says of place and person is cut off, before and behind. */
function readMp3(bytes: Uint8Array): Result<Uint8Array, Unheard> | null {
  const begin = id3Length(bytes)
  const frame = mp3Frame(bytes, begin)
  if (frame === 0) return begin > 0 ? err('broken') : null
  if (mp3Frame(bytes, begin + frame) === 0) return begin > 0 ? err('broken') : null
  const end = textAt(bytes, bytes.length - 128, 3) === 'TAG' ? bytes.length - 128 : bytes.length
  return ok(bytes.slice(begin, end))
}

/** AAC as it is (ADTS): its sync, and a second frame where the first one ends. */
function readAdts(bytes: Uint8Array): Result<Uint8Array, Unheard> | null {
  const begins = (at: number) => bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xf6) === 0xf0
  if (!begins(0)) return null
  const length = (((bytes[3] ?? 0) & 3) << 11) | ((bytes[4] ?? 0) << 3) | ((bytes[5] ?? 0) >> 5)
  return length > 7 && begins(length) ? ok(bytes) : null
}

const boxesInside = ['moov', 'trak']
// What a telephone notes of place, person and device.
const tellTales = ['udta', 'meta', 'uuid']

/** Walks the boxes of an MP4; empties those that tell of place and device. Out: the names, null when cut short. */
function walkBoxes(bytes: Uint8Array, from: number, to: number, names: string[]): boolean {
  let at = from
  while (at + 8 <= to) {
    const short = view(bytes).getUint32(at)
    const long = short === 1 && at + 16 <= to ? Number(view(bytes).getBigUint64(at + 8)) : short
    const size = short === 0 ? to - at : long
    if (size < 8 || at + size > to) return false
    const name = textAt(bytes, at + 4)
    names.push(name)
    if (boxesInside.includes(name) && !walkBoxes(bytes, at + 8, at + size, names)) return false
    if (tellTales.includes(name)) {
      bytes.set([0x66, 0x72, 0x65, 0x65], at + 4)
      bytes.fill(0, at + (short === 1 ? 16 : 8), at + size)
    }
    at += size
  }
  return at === to
}

function readMp4(sent: Uint8Array): Result<Uint8Array, Unheard> | null {
  if (textAt(sent, 4) !== 'ftyp') return null
  const bytes = sent.slice()
  const names: string[] = []
  const isWhole = walkBoxes(bytes, 0, bytes.length, names)
  // What browsers record comes in fragments, each with its own box of sound.
  return isWhole && names.includes('moov') && names.includes('mdat') ? ok(bytes) : err('broken')
}

function readWav(sent: Uint8Array): Result<Uint8Array, Unheard> | null {
  if (textAt(sent, 0) !== 'RIFF' || textAt(sent, 8) !== 'WAVE') return null
  const bytes = sent.slice()
  let sound = 0
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = textAt(bytes, at)
    const size = view(bytes).getUint32(at + 4, true)
    if (at + 8 + size > bytes.length) return err('broken')
    if (name === 'data') sound += size
    else if (name !== 'fmt ' && name !== 'fact') {
      bytes.set([0x4a, 0x55, 0x4e, 0x4b], at)
      bytes.fill(0, at + 8, at + 8 + size)
    }
    at += 8 + size + (size % 2)
  }
  return sound > 0 ? ok(bytes) : err('broken')
}

function readOgg(bytes: Uint8Array): Result<Uint8Array, Unheard> | null {
  if (textAt(bytes, 0) !== 'OggS') return null
  const head = textAt(bytes, 28, 8)
  if (head !== 'OpusHead' && !head.endsWith('vorbis')) return err('not-sound')
  // A second page, with comments, comes before any sound.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('OggS', 4) > 0
    ? ok(bytes)
    : err('broken')
}

function readWebm(bytes: Uint8Array): Result<Uint8Array, Unheard> | null {
  if (textAt(bytes, 0) !== '\x1aE\xdf\xa3') return null
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const head = all.subarray(0, 4096).toString('latin1')
  if (!head.includes('webm') || /V_VP|V_AV1/.test(head) || !/A_OPUS|A_VORBIS/.test(head))
    return err('not-sound')
  // A cluster holds the sound.
  return all.indexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75])) > 0 ? ok(bytes) : err('broken')
}

const kinds = [
  { type: 'audio/wav', read: readWav },
  { type: 'audio/ogg', read: readOgg },
  { type: 'audio/webm', read: readWebm },
  { type: 'audio/mp4', read: readMp4 },
  { type: 'audio/aac', read: readAdts },
  { type: 'audio/mpeg', read: readMp3 },
]

/**
 * Reads sound by its bytes alone: MP3, M4A, AAC, Ogg (Opus or Vorbis), WebM or WAV, 40 MB at most. What it is
 * called and what it is said to be count for nothing. Tags that may name a place or a person are cut off an
 * MP3 and emptied in M4A and WAV; Ogg and WebM stay as they are.
 */
export function readSound(sent: Uint8Array): Result<Sound, Unheard> {
  if (sent.length > mostSound) return err('too-large')
  if (sent.length === 0) return err('empty')
  for (const { type, read } of kinds) {
    const found = read(sent)
    if (!found) continue
    if (!found.ok) return found
    return found.value.length < leastSound ? err('empty') : ok({ type, bytes: found.value })
  }
  return err(sent.length < leastSound ? 'empty' : 'not-sound')
}

type Kept = { id: string; type: string; bytes: number }

/**
 * Keeps sound as it was sent, once its bytes were looked at. It belongs to whoever holds the key with this hash,
 * and is forgotten after two days unless `claimPicture` is called.
 */
export async function keepSound(
  { db, config }: { db: Db; config: Pick<Config, 'dataFolder'> },
  who: Who,
  sent: Uint8Array,
  ownerKeyHash: string,
): Promise<Result<Kept, SoundRefusal>> {
  const read = readSound(sent)
  if (!read.ok) return read
  const { type, bytes } = read.value
  const id = crypto.randomUUID()
  const stored = await storeSound(config.dataFolder, id, bytes)
  if (!stored.ok) return stored
  const row = {
    id,
    kind: 'sound',
    type,
    bytes: bytes.length,
    width: null,
    height: null,
    ownerKey: ownerKeyHash,
    keptAt: now(),
    claimed: false,
  } as const
  await act(db, withKey(who, ownerKeyHash), (tx) => tx.insertInto('files').values(row).execute())
  return ok({ id, type, bytes: bytes.length })
}

/** The address of a sound. `key`: of the draft or story that it belongs to, while it is not public. */
export const soundHref = (id: string, key?: string): string =>
  `/files/${id}-sound${key ? `?key=${key}` : ''}`
