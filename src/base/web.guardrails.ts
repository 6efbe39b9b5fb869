import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Config } from './config.ts'
import { same } from './secrets.ts'
import type { Ctx, Env } from './web.ts'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  // A recording is heard by its teller before it is sent.
  "media-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

// No page has a script or a style of its own, so the policy names no nonce and ready pages keep it.
const fixed = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), camera=(), microphone=(self), payment=()',
}

/** The headers that keep a page from being misused, on every answer. */
export const safeHeaders: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(fixed))
    if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  if (c.var.origin?.startsWith('https:'))
    c.res.headers.set('strict-transport-security', 'max-age=31536000')
  if (c.var.person) c.res.headers.set('cache-control', 'no-store')
  else if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-cache')
}

/** Where this Kith is, as the person asking sees it. Headers of proxies count only when one is trusted. */
export function originOf(c: Ctx, config: Config): string {
  if (config.origin) return config.origin
  const url = new URL(c.req.url)
  const host = c.req.header('host') ?? url.host
  const scheme = config.proxies > 0 ? c.req.header('x-forwarded-proto') : undefined
  return `${scheme === 'https' ? 'https' : 'http'}://${host}`
}

/** The network address that limits count: the socket's, or the one the trusted proxies name. */
export function networkOf(c: Context, config: Config): string {
  const socket =
    (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress ?? 'local'
  if (config.proxies === 0) return socket
  const named = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  return named.at(-config.proxies) || socket
}

function fromHere(c: Ctx): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site) return site === 'same-origin' || site === 'none'
  // Phones from before 2023 do not say where a form comes from in that header, but they name its origin.
  return c.req.header('origin') === c.var.origin
}

/** What was sent; null when it ends in the middle. One that is too large is bodyWithin's to answer. */
const formIn = (c: Ctx) =>
  c.req.parseBody({ all: true }).catch((problem: unknown) => {
    if (problem instanceof TypeError) return null
    throw problem
  })

/** Visitors carry no rights to misuse; a form of someone signed in carries their session's token. */
function holdsToken(c: Ctx, sent: unknown): boolean {
  const token = [sent].flat()[0]
  return !c.var.csrf || (typeof token === 'string' && same(token, c.var.csrf))
}

type Answer = (c: Ctx) => Response | Promise<Response>

/**
 * Lets a change in only from our own pages: where the browser says it comes from and, for someone signed
 * in, the token of their session that every form carries. `refuse` answers everything else, and `broken`
 * a form that ends in the middle.
 */
export const ownFormsOnly =
  (refuse: Answer, broken: Answer): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next()
    if (c.req.method !== 'POST') return c.notFound()
    const type = c.req.header('content-type') ?? ''
    const isForm =
      type.startsWith('application/x-www-form-urlencoded') || type.startsWith('multipart/form-data')
    if (!isForm || !fromHere(c)) return refuse(c)
    const form = await formIn(c)
    if (!form) return broken(c)
    return holdsToken(c, form['csrf']) ? next() : refuse(c)
  }

const megabyte = 1024 * 1024
/** Forms of words, and forms that carry a file, in megabytes. */
const limits = { words: 2, files: 30 }
// What is too large is still read to its end, up to here, so that the browser shows our answer instead
// of a broken connection; beyond this the connection is closed.
const drained = 400

async function drain(c: Ctx): Promise<void> {
  const { body } = c.req.raw
  if (!body) return
  let bytes = 0
  for await (const part of body) {
    bytes += part.byteLength
    if (bytes > drained * megabyte) return
  }
}

const carriesFile = (c: Ctx): boolean =>
  c.req.header('content-type')?.startsWith('multipart/form-data') ?? false

/**
 * Refuses a form that is too large, before any of it is kept. `refuse` is told the limit in megabytes.
 * `roomier`: addresses whose form may carry more than others, in megabytes.
 */
export const bodyWithin =
  (
    refuse: (c: Ctx, max: number) => Response | Promise<Response>,
    roomier: Readonly<Record<string, number>> = {},
  ): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (c.req.method !== 'POST') return next()
    const isFile = carriesFile(c)
    const max = isFile ? (roomier[c.req.path] ?? limits.files) : limits.words
    const length = Number(c.req.header('content-length') ?? Number.NaN)
    if (length > max * megabyte) {
      await drain(c)
      return refuse(c, max)
    }
    // What goes to the disk is counted there.
    if (Number.isFinite(length) || (isFile && c.req.path in roomier)) return next()
    // A form of unknown length (chunked) is counted while it is read.
    return bodyLimit({ maxSize: max * megabyte, onError: (over) => refuse(over as Ctx, max) })(
      c,
      next,
    )
  }
