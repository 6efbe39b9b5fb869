import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateSync, crc32 } from 'node:zlib'
import { Hono } from 'hono'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'
import { act, kithItself, nobody } from './db.ts'
import { decodePicture } from './files.decode.ts'
import {
  claimPicture,
  fileRoutes,
  forgetPicture,
  keepPicture,
  pictureProblem,
  pictureSrcset,
} from './files.ts'
import { sizes, storeBytes, writeWhole } from './files.store.ts'
import { translator } from './i18n.ts'
import { hashKey, newKey } from './secrets.ts'
import { moveClock } from './time.ts'
import type { Env } from './web.ts'

const blue = { r: 20, g: 40, b: 200 }
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: blue } })

/** A photo as a phone takes it: with the place in it, turned on its side. */
const photo = () =>
  plain(2000, 1200)
    .withExif({
      IFD0: { Copyright: 'Mona of Elm Street', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '53/1 48/1 0/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '1/1 33/1 0/1',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>Elm Street 4</place></x:xmpmeta>')
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** One colour, 20,000 by 20,000: 400 million points in a few hundred kilobytes. */
function bomb(side = 20_000): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const points = deflateSync(Buffer.alloc(side * (side + 1)), { level: 9 })
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', points),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('a photo loses where, when and by whom it was taken, and stands upright', async () => {
  const taken = await photo()
  expect(taken.includes('Elm Street')).toBe(true)
  const decoded = await decodePicture(taken)
  if (!decoded.ok) throw new Error(decoded.error)
  expect(decoded.value).toMatchObject({ width: 1200, height: 2000 })
  const widths = []
  for (const picture of decoded.value.pictures) {
    const { width, exif, xmp, iptc, icc, orientation, format } = await sharp(picture).metadata()
    widths.push(width)
    expect([exif, xmp, iptc, icc, orientation], format).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    for (const trace of ['Exif', 'EXIF', 'GPS', 'XMP', 'xmpmeta', 'Photoshop', 'ICC', 'Elm Street'])
      expect(picture.includes(trace), `${format} ${trace}`).toBe(false)
  }
  expect(widths).toEqual([480, 960, 1200, 1200])
})

/** A photo with a small picture of itself in its Exif, as cameras keep one; that one says where it was taken. */
async function photoWithThumbnail(): Promise<Buffer> {
  const small = await plain(160, 96)
    .withExif({ IFD0: { Copyright: 'Elm Street' }, IFD3: { GPSLatitude: '53/1 48/1 0/1' } })
    .jpeg()
    .toBuffer()
  const entry = (tag: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16BE(tag, 0)
    bytes.writeUInt16BE(4, 2)
    bytes.writeUInt32BE(1, 4)
    bytes.writeUInt32BE(value, 8)
    return bytes
  }
  const uint16 = (value: number) => Buffer.from([value >> 8, value & 255])
  // An empty first directory, a second one of two entries, and the small picture behind them.
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\x08', 'latin1'),
    uint16(0),
    Buffer.from([0, 0, 0, 14]),
    uint16(2),
    entry(0x0201, 44),
    entry(0x0202, small.length),
    Buffer.alloc(4),
    small,
  ])
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const large = await plain(800, 480).jpeg().toBuffer()
  const segment = [Buffer.from([0xff, 0xe1]), uint16(exif.length + 2), exif]
  return Buffer.concat([large.subarray(0, 2), ...segment, large.subarray(2)])
}

test('the small picture inside a photo, and the place inside that, are gone', async () => {
  const taken = await photoWithThumbnail()
  expect((await sharp(taken).metadata()).exif?.includes('Elm Street')).toBe(true)
  const decoded = await decodePicture(taken)
  if (!decoded.ok) throw new Error(decoded.error)
  for (const picture of decoded.value.pictures) {
    expect((await sharp(picture).metadata()).exif).toBeUndefined()
    for (const trace of ['Exif', 'EXIF', 'GPS', 'Elm Street'])
      expect(picture.includes(trace), trace).toBe(false)
  }
})

test('a small picture is not made larger, and a drawing keeps what shows through', async () => {
  const drawing = sharp({
    create: { width: 300, height: 200, channels: 4, background: { ...blue, alpha: 0.5 } },
  })
  const decoded = await decodePicture(await drawing.png().toBuffer())
  if (!decoded.ok) throw new Error(decoded.error)
  const kept = await Promise.all(decoded.value.pictures.map((picture) => sharp(picture).metadata()))
  expect(kept.map(({ width, hasAlpha }) => [width, hasAlpha])).toEqual([
    [300, true],
    [300, true],
    [300, true],
    [300, false],
  ])
})

