/** A part of a sound that told of a place, a person or a device: its bytes become these, or zeros. */
export type Tale = { from: number; to: number; bytes?: Uint8Array }
type Source = { size: number; at: (from: number, length: number) => Promise<Buffer> }

// A comment with a picture in it fills some dozens of pages; more than this is no comment.
const mostPages = 200

// The sum of an Ogg page (RFC 3533): polynomial 0x04c11db7, not reflected, beginning with 0.
const sums = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte << 24
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  return sum >>> 0
})
const sumOf = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte) => ((sum << 8) ^ (sums[((sum >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0, 0)

type Page = { from: number; head: number; lengths: number[]; bytes: Buffer }

/** The page of Ogg that begins here, whole; null when there is none. */
async function oggPageAt(source: Source, from: number): Promise<Page | null> {
  const start = await source.at(from, 27)
  if (start.length < 27 || start.toString('latin1', 0, 4) !== 'OggS') return null
  const segments = start[26] ?? 0
  const lengths = [...(await source.at(from + 27, segments))]
  const head = 27 + lengths.length
  const size = head + lengths.reduce((sum, one) => sum + one, 0)
  const bytes = await source.at(from, size)
  return lengths.length === segments && bytes.length === size
    ? { from, head, lengths, bytes }
    : null
}

/** How many bytes at the beginning of a page belong to the packet that began before or with it, and whether it ends. */
function packetIn({ lengths }: Page): { length: number; ends: boolean } {
  const last = lengths.findIndex((one) => one < 255)
  const own = last < 0 ? lengths : lengths.slice(0, last + 1)
  return { length: own.reduce((sum, one) => sum + one, 0), ends: last >= 0 }
}

/**
 * A comment packet of Opus (RFC 7845 §5.2) or Vorbis without its comments, as long as it was: what follows is
 * padding. The name of the program that wrote it stays. Null when it is none.
 */
function withoutComments(packet: Buffer): Buffer | null {
  const isOpus = packet.toString('latin1', 0, 8) === 'OpusTags'
  const isVorbis = packet.toString('latin1', 0, 7) === '\x03vorbis'
  const vendor = isOpus ? 8 : 7
  if ((!isOpus && !isVorbis) || packet.length < vendor + 8) return null
  const count = vendor + 4 + packet.readUInt32LE(vendor)
  if (count + 4 > packet.length) return null
  const clean = Buffer.from(packet).fill(0, count)
  // Vorbis ends its comments with a bit that is set.
  if (isVorbis && count + 4 < clean.length) clean[count + 4] = 1
  return clean
}

/** The pages of an Ogg file that hold its comments, without them. Nothing when it is built in another way. */
export async function oggTales(source: Source): Promise<Tale[]> {
  const first = await oggPageAt(source, 0)
  const pages: Page[] = []
  for (let from = first?.bytes.length ?? 0; from > 0 && pages.length < mostPages;) {
    const page = await oggPageAt(source, from)
    if (!page) return []
    pages.push(page)
    if (packetIn(page).ends) break
    from += page.bytes.length
  }
  const parts = pages.map((page) =>
    page.bytes.subarray(page.head, page.head + packetIn(page).length),
  )
  const clean = withoutComments(Buffer.concat(parts))
  if (!clean) return []
  let at = 0
  return pages.map((page) => {
    const { length } = packetIn(page)
    const bytes = Buffer.from(page.bytes)
    clean.copy(bytes, page.head, at, at + length)
    at += length
    bytes.writeUInt32LE(0, 22)
    bytes.writeUInt32LE(sumOf(bytes), 22)
    return { from: page.from, to: page.from + bytes.length, bytes }
  })
}

// Matroska (RFC 9559): what holds others, and what tells of a place, a person, a file or a day.
const segment = 0x18538067
const info = 0x1549a966
const cluster = 0x1f43b675
const telling = new Set([
  0x1254c367, // Tags
  0x1941a469, // Attachments
  0x1043a770, // Chapters
  0x7ba9, // Title
  0x7384, // SegmentFilename
  0x4461, // DateUTC
])
const mostElements = 20_000

type Element = { id: number; from: number; body: number; end: number; isOpen: boolean }

/** How many bytes a number of EBML has, by its first one. */
const widthOf = (first: number): number => Math.clz32(first) - 23

/** The element that begins here; `isOpen`: it does not say where it ends. Null when it is cut short. */
async function elementAt(source: Source, from: number, to: number): Promise<Element | null> {
  const head = await source.at(from, 12)
  const idWidth = widthOf(head[0] ?? 0)
  const sizeWidth = widthOf(head[idWidth] ?? 0)
  if (idWidth > 4 || sizeWidth > 8 || head.length < idWidth + sizeWidth) return null
  const body = from + idWidth + sizeWidth
  const digits = [...head.subarray(idWidth, idWidth + sizeWidth)]
  digits[0] = (digits[0] ?? 0) & (0xff >> sizeWidth)
  const size = digits.reduce((sum, digit) => sum * 256 + digit, 0)
  const isOpen = size === 2 ** (7 * sizeWidth) - 1
  const end = isOpen ? to : body + size
  return end > to ? null : { id: head.readUIntBE(0, idWidth), from, body, end, isOpen }
}

/** The beginning of an element of so many bytes that says nothing (Void). What follows it are zeros. */
function voidOf(length: number): Buffer {
  if (length < 9) return Buffer.from([0xec, 0x80 | (length - 2)])
  const bytes = Buffer.from([0xec, 0x01, 0, 0, 0, 0, 0, 0, 0])
  bytes.writeUIntBE(length - 9, 3, 6)
  return bytes
}

/** What tells of place and person in a WebM, up to the first part of it that does not say where it ends. */
export async function webmTales(source: Source): Promise<Tale[]> {
  const tales: Tale[] = []
  let at = 0
  for (let count = 0; at < source.size && count < mostElements; count += 1) {
    const element = await elementAt(source, at, source.size)
    if (!element || (element.isOpen && element.id === cluster)) break
    const { id, from, body, end } = element
    if (telling.has(id)) {
      const bytes = voidOf(end - from)
      tales.push({ from, to: from + bytes.length, bytes }, { from: from + bytes.length, to: end })
    }
    at = id === segment || id === info ? body : end
  }
  return tales
}
