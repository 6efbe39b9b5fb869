import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { type QueryExecutorProvider, sql } from 'kysely'

export type Packing = 'br' | 'gzip'

/** A page made ready: its bytes, and what it shows. They are packed when a browser first asks for it so. */
export type ReadyPage = {
  status: number
  headers: Record<string, string>
  etag: string
  plain: Buffer
  packed: Partial<Record<Packing, Buffer>>
  tags: ReadonlySet<string>
}

const kept = new Map<string, ReadyPage>()
const byTag = new Map<string, Set<string>>()
let room = 64 * 1024 * 1024
let drops = 0

// What packing will add is counted from the beginning: about a third of the words, twice.
const sizeOf = (page: ReadyPage) => Math.round(page.plain.length * 1.7)

const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

/** The bytes of a ready page, packed as this browser takes them. */
export function packedAs(page: ReadyPage, packing: Packing): Buffer {
  const known = page.packed[packing]
  if (known) return known
  const made =
    packing === 'br' ? brotliCompressSync(page.plain, quality) : gzipSync(page.plain, { level: 6 })
  page.packed[packing] = made
  return made
}

function forget(key: string): void {
  const page = kept.get(key)
  if (!page) return
  kept.delete(key)
  room += sizeOf(page)
  for (const tag of page.tags) {
    byTag.get(tag)?.delete(key)
    if (byTag.get(tag)?.size === 0) byTag.delete(tag)
  }
}

/** The page that is ready under this key (address and variant), if there is one. */
export const readyPage = (key: string): ReadyPage | undefined => kept.get(key)

/** How often pages were dropped: read before a page is made, given back to `keepReady`. */
export const dropCount = (): number => drops

/**
 * Keeps a page for the visitors to come. When anything was dropped since `madeAt`, the page may show what
 * is gone, and is not kept. The oldest pages leave when 64 MB are full.
 */
export function keepReady(
  key: string,
  made: { status: number; headers: Record<string, string>; body: string; tags: Iterable<string> },
  madeAt: number,
): ReadyPage {
  const plain = Buffer.from(made.body)
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  const page: ReadyPage = {
    status: made.status,
    headers: made.headers,
    etag,
    plain,
    packed: {},
    tags: new Set(made.tags),
  }
  if (madeAt !== drops) return page
  forget(key)
  kept.set(key, page)
  room -= sizeOf(page)
  for (const tag of page.tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(key))
  for (const oldest of kept.keys()) {
    if (room >= 0) break
    forget(oldest)
  }
  return page
}

const listeners = new Set<(tags: readonly string[]) => void>()

/** Calls back whenever pages are dropped, with what they showed. Out: stops it. */
export function onDrop(listener: (tags: readonly string[]) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Drops every ready page that shows one of these things, in this process. `*` drops all. */
export function dropHere(tags: readonly string[]): void {
  drops += 1
  for (const listener of listeners) listener(tags)
  for (const tag of tags) {
    const keys = tag === '*' ? [...kept.keys()] : [...(byTag.get(tag) ?? [])]
    for (const key of keys) forget(key)
  }
}

/** The channel of PostgreSQL on which processes tell each other what to drop. */
export const channel = 'kith_pages'
const pending = new WeakMap<object, Set<string>>()

/**
 * Drops the ready pages that show these things, in every process, when this transaction commits:
 * `NOTIFY` is part of the transaction, so pages change exactly when what they show does.
 */
export async function dropPages(tx: QueryExecutorProvider, tags: string[]): Promise<void> {
  const known = pending.get(tx)
  for (const tag of tags) known?.add(tag)
  // A notice holds 8,000 bytes; a change that wide (an import) drops everything.
  const text = tags.length > 100 ? '*' : tags.join(' ')
  await sql`select pg_notify(${channel}, ${text})`.execute(tx)
}

/** Lets this process drop its own pages at once after commit, before the notice comes round. */
export function afterCommit() {
  const tags = new Set<string>()
  return {
    follow: (tx: object) => void pending.set(tx, tags),
    now: () => void (tags.size > 0 && dropHere([...tags])),
  }
}
