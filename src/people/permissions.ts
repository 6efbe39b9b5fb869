import { type Ctx, type Env, guard } from '#base/web.ts'
import type { MiddlewareHandler } from 'hono'

/**
 * Who may do what: the one table (trust.md §2), read by every route through `may`, and kept again by
 * row-level security in the database. `anyone` needs no account; `signed-in` is everyone with one; the
 * rest are roles in the coalition. Whose record it is (their own, their organisation's, the one that a
 * private link opens) is the condition that the record's query and policy keep.
 */
export const permissions = {
  page: { read: ['anyone'] },
  preference: { change: ['anyone'] },
  health: { read: ['anyone'] },
  example: { remove: ['secretary'] },
  setup: { create: ['anyone'] },
  'sign-in': { create: ['anyone'] },
  session: { read: ['signed-in'], end: ['signed-in'], leave: ['anyone'] },
  desk: { read: ['secretary', 'moderator', 'welcomer', 'safeguarding-lead', 'panel'] },
  coalition: { change: ['secretary'] },
  outbox: { read: ['secretary'], change: ['secretary'] },
  membership: {
    create: ['anyone'],
    answer: ['anyone'],
    read: ['secretary'],
    'create-for': ['secretary'],
    decide: ['secretary'],
  },
  directory: { read: ['anyone'] },
  import: { create: ['secretary'], undo: ['secretary'] },
  story: {
    create: ['anyone'],
    read: ['anyone'],
    change: ['anyone'],
    decide: ['moderator'],
    edit: ['moderator'],
    // What came by telephone or on paper.
    enter: ['moderator'],
  },
  // What somebody agreed to, and what they said of it by telephone or letter.
  consent: { read: ['moderator'], end: ['moderator'] },
  collection: { read: ['anyone'], change: ['moderator'] },
  campaign: { read: ['anyone'], tell: ['anyone'], change: ['secretary', 'moderator'] },
  // Everything a member needs to pass a campaign on; that they are one is what the database says.
  kit: { read: ['signed-in'] },
  edition: { read: ['moderator'], change: ['moderator'], print: ['moderator'] },
  report: { create: ['anyone'], decide: ['moderator'] },
  // A decision that somebody asks another moderator to look at again.
  appeal: { create: ['anyone'], decide: ['moderator'] },
  feed: { read: ['anyone'] },
  file: { read: ['anyone'] },
  search: { read: ['anyone'] },
} as const satisfies Record<string, Record<string, readonly string[]>>

type Table = typeof permissions
type Cell<O extends keyof Table> = keyof Table[O] & string

/** Whether someone with these roles (null: not signed in) may do this to some record of the kind. */
export function can(allowed: readonly string[], roles: readonly string[] | null): boolean {
  if (allowed.includes('anyone')) return true
  if (!roles) return false
  return allowed.includes('signed-in') || roles.some((role) => allowed.includes(role))
}

type Answer = () => Response | Promise<Response>
const afterTheEnd = new WeakMap<Ctx, Answer>()

/** Notes that this browser was signed in until its session ended, and what it is told where it may not. */
export const sessionHasEnded = (c: Ctx, answer: Answer): void => void afterTheEnd.set(c, answer)

/**
 * Who may not, gets the page of what is not there. Only a browser that was signed in a while ago hears
 * that it has to sign in again: a desk must not seem to be gone after lunch.
 */
const refuse = (c: Ctx): Response | Promise<Response> => afterTheEnd.get(c)?.() ?? c.notFound()

/** The guard that a route names: one cell of the table. */
export function may<O extends keyof Table>(object: O, action: Cell<O>): MiddlewareHandler<Env> {
  const allowed = (permissions[object] as Record<string, readonly string[]>)[action] ?? []
  return guard(`${object}.${action}`, (c: Ctx, next) =>
    can(allowed, c.var.person?.roles ?? null) ? next() : Promise.resolve(refuse(c)),
  )
}
