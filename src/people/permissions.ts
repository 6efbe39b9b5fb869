import { type Ctx, type Env, guard } from '#base/web.ts'
import type { MiddlewareHandler } from 'hono'

/**
 * Who may do what: the one table (trust.md §2), read by every route through `may`, and kept again by
 * row-level security in the database. `anyone` needs no account; `signed-in` is everyone with one; the
 * rest are roles in the coalition. Whose record it is (their own, their organisation's, the one that a
 * private link opens) is the condition that the record's query and policy keep.
 */
export const permissions = {
  account: { read: ['signed-in'], delete: ['signed-in'] },
  log: {
    read: ['secretary', 'safeguarding-lead'],
    check: ['secretary', 'safeguarding-lead'],
    export: ['secretary', 'safeguarding-lead'],
  },
  retention: { read: ['secretary'], try: ['secretary'] },
  page: { read: ['anyone'] },
  preference: { change: ['anyone'] },
  health: { read: ['anyone'] },
  // The records of the Online Safety Act, and the words of the public terms.
  duty: { read: ['secretary'], change: ['secretary'] },
  example: { remove: ['secretary'] },
  setup: { create: ['anyone'] },
  'sign-in': { create: ['anyone'] },
  session: { read: ['signed-in'], end: ['signed-in'], leave: ['anyone'], prove: ['signed-in'] },
  // Codes on paper and passkeys of one's own; a session has to show more before it changes them.
  factor: { read: ['signed-in'], change: ['signed-in'] },
  people: { read: ['secretary'], codes: ['secretary'] },
  role: {
    give: ['secretary'],
    take: ['secretary'],
    leave: ['secretary', 'moderator', 'welcomer', 'safeguarding-lead', 'panel'],
  },
  desk: { read: ['secretary', 'moderator', 'welcomer', 'safeguarding-lead', 'panel'] },
  coalition: { change: ['secretary'] },
  handover: { read: ['secretary'], change: ['secretary'] },
  promise: { change: ['secretary'] },
  reply: { change: ['secretary'] },
  rhythm: { change: ['secretary'] },
  welcome: { send: ['secretary', 'welcomer'] },
  outbox: { read: ['secretary'], change: ['secretary'] },
  membership: {
    create: ['anyone'],
    answer: ['anyone'],
    read: ['secretary'],
    'create-for': ['secretary'],
    decide: ['secretary'],
    export: ['secretary'],
  },
  directory: { read: ['anyone'] },
  // Whose entry it is (they speak for it, or run the office) is kept by its query.
  entry: { mine: ['signed-in'], change: ['signed-in'], keep: ['secretary'] },
  representative: {
    read: ['signed-in'],
    invite: ['signed-in'],
    change: ['signed-in'],
    leave: ['signed-in'],
    remove: ['secretary'],
    enter: ['secretary'],
  },
  invitation: { answer: ['anyone'] },
  claim: { create: ['anyone'], answer: ['anyone'], decide: ['secretary'] },
  freshness: { answer: ['anyone'], call: ['secretary'], read: ['secretary'] },
  label: { print: ['secretary'] },
  import: { create: ['secretary'], undo: ['secretary'] },
  register: { load: ['secretary'], remove: ['secretary'] },
  topic: { change: ['secretary'] },
  twin: { read: ['secretary'], decide: ['secretary'] },
  merge: { create: ['secretary'], read: ['secretary'], undo: ['secretary'] },
  story: {
    create: ['anyone'],
    read: ['anyone'],
    change: ['anyone'],
    decide: ['moderator'],
    edit: ['moderator'],
    translate: ['moderator'],
    // What came by telephone or on paper.
    enter: ['moderator'],
  },
  // By a private link, for whoever was asked to translate a story.
  translation: { write: ['anyone'] },
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
  // What a story led to.
  effect: { note: ['moderator'] },
  feed: { read: ['anyone'] },
  file: { read: ['anyone'] },
  search: { read: ['anyone'] },
} as const satisfies Record<string, Record<string, readonly string[]>>

/**
 * What could harm many people at once, or one for good: exports, roles, codes in somebody's name, an account
 * that goes. A session has to show a second factor for it (proof.rules.ts says what counts). Each name is a
 * cell of the table above.
 */
export const needsSecondFactor: ReadonlySet<string> = new Set([
  'role.give',
  'role.take',
  'role.leave',
  'people.codes',
  'membership.export',
  'log.export',
  'account.delete',
])

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

const standings = new WeakMap<Ctx, { sure: () => boolean; ask: Answer }>()

/** Notes what the session has shown, and how it is asked for more. */
export const sessionHasShown = (c: Ctx, sure: () => boolean, ask: Answer): void =>
  void standings.set(c, { sure, ask })

/** Whether the session that asks may do what needs a second factor. */
export const isSureNow = (c: Ctx): boolean => standings.get(c)?.sure() ?? false

/** Asks the session that is not sure for more: a page on the way to it, or back from a form. */
export const askAgain = (c: Ctx): Response | Promise<Response> =>
  standings.get(c)?.ask() ?? c.notFound()

/**
 * The guard that a route names: one cell of the table. Who has the role but has not just shown a second
 * factor, where the cell needs one, is asked for it.
 */
export function may<O extends keyof Table>(object: O, action: Cell<O>): MiddlewareHandler<Env> {
  const allowed = (permissions[object] as Record<string, readonly string[]>)[action] ?? []
  const cell = `${object}.${action}`
  return guard(cell, (c: Ctx, next) => {
    if (!can(allowed, c.var.person?.roles ?? null)) return Promise.resolve(refuse(c))
    if (needsSecondFactor.has(cell) && !isSureNow(c)) return Promise.resolve(askAgain(c))
    return next()
  })
}
