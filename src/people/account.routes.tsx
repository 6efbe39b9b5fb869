import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { readForm } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { absent, type Ctx, type Env, idPath } from '#base/web.ts'
import { AccountPage } from './account.views.tsx'
import { takeToken, tokenIn } from './cookies.routes.ts'
import { signOutForm } from './forms.ts'
import { may } from './permissions.ts'
import { personOf } from './persons.actions.ts'
import { whoReadOut } from './read-out.actions.ts'
import { leaveRole } from './roles.actions.ts'
import { coalitionRoles, type Role } from './schema.ts'
import { endAllSessions, endOwnSession, endSessionOf, sessionsOf } from './sessions.queries.ts'
import { SignedOutPage } from './sign-in.views.tsx'
import { proofsOf } from './who.routes.tsx'

type Said = { ended?: boolean; refused?: 'last-secretary' | 'no-such-role' | null }

async function accountPage(
  c: Ctx,
  { db, config }: JobDeps,
  { ended = false, refused = null }: Said,
) {
  const { who } = c.var
  const person = await act(db, who, (tx) => personOf(tx, who.personId ?? ''))
  if (!person) return absent(c)
  const sessions = await sessionsOf(db, who)
  const here = hashKey(tokenIn(c, config) ?? '')
  const { name, email } = person
  const roles = (c.var.person?.roles ?? []).filter(isRole)
  const helper = await helperOf(c, db, person.id)
  const said = refused && c.var.t(`keys.leave.${refused}`)
  const status = refused ? 409 : 200
  const shown = { c, name, email, sessions, here, ended, roles, helper }
  return c.html(<AccountPage {...shown} refused={said} />, status)
}

/** Whoever was let in by the office sees by whom: a code that they did not ask for is found out here. */
const helperOf = async (c: Ctx, db: JobDeps['db'], personId: string) =>
  proofsOf(c).office ? ((await whoReadOut(db, personId)) ?? null) : null

const isRole = (text: string): text is Role => coalitionRoles.some((role) => role === text)

/** One's own account: who one is here, one's roles, where one is signed in, and the way out. */
export const accountRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/account', may('session', 'read'), (c) =>
      accountPage(c, deps, { ended: c.req.query('ended') === 'yes' }),
    )

    // The only change there is to one's own role is that one lays it down.
    .post('/account/roles/:role', may('role', 'leave'), async (c) => {
      const role = c.req.param('role')
      const who = { ...c.var.who, personId: c.var.who.personId ?? '' }
      if (!isRole(role)) return absent(c)
      const left = await leaveRole(deps.db, who, role)
      if (left.ok) return c.redirect('/account', 303)
      return left.error === 'last-secretary' || left.error === 'no-such-role'
        ? accountPage(c, deps, { refused: left.error })
        : absent(c)
    })

    // The only change there is to a session is that it ends.
    .post(`/account/sessions/${idPath}`, may('session', 'end'), async (c) =>
      (await endOwnSession(deps.db, c.var.who, c.req.param('id')))
        ? c.redirect('/account?ended=yes', 303)
        : absent(c),
    )

    .post('/sign-out', may('session', 'leave'), async (c) => {
      const form = await readForm(c, signOutForm)
      const token = tokenIn(c, deps.config)
      const shared = token ? await endSessionOf(deps.db, token) : true
      if (c.var.person && form.ok && form.value.everywhere) await endAllSessions(deps.db, c.var.who)
      takeToken(c, deps.config)
      c.header('cache-control', 'no-store')
      // Nothing stays behind: no page to go back to, no draft. On one's own device the cookies that hold
      // how one likes to read may stay.
      const cleared = shared ? '"cache", "cookies", "storage"' : '"cache", "storage"'
      c.header('clear-site-data', cleared)
      return c.redirect('/signed-out', 303)
    })

    .get('/signed-out', may('session', 'leave'), (c) => {
      c.header('cache-control', 'no-store')
      return c.html(<SignedOutPage c={c} />)
    })
