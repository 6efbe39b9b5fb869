import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type { KnownCoalition } from './coalition.ts'
import { chooseLang, type Lang } from './i18n.ts'
import { dropCount, keepReady, packedAs, type ReadyPage, readyPage } from './pages.ts'
import type { Ctx, Env } from './web.ts'

const shown = new WeakMap<Ctx, string[]>()

/**
 * Says what the page shows, such as `stories` or `story:ID`. Visitors who are not signed in then get it
 * ready-made until one of these is dropped (`dropPages`).
 */
export const shows = (c: Ctx, tags: string[]): void => {
  shown.set(c, tags)
}

const cookieIn = (cookies: string | undefined, name: string): string | undefined => {
  if (!cookies?.includes(`${name}=`)) return undefined
  for (const part of cookies.split(';')) {
    const at = part.indexOf('=')
    if (part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

type Asked = {
  method: string
  /** Path and query as they were sent. */
  url: string
  host: string | undefined
  cookies: string | undefined
  accepts: string | undefined
}

// What the page of preferences writes, and nothing invented: each look fills a place of its own.
const lookPattern = /^(?:(?:large|largest|light|dark|own|calm)(?:\.|$)){0,4}$/

/** What tells visitors' pages apart; null when this visitor gets a page of their own. */
export function readyKey(
  asked: Asked,
  spoken: readonly Lang[],
  sessionCookie: string,
): string | null {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') return null
  const { cookies } = asked
  if (asked.url.length > 300 || asked.url.includes('lang=')) return null
  if (!cookies) return `${chooseLang(undefined, asked.accepts, spoken)} ${asked.host} ${asked.url}`
  if (cookieIn(cookies, sessionCookie)) return null
  const lang = chooseLang(cookieIn(cookies, 'lang'), asked.accepts, spoken)
  const look = cookieIn(cookies, 'look') ?? ''
  return lookPattern.test(look) ? `${lang}${look} ${asked.host} ${asked.url}` : null
}

/** The headers of a ready page that depend on how it is sent. */
function sent(page: ReadyPage, encodings: string | undefined): { body: Buffer; encoding: string } {
  if (encodings?.includes('br')) return { body: packedAs(page, 'br'), encoding: 'br' }
  if (encodings?.includes('gzip')) return { body: packedAs(page, 'gzip'), encoding: 'gzip' }
  return { body: page.plain, encoding: '' }
}

const full = new WeakMap<ReadyPage, Map<string, Record<string, string | number>>>()

function headersOf(page: ReadyPage, encoding: string, body: Buffer) {
  const known = full.get(page) ?? new Map()
  full.set(page, known)
  const made = known.get(encoding)
  if (made) return made
  const headers = {
    ...page.headers,
    etag: page.etag,
    'content-length': body.length,
    ...(encoding ? { 'content-encoding': encoding } : {}),
  }
  known.set(encoding, headers)
  return headers
}

/**
 * Answers a visitor straight from the ready pages, before anything else is done. Out: whether it did.
 * This is what a campaign seen by many costs: the bytes and little more.
 */
export function answerReady(
  request: IncomingMessage,
  response: ServerResponse,
  coalition: KnownCoalition,
  sessionCookie: string,
): boolean {
  const spoken = coalition.known()?.languages
  if (!spoken) return false
  const { headers } = request
  const key = readyKey(
    {
      method: request.method ?? '',
      url: request.url ?? '',
      host: headers.host,
      cookies: headers.cookie,
      accepts: headers['accept-language'],
    },
    spoken,
    sessionCookie,
  )
  const page = key === null ? undefined : readyPage(key)
  if (!page) return false
  if (headers['if-none-match'] === page.etag) {
    response.writeHead(304, { ...page.headers, etag: page.etag }).end()
    return true
  }
  const encodings = headers['accept-encoding']
  const { body, encoding } = sent(page, typeof encodings === 'string' ? encodings : undefined)
  response.writeHead(page.status, headersOf(page, encoding, body))
  response.end(request.method === 'HEAD' ? undefined : body)
  return true
}

function askedBy(c: Ctx): Asked {
  const url = new URL(c.req.url)
  return {
    method: c.req.method,
    url: url.pathname + url.search,
    host: c.req.header('host') ?? url.host,
    cookies: c.req.header('cookie'),
    accepts: c.req.header('accept-language'),
  }
}

/**
 * Whether the page was made from the cookies that its key was made from. `cookieIn` is quick and reads them
 * as browsers write them; a header written by hand could show others the page of a session or language.
 */
function readAlike(c: Ctx, sessionCookie: string): boolean {
  const cookies = c.req.header('cookie')
  const plain = (name: string) => (getCookie(c, name) ?? '') === (cookieIn(cookies, name) ?? '')
  return !c.var.person && !getCookie(c, sessionCookie) && plain('lang') && plain('look')
}

/** Whether a finished answer may be kept for the visitors to come. */
const mayBeKept = (c: Ctx): boolean =>
  (c.res.status === 200 || c.res.status === 410) && !c.res.headers.has('set-cookie')

/**
 * Listens to what a handler answers as HTML, so that the words need not be read back from the answer: that
 * costs as much as making a small page.
 */
function overhear(c: Ctx): { text: string | null } {
  const said: { text: string | null } = { text: null }
  const html = c.html.bind(c) as (text: string, ...rest: unknown[]) => Response
  const listening = (page: { toString(): string | Promise<string> }, ...rest: unknown[]) => {
    const text = page.toString()
    if (typeof text !== 'string') return text.then((whole) => html(whole, ...rest))
    said.text = text
    return html(text, ...rest)
  }
  c.html = listening as typeof c.html // of the same shape: it only looks on
  return said
}

/** Keeps what was answered, when its handler said what it shows. */
async function keepAnswer(c: Ctx, key: string, text: string | null, madeAt: number): Promise<void> {
  const tags = shown.get(c)
  if (!tags) return
  c.res.headers.set('cache-control', 'no-cache')
  c.res.headers.set('vary', 'accept-encoding, accept-language, cookie')
  const headers = Object.fromEntries(c.res.headers)
  delete headers['content-length']
  // A feed is no page of ours: it is read from its answer.
  const body = text ?? (await c.res.clone().text())
  const { status } = c.res
  const kept = keepReady(key, { status, headers, body, tags: [...tags, 'coalition'] }, madeAt)
  c.res.headers.set('etag', kept.etag)
}

/** Keeps what handlers marked with `shows`, and answers from it where `answerReady` was not asked. */
export const readyPages =
  (coalition: KnownCoalition, sessionCookie: string): MiddlewareHandler<Env> =>
  async (c, next) => {
    const madeAt = dropCount()
    const spoken = coalition.known()?.languages ?? []
    const key = readyKey(askedBy(c), spoken, sessionCookie)
    const page = key === null ? undefined : readyPage(key)
    if (page) {
      if (c.req.header('if-none-match') === page.etag) return c.body(null, 304, { etag: page.etag })
      // A copy in memory of its own type: the bytes are shared, and nobody changes them.
      return c.body(new Uint8Array(page.plain), page.status as 200, {
        ...page.headers,
        etag: page.etag,
      })
    }
    const said = overhear(c)
    await next()
    if (key === null || !mayBeKept(c) || !readAlike(c, sessionCookie)) return
    await keepAnswer(c, key, said.text, madeAt)
  }
