import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { act, withKey } from './db.ts'
import { pathOf, sizes, type Size } from './files.store.ts'
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

// A picture that was taken back has to leave the caches of others within a minute; asking again costs
// them a 304.
const forAll = 'public, max-age=60'
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

/**
 * Pictures at `/files/ID-480.webp` and so on: for everyone when `isPublic` says so, else for whoever the
 * database lets see them, or who holds the key (`?key=`) of what they belong to.
 */
export const fileRoutes = (deps: Deps, isPublic: IsPublic) =>
  new Hono<Env>().get(
    '/files/:name{[0-9a-f-]+\\.(?:webp|jpg)}',
    guard('file.read', (_, next) => next()),
    (c) => show(c, deps, isPublic),
  )
