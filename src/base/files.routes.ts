import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { act, kithItself, withKey } from './db.ts'
import { pathOf, sizes, type Size, soundPath } from './files.store.ts'
import type { JobDeps } from './jobs.ts'
import { hashKey } from './secrets.ts'
import { type Ctx, type Env, guard } from './web.ts'

type Deps = Pick<JobDeps, 'db' | 'config'>
type IsPublic = (id: string) => Promise<boolean>

const namePattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(.+)$/

function readName(name: string): { id: string; size: Size } | null {
  const [, id, rest] = namePattern.exec(name) ?? []
  const size = sizes.find((one) => one === rest)
  return id && size ? { id, size } : null
}

/** Whether row-level security lets who is asking, or the key in the address, see the row of this file. */
async function mayRead(c: Ctx, { db }: Deps, id: string): Promise<boolean> {
  const key = c.req.query('key')
  const who = key ? withKey(c.var.who, hashKey(key.slice(0, 200))) : c.var.who
  const row = await act(db, who, (tx) =>
    tx.selectFrom('files').select('id').where('id', '=', id).executeTakeFirst(),
  )
  return row !== undefined
}

// A picture that was taken back is shown again by nobody's cache: each showing asks first, which costs a 304.
const forAll = 'public, no-cache'
const forOne = 'private, no-store'

async function show(c: Ctx, deps: Deps, isPublic: IsPublic) {
  const name = readName(c.req.param('name') ?? '')
  if (!name) return c.notFound()
  const { id, size } = name
  const open = await isPublic(id)
  if (!open && !(await mayRead(c, deps, id))) return c.notFound()
  // The bytes under an id never change.
  const headers = {
    'cache-control': open ? forAll : forOne,
    etag: `"${id.slice(0, 8)}-${size}"`,
    'content-type': size.endsWith('.jpg') ? 'image/jpeg' : 'image/webp',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline',
  }
  if (c.req.header('if-none-match') === headers.etag) return c.body(null, 304, headers)
  const bytes = await readFile(pathOf(deps.config.dataFolder, id, size)).catch(() => null)
  return bytes ? c.body(new Uint8Array(bytes), 200, headers) : c.notFound()
}

// Where a player goes on, as it asks for it: "bytes=0-", "bytes=500-999" or "bytes=-500"; one part at a time.
const rangePattern = /^bytes=(\d*)-(\d*)$/

/** The part of a sound that is asked for, first and last byte; null when there is no such part. */
export function partOf(asked: string, size: number): { first: number; last: number } | null {
  const [, from = '', to = ''] = rangePattern.exec(asked.trim()) ?? []
  if (from === '' && to === '') return null
  const [first, last] =
    from === ''
      ? [Math.max(0, size - Number(to)), size - 1]
      : [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)]
  return first <= last && first < size ? { first, last } : null
}

const soundHeaders = (id: string, type: string, open: boolean): Record<string, string> => ({
  // What was taken back is not played again from anywhere: every play asks first.
  'cache-control': open ? 'no-cache' : forOne,
  etag: `"${id.slice(0, 8)}-sound"`,
  'accept-ranges': 'bytes',
  'content-type': type,
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'content-disposition': 'inline; filename="story"',
})

/** The part that a player asks for, or all of it. */
function sendPart(c: Ctx, path: string, size: number, headers: Record<string, string>) {
  const asked = c.req.header('range')
  const part = asked ? partOf(asked, size) : { first: 0, last: size - 1 }
  if (!part) return c.body(null, 416, { ...headers, 'content-range': `bytes */${size}` })
  const { first, last } = part
  const status = asked ? 206 : 200
  const range = asked ? { 'content-range': `bytes ${first}-${last}/${size}` } : {}
  const all = { ...headers, ...range, 'content-length': String(last - first + 1) }
  if (c.req.method === 'HEAD') return c.body(null, status, all)
  const stream = Readable.toWeb(createReadStream(path, { start: first, end: last }))
  return c.body(stream as ReadableStream, status, all) // Node's own type of the same thing
}

/** Plays a sound to whoever may read what it belongs to, from where their player asks. */
async function play(c: Ctx, deps: Deps, isPublic: IsPublic) {
  const id = (c.req.param('name') ?? '').slice(0, 36)
  const open = await isPublic(id)
  const row = await soundRow(c, deps, id, open)
  if (!row) return c.notFound()
  const path = soundPath(deps.config.dataFolder, id)
  const size = await stat(path).then(
    (file) => file.size,
    () => 0,
  )
  if (size === 0) return c.notFound()
  const headers = soundHeaders(id, row.type, open)
  return c.req.header('if-none-match') === headers['etag']
    ? c.body(null, 304, headers)
    : sendPart(c, path, size, headers)
}

/** The row of a sound that who is asking may hear. */
async function soundRow(c: Ctx, { db }: Deps, id: string, open: boolean) {
  const key = c.req.query('key')
  const asking = key ? withKey(c.var.who, hashKey(key.slice(0, 200))) : c.var.who
  return act(db, open ? kithItself : asking, (tx) =>
    tx
      .selectFrom('files')
      .select('type')
      .where('id', '=', id)
      .where('kind', '=', 'sound')
      .executeTakeFirst(),
  )
}

/**
 * Pictures at `/files/ID-480.webp` and so on: for everyone when `isPublic` says so, else for whoever the
 * database lets see them, or who holds the key (`?key=`) of what they belong to. Sounds at `/files/ID-sound`.
 */
export const fileRoutes = (deps: Deps, isPublic: IsPublic) =>
  new Hono<Env>()
    .get(
      '/files/:name{[0-9a-f-]+\\.(?:webp|jpg)}',
      guard('file.read', (_, next) => next()),
      (c) => show(c, deps, isPublic),
    )
    .get(
      '/files/:name{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-sound}',
      guard('file.read', (_, next) => next()),
      (c) => play(c, deps, isPublic),
    )
