import { Hono } from 'hono'
import { z } from 'zod'
import { blank, type FormState, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { absent, type Ctx, type Env, keyPath } from '#base/web.ts'
import { download } from '#members/index.ts'
import { may, takeToken } from '#people/index.ts'
import { asJson, partsAsJson } from './mydata.formats.ts'
import { leave, planToLeave } from './mydata.leave.ts'
import { dataByLink, dataOf } from './mydata.queries.ts'
import type { LinkKind } from './mydata.tables.ts'
import { DataPage, DataSheet, GoodbyePage, LeavePage, LinkDataPage } from './mydata.views.tsx'

/** So many rows of a table stand on the page; the file has them all. */
const onPage = 200

async function showData(c: Ctx, { db }: JobDeps) {
  const { person } = c.var
  const data = person && (await dataOf(db, person.id, onPage))
  return data ? c.html(<DataPage c={c} parts={data.parts} />) : absent(c)
}

/** The same page as a file that needs nothing else: to keep, to print, to read without the internet. */
async function takeSheet(c: Ctx, { db }: JobDeps) {
  const { person } = c.var
  const data = person && (await dataOf(db, person.id, 10_000))
  if (!data) return absent(c)
  c.header('content-disposition', 'attachment; filename="my-data.html"')
  return c.html(<DataSheet c={c} parts={data.parts} name={data.me.name} />)
}

function takeJson(c: Ctx, { db }: JobDeps) {
  const { person, origin, t } = c.var
  if (!person) return absent(c)
  const text = asJson(db, person.id, { origin, t })
  return download(c, 'my-data.json', 'application/json', text)
}

const leaveForm = z.object({
  stories: z.enum(['stay', 'withdraw'], 'mydata.leave.stories.missing').optional(),
})

async function showPlan(c: Ctx, { db }: JobDeps, of: FormState, status: 200 | 409 | 422 = 200) {
  const { person } = c.var
  const plan = person && (await planToLeave(db, person.id))
  return plan ? c.html(<LeavePage c={c} plan={plan} of={of} />, status) : absent(c)
}

async function leaveNow(c: Ctx, deps: JobDeps) {
  const { person, t } = c.var
  if (!person) return absent(c)
  const form = await readForm(c, leaveForm)
  if (!form.ok) return showPlan(c, deps, form.error, 422)
  const wish = form.value.stories
  const plan = await planToLeave(deps.db, person.id)
  if (plan && plan.stories > 0 && !wish)
    return showPlan(c, deps, withProblem(blank, 'stories', t('mydata.leave.stories.missing')), 422)
  const left = await leave(deps, person.id, wish ?? 'withdraw')
  if (!left.ok) return showPlan(c, deps, blank, 409)
  takeToken(c, deps.config)
  c.header('cache-control', 'no-store')
  c.header('clear-site-data', '"cache", "cookies", "storage"')
  return c.redirect('/goodbye', 303)
}

const pageOfLink = { join: '/join', story: '/stories/mine' } as const

/** The record that a private link opens, as a page or as a file; for one person only, so it is never kept. */
async function byLink(c: Ctx, { db }: JobDeps, kind: LinkKind, as: 'page' | 'json') {
  c.header('cache-control', 'no-store')
  const key = c.req.param('key') ?? ''
  const parts = await dataByLink(db, c.var.who, { kind, keyHash: hashKey(key) })
  if (!parts) return absent(c)
  const base = `${pageOfLink[kind]}/${key}`
  if (as === 'page') return c.html(<LinkDataPage c={c} parts={parts} base={base} />)
  c.header('content-disposition', 'attachment; filename="my-data.json"')
  return c.body(partsAsJson(parts, c.var), 200, {
    'content-type': 'application/json; charset=utf-8',
  })
}

/** What Kith holds on somebody, to read, to take away, and to take back. */
export const mydataRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/account/data', may('account', 'read'), (c) => showData(c, deps))
    .get('/account/my-data.html', may('account', 'read'), (c) => takeSheet(c, deps))
    .get('/account/my-data.json', may('account', 'read'), (c) => takeJson(c, deps))
    .get('/account/delete', may('account', 'delete'), (c) => showPlan(c, deps, blank))
    .post('/account/delete', may('account', 'delete'), (c) => leaveNow(c, deps))
    .get(`/join/${keyPath}/my-data`, may('membership', 'answer'), (c) =>
      byLink(c, deps, 'join', 'page'),
    )
    .get(`/join/${keyPath}/my-data.json`, may('membership', 'answer'), (c) =>
      byLink(c, deps, 'join', 'json'),
    )
    .get(`/stories/mine/${keyPath}/my-data`, may('story', 'change'), (c) =>
      byLink(c, deps, 'story', 'page'),
    )
    .get(`/stories/mine/${keyPath}/my-data.json`, may('story', 'change'), (c) =>
      byLink(c, deps, 'story', 'json'),
    )
    .get('/goodbye', may('session', 'leave'), (c) => {
      c.header('cache-control', 'no-store')
      return c.html(<GoodbyePage c={c} />)
    })
