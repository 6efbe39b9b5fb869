import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { blank, type FormState, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { findAccount, may } from '#people/index.ts'
import { findPublished, findStory } from './queries.ts'
import { decideOnReport, lookAgainAt, sendReport } from './report.actions.ts'
import { ReportsPage, ReportToDecidePage, reportRefusals } from './report.desk.views.tsx'
import { againForm, reportDecisionForm, reportForm } from './report.forms.ts'
import * as queries from './report.queries.ts'
import { pageOf, storyIn } from './report.rules.ts'
import { ReportPage, ThanksPage, type Thing } from './report.views.tsx'

const mostOpen = 200

async function thingAt(db: Db, about: string): Promise<Thing> {
  const id = storyIn(about)
  const story = id === null ? undefined : await findPublished(db, id)
  return { about, story: story ? { title: story.title, lang: story.lang } : null }
}

const numberIn = (c: Ctx): string | null => {
  const number = c.req.query('number') ?? ''
  return /^[0-9A-F]{4}-[0-9A-F]{4}$/.test(number) ? number : null
}

async function ask(c: Ctx, db: Db, about: string, of: FormState, status: 200 | 422 | 429 = 200) {
  return c.html(<ReportPage c={c} of={of} thing={await thingAt(db, about)} />, status)
}

async function send(c: Ctx, db: Db) {
  const form = await readForm(c, reportForm)
  const written = form.ok ? form.value.about : form.error.values['about']
  const about = pageOf(typeof written === 'string' ? written : undefined)
  if (about === null) return c.notFound()
  if (!form.ok) return ask(c, db, about, form.error, 422)
  const { harm, words, email, once } = form.value
  const { who, network, lang, t } = c.var
  const sent = { harm, words, email }
  const place = await sendReport({ db, who, network, sent, about, spoken: lang, once })
  if (place.ok) return c.redirect(place.value, 303)
  const kept = { values: { ...sent, email: email ?? '', once: once ?? '' }, problems: {} }
  return ask(c, db, about, withProblem(kept, 'words', t('report.too-many')), 429)
}

async function list(c: Ctx, db: Db) {
  const page = Math.min(Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1), 100_000)
  const shown = await act(db, c.var.who, async (tx) => ({
    open: await queries.openReports(tx, mostOpen),
    decided: await queries.decidedReports(tx, page),
  }))
  return c.html(<ReportsPage c={c} {...shown} page={page} />)
}

async function showOne(c: Ctx, db: Db, id: string, of: FormState, status: 200 | 409 | 422 = 200) {
  const shown = await act(db, c.var.who, async (tx) => {
    const report = await queries.findReport(tx, id)
    if (!report) return null
    if (report.email !== null)
      await recordReading(tx, c.var.who.personId, {
        what: 'report.read',
        about: id,
        person: await findAccount(tx, report.email),
        fields: ['email'],
      })
    const storyId = storyIn(report.about)
    const story = storyId === null ? undefined : await findStory(tx, storyId)
    const others = await queries.countOthersAbout(tx, report)
    const decider = await queries.deciderOf(tx, report)
    const again = (await queries.findAgain(tx, id))?.id ?? null
    return { report, story, isStory: storyId !== null, others, decider, again }
  })
  if (!shown) return c.notFound()
  const thing = await thingAt(db, shown.report.about)
  return c.html(<ReportToDecidePage c={c} {...shown} thing={thing} of={of} />, status)
}

async function decide(c: Ctx, db: Db, id: string) {
  const form = await readForm(c, reportDecisionForm)
  if (!form.ok) return showOne(c, db, id, form.error, 422)
  const { person, who, t } = c.var
  if (!person) return c.notFound()
  const decided = await decideOnReport(db, { ...who, personId: person.id }, { id, ...form.value })
  if (decided.ok) return c.redirect('/reports', 303)
  if (decided.error === 'no-such-report') return c.notFound()
  const kept = { values: form.value, problems: {} }
  return showOne(c, db, id, withProblem(kept, 'verdict', t(reportRefusals[decided.error])), 409)
}

async function askAgain(c: Ctx, db: Db, id: string) {
  const form = await readForm(c, againForm)
  if (!form.ok) return showOne(c, db, id, form.error, 422)
  const { person, who } = c.var
  if (!person) return c.notFound()
  const staff = { ...who, personId: person.id }
  const asked = await lookAgainAt(db, staff, { id, words: form.value.again })
  if (!asked.ok && asked.error === 'no-such-report') return c.notFound()
  return c.redirect(asked.ok ? `/reports/${asked.value}` : `/reports/${id}`, 303)
}

/** Reports: sent by anyone, on any page; decided by moderators. */
export const reportRoutes = ({ db }: JobDeps) =>
  new Hono<Env>()
    .get('/reports/new', may('report', 'create'), (c) => {
      const about = pageOf(c.req.query('about'))
      return about === null ? c.notFound() : ask(c, db, about, blank)
    })
    .post('/reports', may('report', 'create'), (c) => send(c, db))
    .get('/reports/thanks', may('report', 'create'), (c) =>
      c.html(<ThanksPage c={c} number={numberIn(c)} />),
    )
    .get('/reports', may('report', 'decide'), (c) => list(c, db))
    .get(`/reports/${idPath}`, may('report', 'decide'), (c) =>
      showOne(c, db, c.req.param('id'), blank),
    )
    .post(`/reports/${idPath}/again`, may('report', 'decide'), (c) =>
      askAgain(c, db, c.req.param('id')),
    )
    .post(`/reports/${idPath}/decision`, may('report', 'decide'), (c) =>
      decide(c, db, c.req.param('id')),
    )
