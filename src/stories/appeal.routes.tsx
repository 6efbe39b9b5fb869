import { Hono } from 'hono'
import { z } from 'zod'
import { act } from '#base/db.ts'
import { blank, choice, type FormState, prose, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { withKey } from '#base/db.ts'
import { type Ctx, type Env, idPath, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { askAppeal, judgeAppeal, undo } from './appeal.actions.ts'
import * as queries from './appeal.queries.ts'
import { AppealPage, AppealsPage, AskAppealPage, refusalWords } from './appeal.views.tsx'
import { findByKey, findStory } from './queries.ts'

const words = z.object({ words: prose('appeal.words.missing', 4000) })
const judging = z.object({
  state: choice(['upheld', 'dismissed'], 'appeal.office.missing'),
  reason: prose('appeal.office.reason.missing', 4000),
})
const undoing = z.object({ reason: prose('appeal.office.reason.missing', 4000) })

/** Appeals: asked by a private link, judged by another moderator. */
export function appealRoutes({ db }: JobDeps) {
  const ask = async (c: Ctx, key: string, of: FormState, status: 200 | 409 | 422 = 200) => {
    c.header('cache-control', 'no-store')
    const found = await act(db, withKey(c.var.who, hashKey(key)), async (tx) => {
      const story = await findByKey(tx, hashKey(key))
      const decision = story && (await queries.decisionOn(tx, story.id))
      if (!story || !decision) return null
      const isOpen = story.state === 'declined'
      const appeal = await (isOpen
        ? queries.appealOn(tx, decision.id)
        : queries.lastAppeal(tx, story.id))
      return { story, decision, appeal, days: await queries.appealDays(tx) }
    })
    const mayAsk = found && (found.story.state === 'declined' || found.appeal)
    if (!mayAsk) return c.notFound()
    return c.html(<AskAppealPage c={c} keyOfLink={key} {...found} of={of} />, status)
  }
  const one = async (c: Ctx, id: string, of: FormState, status: 200 | 409 | 422 = 200) => {
    const found = await act(db, c.var.who, async (tx) => {
      const appeal = await queries.findAppeal(tx, id)
      const story = appeal && (await findStory(tx, appeal.storyId))
      const decision = appeal && (await queries.findDecision(tx, appeal.decisionId))
      return appeal && story && decision ? { appeal, story, decision } : null
    })
    return found ? c.html(<AppealPage c={c} {...found} of={of} />, status) : c.notFound()
  }

  return new Hono<Env>()
    .get(`/stories/mine/${keyPath}/appeal`, may('appeal', 'create'), (c) =>
      ask(c, c.req.param('key'), blank),
    )
    .post(`/stories/mine/${keyPath}/appeal`, may('appeal', 'create'), async (c) => {
      const key = c.req.param('key')
      const form = await readForm(c, words)
      if (!form.ok) return ask(c, key, form.error, 422)
      const asked = await askAppeal(db, c.var.who, key, form.value.words)
      if (!asked.ok && asked.error !== 'asked-already') return c.notFound()
      return c.redirect(`/stories/mine/${key}/appeal`, 303)
    })
    .get('/appeals', may('appeal', 'decide'), async (c) => {
      const waiting = await act(db, c.var.who, (tx) => queries.waitingAppeals(tx, 200))
      return c.html(<AppealsPage c={c} waiting={waiting} days={await queries.appealDays(db)} />)
    })
    .get(`/appeals/${idPath}`, may('appeal', 'decide'), (c) => one(c, c.req.param('id'), blank))
    .post(`/appeals/${idPath}/decision`, may('appeal', 'decide'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, judging)
      if (!form.ok) return one(c, id, form.error, 422)
      const { person, who, t } = c.var
      if (!person) return c.notFound()
      const done = await judgeAppeal(db, { ...who, personId: person.id }, id, form.value)
      if (done.ok) return c.redirect('/appeals', 303)
      if (done.error === 'no-such-story') return c.notFound()
      const kept = { values: form.value, problems: {} }
      return one(c, id, withProblem(kept, 'state', t(refusalWords[done.error])), 409)
    })
    .post(`/stories/${idPath}/restoration`, may('appeal', 'decide'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, undoing)
      const { person, who, t } = c.var
      if (!person) return c.notFound()
      if (!form.ok) return c.redirect(`/stories/${id}/decision`, 303)
      const done = await undo(db, { ...who, personId: person.id }, id, form.value.reason)
      if (!done.ok && done.error === 'no-such-story') return c.notFound()
      if (!done.ok) return c.text(t(refusalWords[done.error as keyof typeof refusalWords]), 409)
      return c.redirect(`/stories/${id}/decision`, 303)
    })
}
