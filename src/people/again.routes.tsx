import { Hono } from 'hono'
import { type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Key } from '#base/i18n.ts'
import { letterOrigin } from '#base/links.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import type { Ctx, Env } from '#base/web.ts'
import { type AgainProps, AgainPage } from './again.views.tsx'
import { askingOf, forgetAsking, rememberAsking } from './cookies.routes.ts'
import { seatOf, tooManyGuesses, tooOften, unkept, wait } from './entering.routes.tsx'
import { waysOf } from './factors.queries.ts'
import { againCodeForm, againForm, againPaperForm, passkeyForm } from './forms.ts'
import { proveByPaper } from './paper.actions.ts'
import { passkeysOf, showingOptions, signInByPasskey } from './passkey.actions.ts'
import { isSureNow, may } from './permissions.ts'
import { hasSecond, mayChangeFactors, offers } from './proof.rules.ts'
import { askToSignIn, type Seat, signInByCode, type SignedIn } from './sign-in.actions.ts'
import { safePath, signInMinutes } from './sign-in.rules.ts'
import { changeSession, proofsOf } from './who.routes.tsx'

const backTo = (to: string | undefined) => safePath(to, '/account')
const againPath = (to: string, more = '') => `/sign-in/again?to=${encodeURIComponent(to)}${more}`

/** Where this session and no other shows more: as the person it belongs to, on the device it is on. */
const sameSeat = (c: Ctx, deps: JobDeps): Seat => ({
  ...seatOf(c, deps, false),
  only: c.var.person?.id ?? '',
})

type Shown = { to: string; form: FormState; sent: boolean }

async function againProps(c: Ctx, deps: JobDeps, shown: Shown): Promise<AgainProps> {
  const roles = c.var.person?.roles ?? []
  const [proofs, at] = [proofsOf(c), now()]
  const { means } = await waysOf(deps.db, c.var.person?.id ?? '')
  const staff = roles.length > 0
  const all = offers(proofs, { roles, means }, at)
  const begins = staff && !hasSecond(means) ? firstStep(proofs, { roles, means }, at) : null
  const passkey = all.includes('passkey') ? await passkeyAsked(c, deps) : null
  const asked = begins === 'ready' ? [] : all
  return { c, ...shown, offers: asked, passkey, sure: isSureNow(c), staff, begins }
}

const firstStep = (...[proofs, asker, at]: Parameters<typeof mayChangeFactors>) =>
  mayChangeFactors(proofs, asker, at) ? ('ready' as const) : ('mail-first' as const)

const passkeyAsked = async (c: Ctx, deps: JobDeps) => {
  const passkeys = await passkeysOf(deps.db, c.var.who)
  return showingOptions(deps, { origin: c.var.origin }, `again ${c.var.csrf}`, passkeys)
}

const page = async (c: Ctx, deps: JobDeps, shown: Shown, status: 200 | 422 = 200) =>
  c.html(<AgainPage {...await againProps(c, deps, shown)} />, status)

/** A proof was right: a new token for the stronger session, and on to where it was needed. */
async function goOn(c: Ctx, deps: JobDeps, signedIn: SignedIn, to: string) {
  await changeSession(c, deps, signedIn.token, signedIn.shared)
  forgetAsking(c, deps.config)
  return c.redirect(to, 303)
}

const tries = (c: Ctx, deps: JobDeps) =>
  tooManyGuesses(c, deps.db, { as: 'again', key: c.var.person?.id ?? '' })

type Wrong = { to: string; field: string; why: Key; sent: boolean; typed?: Record<string, string> }

const wrong = (c: Ctx, deps: JobDeps, { to, field, why, sent, typed = {} }: Wrong) =>
  page(c, deps, { to, sent, form: withProblem(formOf(typed), field, c.var.t(why)) }, 422)

