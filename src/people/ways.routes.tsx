import { Hono } from 'hono'
import { type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Key } from '#base/i18n.ts'
import type { Ctx, Env } from '#base/web.ts'
import { enter, seatOf, tooManyGuesses, unkept, wait } from './entering.routes.tsx'
import { paperForm, passkeyForm, readOutForm } from './forms.ts'
import { signInByPaper } from './paper.actions.ts'
import { showingOptions, signInByPasskey } from './passkey.actions.ts'
import { PaperPage } from './paper.views.tsx'
import { may } from './permissions.ts'
import { signInByReadOut } from './read-out.actions.ts'
import { ReadOutSignInPage } from './read-out.views.tsx'
import { safePath } from './sign-in.rules.ts'
import { SignInPage } from './sign-in.views.tsx'

type Typed = { name: string; code: string; own: boolean; to: string }

const problem = (c: Ctx, { name, code, own, to }: Typed, why: Key): FormState =>
  withProblem(formOf({ name, code, own: own ? 'yes' : '', to }), 'code', c.var.t(why))

const paperRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/sign-in/code-on-paper', may('sign-in', 'create'), (c) => {
      unkept(c)
      const to = safePath(c.req.query('to'), '')
      return c.html(<PaperPage c={c} form={formOf({ to })} />)
    })

    .post('/sign-in/code-on-paper', may('sign-in', 'create'), async (c) => {
      unkept(c)
      const form = await readForm(c, paperForm)
      if (!form.ok) return c.html(<PaperPage c={c} form={form.error} />, 422)
      const { name, code, own, to } = form.value
      const seconds = await tooManyGuesses(c, deps.db, { as: 'named', key: name })
      if (seconds !== null) return wait(c, seconds, 'keys.wait-why')
      const signedIn = await signInByPaper(deps, { name, code }, seatOf(c, deps, own))
      if (signedIn.ok) return enter(c, deps, signedIn.value, to)
      // One answer for every reason: which one it is would tell whose sheet there is.
      return c.html(<PaperPage c={c} form={problem(c, form.value, 'keys.paper-wrong')} />, 422)
    })

const readOutRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/sign-in/read-out', may('sign-in', 'create'), (c) => {
      unkept(c)
      const to = safePath(c.req.query('to'), '')
      return c.html(<ReadOutSignInPage c={c} form={formOf({ to })} />)
    })

    .post('/sign-in/read-out', may('sign-in', 'create'), async (c) => {
      unkept(c)
      const form = await readForm(c, readOutForm)
      if (!form.ok) return c.html(<ReadOutSignInPage c={c} form={form.error} />, 422)
      const { name, code, own, to } = form.value
      const seconds = await tooManyGuesses(c, deps.db, { as: 'read-out', key: name })
      if (seconds !== null) return wait(c, seconds, 'keys.wait-why')
      const signedIn = await signInByReadOut(deps, { name, code }, seatOf(c, deps, own))
      if (signedIn.ok) return enter(c, deps, signedIn.value, to)
      const wrong = problem(c, form.value, 'keys.read-out-wrong')
      return c.html(<ReadOutSignInPage c={c} form={wrong} />, 422)
    })

const passkeyRoutes = (deps: JobDeps) =>
  new Hono<Env>().post('/sign-in/passkey', may('sign-in', 'create'), async (c) => {
    unkept(c)
    const form = await readForm(c, passkeyForm)
    const seconds = await tooManyGuesses(c, deps.db)
    if (seconds !== null) return wait(c, seconds, 'keys.wait-why')
    const { origin } = c.var
    const shown = { answer: form.ok ? form.value.answer : '', purpose: 'sign-in', origin } as const
    const own = form.ok && form.value.mine
    const to = safePath(form.ok ? form.value.to : '', '')
    const signedIn = await signInByPasskey(deps, shown, seatOf(c, deps, own))
    if (signedIn.ok) return enter(c, deps, signedIn.value, to)
    const said = withProblem(formOf({ to }), 'passkey', c.var.t('keys.passkey-failed'))
    const passkey = await showingOptions(deps, { origin }, 'sign-in')
    return c.html(<SignInPage c={c} form={said} mail passkey={passkey} />, 422)
  })

/** The ways in besides mail: a code on paper, a code read out, a passkey. */
export const wayRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', paperRoutes(deps))
    .route('/', readOutRoutes(deps))
    .route('/', passkeyRoutes(deps))
