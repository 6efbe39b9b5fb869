import { openAsBlob } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { MiddlewareHandler } from 'hono'
import type { Config } from './config.ts'
import { hasRoom, soundPath } from './files.store.ts'
import type { Env } from './web.ts'

// What a form says beside its file: a token, a tick. A head names a field and a file.
const mostHead = 16 * 1024
const mostWords = 1024 * 1024
const mostParts = 100

// The same error as for any form that ends in the middle, so that it is answered in the same way.
const broken = () => new TypeError('This form ends in the middle')

/** The disk has no room for what somebody sends. */
export class NoRoom extends Error {
  override name = 'NoRoom'
}

type Part = { name: string; fileName: string | null; type: string }

const blank = Buffer.from('\r\n\r\n')

/** What the head of a part says of it (RFC 7578); quotes in names come as %22. */
function readHead(head: string): Part {
  const [, disposition = ''] = /^content-disposition: *form-data *;(.*)$/im.exec(head) ?? []
  const name = /(?:^|[; ])name="([^"]*)"/.exec(disposition)?.[1]
  if (name === undefined) throw broken()
  const fileName = /[; ]filename="([^"]*)"/.exec(disposition)?.[1] ?? null
  return { name, fileName, type: /^content-type: *([^\r\n]*)/im.exec(head)?.[1]?.trim() ?? '' }
}

/** Where the parts of a form go: words into memory, files to the disk. */
function keeper(dataFolder: string) {
  const form = new FormData()
  const paths: string[] = []
  let parts = 0
  let words = 0
  let part: Part | null = null
  let text: Buffer[] = []
  let file: FileHandle | null = null

  const begin = async (next: Part) => {
    if ((parts += 1) > mostParts) throw broken()
    part = next
    text = []
    if (next.fileName === null) return
    // The nightly tidying knows this name, should the house go down in the middle.
    const path = `${soundPath(dataFolder, crypto.randomUUID())}.half`
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    if (!(await hasRoom(dirname(path)))) throw new NoRoom()
    paths.push(path)
    file = await open(path, 'wx', 0o600)
  }
  const add = async (bytes: Buffer) => {
    if (file) return void (await file.writeFile(bytes))
    words += bytes.length
    if (words > mostWords) throw broken()
    text.push(Buffer.from(bytes))
  }
  const close = async () => {
    await file?.close()
    file = null
  }
  const end = async () => {
    if (!part) return
    await close()
    const { name, fileName, type } = part
    part = null
    if (fileName === null) form.append(name, Buffer.concat(text).toString('utf8'))
    else form.append(name, new File([await openAsBlob(paths.at(-1) ?? '')], fileName, { type }))
  }
  const forget = async () => {
    await close()
    for (const path of paths) await rm(path, { force: true })
  }
  return { form, begin, add, end, forget }
}
type Keeper = ReturnType<typeof keeper>

type Cut = { held: Buffer; at: 'before' | 'head' | 'inside' | 'end' }

/** Reads the head of a part, once it is there whole. Out: whether there may be more to read. */
async function readOnHead(cut: Cut, kept: Keeper): Promise<boolean> {
  const end = cut.held.indexOf(blank)
  if (end < 0 && cut.held.length > mostHead) throw broken()
  if (end < 0) return false
  await kept.begin(readHead(cut.held.toString('utf8', 0, end)))
  cut.held = cut.held.subarray(end + blank.length)
  cut.at = 'inside'
  return true
}

/** Reads what stands before the next border. Out: whether there may be more to read. */
async function readOnToBorder(cut: Cut, border: Buffer, kept: Keeper): Promise<boolean> {
  const found = cut.held.indexOf(border)
  // The last bytes may be the beginning of a border.
  const upTo = found < 0 ? Math.max(0, cut.held.length - border.length) : found
  if (cut.at === 'inside' && upTo > 0) await kept.add(cut.held.subarray(0, upTo))
  cut.held = cut.held.subarray(upTo)
  // A line's end follows, or the two strokes of the last border.
  if (found < 0 || cut.held.length < border.length + 2) return false
  await kept.end()
  cut.held = cut.held.subarray(border.length)
  cut.at = cut.held.toString('latin1', 0, 2) === '--' ? 'end' : 'head'
  return cut.at === 'head'
}

/** Cuts a form into its parts as it comes in; no more of it is held than the network gives at once. */
async function cutUp(body: AsyncIterable<Uint8Array>, boundary: string, most: number, to: Keeper) {
  const border = Buffer.from(`\r\n--${boundary}`)
  // The first border has no line before it.
  const cut: Cut = { held: Buffer.from('\r\n'), at: 'before' }
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > most) throw broken()
    cut.held = Buffer.concat([cut.held, chunk])
    while (cut.at === 'head' ? await readOnHead(cut, to) : await readOnToBorder(cut, border, to));
    if (cut.at === 'end') return
  }
  throw broken()
}

const noRoom = (problem: unknown) =>
  problem instanceof Error && 'code' in problem && problem.code === 'ENOSPC'

/**
 * Lets the forms with large files (`roomier`: addresses, with their most megabytes) go to the disk while they come
 * in, so that ten recordings at once do not fill the memory. What reads the form afterwards notices nothing; a form
 * that ends in the middle is one that is broken, and one that finds the disk full throws `NoRoom`.
 */
export const roomyToDisk =
  (
    { dataFolder }: Pick<Config, 'dataFolder'>,
    roomier: Readonly<Record<string, number>>,
  ): MiddlewareHandler<Env> =>
  async (c, next) => {
    const most = roomier[c.req.path]
    const type = c.req.header('content-type') ?? ''
    const boundary = /^multipart\/form-data;.*boundary="?([^";]{1,70})"?/i.exec(type)?.[1]
    const { body } = c.req.raw
    if (c.req.method !== 'POST' || !most || !boundary || !body) return next()
    const kept = keeper(dataFolder)
    const read = cutUp(body, boundary, most * 1024 * 1024, kept).then(
      () => kept.form,
      (problem: unknown) => {
        throw noRoom(problem) ? new NoRoom() : problem
      },
    )
    // Whoever reads the form hears of it.
    read.catch(() => {})
    // Hono waits for what stands here, whatever its type says.
    c.req.bodyCache.formData = read as unknown as FormData
    try {
      await next()
    } finally {
      await read.catch(() => {})
      await kept.forget()
    }
  }
