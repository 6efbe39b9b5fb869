import { Hono } from 'hono'
import { z } from 'zod'
import { act, withKey } from '#base/db.ts'
import { blank, choice, type FormState, prose, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import { hashKey } from '#base/secrets.ts'
import { type Ctx, type Env, idPath, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { askAppeal, askAppealFor, judgeAppeal, undo } from './appeal.actions.ts'
import * as queries from './appeal.queries.ts'
import { AppealPage, AppealsPage, AskAppealPage, refusalWords } from './appeal.views.tsx'
import { PhoneAppealPage, PutBackPage } from './appeal.office.views.tsx'
import { findEdit } from './edit.queries.ts'
import { workingWords } from './edit.rules.ts'
import { findByKey, findStory } from './queries.ts'

const words = z.object({ words: prose('appeal.words.missing', 4000) })
const judging = z.object({
  state: choice(['upheld', 'dismissed'], 'appeal.office.missing'),
  reason: prose('appeal.office.reason.missing', 4000),
})
const undoing = z.object({ reason: prose('appeal.office.reason.missing', 4000) })

type Status = 200 | 409 | 422

async function ask(c: Ctx, { db }: JobDeps, key: string, of: FormState, status: Status = 200) {
  c.header('cache-control', 'no-store')
  const found = await act(db, withKey(c.var.who, hashKey(key)), async (tx) => {
    const story = await findByKey(tx, hashKey(key))
    const decision = story && (await queries.decisionOn(tx, story.id))
    if (!story || !decision) return null
    const appeal =
      story.state === 'declined'
        ? await queries.appealOn(tx, decision.id)
        : await queries.lastAppeal(tx, story.id)
    return { story, decision, appeal, days: await queries.appealDays(tx) }
  })
  const mayAsk = found && (found.story.state === 'declined' || found.appeal)
  if (!mayAsk) return c.notFound()
  return c.html(<AskAppealPage c={c} keyOfLink={key} {...found} of={of} />, status)
}

async function sendAppeal(c: Ctx, deps: JobDeps, key: string) {
  const form = await readForm(c, words)
  if (!form.ok) return ask(c, deps, key, form.error, 422)
  const asked = await askAppeal(deps.db, c.var.who, key, form.value.words)
  if (!asked.ok && asked.error !== 'asked-already') return c.notFound()
  return c.redirect(`/stories/mine/${key}/appeal`, 303)
}

/** A story that was declined or taken down, with what was decided, for the pages of moderators. */
const findDecided = (c: Ctx, { db }: JobDeps, id: string) =>
  act(db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    const decision = story && (await queries.decisionOn(tx, id))
    return story?.state === 'declined' && decision ? { story, decision } : null
  })

async function askedByPhone(
  c: Ctx,
  deps: JobDeps,
  id: string,
  of: FormState,
  status: Status = 200,
) {
  const found = await findDecided(c, deps, id)
  if (!found) return c.notFound()
  return c.html(<PhoneAppealPage c={c} {...found} of={of} />, status)
}

async function takeAppeal(c: Ctx, deps: JobDeps, id: string) {
  const form = await readForm(c, words)
  if (!form.ok) return askedByPhone(c, deps, id, form.error, 422)
  const { person, who, t } = c.var
  if (!person) return c.notFound()
  const asked = await askAppealFor(deps.db, { ...who, personId: person.id }, id, form.value.words)
  if (asked.ok) return c.redirect('/appeals', 303)
  if (asked.error === 'no-such-story') return c.notFound()
  const of = withProblem(
    { values: form.value, problems: {} },
    'words',
    t(refusalWords[asked.error]),
  )
  return askedByPhone(c, deps, id, of, 409)
}

async function putBackPage(c: Ctx, deps: JobDeps, id: string, of: FormState, status: Status = 200) {
  const found = await findDecided(c, deps, id)
  if (found?.decision.verdict !== 'take-down') return c.notFound()
  return c.html(<PutBackPage c={c} {...found} of={of} />, status)
}

async function putBackStory(c: Ctx, deps: JobDeps, id: string) {
  const form = await readForm(c, undoing)
  const { person, who, t } = c.var
  if (!person) return c.notFound()
  if (!form.ok) return putBackPage(c, deps, id, form.error, 422)
  const done = await undo(deps.db, { ...who, personId: person.id }, id, form.value.reason)
  if (done.ok) return c.redirect(`/stories/${id}/decision`, 303)
  if (done.error === 'no-such-story') return c.notFound()
  const of = withProblem(
    { values: form.value, problems: {} },
    'reason',
    t(refusalWords[done.error]),
  )
  return putBackPage(c, deps, id, of, 409)
}

async function one(c: Ctx, { db }: JobDeps, id: string, of: FormState, status: Status = 200) {
  const found = await act(db, c.var.who, async (tx) => {
    const appeal = await queries.findAppeal(tx, id)
    const story = appeal && (await findStory(tx, appeal.storyId))
    const decision = appeal && (await queries.findDecision(tx, appeal.decisionId))
    if (!appeal || !story || !decision) return null
    const { id: about, tellerId: person } = story
    const reading = { what: 'teller.read', about, person, fields: ['appeal'] }
    await recordReading(tx, c.var.who.personId, reading)
    const shown = { ...story, ...workingWords(story, await findEdit(tx, about)) }
    return { appeal, story: shown, decision }
  })
  return found ? c.html(<AppealPage c={c} {...found} of={of} />, status) : c.notFound()
}

async function judge(c: Ctx, deps: JobDeps, id: string) {
  const form = await readForm(c, judging)
  if (!form.ok) return one(c, deps, id, form.error, 422)
  const { person, who, t } = c.var
  if (!person) return c.notFound()
  const done = await judgeAppeal(deps.db, { ...who, personId: person.id }, id, form.value)
  if (done.ok) return c.redirect('/appeals', 303)
  if (done.error === 'no-such-story') return c.notFound()
  const kept = { values: form.value, problems: {} }
  return one(c, deps, id, withProblem(kept, 'state', t(refusalWords[done.error])), 409)
}

/** Appeals: asked by a private link or on the telephone, judged by another moderator. */
export function appealRoutes(deps: JobDeps) {
  const mine = `/stories/mine/${keyPath}/appeal` as const
  return new Hono<Env>()
    .get(mine, may('appeal', 'create'), (c) => ask(c, deps, c.req.param('key'), blank))
    .post(mine, may('appeal', 'create'), (c) => sendAppeal(c, deps, c.req.param('key')))
    .get('/appeals', may('appeal', 'decide'), async (c) => {
      const waiting = await act(deps.db, c.var.who, (tx) => queries.waitingAppeals(tx, 200))
      const days = await queries.appealDays(deps.db)
      return c.html(<AppealsPage c={c} waiting={waiting} days={days} />)
    })
    .get(`/appeals/${idPath}`, may('appeal', 'decide'), (c) =>
      one(c, deps, c.req.param('id'), blank),
    )
    .post(`/appeals/${idPath}/decision`, may('appeal', 'decide'), (c) =>
      judge(c, deps, c.req.param('id')),
    )
    .get(`/stories/${idPath}/appeal`, may('appeal', 'decide'), (c) =>
      askedByPhone(c, deps, c.req.param('id'), blank),
    )
    .post(`/stories/${idPath}/appeal`, may('appeal', 'decide'), (c) =>
      takeAppeal(c, deps, c.req.param('id')),
    )
    .get(`/stories/${idPath}/restoration`, may('appeal', 'decide'), (c) =>
      putBackPage(c, deps, c.req.param('id'), blank),
    )
    .post(`/stories/${idPath}/restoration`, may('appeal', 'decide'), (c) =>
      putBackStory(c, deps, c.req.param('id')),
    )
}
