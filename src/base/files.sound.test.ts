import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partOf } from './files.routes.ts'
import { mostSound, readSound } from './files.sound.ts'

const ascii = (text: string) => Buffer.from(text, 'latin1')
const uint = (value: number, little = false) => {
  const bytes = Buffer.alloc(4)
  if (little) bytes.writeUInt32LE(value)
  else bytes.writeUInt32BE(value)
  return bytes
}
const box = (name: string, ...parts: Buffer[]) => {
  const inside = Buffer.concat(parts)
  return Buffer.concat([uint(inside.length + 8), ascii(name), inside])
}

/** Ten frames of silence: MPEG 1 layer 3, 128 kbit/s, 44,100 Hz, 417 bytes each. */
const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)])
const mp3 = Buffer.concat(Array.from({ length: 10 }, () => frame))
const id3 = (words: string) =>
  Buffer.concat([ascii('ID3'), Buffer.from([3, 0, 0, 0, 0, 0, words.length]), ascii(words)])
const wav = (...extra: Buffer[]) => {
  const format = Buffer.concat([ascii('fmt '), uint(16, true), Buffer.alloc(16)])
  const data = Buffer.concat([ascii('data'), uint(2000, true), Buffer.alloc(2000)])
  const inside = Buffer.concat([ascii('WAVE'), format, ...extra, data])
  return Buffer.concat([ascii('RIFF'), uint(inside.length, true), inside])
}
const m4a = (...extra: Buffer[]) =>
  Buffer.concat([
    box('ftyp', ascii('M4A '), Buffer.alloc(4)),
    box('moov', box('mvhd', Buffer.alloc(100)), ...extra),
    box('mdat', Buffer.alloc(1000)),
  ])
const ogg = Buffer.concat([
  ascii('OggS'),
  Buffer.alloc(24),
  ascii('OpusHead'),
  Buffer.alloc(600),
  ascii('OggS'),
  Buffer.alloc(100),
])
const webm = Buffer.concat([
  Buffer.from([0x1a, 0x45, 0xdf, 0xa3]),
  ascii('....webm....A_OPUS'),
  Buffer.from([0x1f, 0x43, 0xb6, 0x75]),
  Buffer.alloc(1000),
])

/** A hundred thousand boxes, each in the one before: made to keep its reader busy. */
function nested(): Buffer {
  const many = 100_000
  const boxes = Array.from({ length: many }, (_, at) =>
    Buffer.concat([uint((many - at) * 8), ascii('moov')]),
  )
  return Buffer.concat([box('ftyp', ascii('M4A ')), ...boxes])
}

const read = (bytes: Buffer) => readSound(new Blob([new Uint8Array(bytes)]))
async function kept(bytes: Buffer): Promise<Buffer> {
  const sound = await read(bytes)
  if (!sound.ok) throw new Error(sound.error)
  return Buffer.from(await sound.value.bytes.arrayBuffer())
}

test.each([
  ['audio/mpeg', mp3],
  ['audio/wav', wav()],
  ['audio/mp4', m4a()],
  ['audio/ogg', ogg],
  ['audio/webm', webm],
])('%s is known by its bytes', async (type, bytes) => {
  expect(await read(bytes)).toMatchObject({ ok: true, value: { type } })
})

test('what an MP3 says of its place and its person is cut off', async () => {
  const sent = Buffer.concat([id3('53.8N 1.5W Kofi'), mp3, ascii('TAG'), Buffer.alloc(125)])
  expect((await kept(sent)).equals(mp3)).toBe(true)
})

test('where a telephone was is emptied in M4A and WAV, and the sound stays where it is', async () => {
  const place = ascii('+53.8-001.5/')
  const sent = m4a(box('udta', box('\xa9xyz', place)))
  const bytes = await kept(sent)
  expect(bytes).toHaveLength(sent.length)
  expect(bytes.includes(place)).toBe(false)
  expect(bytes.includes('free')).toBe(true)
  const list = Buffer.concat([ascii('LIST'), uint(12, true), place])
  expect((await kept(wav(list))).includes(place)).toBe(false)
})

/** The sum of an Ogg page, bit by bit as RFC 3533 has it. */
function oggSum(page: Buffer): number {
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}
/** Pages of Ogg with these packets; one that is longer than a page goes on in the next. */
function oggOf(...packets: Buffer[]): Buffer {
  const pages = packets.flatMap((packet) => {
    const lengths = Array.from({ length: Math.floor(packet.length / 255) + 1 }, (_, at) =>
      Math.min(255, packet.length - at * 255),
    )
    const parts = []
    for (let at = 0; at < lengths.length; at += 255) {
      const own = lengths.slice(at, at + 255)
      const body = packet.subarray(at * 255, at * 255 + own.reduce((sum, one) => sum + one, 0))
      parts.push(Buffer.concat([ascii('OggS'), Buffer.alloc(22), Buffer.from([own.length, ...own]), body])) // prettier-ignore
    }
    return parts
  })
  for (const page of pages) page.writeUInt32LE(oggSum(page), 22)
  return Buffer.concat(pages)
}
const told = ascii(`LOCATION=+53.8-001.5/ARTIST=Kofi${'.'.repeat(70_000)}`)
const comments = (begin: string, end = '') =>
  Buffer.concat([
    ascii(begin),
    uint(4, true),
    ascii('prog'),
    uint(1, true),
    uint(told.length, true),
    told,
    ascii(end),
  ])

