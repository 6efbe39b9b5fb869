import type { Context, MiddlewareHandler } from 'hono'
import type { Who } from './db.ts'
import type { Lang, T } from './i18n.ts'

/** Someone who is signed in. `roles` are those in the coalition. */
export type Person = { id: string; name: string; roles: string[] }

/** The coalition as every page knows it. */
export type Coalition = {
  name: string
  purpose: string
  place: string
  country: string
  town: { lat: number; lon: number } | null
  languages: Lang[]
  phone: string | null
  phoneHours: string | null
  email: string | null
  band: string
  action: string
  /** Reasons a story or an entry may be declined for, in the coalition's words. */
  rules: string[]
  open: boolean
  example: boolean
}

/** How a reader wants pages to look; from a small cookie. */
export type Look = {
  text?: 'large' | 'largest'
  theme?: 'light' | 'dark'
  font?: 'own'
  calm?: true
}

export type Env = {
  Variables: {
    who: Who
    person: Person | null
    lang: Lang
    dir: 'ltr' | 'rtl'
    t: T
    coalition: Coalition
    look: Look
    /** Goes into every form of someone signed in; empty for visitors, who carry no rights to misuse. */
    csrf: string
    path: string
    /** The address of this Kith without a slash at the end, such as https://kith.example.org. */
    origin: string
    /** Who is asking, as limits count: the network address. */
    network: string
    production: boolean
  }
}
export type Ctx = Context<Env>

/** An id in a path. Anything else is a page that does not exist. */
export const idPath = ':id{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}'

/** A private link's key in a path, as `newKey` makes it. */
export const keyPath = ':key{[A-Za-z0-9_-]{43}}'

/** Which cell of the permission table each guard stands for; the house test reads it. */
export const guards = new WeakMap<object, string>()

export function guard<G extends MiddlewareHandler<Env>>(cell: string, handler: G): G {
  guards.set(handler, cell)
  return handler
}

/**
 * What is absent and what is forbidden are the same page, so that nobody learns what exists by knocking.
 */
export const absent = (c: Ctx) => c.notFound()
