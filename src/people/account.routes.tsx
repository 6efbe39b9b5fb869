import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { readForm } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { absent, type Env, idPath } from '#base/web.ts'
import { AccountPage } from './account.views.tsx'
import { takeToken, tokenIn } from './cookies.routes.ts'
import { signOutForm } from './forms.ts'
import { may } from './permissions.ts'
import { personOf } from './persons.actions.ts'
import { endAllSessions, endOwnSession, endSessionOf, sessionsOf } from './sessions.queries.ts'
import { SignedOutPage } from './sign-in.views.tsx'

/** One's own account: who one is here, where one is signed in, and the way out. */
export const accountRoutes = ({ db, config }: JobDeps) =>
  new Hono<Env>()
    .get('/account', may('session', 'read'), async (c) => {
      const { who } = c.var
      const person = await act(db, who, (tx) => personOf(tx, who.personId ?? ''))
      if (!person) return absent(c)
      const sessions = await sessionsOf(db, who)
      const here = hashKey(tokenIn(c, config) ?? '')
      const { name, email } = person
      const ended = c.req.query('ended') === 'yes'
      return c.html(<AccountPage {...{ c, name, email, sessions, here, ended }} />)
    })

    // The only change there is to a session is that it ends.
    .post(`/account/sessions/${idPath}`, may('session', 'end'), async (c) =>
      (await endOwnSession(db, c.var.who, c.req.param('id')))
        ? c.redirect('/account?ended=yes', 303)
        : absent(c),
    )

    .post('/sign-out', may('session', 'leave'), async (c) => {
      const form = await readForm(c, signOutForm)
      const token = tokenIn(c, config)
      const shared = token ? await endSessionOf(db, token) : true
      if (c.var.person && form.ok && form.value.everywhere) await endAllSessions(db, c.var.who)
      takeToken(c, config)
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
