import { oggTales, type Tale, webmTales } from './files.sound.tags.ts'
import { err, ok, type Result } from './result.ts'

export type Unheard = 'not-sound' | 'too-large' | 'empty' | 'broken'
/** What is kept of a sound: from here to there, but for the parts that tell of place, person and device. */
export type Kept = { from: number; to: number; tales: Tale[] }
type Read = (sent: Blob) => Promise<Result<Kept, Unheard> | null>

const whole = (sent: Blob): Kept => ({ from: 0, to: sent.size, tales: [] })

/** The bytes from here on, fewer at the end. A sound may lie on the disk: only these are read. */
const bytesAt = async (sent: Blob, from: number, length: number): Promise<Buffer> =>
  Buffer.from(await sent.slice(from, from + length).arrayBuffer())
const textAt = async (sent: Blob, from: number, length = 4): Promise<string> =>
  (await bytesAt(sent, from, length)).toString('latin1')

const sourceOf = (sent: Blob) => ({
  size: sent.size,
  at: (from: number, length: number) => bytesAt(sent, from, length),
})

/** How many bytes of an ID3 tag stand before the sound; its length is written in seven bits a byte. */
async function id3Length(sent: Blob): Promise<number> {
  const bytes = await bytesAt(sent, 0, 10)
  if (bytes.toString('latin1', 0, 3) !== 'ID3' || bytes.length < 10) return 0
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

/** The version and the layer that the head of an MP3's frame names; null when this is none. */
function mp3Layer(bytes: Buffer): { version: number; layer: number } | null {
  const [first = 0, second = 0] = bytes
  const version = (second >> 3) & 3
  const layer = 4 - ((second >> 1) & 3)
  const isHead = first === 0xff && second >= 0xe0 && version !== 1 && layer !== 4
  return isHead ? { version, layer } : null
}

/** The length in bytes of the frame of an MP3 with this head; 0 when it is none. */
function mp3Frame(bytes: Buffer): number {
  const head = mp3Layer(bytes)
  if (!head) return 0
  const { version, layer } = head
  const third = bytes[2] ?? 0
  const table = version === 3 ? rates[layer - 1] : ratesOf2[Number(layer > 1)]
  const rate = table?.[(third >> 4) - 1]
  const perSecond = samples[(third >> 2) & 3]
  if (!rate || !perSecond) return 0
  // MPEG 1 as it is, MPEG 2 with half as many samples a second, MPEG 2.5 with a quarter.
  const hertz = perSecond / ([4, 1, 2, 1][version] ?? 1)
  const padding = (third >> 1) & 1
  const { bytes: perSlot, factor } = slotOf(version, layer)
  return (Math.floor((factor * rate) / hertz) + padding) * perSlot
}

/** What a frame is counted in: layer 1 in fours. MPEG 2 has half as many samples in a frame of layer 3. */
const slotOf = (version: number, layer: number) =>
  layer === 1
    ? { bytes: 4, factor: 12_000 }
    : { bytes: 1, factor: layer === 3 && version !== 3 ? 72_000 : 144_000 }

/** An MP3 begins with two frames on end; what a tag says of place and person is cut off, before and behind. */
const readMp3: Read = async (sent) => {
  const from = await id3Length(sent)
  const frame = mp3Frame(await bytesAt(sent, from, 3))
  const next = frame && mp3Frame(await bytesAt(sent, from + frame, 3))
  if (next === 0) return from > 0 ? err('broken') : null
  const isTagged = (await textAt(sent, sent.size - 128, 3)) === 'TAG'
  return ok({ from, to: isTagged ? sent.size - 128 : sent.size, tales: [] })
}

const beginsAdts = ([first = 0, second = 0]: Buffer) => first === 0xff && (second & 0xf6) === 0xf0

/** AAC as it is (ADTS): its sync, and a second frame where the first one ends. */
const readAdts: Read = async (sent) => {
  const head = await bytesAt(sent, 0, 6)
  if (!beginsAdts(head)) return null
  const [third = 0, fourth = 0, fifth = 0] = head.subarray(3)
  const length = ((third & 3) << 11) | (fourth << 3) | (fifth >> 5)
  return length > 7 && beginsAdts(await bytesAt(sent, length, 2)) ? ok(whole(sent)) : null
}

// A recorder writes a few boxes a second; more than these would only keep us busy.
const mostBoxes = 20_000
const boxesInside = ['moov', 'trak']
// What a telephone notes of place, person and device.
const tellTales = ['udta', 'meta', 'uuid']

/** The box of an MP4 that begins here: its name, where it ends, how long its head is; null when it is cut short. */
async function boxAt(sent: Blob, at: number, to: number) {
  const bytes = await bytesAt(sent, at, 16)
  const short = bytes.readUInt32BE(0)
  const isLong = short === 1 && at + 16 <= to
  const size = isLong ? Number(bytes.readBigUInt64BE(8)) : short || to - at
  if (size < 8 || at + size > to) return null
  return { name: bytes.toString('latin1', 4, 8), end: at + size, head: isLong ? 16 : 8 }
}

type Walk = { names: string[]; tales: Tale[] }

/** Walks the boxes of an MP4 and notes those that tell of place and device. Out: whether none is cut short. */
async function walkBoxes(sent: Blob, from: number, to: number, walk: Walk): Promise<boolean> {
  let at = from
  while (at + 8 <= to) {
    const box = await boxAt(sent, at, to)
    if (!box || walk.names.push(box.name) > mostBoxes) return false
    const { name, end, head } = box
    if (boxesInside.includes(name) && !(await walkBoxes(sent, at + head, end, walk))) return false
    if (tellTales.includes(name))
      walk.tales.push(
        { from: at + 4, to: at + 8, bytes: Buffer.from('free') },
        { from: at + head, to: Math.max(end, at + head) },
      )
    at = end
  }
  return at === to
}

const readMp4: Read = async (sent) => {
  if ((await textAt(sent, 4)) !== 'ftyp') return null
  const walk: Walk = { names: [], tales: [] }
  const isWhole = await walkBoxes(sent, 0, sent.size, walk)
  // What browsers record comes in fragments, each with its own box of sound.
  return isWhole && walk.names.includes('moov') && walk.names.includes('mdat')
    ? ok({ ...whole(sent), tales: walk.tales })
    : err('broken')
}

const readWav: Read = async (sent) => {
  const head = await textAt(sent, 0, 12)
  if (!head.startsWith('RIFF') || !head.endsWith('WAVE')) return null
  const tales: Tale[] = []
  let sound = 0
  let chunks = 0
  for (let at = 12; at + 8 <= sent.size;) {
    const chunk = await bytesAt(sent, at, 8)
    const name = chunk.toString('latin1', 0, 4)
    const end = at + 8 + chunk.readUInt32LE(4)
    if (end > sent.size || (chunks += 1) > mostBoxes) return err('broken')
    if (name === 'data') sound += end - at - 8
    else if (name !== 'fmt ' && name !== 'fact')
      tales.push({ from: at, to: at + 4, bytes: Buffer.from('JUNK') }, { from: at + 8, to: end })
    at = end + ((end - at) % 2)
  }
  return sound > 0 ? ok({ ...whole(sent), tales }) : err('broken')
}

// A page of Ogg is at most 65,307 bytes long (RFC 3533).
const oggPage = 65_307

const readOgg: Read = async (sent) => {
  const begin = await bytesAt(sent, 0, oggPage + 4)
  if (begin.toString('latin1', 0, 4) !== 'OggS') return null
  const head = begin.toString('latin1', 28, 36)
  if (head !== 'OpusHead' && !head.startsWith('\x01vorbis')) return err('not-sound')
  // A second page, with comments, comes before any sound.
  if (begin.indexOf('OggS', 4) < 0) return err('broken')
  return ok({ ...whole(sent), tales: await oggTales(sourceOf(sent)) })
}

const readWebm: Read = async (sent) => {
  const begin = await bytesAt(sent, 0, 1024 * 1024)
  if (begin.toString('latin1', 0, 4) !== '\x1aE\xdf\xa3') return null
  const head = begin.toString('latin1', 0, 4096)
  if (!head.includes('webm') || /V_VP|V_AV1/.test(head) || !/A_OPUS|A_VORBIS/.test(head))
    return err('not-sound')
  // A cluster holds the sound.
  if (!begin.includes(Buffer.from([0x1f, 0x43, 0xb6, 0x75]))) return err('broken')
  return ok({ ...whole(sent), tales: await webmTales(sourceOf(sent)) })
}

/** Each kind of sound that browsers play, and who knows it by its bytes; null: it is another kind. */
export const readers: { type: string; read: Read }[] = [
  { type: 'audio/wav', read: readWav },
  { type: 'audio/ogg', read: readOgg },
  { type: 'audio/webm', read: readWebm },
  { type: 'audio/mp4', read: readMp4 },
  { type: 'audio/aac', read: readAdts },
  { type: 'audio/mpeg', read: readMp3 },
]

const empty = new Blob([new Uint8Array(64 * 1024)])

function* zeros(length: number): Generator<Blob> {
  for (let left = length; left > 0; left -= empty.size) yield empty.slice(0, left)
}

/** The sound as it is kept. What lies on the disk stays there until it is read. */
export function withoutTales(sent: Blob, { from, to, tales }: Kept): Blob {
  const parts: BlobPart[] = []
  let at = from
  for (const tale of tales.filter((one) => one.to > one.from)) {
    parts.push(sent.slice(at, tale.from))
    if (tale.bytes) parts.push(new Uint8Array(tale.bytes))
    else parts.push(...zeros(tale.to - tale.from))
    at = tale.to
  }
  return new Blob([...parts, sent.slice(at, to)])
}