const byMail = (deps: JobDeps) =>
  new Hono<Env>()
    .post('/sign-in/again/mail', may('session', 'prove'), async (c) => {
      unkept(c)
      const form = await readForm(c, againForm)
      const to = backTo(form.ok ? form.value.to : '')
      const { email } = await waysOf(deps.db, c.var.person?.id ?? '')
      if (!email) return c.redirect(againPath(to), 303)
      const seconds = await tooOften(c, deps.db, email)
      if (seconds !== null) return wait(c, seconds)
      const key = rememberAsking(c, deps.config, { email, own: false, to }, signInMinutes)
      const origin = letterOrigin(deps.config, c.var.origin, true)
      await askToSignIn(deps.db, { email, browserHash: hashKey(key), lang: c.var.lang, origin })
      return c.redirect(againPath(to, '&sent=yes'), 303)
    })

    .post('/sign-in/again/code', may('session', 'prove'), async (c) => {
      unkept(c)
      const form = await readForm(c, againCodeForm)
      const asking = askingOf(c, deps.config)
      if (!form.ok) {
        const to = backTo([form.error.values['to'] ?? ''].flat()[0])
        return page(c, deps, { to, sent: true, form: form.error }, 422)
      }
      const { code, to: asked } = form.value
      const to = backTo(asked)
      const seconds = await tries(c, deps)
      if (seconds !== null) return wait(c, seconds, 'keys.wait-why')
      const browserHash = hashKey(asking?.key ?? '')
      const done = await signInByCode(deps, { code, browserHash }, sameSeat(c, deps))
      if (done.ok) return goOn(c, deps, done.value, to)
      return wrong(c, deps, {
        to,
        field: 'code',
        why: 'people.code-wrong',
        sent: true,
        typed: { code },
      })
    })

const byPaper = (deps: JobDeps) =>
  new Hono<Env>().post('/sign-in/again/paper', may('session', 'prove'), async (c) => {
    unkept(c)
    const form = await readForm(c, againPaperForm)
    if (!form.ok) {
      const to = backTo([form.error.values['to'] ?? ''].flat()[0])
      return page(c, deps, { to, sent: false, form: form.error }, 422)
    }
    const { paper: code, to: asked } = form.value
    const to = backTo(asked)
    const seconds = await tries(c, deps)
    if (seconds !== null) return wait(c, seconds, 'keys.wait-why')
    const personId = c.var.person?.id ?? ''
    const done = await proveByPaper(deps, { personId, code }, sameSeat(c, deps))
    if (done.ok) return goOn(c, deps, done.value, to)
    const typed = { paper: code }
    return wrong(c, deps, { to, field: 'paper', why: 'keys.paper-wrong', sent: false, typed })
  })

const byPasskey = (deps: JobDeps) =>
  new Hono<Env>().post('/sign-in/again/passkey', may('session', 'prove'), async (c) => {
    unkept(c)
    const form = await readForm(c, passkeyForm)
    const to = backTo(form.ok ? form.value.to : '')
    const failed = { to, field: 'passkey', why: 'keys.passkey-failed', sent: false } as const
    if (!form.ok) return wrong(c, deps, failed)
    const seconds = await tries(c, deps)
    if (seconds !== null) return wait(c, seconds, 'keys.wait-why')
    const { answer } = form.value
    const shown = { answer, purpose: `again ${c.var.csrf}`, origin: c.var.origin } as const
    const done = await signInByPasskey(deps, shown, sameSeat(c, deps))
    return done.ok ? goOn(c, deps, done.value, to) : wrong(c, deps, failed)
  })

/** Showing once more who one is, before what could do harm. */
export const againRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/sign-in/again', may('session', 'prove'), (c) => {
      unkept(c)
      const to = backTo(c.req.query('to'))
      const sent = c.req.query('sent') === 'yes' && askingOf(c, deps.config) !== null
      return page(c, deps, { to, sent, form: formOf({}) })
    })
    .route('/', byMail(deps))
    .route('/', byPaper(deps))
    .route('/', byPasskey(deps))
