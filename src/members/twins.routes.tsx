import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import { recordReading } from '#base/journal.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { findStand, type Stand } from './merge.actions.ts'
import { namesOf } from './merge.queries.ts'
import { sayTheyAreTwo } from './twins.actions.ts'
import { areTwoForm } from './twins.forms.ts'
import { findPair, openPairs } from './twins.queries.ts'
import { TwinsPage } from './twins.list.views.tsx'
import { PairPage } from './twins.views.tsx'

type Deps = { db: Db }

export const pageOf = (c: Ctx): number =>
  Math.max(1, Math.min(10_000, Math.trunc(Number(c.req.query('page'))) || 1))

async function showList(c: Ctx, { db }: Deps) {
  const page = pageOf(c)
  const found = await act(db, c.var.who, (tx) => openPairs(tx, page))
  // A page that is not there any more, because its pairs were decided.
  if (found.rows.length === 0 && page > 1) return c.redirect('/members/twins', 303)
  const said = c.req.query('said') === 'two' ? c.var.t('twins.said-two') : null
  return c.html(<TwinsPage c={c} {...found} page={page} said={said} />)
}

const privateFields = ['address', 'email', 'phone'] as const

/** Whoever sees the two side by side has read what is private of those who speak for them. */
export const noteReading = (db: Db, c: Ctx, { both, speak }: Stand): Promise<void> =>
  act(db, c.var.who, (tx) =>
    recordReading(
      tx,
      c.var.who.personId,
      ...(['a', 'b'] as const).flatMap((side) =>
        speak[side].map(({ personId }) => ({
          what: 'person.read',
          about: String(both[side]['id']),
          person: personId,
          fields: ['name', ...privateFields.filter((field) => both[side][field])],
        })),
      ),
    ),
  )

type Showing = { form?: FormState; status?: 200 | 409 | 422 }

async function showPair(c: Ctx, { db }: Deps, { form = blank, status = 200 }: Showing) {
  const pair = await act(db, c.var.who, (tx) => findPair(tx, c.req.param('id') ?? ''))
  const stand = pair && (await findStand(db, c.var.who, pair))
  if (!pair || !stand) return c.notFound()
  const { decidedBy } = pair
  const decider = decidedBy
    ? ((await act(db, c.var.who, (tx) => namesOf(tx, [decidedBy]))).get(decidedBy) ?? null)
    : null
  if (status === 200) await noteReading(db, c, stand)
  return c.html(<PairPage c={c} pair={pair} shown={stand} decider={decider} form={form} />, status)
}

async function sayTwo(c: Ctx, deps: Deps) {
  const form = await readForm(c, areTwoForm)
  if (!form.ok) return showPair(c, deps, { form: form.error, status: 422 })
  const said = await sayTheyAreTwo(deps.db, c.var.who, c.req.param('id') ?? '', form.value.words)
  if (said.ok) return c.redirect('/members/twins?said=two', 303)
  if (said.error === 'no-such-pair') return c.notFound()
  const refused = withProblem(formOf(form.value), 'words', c.var.t(`twins.refused.${said.error}`))
  return showPair(c, deps, { form: refused, status: 409 })
}

/** Members that may be here twice: the list, and two side by side. */
export const twinRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/members/twins', may('twin', 'read'), (c) => showList(c, deps))
    .get(`/members/twins/${idPath}`, may('twin', 'read'), (c) => showPair(c, deps, {}))
    .post(`/members/twins/${idPath}`, may('twin', 'decide'), (c) => sayTwo(c, deps))