test('grey, four-colour and WebP pictures are read', async () => {
  const grey = await plain(50, 50).greyscale().webp().toBuffer()
  const print = await plain(50, 50).toColourspace('cmyk').jpeg().toBuffer()
  for (const picture of [grey, print])
    expect(await decodePicture(picture)).toMatchObject({ ok: true })
})

test('a very tall picture is brought to a height that pages can show', async () => {
  const decoded = await decodePicture(await plain(400, 20_000).png().toBuffer())
  expect(decoded).toMatchObject({ ok: true, value: { width: 64, height: 3200 } })
})

test('what is no picture is refused, whatever its name says', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const html = '<!doctype html><img src=x onerror=alert(1)>'
  const gif = await plain(10, 10).gif().toBuffer()
  const tiff = await plain(10, 10).tiff().toBuffer()
  for (const bytes of [
    Buffer.from(svg),
    Buffer.from(html),
    gif,
    tiff,
    Buffer.from('%PDF-1.7'),
    Buffer.alloc(0),
  ])
    expect(await decodePicture(bytes)).toEqual({ ok: false, error: 'not-a-picture' })
})

test('a file that only begins like a picture is refused', async () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff])
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  expect(await decodePicture(Buffer.concat([jpeg, svg]))).toEqual({ ok: false, error: 'broken' })
})

test('half a picture is refused', async () => {
  const whole = await photo()
  expect(await decodePicture(whole.subarray(0, whole.length / 2))).toEqual({
    ok: false,
    error: 'broken',
  })
  const drawing = await plain(500, 500).png().toBuffer()
  expect(await decodePicture(drawing.subarray(0, drawing.length - 200))).toEqual({
    ok: false,
    error: 'broken',
  })
})

test('a picture bomb is refused before it is opened', async () => {
  const sent = bomb()
  const begun = Date.now()
  expect(await decodePicture(sent)).toEqual({ ok: false, error: 'too-many-pixels' })
  expect(Date.now() - begun).toBeLessThan(10_000)
})

test('16 MB are refused without looking', async () => {
  const sent = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(16 * 1024 * 1024)])
  expect(await decodePicture(sent)).toEqual({ ok: false, error: 'too-large' })
})

test('a decoder that hangs or dies takes nobody with it', async () => {
  const sent = await plain(10, 10).png().toBuffer()
  const nowhere = fileURLToPath(new URL('./no-such-decoder.ts', import.meta.url))
  const dying = await decodePicture(sent, { file: nowhere })
  expect(dying).toEqual({ ok: false, error: 'broken' })
  const hanging = await decodePicture(sent, { seconds: 0.001 })
  expect(hanging).toEqual({ ok: false, error: 'took-too-long' })
  expect(await decodePicture(sent)).toMatchObject({ ok: true })
})

test('many pictures at once wait for their turn', async () => {
  const sent = await plain(30, 30).png().toBuffer()
  const all = await Promise.all(Array.from({ length: 6 }, () => decodePicture(sent)))
  expect(all.filter((decoded) => decoded.ok)).toHaveLength(6)
})

test('a full disk leaves nothing half-written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-full-'))
  const id = crypto.randomUUID()
  let written = 0
  const filling = async (path: string, bytes: Uint8Array) => {
    written += 1
    if (written > 2) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    return writeWhole(path, bytes)
  }
  const pictures = sizes.map(() => Buffer.from('picture'))
  expect(await storeBytes(folder, id, pictures, filling)).toEqual({ ok: false, error: 'no-room' })
  expect(await readdir(join(folder, 'files', id.slice(0, 2)))).toEqual([])
  expect(await storeBytes(folder, id, pictures)).toEqual({ ok: true, value: null })
  expect(await readdir(join(folder, 'files', id.slice(0, 2)))).toHaveLength(4)
  await rm(folder, { recursive: true })
})

test('every refusal is a sentence in every language', () => {
  for (const lang of ['en', 'cy', 'ur'] as const)
    for (const key of Object.values(pictureProblem)) expect(translator(lang)(key)).not.toBe(key)
})

