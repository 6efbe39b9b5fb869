import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, expect, test, vi } from 'vitest'
import * as store from './files.store.ts'
import type { Env } from './web.ts'
import { NoRoom, roomyToDisk } from './web.parts.ts'

const dataFolder = await mkdtemp(join(tmpdir(), 'kith-parts-'))
afterAll(() => rm(dataFolder, { recursive: true }))

const onDisk = async () =>
  (await readdir(dataFolder, { recursive: true })).filter((name) => name.endsWith('.half'))

// What a form says that was read: its words, and the bytes of its file.
const app = new Hono<Env>()
  .use(roomyToDisk({ dataFolder }, { '/sound': 1 }))
  .post('/sound', async (c) => {
    const form = await c.req.parseBody({ all: true }).catch((problem: unknown) => {
      if (problem instanceof NoRoom) return 'no room'
      return null
    })
    if (form === 'no room') return c.text(form, 507)
    if (!form) return c.text('broken', 400)
    const { sound, ...words } = form
    const file = sound instanceof File ? sound : null
    const bytes = file && Buffer.from(await file.arrayBuffer()).toString('latin1')
    const halves = (await onDisk()).length
    return c.json({ words, name: file?.name, type: file?.type, bytes, halves })
  })

const head = (name: string, more = '') => `Content-Disposition: form-data; name="${name}"${more}`
const form = (bytes: string) =>
  [
    '--b',
    head('csrf'),
    '',
    'zoë',
    '--b',
    head('sound', '; filename="me.mp3"'),
    'Content-Type: audio/mpeg',
    '',
    bytes,
    '--b',
    head('remove'),
    '',
    '',
    '--b--',
    '',
  ].join('\r\n')

/** Sends a form in pieces of this size, as a slow telephone does. */
function send(body: string, piece: number): Promise<Response> {
  const bytes = Buffer.from(body, 'utf8')
  const stream = new ReadableStream({
    start(to) {
      for (let at = 0; at < bytes.length; at += piece)
        to.enqueue(new Uint8Array(bytes.subarray(at, at + piece)))
      to.close()
    },
  })
  const init = {
    method: 'POST',
    body: stream,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    duplex: 'half',
  }
  return Promise.resolve(app.request('http://localhost/sound', init as RequestInit))
}

test.each([1, 2, 7, 64, 100_000])('a form in pieces of %i bytes is read whole', async (piece) => {
  const bytes = 'ID3 \r\n--a\r\n--\r\n\r\n-- b--'
  const read = await send(form(bytes), piece)
  expect(await read.json()).toEqual({
    words: { csrf: 'zoë', remove: '' },
    name: 'me.mp3',
    type: 'audio/mpeg',
    bytes,
    halves: 1,
  })
  expect(await onDisk()).toEqual([])
})

test.each([
  ['that ends in the middle', form('x').slice(0, -60)],
  ['that never ends a head', `--b\r\n${'x'.repeat(40_000)}`],
  ['whose part has no name', '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n'],
  ['larger than it may be', form('x'.repeat(1_100_000))],
  ['of nothing', ''],
])('a form %s is broken, and leaves nothing on the disk', async (_, body) => {
  expect((await send(body, 5000)).status).toBe(400)
  expect(await onDisk()).toEqual([])
})

test('a form that finds the disk full says so, and leaves nothing on it', async () => {
  const full = vi.spyOn(store, 'hasRoom').mockResolvedValue(false)
  try {
    expect((await send(form('x'.repeat(5000)), 700)).status).toBe(507)
  } finally {
    full.mockRestore()
  }
  expect(await onDisk()).toEqual([])
})
