import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result } from './result.ts'

/** The sizes that a picture is kept in: WebP for pages, one JPEG for where it is shared. */
export const sizes = ['480.webp', '960.webp', '1600.webp', '1200.jpg'] as const
export type Size = (typeof sizes)[number]

// The database lies on the same disk and comes first: pictures leave it this much.
const reserve = 64 * 1024 * 1024
const isFull = (problem: unknown) =>
  problem instanceof Error &&
  'code' in problem &&
  ['ENOSPC', 'EDQUOT'].includes(String(problem.code))

const folderOf = (dataFolder: string, id: string) => join(dataFolder, 'files', id.slice(0, 2))

/** Where the bytes of one size lie. */
export const pathOf = (dataFolder: string, id: string, size: Size): string =>
  join(folderOf(dataFolder, id), `${id}-${size}`)

/** Where the bytes of a sound lie. */
export const soundPath = (dataFolder: string, id: string): string =>
  join(folderOf(dataFolder, id), `${id}-sound`)

/** Whether the disk under this folder has more left than the database needs. */
export async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize >= reserve
}

async function sync(path: string): Promise<void> {
  const handle = await open(path)
  await handle.sync().finally(() => handle.close())
}

const partSize = 1024 * 1024

/** What is large comes in parts, so that a recording never stands in memory whole. */
async function* partsOf(bytes: Uint8Array | Blob): AsyncGenerator<Uint8Array> {
  if (bytes instanceof Uint8Array) return yield bytes
  for (let at = 0; at < bytes.size; at += partSize)
    yield new Uint8Array(await bytes.slice(at, at + partSize).arrayBuffer())
}

/** Writes a file that is there whole or not at all, also when the power fails. */
export async function writeWhole(path: string, bytes: Uint8Array | Blob): Promise<void> {
  const half = `${path}.half`
  const handle = await open(half, 'w', 0o600)
  try {
    for await (const part of partsOf(bytes)) await handle.writeFile(part)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(half, path)
}

/** Removes the bytes of a picture in all its sizes, or of a sound; what is not there is fine. */
export async function removeBytes(dataFolder: string, id: string): Promise<void> {
  for (const path of [
    ...sizes.map((size) => pathOf(dataFolder, id, size)),
    soundPath(dataFolder, id),
  ])
    for (const one of [path, `${path}.half`]) await rm(one, { force: true })
}

/** Keeps a picture's sizes, all or none: a full disk leaves nothing behind. */
export function storeBytes(
  dataFolder: string,
  id: string,
  pictures: readonly Uint8Array[],
  write: (path: string, bytes: Uint8Array) => Promise<void> = writeWhole,
): Promise<Result<null, 'no-room'>> {
  const named = sizes.flatMap((size, at) => {
    const bytes = pictures[at]
    return bytes ? [{ path: pathOf(dataFolder, id, size), bytes }] : []
  })
  return storeAll(dataFolder, id, named, write)
}

/** Keeps a sound, whole or not at all. */
export const storeSound = (
  dataFolder: string,
  id: string,
  bytes: Blob,
): Promise<Result<null, 'no-room'>> =>
  storeAll(dataFolder, id, [{ path: soundPath(dataFolder, id), bytes }], writeWhole)

async function storeAll<Bytes>(
  dataFolder: string,
  id: string,
  named: readonly { path: string; bytes: Bytes }[],
  write: (path: string, bytes: Bytes) => Promise<void>,
): Promise<Result<null, 'no-room'>> {
  const folder = folderOf(dataFolder, id)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (!(await hasRoom(folder))) return err('no-room')
    for (const { path, bytes } of named) await write(path, bytes)
    await sync(folder)
    return ok(null)
  } catch (problem) {
    await removeBytes(dataFolder, id)
    if (isFull(problem)) return err('no-room')
    throw problem
  }
}

/** How many bytes one size has; 0 when it is not there. */
export async function bytesOf(dataFolder: string, id: string, size: Size): Promise<number> {
  try {
    return (await stat(pathOf(dataFolder, id, size))).size
  } catch {
    return 0
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/** The ids whose bytes lie here since before this moment. A transaction that failed may have left them. */
export async function storedBefore(dataFolder: string, before: Date): Promise<Set<string>> {
  const ids = new Set<string>()
  const root = join(dataFolder, 'files')
  const names = await readdir(root, { recursive: true }).catch(() => [])
  for (const name of names) {
    const id = uuid.exec(name.split(/[/\\]/).at(-1) ?? '')?.[0]
    if (!id || ids.has(id)) continue
    // A file may leave while we look.
    const found = await stat(join(root, name)).catch(() => null)
    if (found && found.mtime < before) ids.add(id)
  }
  return ids
}