test('the sizes that a page offers are those that differ', () => {
  expect(pictureSrcset('x', 1600).srcset).toBe(
    '/files/x-480.webp 480w, /files/x-960.webp 960w, /files/x-1600.webp 1600w',
  )
  expect(pictureSrcset('x', 700)).toEqual({
    src: '/files/x-960.webp',
    srcset: '/files/x-480.webp 480w, /files/x-960.webp 700w',
  })
  expect(pictureSrcset('x', 300, 'k').srcset).toBe('/files/x-480.webp?key=k 300w')
})

/** Keeps a picture for whoever holds the key. Out: its id and the key. */
async function keep(kith: Awaited<ReturnType<typeof openKith>>) {
  const key = newKey()
  const bytes = await photo()
  const kept = await keepPicture(kith, nobody, bytes, hashKey(key))
  if (!kept.ok) throw new Error(kept.error)
  return { ...kept.value, key }
}

test('a picture that is not public opens for its key and for moderators only', async () => {
  const kith = await openKith()
  const { id, key } = await keep(kith)
  const path = `/files/${id}-960.webp`
  const refused = await kith.visit(path)
  expect(refused.status).toBe(404)
  expect((await kith.visit(`${path}?key=${newKey()}`)).status).toBe(404)
  const own = await kith.visit(`${path}?key=${key}`)
  expect(own.status).toBe(200)
  expect(own.headers.get('content-type')).toBe('image/webp')
  expect(own.headers.get('cache-control')).toContain('no-store')
  expect(own.headers.get('content-security-policy')).toContain('sandbox')
  await kith.signIn('moderator')
  expect((await kith.visit(path)).status).toBe(200)
  await kith.signIn('welcomer')
  expect((await kith.visit(path)).status).toBe(404)
  expect((await kith.visit(`/files/${crypto.randomUUID()}-960.webp`)).status).toBe(404)
  expect((await kith.visit(`/files/${id}-961.webp`)).status).toBe(404)
  expect((await kith.visit('/files/..%2Fsecrets%2Fkith.key')).status).toBe(404)
})

test('a public picture is kept by caches for a minute only, and asked for again cheaply', async () => {
  const kith = await openKith()
  const { id } = await keep(kith)
  const app = new Hono<Env>()
  app.use((c, next) => {
    c.set('who', nobody)
    return next()
  })
  let open = true
  app.route(
    '/',
    fileRoutes(kith, async () => open),
  )
  const answer = await app.request(`/files/${id}-1200.jpg`)
  expect(answer.headers.get('content-type')).toBe('image/jpeg')
  expect(answer.headers.get('cache-control')).toBe('public, no-cache')
  const etag = answer.headers.get('etag') ?? ''
  expect(
    (await app.request(`/files/${id}-1200.jpg`, { headers: { 'if-none-match': etag } })).status,
  ).toBe(304)
  open = false
  expect(
    (await app.request(`/files/${id}-1200.jpg`, { headers: { 'if-none-match': etag } })).status,
  ).toBe(404)
})

test('a picture of a form that was never sent is forgotten after two days', async () => {
  const kith = await openKith()
  const [left, claimed] = [await keep(kith), await keep(kith)]
  await act(kith.db, { ...nobody, keyHash: hashKey(claimed.key) }, (tx) =>
    claimPicture(tx, claimed.id),
  )
  // Bytes whose transaction failed: no row speaks of them.
  const lost = crypto.randomUUID()
  await storeBytes(
    kith.config.dataFolder,
    lost,
    sizes.map(() => Buffer.from('lost')),
  )
  const longAgo = new Date(Date.now() - 3 * 86_400_000)
  const lostFolder = join(kith.config.dataFolder, 'files', lost.slice(0, 2))
  for (const size of sizes) await utimes(join(lostFolder, `${lost}-${size}`), longAgo, longAgo)
  try {
    moveClock(3 * 86_400_000)
    const { filesLater } = await import('./files.ts')
    await filesLater.jobs?.['house.forget']?.(kith.house, {} as never)
  } finally {
    moveClock(0)
  }
  const rows = await act(kith.db, kithItself, (tx) => tx.selectFrom('files').select('id').execute())
  expect(rows).toEqual([{ id: claimed.id }])
  const there = (id: string) =>
    readFile(join(kith.config.dataFolder, 'files', id.slice(0, 2), `${id}-480.webp`))
  await expect(there(left.id)).rejects.toThrow('ENOENT')
  await expect(there(lost)).rejects.toThrow('ENOENT')
  expect((await there(claimed.id)).length).toBeGreaterThan(0)
  await forgetPicture(kith.config, claimed.id)
  await expect(there(claimed.id)).rejects.toThrow('ENOENT')
})
