import { Hono } from 'hono'
import type { Db } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import { findPlace, type Place } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { type Ctx, type Env, idPath, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { findEntry } from './directory.export.queries.ts'
import type { EntryForm } from './freshness.change.ts'
import {
  type Answer,
  answerByLink,
  logCall,
  openCall,
  type OpenCall,
  openRound,
  type Opened,
  type Outcome,
  readNumbers,
} from './freshness.actions.ts'
import { CallPage, CallsPage, EndingPage } from './freshness.call.views.tsx'
import { findCalls } from './freshness.desk.ts'
import { callForm, changeForm } from './freshness.forms.ts'
import { AnsweredPage, ChangePage, ClosedPage, StillPage } from './freshness.link.views.tsx'
import type { Facts } from './freshness.queries.ts'
import { suggestsEnding } from './freshness.rules.ts'
import { forOneOnly } from './join.routes.tsx'

type Deps = { db: Db }

const keyIn = (c: Ctx) => c.req.param('key') ?? ''
const idIn = (c: Ctx) => c.req.param('id') ?? ''
const stillBase = (c: Ctx) => `/still/${keyIn(c)}`
const callBase = (c: Ctx) => `/members/${idIn(c)}/call`

/** What became of a question that is not open any more. */
async function answered(c: Ctx, { db }: Deps, { round }: Opened) {
  const entry = await findEntry(db, round.organisationId)
  const href = entry ? `/members/${round.organisationId}` : null
  const props = { answer: round.answer ?? 'checked', at: round.endedAt ?? round.askedAt, href }
  return c.html(<AnsweredPage c={c} {...props} just={c.req.query('done') === 'yes'} />)
}

/** Shows a page about the question of this link, or what became of it; nothing for a key that is none. */
async function still(
  c: Ctx,
  deps: Deps,
  show: (facts: Facts) => Response | Promise<Response>,
): Promise<Response> {
  forOneOnly(c)
  const opened = await openRound(deps.db, c.var.who, keyIn(c))
  if (!opened) return c.notFound()
  return opened.facts ? show(opened.facts) : answered(c, deps, opened)
}

async function answerStill(c: Ctx, { db }: Deps, answer: Answer) {
  forOneOnly(c)
  const said = await answerByLink(db, keyIn(c), answer)
  if (!said.ok && said.error === 'no-such-question') return c.notFound()
  return c.redirect(said.ok ? `${stillBase(c)}?done=yes` : stillBase(c), 303)
}

const written = ({ name, about, website, email, phone, place }: Facts): FormState =>
  formOf({
    name,
    about,
    place,
    website: website ?? '',
    email: email ?? '',
    phone: phone ?? '',
  })

type Read = { form: EntryForm; place: Place | null }

/** Reads what was put right. A place that nobody knows is asked about once. */
async function readChange(c: Ctx, { db }: Deps, known: Facts): Promise<Result<Read, FormState>> {
  const form = await readForm(c, changeForm)
  if (!form.ok) return form
  const { keepPlace, ...entry } = form.value
  if (entry.place === known.place) return ok({ form: entry, place: null })
  const place = await findPlace(db, entry.place, c.var.coalition.country)
  if (place || keepPlace) return ok({ form: entry, place })
  return err(withProblem(formOf(entry), 'place', c.var.t('join.place.unknown')))
}

const changePage = (c: Ctx, facts: Facts, form: FormState, status: 200 | 422 = 200) => {
  const base = stillBase(c)
  const way = { action: `${base}/change`, back: base }
  return c.html(<ChangePage c={c} form={form} facts={facts} {...way} />, status)
}

/** The link of the letter: no account is needed, and opening it changes nothing. */
const stillRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(`/still/${keyPath}`, may('freshness', 'answer'), (c) =>
      still(c, deps, (facts) => c.html(<StillPage c={c} facts={facts} base={stillBase(c)} />)),
    )
    .post(`/still/${keyPath}`, may('freshness', 'answer'), (c) =>
      answerStill(c, deps, { say: 'right' }),
    )
    .get(`/still/${keyPath}/change`, may('freshness', 'answer'), (c) =>
      still(c, deps, (facts) => changePage(c, facts, written(facts))),
    )
    .post(`/still/${keyPath}/change`, may('freshness', 'answer'), (c) =>
      still(c, deps, async (facts) => {
        const read = await readChange(c, deps, facts)
        if (!read.ok) return changePage(c, facts, read.error, 422)
        return answerStill(c, deps, { say: 'changed', ...read.value })
      }),
    )
    .get(`/still/${keyPath}/closed`, may('freshness', 'answer'), (c) =>
      still(c, deps, (facts) => c.html(<ClosedPage c={c} facts={facts} base={stillBase(c)} />)),
    )
    .post(`/still/${keyPath}/closed`, may('freshness', 'answer'), (c) =>
      answerStill(c, deps, { say: 'closed' }),
    )

/** Shows a page about a member that is to be rung; nothing where there is none. */
async function calling(
  c: Ctx,
  { db }: Deps,
  show: (call: OpenCall) => Response | Promise<Response>,
): Promise<Response> {
  const call = await openCall(db, c.var.who, idIn(c))
  return call ? show(call) : c.notFound()
}

const callPage = (c: Ctx, deps: Deps, form: FormState, status: 200 | 422 = 200) =>
  calling(c, deps, async (call) => {
    const people = await readNumbers(deps.db, c.var.who, call.id)
    return c.html(<CallPage c={c} call={call} people={people} form={form} />, status)
  })

async function keepCall(c: Ctx, { db }: Deps, outcome: Outcome) {
  const logged = await logCall(db, c.var.who, idIn(c), outcome)
  return logged.ok ? c.redirect(`/members/calls?after=${outcome.say}`, 303) : c.notFound()
}

async function endCall(c: Ctx, deps: Deps) {
  const form = await readForm(c, callForm)
  if (!form.ok) return callPage(c, deps, form.error, 422)
  const { outcome } = form.value
  // A membership is not ended by one tap: its own page asks once more.
  if (outcome === 'closed' || outcome === 'unreached')
    return c.redirect(`${callBase(c)}/ending`, 303)
  return keepCall(c, deps, { say: outcome })
}

const callChangePage = (c: Ctx, facts: Facts, form: FormState, status: 200 | 422 = 200) => {
  const way = { action: `${callBase(c)}/change`, back: callBase(c) }
  return c.html(<ChangePage c={c} form={form} facts={facts} {...way} byPhone />, status)
}

const sayings = ['right', 'changed', 'closed', 'missed', 'unreached'] as const

/** The office rings: whom, and how it went, in two taps. */
const callRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/members/calls', may('freshness', 'call'), async (c) => {
      const due = await findCalls(deps.db, c.var.who, 200)
      const after = sayings.find((one) => one === c.req.query('after')) ?? null
      return c.html(<CallsPage c={c} {...due} after={after} />)
    })
    .get(`/members/${idPath}/call`, may('freshness', 'call'), (c) => callPage(c, deps, blank))
    .post(`/members/${idPath}/call`, may('freshness', 'call'), (c) => endCall(c, deps))
    .get(`/members/${idPath}/call/change`, may('freshness', 'call'), (c) =>
      calling(c, deps, ({ facts }) => callChangePage(c, facts, written(facts))),
    )
    .post(`/members/${idPath}/call/change`, may('freshness', 'call'), (c) =>
      calling(c, deps, async ({ facts }) => {
        const read = await readChange(c, deps, facts)
        if (!read.ok) return callChangePage(c, facts, read.error, 422)
        return keepCall(c, deps, { say: 'changed', ...read.value })
      }),
    )
    .get(`/members/${idPath}/call/ending`, may('freshness', 'call'), (c) =>
      calling(c, deps, (call) => c.html(<EndingPage c={c} call={call} />)),
    )
    .post(`/members/${idPath}/call/ending`, may('freshness', 'call'), (c) =>
      calling(c, deps, async (call) => {
        const form = await readForm(c, callForm)
        const outcome = form.ok ? form.value.outcome : null
        // Nobody's membership ends because they did not pick up once.
        const mayEnd =
          outcome === 'closed' || (outcome === 'unreached' && suggestsEnding(call.tries))
        return mayEnd ? keepCall(c, deps, { say: outcome }) : c.redirect(callBase(c), 303)
      }),
    )

export const freshnessRoutes = (deps: Deps) =>
  new Hono<Env>().route('/', stillRoutes(deps)).route('/', callRoutes(deps))
