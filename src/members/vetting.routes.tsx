import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { recordReading } from '#base/journal.ts'
import { isLang } from '#base/i18n.ts'
import { blank, type FormState, formOf, readForm, valueOf, withProblem } from '#base/forms.ts'
import { findPlace, nameOf } from '#base/places.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { answerOffice, askToJoin, decideMembership, type Deps, noteRung } from './actions.ts'
import { answerForm, wholeForm } from './join.forms.ts'
import { answersFor, kindOf, textOf } from './join.questions.ts'
import * as queries from './queries.ts'
import { askedForReply, replyIn } from './replies.put.ts'
import { offeredReplies, takeReply } from './replies.queries.ts'
import { openPairsOf } from './twins.queries.ts'
import { namesIn, topicBook, topicChoices } from './topics.queries.ts'
import { decisionForm } from './vetting.forms.ts'
import { ApplicationPage, refusals } from './vetting.views.tsx'
import { QueuePage } from './vetting.queue.views.tsx'
import { NewPage } from './vetting.new.views.tsx'

const idIn = (c: Ctx) => c.req.param('id') ?? ''
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What was decided a moment ago, said on the page that follows. */
async function justDecided(c: Ctx, deps: Deps) {
  const after = c.req.query('after') ?? ''
  if (!uuid.test(after)) return null
  const found = await act(deps.db, c.var.who, (tx) => queries.findApplication(tx, after))
  return found ? { name: found.name, state: found.state } : null
}

async function queue(c: Ctx, deps: Deps) {
  const chosen = queries.decidedStates.find((state) => state === c.req.query('state')) ?? null
  const page = Math.min(Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1), 100_000)
  const shown = await act(deps.db, c.var.who, async (tx) => {
    const toRing = await queries.toRing(tx)
    const readings = toRing.map(({ id, personId }) => ({
      what: 'person.read',
      about: id,
      person: personId,
      fields: ['name', 'phone'],
    }))
    await recordReading(tx, c.var.who.personId, ...readings)
    return {
      counts: await queries.countWaiting(tx),
      asked: await queries.waitingIn(tx, 'asked'),
      askedBack: await queries.waitingIn(tx, 'asked-back'),
      toRing,
      decided: await queries.decided(tx, chosen, page),
    }
  })
  const after = await justDecided(c, deps)
  return c.html(<QueuePage c={c} {...shown} chosen={chosen} page={page} after={after} />)
}

type Showing = { decision?: FormState; answer?: FormState; status?: 200 | 409 | 422 }

async function showOne(
  c: Ctx,
  deps: Deps,
  { decision = blank, answer = blank, status = 200 }: Showing,
) {
  const id = idIn(c)
  const shown = await act(deps.db, c.var.who, async (tx) => {
    const application = await queries.findApplication(tx, id)
    if (!application) return null
    const { organisationId, personId, decidedBy } = application
    const fields = ['answers', 'email', 'phone']
    await recordReading(tx, c.var.who.personId, {
      what: 'person.read',
      about: id,
      person: personId,
      fields,
    })
    return {
      application,
      alike: await queries.likelyTheSame(tx, organisationId),
      pairs: await openPairsOf(tx, organisationId),
      replies: await offeredReplies(tx, ['ask-back', 'decline']),
      applicant: personId ? await queries.findApplicant(tx, personId) : undefined,
      decider: decidedBy ? (await queries.findApplicant(tx, decidedBy))?.name : undefined,
    }
  })
  if (!shown) return c.notFound()
  const after = status === 200 ? await justDecided(c, deps) : null
  return c.html(
    <ApplicationPage
      c={c}
      {...{ ...shown, decision, answer, after }}
      topics={namesIn(await topicBook(deps.db), c.var.lang)}
    />,
    status,
  )
}

/** The form with a saved reply put in, in the applicant's language; null when none was asked for. */
async function withReply(c: Ctx, { db }: Deps): Promise<Showing | null> {
  const form = await askedForReply(c)
  if (!form) return null
  const { who, coalition } = c.var
  const words = await act(db, who, async (tx) => {
    const application = await queries.findApplication(tx, idIn(c))
    if (!application) return null
    const { personId, name: organisation, lang } = application
    const name = personId ? ((await queries.findApplicant(tx, personId))?.name ?? null) : null
    const filling = { name, organisation, coalition: coalition.name, phone: coalition.phone }
    return takeReply(tx, valueOf(form, 'reply'), isLang(lang) ? lang : 'en', filling)
  })
  return { decision: replyIn(c, form, 'words', words), status: words === null ? 422 : 200 }
}

