import type { MiddlewareHandler } from 'hono'
import { act, kithItself } from '#base/db.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Ctx, Env } from '#base/web.ts'
import { giveToken, takeToken, tokenIn } from './cookies.routes.ts'
import { sessionHasEnded } from './permissions.ts'
import { csrfOf, endSessionOf, insertSession, noteUse, sessionOf } from './sessions.queries.ts'
import { deviceOf, safePath } from './sign-in.rules.ts'
import { EndedPage } from './sign-in.views.tsx'

const pathOf = (address: string | undefined): string => {
  const url = URL.parse(address ?? '')
  return url ? url.pathname + url.search : ''
}

/** To signing in and back; what was being sent is shown, so that nobody writes it twice. */
async function signInAgain(c: Ctx): Promise<Response> {
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
  const to = safePath(reads ? c.var.path : pathOf(c.req.header('referer')), '/desk')
  const href = `/sign-in?to=${encodeURIComponent(to)}`
  if (reads) return c.redirect(href, 303)
  const body = await c.req.parseBody({ all: true })
  const written = Object.entries(body)
    .filter(([name]) => name !== 'csrf' && name !== 'once')
    .flatMap(([, value]) => [value].flat())
    .filter((value) => typeof value === 'string' && value.trim() !== '')
  c.header('cache-control', 'no-store')
  return c.html(<EndedPage c={c} written={written as string[]} href={href} />, 403)
}

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
  const token = await act(deps.db, kithItself, (tx) =>
    insertSession(tx, { personId, device, shared }),
  )
  await changeSession(c, deps, token, shared)
}
