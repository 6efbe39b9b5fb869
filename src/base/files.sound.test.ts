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