async function decide(c: Ctx, deps: Deps) {
  const { person, origin } = c.var
  if (!person) return c.notFound()
  const put = await withReply(c, deps)
  if (put) return showOne(c, deps, put)
  const form = await readForm(c, decisionForm)
  if (!form.ok) return showOne(c, deps, { decision: form.error, status: 422 })
  const deciding = { id: idIn(c), origin, ...form.value }
  const decided = await decideMembership(deps.db, { ...c.var.who, personId: person.id }, deciding)
  if (decided.ok) {
    const { next } = decided.value
    const to = next
      ? `/memberships/${next}?after=${idIn(c)}#application`
      : `/memberships?after=${idIn(c)}`
    return c.redirect(to, 303)
  }
  if (decided.error === 'no-such-membership') return c.notFound()
  const { decision } = form.value
  const kept = formOf({ words: 'words' in decision ? decision.words : '' })
  const refused = withProblem(kept, 'words', refusals[decided.error])
  return showOne(c, deps, { decision: refused, status: 409 })
}

/** What the applicant said on the phone, written down for them. */
async function answerFor(c: Ctx, deps: Deps) {
  const form = await readForm(c, answerForm)
  if (!form.ok) return showOne(c, deps, { answer: form.error, status: 422 })
  const answered = await answerOffice(deps.db, c.var.who, idIn(c), form.value.answer, c.var.origin)
  if (answered.ok) return c.redirect(`/memberships/${idIn(c)}`, 303)
  const refused = withProblem(formOf(form.value), 'answer', refusals[answered.error])
  return showOne(c, deps, { answer: refused, status: 409 })
}

async function enter(c: Ctx, deps: Deps) {
  const form = await readForm(c, wholeForm)
  const topics = await topicChoices(deps.db, c.var.t, c.var.lang)
  const show = (state: FormState) => c.html(<NewPage c={c} form={state} topics={topics} />, 422)
  if (!form.ok) return show(form.error)
  const body = await c.req.parseBody({ all: true })
  const sentText = (name: string) => [body[name]].flat().find((one) => typeof one === 'string')
  const kind = kindOf(form.value) ?? 'organisation'
  const { coalition, origin, who } = c.var
  const place = await findPlace(deps.db, textOf(form.value, 'place'), coalition.country)
  if (!place && form.value['keepPlace'] !== 'yes')
    return show(withProblem(formOf(form.value), 'place', c.var.t('join.place.unknown')))
  const lang = sentText('lang') ?? ''
  const id = await askToJoin(deps, who, {
    kind,
    answers: answersFor(kind, { ...form.value, placeName: place ? nameOf(place) : '' }),
    lang: isLang(lang) ? lang : 'en',
    channel: 'phone',
    country: coalition.country,
    origin,
    once: sentText('once'),
  })
  return c.redirect(`/memberships/${id}`, 303)
}

/** The secretary's side: who waits, one application at a time, and one entered for somebody who rings. */
export const vettingRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/memberships', may('membership', 'read'), (c) => queue(c, deps))
    .get('/memberships/new', may('membership', 'create-for'), async (c) => {
      const kind = c.req.query('kind')
      const topics = await topicChoices(deps.db, c.var.t, c.var.lang)
      return c.html(<NewPage c={c} form={kind ? formOf({ kind }) : blank} topics={topics} />)
    })
    .post('/memberships', may('membership', 'create-for'), (c) => enter(c, deps))
    .get(`/memberships/${idPath}`, may('membership', 'read'), (c) => showOne(c, deps, {}))
    .post(`/memberships/${idPath}/decision`, may('membership', 'decide'), (c) => decide(c, deps))
    .post(`/memberships/${idPath}/answer`, may('membership', 'decide'), (c) => answerFor(c, deps))
    .post(`/memberships/${idPath}/call`, may('membership', 'decide'), async (c) => {
      await noteRung(deps.db, c.var.who, idIn(c))
      return c.redirect('/memberships', 303)
    })
