import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { Hono } from 'hono'
import type { Env } from '#base/web.ts'

/** The style, the scripts, the fonts and the logo, as look/build.ts leaves them. */
const folder = new URL('../../build/look/', import.meta.url)

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}
type Encoding = 'br' | 'gzip' | 'identity'
type Bytes = Uint8Array<ArrayBuffer>
type Asset = {
  type: string
  etag: string
  bytes: { identity: Bytes; br: Bytes | null; gzip: Bytes | null }
}

let manifest: Record<string, string> | undefined
const kept = new Map<string, Asset | null>()

function readManifest(): Record<string, string> {
  try {
    return JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'))
  } catch {
    // Not built yet: pages still answer, without a style, and the build says how.
    return {}
  }
}

/** The address of a built file by its plain name: `asset('kith.css')` gives "/look/kith.3f2a….css". */
export function asset(name: string): string {
  manifest ??= readManifest()
  return `/look/${manifest[name] ?? name}`
}

/** Reads the manifest again after a build in the same process. */
export function forgetAssets(): void {
  manifest = undefined
  kept.clear()
}

const readIf = (name: string): Bytes | null => {
  try {
    return new Uint8Array(readFileSync(new URL(name, folder)))
  } catch {
    return null
  }
}

function load(name: string): Asset | null {
  manifest ??= readManifest()
  // Only names that the build wrote: nothing in an address becomes a path.
  if (!Object.values(manifest).includes(name)) return null
  const found = kept.get(name)
  if (found !== undefined) return found
  const identity = readIf(name)
  const type = TYPES[extname(name)]
  const read =
    identity && type
      ? {
          type,
          etag: `"${name}"`,
          bytes: { identity, br: readIf(`${name}.br`), gzip: readIf(`${name}.gz`) },
        }
      : null
  kept.set(name, read)
  return read
}

/** The best encoding that the browser accepts and the build made. `q=0` refuses one. */
export function encodingFor(accepts: string, has: (encoding: 'br' | 'gzip') => boolean): Encoding {
  const wanted = accepts
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q=/))
    .filter(([, quality]) => quality === undefined || Number(quality) > 0)
    .map(([name]) => name)
  for (const encoding of ['br', 'gzip'] as const) {
    if (wanted.includes(encoding) && has(encoding)) return encoding
  }
  return 'identity'
}

/** Answers /look/…: the hash is in the name, so a browser keeps it for a year and never asks again. */
export const lookFiles = () =>
  new Hono<Env>().get('/look/:name', (c) => {
    const file = load(c.req.param('name'))
    // Before anyone has asked who is there: this answer has no page around it.
    if (!file) return c.text('There is no such file.', 404)
    const headers = {
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': file.type,
      etag: file.etag,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      // The page's own origin is not enough for fonts asked for with CORS from an embed.
      'cross-origin-resource-policy': 'cross-origin',
    }
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers)
    const encoding = encodingFor(
      c.req.header('accept-encoding') ?? '',
      (e) => file.bytes[e] !== null,
    )
    const bytes = file.bytes[encoding] ?? file.bytes.identity
    return c.body(
      bytes,
      200,
      encoding === 'identity' ? headers : { ...headers, 'content-encoding': encoding },
    )
  })
