import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { forgetPicture } from '#base/files.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { withdrawForThem } from './actions.ts'
import { endUseForThem } from './consent.actions.ts'
import { answerForThemForm, endForThemForm } from './consent.forms.ts'
import { ConsentsPage, UnansweredPage } from './consent.office.views.tsx'
import { readersOf } from './audience.queries.ts'
import { consentsOf, peopleIn, tracesOf, unanswered } from './consent.queries.ts'
import { codeOf } from './keys.ts'
import { answerForThem } from './others.actions.ts'
import { findStory } from './queries.ts'
import { findTelling } from './voice.queries.ts'

const personId = idPath.replace(':id', ':person')

/** The page of what was agreed to, and by whom. */
export async function showConsents(
  c: Ctx,
  deps: JobDeps,
  id: string,
  of: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const found = await act(deps.db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    if (!story) return null
    await recordReading(tx, c.var.who.personId, {
      what: 'consents.read',
      about: id,
      person: story.tellerId,
      fields: ['consents', 'people', 'readers', 'telling'],
    })
    const [consents, people, traces] = [
      await consentsOf(tx, id),
      await peopleIn(tx, id),
      await tracesOf(tx, id),
    ]
    const readers = (await readersOf(tx, id)).map((reader) => ({
      ...reader,
      code: codeOf(deps.secret, 'reader', reader.id),
    }))
    const telling = await findTelling(tx, id)
    return { story, consents, people, traces, readers, telling }
  })
  if (!found) return c.notFound()
  const code = codeOf(deps.secret, 'story', id)
  const done = c.req.query('done') === 'yes'
  const page = <ConsentsPage c={c} {...found} code={code} now={now()} of={of} done={done} />
  return c.html(page, status)
}

/** Ends a use, or takes the whole story back, for a teller who rang or wrote. */
async function end(c: Ctx, deps: JobDeps, id: string) {
  const { db, config } = deps
  const form = await readForm(c, endForThemForm)
  if (!form.ok) return showConsents(c, deps, id, form.error, 422)
  const { person, who } = c.var
  if (!person) return c.notFound()
  const { use, channel } = form.value
  const me = { ...who, personId: person.id }
  if (use === 'whole') {
    const done = await withdrawForThem(db, me, id, channel)
    if (!done.ok) return c.notFound()
    for (const file of done.value.files) await forgetPicture(config, file)
    return c.redirect('/stories/waiting?withdrawn=yes', 303)
  }
  const ended = await endUseForThem(db, me, id, { use, channel })
  if (ended.ok) return c.redirect(`/stories/${id}/consents?done=yes`, 303)
  if (ended.error === 'no-such-story') return c.notFound()
  const of = withProblem(formOf(form.value), 'use', c.var.t('consent.office.ended-already'))
  return showConsents(c, deps, id, of, 409)
}

/** What the office does about what was agreed to: reads the record, and writes down calls and letters. */
export const consentOfficeRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/stories/unanswered', may('story', 'decide'), async (c) => {
      const rows = await act(deps.db, c.var.who, async (tx) => {
        const people = await unanswered(tx)
        const stories = [...new Set(people.map(({ storyId }) => storyId))]
        const what = 'consents.read'
        const readings = stories.map((about) => ({ what, about, person: null, fields: ['people'] }))
        await recordReading(tx, c.var.who.personId, ...readings)
        return people
      })
      return c.html(<UnansweredPage c={c} rows={rows} />)
    })

    .get(`/stories/${idPath}/consents`, may('consent', 'read'), (c) =>
      showConsents(c, deps, c.req.param('id'), blank),
    )

    .post(`/stories/${idPath}/consents`, may('consent', 'end'), (c) =>
      end(c, deps, c.req.param('id')),
    )

    .post(`/stories/${idPath}/people/${personId}`, may('consent', 'end'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, answerForThemForm)
      const { person, who } = c.var
      if (!form.ok) return showConsents(c, deps, id, form.error, 422)
      if (!person) return c.notFound()
      const { answer: state, channel } = form.value
      const me = { ...who, personId: person.id }
      const whom = { storyId: id, personId: c.req.param('person') ?? '' }
      const done = await answerForThem(deps.db, me, whom, { state, channel })
      if (done.ok) return c.redirect(`/stories/${id}/consents?done=yes`, 303)
      if (done.error === 'no-such-person') return c.notFound()
      const of = withProblem(formOf(form.value), 'answer', c.var.t('consent.office.own-story'))
      return showConsents(c, deps, id, of, 409)
    })
