import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { z } from 'zod'
import type { Config } from '#base/config.ts'
import { newKey } from '#base/secrets.ts'
import type { Ctx } from '#base/web.ts'

/** The name of the session's cookie. `__Host-` binds it to exactly this site, which needs https. */
export const sessionCookie = (config: Config): string =>
  config.origin.startsWith('https:') ? '__Host-kith' : 'kith'
const askedCookie = (config: Config): string => `${sessionCookie(config)}-asked`

const safe = (config: Config): CookieOptions => ({
  httpOnly: true,
  sameSite: 'Lax',
  path: '/',
  secure: config.origin.startsWith('https:'),
})

export const tokenIn = (c: Ctx, config: Config): string | undefined =>
  getCookie(c, sessionCookie(config))

const longestDays = 180

/** On a shared computer the cookie goes when the browser closes; the session itself ends sooner or then. */
export const giveToken = (c: Ctx, config: Config, token: string, shared: boolean): void =>
  setCookie(c, sessionCookie(config), token, {
    ...safe(config),
    ...(shared ? {} : { maxAge: longestDays * 86_400 }),
  })

export const takeToken = (c: Ctx, config: Config) =>
  void deleteCookie(c, sessionCookie(config), safe(config))

/** What a browser remembers of asking, for ten minutes. It is its own and opens nothing by itself. */
const asking = z.object({
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  email: z.string().max(254),
  own: z.boolean(),
  to: z.string().max(500),
})
export type Asking = z.infer<typeof asking>

export function askingOf(c: Ctx, config: Config): Asking | null {
  try {
    const text = Buffer.from(getCookie(c, askedCookie(config)) ?? '', 'base64url').toString()
    return asking.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // None, or not ours.
    return null
  }
}

export function rememberAsking(
  c: Ctx,
  config: Config,
  told: Omit<Asking, 'key'>,
  minutes: number,
): string {
  const key = newKey()
  const text = Buffer.from(JSON.stringify({ key, ...told })).toString('base64url')
  setCookie(c, askedCookie(config), text, { ...safe(config), maxAge: minutes * 60 })
  return key
}

export const forgetAsking = (c: Ctx, config: Config) =>
  void deleteCookie(c, askedCookie(config), safe(config))
