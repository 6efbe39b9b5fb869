import { Hono } from 'hono'
import { type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import { letterOrigin } from '#base/links.ts'
import type { JobDeps } from '#base/jobs.ts'
import { limit } from '#base/limits.ts'
import { postOf } from '#base/mail.sender.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { type Asking, askingOf, rememberAsking } from './cookies.routes.ts'
import { askForm, codeForm, linkForm } from './forms.ts'
import { enter, seatOf, tooManyGuesses, tooOften, unkept, wait } from './entering.routes.tsx'
import { showingOptions } from './passkey.actions.ts'
import { may } from './permissions.ts'
import { askToSignIn, lookAtLink, signInByCode, signInByLink } from './sign-in.actions.ts'
import {
  codeIsNeeded,
  codeTries,
  maskName,
  open,
  type Refusal,
  safePath,
  signInMinutes,
} from './sign-in.rules.ts'
import { CodePage, LinkPage, SignInPage, SpentPage } from './sign-in.views.tsx'

const said: Record<Refusal | 'no-such-link', Key> = {
  'no-such-link': 'people.link-unknown',
  ended: 'people.link-ended',
  spent: 'people.link-spent',
  'too-many-tries': 'people.too-many-tries',
  'wrong-code': 'people.code-wrong',
  'code-needed': 'people.code-missing',
}

async function signInPage(c: Ctx, deps: JobDeps, form: FormState) {
  const mail = (await postOf(deps)) !== null
  const passkey = await showingOptions(deps, { origin: c.var.origin }, 'sign-in')
  return <SignInPage {...{ c, form, mail, passkey }} />
}

const askRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/sign-in', may('sign-in', 'create'), async (c) => {
      const to = safePath(c.req.query('to'), '')
      if (c.var.person) return c.redirect(to || '/account', 303)
      unkept(c)
      return c.html(await signInPage(c, deps, formOf({ to })))
    })

    .post('/sign-in', may('sign-in', 'create'), async (c) => {
      unkept(c)
      const form = await readForm(c, askForm)
      if (!form.ok) return c.html(await signInPage(c, deps, form.error), 422)
      const { email, own, to } = form.value
      const seconds = await tooOften(c, deps.db, email)
      if (seconds !== null) return wait(c, seconds)
      const told = { email, own, to: safePath(to, '') }
      const key = rememberAsking(c, deps.config, told, signInMinutes)
      // Without an address to lead to, the letter carries the code alone.
      const origin = letterOrigin(deps.config, c.var.origin)
      await askToSignIn(deps.db, { email, browserHash: hashKey(key), lang: c.var.lang, origin })
      return c.redirect('/sign-in/code', 303)
    })

const wrongCode = (c: Ctx, form: FormState, { email }: Asking, why: Key, status: 422 | 429) =>
  c.html(<CodePage c={c} form={withProblem(form, 'code', c.var.t(why))} email={email} />, status)

const codeRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/sign-in/code', may('sign-in', 'create'), (c) => {
      const asking = askingOf(c, deps.config)
      if (!asking) return c.redirect('/sign-in', 303)
      unkept(c)
      return c.html(<CodePage c={c} form={formOf({})} email={asking.email} />)
    })

    .post('/sign-in/code', may('sign-in', 'create'), async (c) => {
      unkept(c)
      const asking = askingOf(c, deps.config)
      if (!asking) return c.html(<SpentPage c={c} why={c.var.t('people.code-old')} />, 410)
      const form = await readForm(c, codeForm)
      if (!form.ok) return c.html(<CodePage c={c} form={form.error} email={asking.email} />, 422)
      const seconds = await tooManyGuesses(c, deps.db)
      if (seconds !== null) return wait(c, seconds)
      const browserHash = hashKey(asking.key)
      // Counted for every browser, so that an address nobody knows runs out of tries as well.
      const tries = await limit(deps.db, 'sign-in code', browserHash, codeTries, signInMinutes * 60)
      if (!tries.ok) return wrongCode(c, formOf({}), asking, 'people.too-many-tries', 422)
      const seat = seatOf(c, deps, asking.own)
      const { code } = form.value
      const signedIn = await signInByCode(deps, { code, browserHash }, seat)
      if (signedIn.ok) return enter(c, deps, signedIn.value, asking.to)
      // One answer for every reason: which one it is would tell whether the address has an account.
      return wrongCode(c, formOf({ code }), asking, 'people.code-wrong', 422)
    })

type LinkShown = NonNullable<Awaited<ReturnType<typeof lookAtLink>>>

const linkPage = (c: Ctx, { config }: JobDeps, link: LinkShown, key: string, form: FormState) => {
  const asking = askingOf(c, config)
  const needsCode = codeIsNeeded(link, asking && hashKey(asking.key))
  const asksDevice = needsCode || link.channel !== 'mail'
  const name = maskName(link.name)
  return <LinkPage {...{ c, form, name, needsCode, asksDevice }} key_={key} />
}

const spent = (c: Ctx, why: Refusal | 'no-such-link') =>
  c.html(<SpentPage c={c} why={c.var.t(said[why])} />, 410)

const linkRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    // Mail programs and scanners open links by themselves: reading this page uses nothing up.
    .get(`/sign-in/${keyPath}`, may('sign-in', 'create'), async (c) => {
      unkept(c)
      const key = c.req.param('key')
      const link = await lookAtLink(deps.db, key)
      if (!link) return spent(c, 'no-such-link')
      const usable = open(link, now())
      if (!usable.ok) return spent(c, usable.error)
      return c.html(linkPage(c, deps, link, key, formOf({})))
    })

    .post(`/sign-in/${keyPath}`, may('sign-in', 'create'), async (c) => {
      unkept(c)
      const key = c.req.param('key')
      const link = await lookAtLink(deps.db, key)
      if (!link) return spent(c, 'no-such-link')
      const form = await readForm(c, linkForm)
      if (!form.ok) return c.html(linkPage(c, deps, link, key, form.error), 422)
      const seconds = await tooManyGuesses(c, deps.db)
      return seconds === null ? press(c, deps, link, key, form.value) : wait(c, seconds)
    })

type Pressed = { code: string; own: boolean }

/** Uses the link up, if what is shown with it is enough. */
async function press(c: Ctx, deps: JobDeps, link: LinkShown, key: string, { code, own }: Pressed) {
  const asking = askingOf(c, deps.config)
  const browserHash = asking && hashKey(asking.key)
  // The browser that asked has said there whose device it is and where it was going.
  const here = asking && !codeIsNeeded(link, browserHash) ? asking : { own, to: '' }
  const seat = seatOf(c, deps, here.own)
  const signedIn = await signInByLink(deps, { key, code: code || null, browserHash }, seat)
  if (signedIn.ok) return enter(c, deps, signedIn.value, here.to)
  const why = signedIn.error
  if (why !== 'wrong-code' && why !== 'code-needed') return spent(c, why)
  const typed = formOf({ code, own: own ? 'yes' : '' })
  const again = withProblem(typed, 'code', c.var.t(said[why]))
  return c.html(linkPage(c, deps, link, key, again), 422)
}

/** The ways in: by mail, with a code or a link, and by a link that the office hands over. */
export const signInRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', askRoutes(deps))
    .route('/', codeRoutes(deps))
    .route('/', linkRoutes(deps))
