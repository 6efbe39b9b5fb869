import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, valueOf } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { changePromise, closePromise, makePromise } from './promises.actions.ts'
import { closingForm, promiseForm } from './promises.forms.ts'
import {
  closedPromises,
  findPromise,
  openPromises,
  type Promised,
  promisedTo,
} from './promises.queries.ts'
import { PromisePage, PromisesPage } from './promises.views.tsx'
import { listKeepers } from './rhythms.queries.ts'
import { dayOf } from './rhythms.rules.ts'

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const onceIn = async (c: Ctx) => {
  const { once } = await c.req.parseBody()
  return typeof once === 'string' ? once : undefined
}

const asForm = ({ what, toWords, byOn, keeperId }: Promised): FormState =>
  formOf({ what, toWords, byOn, keeper: keeperId ?? '' })

type Begun = { membership: string; organisation: string }

/** Whom it is for, where it was begun on somebody's page; null when it was not. */
function toWhom(c: Ctx, { db }: JobDeps, { membership, organisation }: Begun) {
  const { who } = c.var
  if (isId.test(membership)) return act(db, who, (tx) => promisedTo(tx, { membership }))
  if (isId.test(organisation)) return act(db, who, (tx) => promisedTo(tx, { organisation }))
  return Promise.resolve(null)
}

/** What the office said it would do: written down, and crossed off when it is kept. */
export function promiseRoutes(deps: JobDeps) {
  const { db } = deps

  async function showNew(c: Ctx, of: FormState, status: 200 | 422 = 200) {
    const asked = (name: string) => c.req.query(name) ?? valueOf(of, name)
    const begun = { membership: asked('membership'), organisation: asked('organisation') }
    const to = await toWhom(c, deps, begun)
    const keepers = await act(db, c.var.who, listKeepers)
    return c.html(<PromisePage c={c} of={of} keepers={keepers} promised={null} to={to} />, status)
  }

  async function showOne(c: Ctx, of: FormState | null, status: 200 | 422 = 200) {
    const found = await act(db, c.var.who, async (tx) => ({
      promised: await findPromise(tx, c.req.param('id') ?? ''),
      keepers: await listKeepers(tx),
    }))
    const { promised, keepers } = found
    if (!promised) return c.notFound()
    const form = of ?? asForm(promised)
    const page = { c, keepers, promised, to: null }
    return c.html(<PromisePage {...page} of={form} />, status)
  }

  return new Hono<Env>()
    .get('/promises', may('promise', 'change'), async (c) => {
      const shown = await act(db, c.var.who, async (tx) => ({
        open: await openPromises(tx),
        closed: await closedPromises(tx),
      }))
      const saved = c.req.query('saved') === 'yes'
      return c.html(<PromisesPage c={c} {...shown} today={dayOf(now())} saved={saved} />)
    })

    .get('/promises/new', may('promise', 'change'), (c) => showNew(c, blank))

    .post('/promises', may('promise', 'change'), async (c) => {
      const form = await readForm(c, promiseForm)
      if (!form.ok) return showNew(c, form.error, 422)
      const to = await toWhom(c, deps, form.value)
      await makePromise(db, c.var.who, form.value, to, await onceIn(c))
      return c.redirect('/promises?saved=yes', 303)
    })

    .get(`/promises/${idPath}`, may('promise', 'change'), (c) => showOne(c, null))

    .post(`/promises/${idPath}`, may('promise', 'change'), async (c) => {
      const form = await readForm(c, promiseForm)
      if (!form.ok) return showOne(c, form.error, 422)
      const isThere = await changePromise(db, c.var.who, c.req.param('id'), form.value)
      return isThere ? c.redirect('/promises?saved=yes', 303) : c.notFound()
    })

    .post(`/promises/${idPath}/closing`, may('promise', 'change'), async (c) => {
      const form = await readForm(c, closingForm)
      if (form.ok) await closePromise(db, c.var.who, c.req.param('id'), form.value.how)
      return c.redirect('/promises?saved=yes', 303)
    })
}
