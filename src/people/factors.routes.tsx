import { Hono } from 'hono'
import { act, type Who } from '#base/db.ts'
import { type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { unkept } from './entering.routes.tsx'
import { waysOf } from './factors.queries.ts'
import { newPasskeyForm } from './forms.ts'
import { makeOwnSheet, sheetOf } from './paper.actions.ts'
import { CodesPage, SheetPage } from './paper.views.tsx'
import { addingOptions, addPasskey, passkeysOf, removePasskey } from './passkey.actions.ts'
import { PasskeysPage } from './passkey.views.tsx'
import { askAgain, may } from './permissions.ts'
import { mayChangeFactors } from './proof.rules.ts'
import { proofsOf } from './who.routes.tsx'

type Signed = Who & { personId: string }
/** The cells of these routes let nobody in who is not signed in. */
const signed = (c: Ctx): Signed => ({ ...c.var.who, personId: c.var.who.personId ?? '' })

async function mayNow(c: Ctx, { db }: JobDeps) {
  const { means, email } = await waysOf(db, c.var.who.personId ?? '')
  const roles = c.var.person?.roles ?? []
  return { may: mayChangeFactors(proofsOf(c), { roles, means }, now()), email }
}

const codeRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/account/codes', may('factor', 'read'), async (c) => {
      const who = signed(c)
      const sheet = (await act(deps.db, who, (tx) => sheetOf(tx, who.personId))) ?? null
      return c.html(<CodesPage c={c} sheet={sheet} may={(await mayNow(c, deps)).may} />)
    })

    // The codes are in the answer itself: they are shown once, and no address leads to them.
    .post('/account/codes', may('factor', 'change'), async (c) => {
      unkept(c)
      if (!(await mayNow(c, deps)).may) return askAgain(c)
      const sheet = await makeOwnSheet(deps, signed(c))
      const person = c.var.person?.name ?? ''
      const staff = (c.var.person?.roles.length ?? 0) > 0
      const next = staff
        ? { href: '/sign-in/again', label: c.var.t('keys.try-it') }
        : { href: '/account', label: c.var.t('people.account') }
      return c.html(<SheetPage {...{ c, sheet, person, next }} issuer={null} />)
    })

type Said = 'added' | 'removed' | null

async function passkeysPage(c: Ctx, deps: JobDeps, form: FormState, said: Said) {
  const who = signed(c)
  const passkeys = await passkeysOf(deps.db, who)
  const { may: may_, email } = await mayNow(c, deps)
  const place = { origin: c.var.origin, coalition: c.var.coalition.name }
  const person = { id: who.personId, name: c.var.person?.name ?? '', email }
  const session = c.var.csrf
  const options = may_ ? await addingOptions(deps, place, person, { passkeys, session }) : null
  return <PasskeysPage {...{ c, form, passkeys, options, said }} />
}

const saidIn = (c: Ctx): Said => {
  const said = c.req.query('said')
  return said === 'added' || said === 'removed' ? said : null
}

const passkeyRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/account/passkeys', may('factor', 'read'), async (c) => {
      unkept(c)
      return c.html(await passkeysPage(c, deps, formOf({}), saidIn(c)))
    })

    .post('/account/passkeys', may('factor', 'change'), async (c) => {
      unkept(c)
      if (!(await mayNow(c, deps)).may) return askAgain(c)
      const form = await readForm(c, newPasskeyForm)
      if (!form.ok) return c.html(await passkeysPage(c, deps, form.error, null), 422)
      const { name, answer } = form.value
      const adding = { name, answer, session: c.var.csrf, origin: c.var.origin }
      const added = await addPasskey(deps, signed(c), adding)
      if (added.ok) return c.redirect('/account/passkeys?said=added', 303)
      const why = added.error === 'too-many' ? 'keys.passkey-too-many' : 'keys.passkey-failed'
      const said = withProblem(formOf({ name }), 'name', c.var.t(why))
      return c.html(await passkeysPage(c, deps, said, null), 422)
    })

    // The only change there is to a passkey is that it goes.
    .post(`/account/passkeys/${idPath}`, may('factor', 'change'), async (c) => {
      if (!(await mayNow(c, deps)).may) return askAgain(c)
      const gone = await removePasskey(deps.db, signed(c), c.req.param('id'))
      return gone ? c.redirect('/account/passkeys?said=removed', 303) : c.notFound()
    })

/** One's own codes on paper and passkeys. */
export const factorRoutes = (deps: JobDeps) =>
  new Hono<Env>().route('/', codeRoutes(deps)).route('/', passkeyRoutes(deps))
