import type { MiddlewareHandler } from 'hono'
import { act, kithItself } from '#base/db.ts'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import type { Ctx, Env } from '#base/web.ts'
import { giveToken, takeToken, tokenIn } from './cookies.routes.ts'
import { sessionHasEnded, sessionHasShown } from './permissions.ts'
import { csrfOf, endSessionOf, insertSession, noteUse, sessionOf } from './sessions.queries.ts'
import { deviceOf, safePath } from './sign-in.rules.ts'
import { isSure, type Proofs } from './proof.rules.ts'
import { NotSurePage } from './again.views.tsx'
import { EndedPage } from './sign-in.views.tsx'

const pathOf = (address: string | undefined): string => {
  const url = URL.parse(address ?? '')
  return url ? url.pathname + url.search : ''
}

/** What was written into the form that is being sent, to be shown so that nobody writes it twice. */
async function writtenIn(c: Ctx): Promise<string[]> {
  const body = await c.req.parseBody({ all: true })
  return Object.entries(body)
    .filter(([name]) => name !== 'csrf' && name !== 'once')
    .flatMap(([, value]) => [value].flat())
    .flatMap((value) => (typeof value === 'string' && value.trim() !== '' ? [value] : []))
}

const reads = (c: Ctx) => c.req.method === 'GET' || c.req.method === 'HEAD'

/** Where somebody comes back to: this page, or the one whose form they sent. */
const backTo = (c: Ctx, otherwise: string) =>
  encodeURIComponent(safePath(reads(c) ? c.var.path : pathOf(c.req.header('referer')), otherwise))

/** To signing in and back. */
async function signInAgain(c: Ctx): Promise<Response> {
  const href = `/sign-in?to=${backTo(c, '/desk')}`
  if (reads(c)) return c.redirect(href, 303)
  const written = await writtenIn(c)
  c.header('cache-control', 'no-store')
  return c.html(<EndedPage c={c} written={written} href={href} />, 403)
}

/** To showing once more who one is, and back. */
async function showAgain(c: Ctx): Promise<Response> {
  const href = `/sign-in/again?to=${backTo(c, '/account')}`
  if (reads(c)) return c.redirect(href, 303)
  return c.html(<NotSurePage c={c} written={await writtenIn(c)} href={href} />, 403)
}

const shown = new WeakMap<Ctx, Proofs>()
const noteProofs = (c: Ctx, proofs: Proofs) => void shown.set(c, proofs)

/** What the session that asks has shown, and when. */
export const proofsOf = (c: Ctx): Proofs => shown.get(c) ?? {}

/**
 * Finds out who is asking, from the session's cookie: sets `person`, `who` and `csrf` for all that
 * follows. A session that has ended is nobody.
 */
export const whoIsAsking =
  ({ db, config, secret }: JobDeps): MiddlewareHandler<Env> =>
  async (c, next) => {
    const token = tokenIn(c, config)
    if (!token) return next()
    const session = token.length === 43 ? await sessionOf(db, token) : null
    if (!session) {
      takeToken(c, config)
      sessionHasEnded(c, () => signInAgain(c))
      return next()
    }
    const roles = session.roles.split(',').filter(Boolean)
    c.set('person', { id: session.personId, name: session.name, roles })
    c.set('who', { personId: session.personId, roles })
    c.set('csrf', csrfOf(secret, token))
    const { proofs } = session
    noteProofs(c, proofs)
    sessionHasShown(
      c,
      () => isSure(proofs, roles, now()),
      () => showAgain(c),
    )
    await noteUse(db, session)
    return next()
  }

/** Gives the browser a new session, and ends the one it had: none outlives a sign-in. */
export async function changeSession(
  c: Ctx,
  { db, config }: JobDeps,
  token: string,
  shared: boolean,
): Promise<void> {
  const before = tokenIn(c, config)
  if (before) await endSessionOf(db, before)
  giveToken(c, config, token, shared)
}

/** Signs somebody in on the spot, after they have shown who they are in another way (setting Kith up). */
export async function startSession(
  c: Ctx,
  deps: JobDeps,
  personId: string,
  { shared }: { shared: boolean },
): Promise<void> {
  const device = deviceOf(c.req.header('user-agent'))
  const { token } = await act(deps.db, kithItself, (tx) =>
    insertSession(tx, { personId, device, shared, kind: 'setup' }),
  )
  await changeSession(c, deps, token, shared)
}