test.each([
  ['Opus', 'OpusHead', comments('OpusTags'), 0],
  ['Vorbis', '\x01vorbis', comments('\x03vorbis', '\x01'), 1],
])(
  'what an Ogg with %s says of place and person is emptied, and its pages hold',
  async (_, head, packet, end) => {
    const sound = oggOf(Buffer.alloc(300, 7))
    const sent = Buffer.concat([oggOf(Buffer.concat([ascii(head), Buffer.alloc(20)])), oggOf(packet), sound]) // prettier-ignore
    const bytes = await kept(sent)
    expect(bytes).toHaveLength(sent.length)
    expect(bytes.includes('Kofi') || bytes.includes('53.8') || bytes.includes('...')).toBe(false)
    expect(bytes.includes('prog')).toBe(true)
    expect(bytes.subarray(-sound.length).equals(sound)).toBe(true)
    const starts = [...bytes.toString('latin1').matchAll(/OggS/g)].map(({ index }) => index)
    expect(starts.length).toBeGreaterThan(3)
    for (const [at, from] of starts.entries()) {
      const page = Buffer.from(bytes.subarray(from, starts[at + 1] ?? bytes.length))
      const sum = page.readUInt32LE(22)
      page.writeUInt32LE(0, 22)
      expect(oggSum(page)).toBe(sum)
    }
    const after = bytes.indexOf('prog') + 4
    expect(bytes.readUInt32LE(after)).toBe(0)
    expect(bytes[after + 4]).toBe(end)
  },
)

test('what a WebM says of place and person before its sound is emptied', async () => {
  const element = (id: string, ...inside: Buffer[]) => {
    const body = Buffer.concat(inside)
    const size = Buffer.alloc(8)
    size.writeUIntBE(body.length, 2, 6)
    size[0] = 0x01
    return Buffer.concat([Buffer.from(id, 'hex'), size, body])
  }
  const open = Buffer.from('01ffffffffffffff', 'hex')
  const sent = Buffer.concat([
    element('1a45dfa3', element('4282', ascii('webm'))),
    Buffer.from('18538067', 'hex'),
    open,
    element('1549a966', element('7ba9', ascii('At 53.8N')), element('4d80', ascii('prog'))),
    element('1254c367', ascii('ARTIST Kofi')),
    element('1654ae6b', ascii('A_OPUS')),
    Buffer.from('1f43b675', 'hex'),
    open,
    Buffer.alloc(1000, 7),
  ])
  const bytes = await kept(sent)
  expect(bytes).toHaveLength(sent.length)
  expect(bytes.includes('Kofi') || bytes.includes('53.8')).toBe(false)
  expect(bytes.includes('prog') && bytes.includes('A_OPUS')).toBe(true)
  expect(bytes.subarray(-1000).equals(Buffer.alloc(1000, 7))).toBe(true)
})

test.each([
  ['a page', ascii('<!doctype html><script>alert(1)</script>'.repeat(50)), 'not-sound'],
  ['a drawing', ascii('<svg xmlns="http://www.w3.org/2000/svg"/>'.repeat(50)), 'not-sound'],
  ['nothing', Buffer.alloc(0), 'empty'],
  ['almost nothing', frame.subarray(0, 100), 'empty'],
  ['a page behind a tag', Buffer.concat([id3('x'), ascii('<html>'.repeat(500))]), 'broken'],
  ['half an M4A', m4a().subarray(0, 700), 'broken'],
  ['half a WAV', wav().subarray(0, 1000), 'broken'],
  ['boxes in boxes without end', nested(), 'broken'],
  ['more than 40 MB', Buffer.concat([mp3, Buffer.alloc(mostSound)]), 'too-large'],
])('%s is no recording', async (_, bytes, error) => {
  expect(await read(bytes)).toEqual({ ok: false, error })
})

test('whatever bytes come, it answers, and keeps no more than was sent', async () => {
  const begins = [ogg, webm, oggOf(ascii('OpusHead'), comments('OpusTags')), m4a(), wav(), mp3]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...begins),
      fc.nat(700),
      fc.uint8Array({ maxLength: 600 }),
      async (begin, upTo, rest) => {
        const sent = Buffer.concat([begin.subarray(0, upTo), rest, begin.subarray(upTo)])
        const sound = await read(sent)
        if (sound.ok) expect(sound.value.bytes.size).toBeLessThanOrEqual(sent.length)
      },
    ),
    { numRuns: 300 },
  )
})

test('a player asks for a part', () => {
  expect(partOf('bytes=0-', 100)).toEqual({ first: 0, last: 99 })
  expect(partOf('bytes=10-19', 100)).toEqual({ first: 10, last: 19 })
  expect(partOf('bytes=-5', 100)).toEqual({ first: 95, last: 99 })
  for (const wrong of [
    'bytes=100-',
    'bytes=9-3',
    'bytes=-',
    'bytes=-0',
    'lines=1-2',
    'bytes=0-1,5-6',
  ])
    expect(partOf(wrong, 100)).toBeNull()
})
