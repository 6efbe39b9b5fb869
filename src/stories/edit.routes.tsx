import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { answerForTeller, askTeller, dropEdit, editStory } from './edit.actions.ts'
import { editAnswerForThemForm, editForm } from './edit.forms.ts'
import { findEdit } from './edit.queries.ts'
import type { AnswerRefusal, EditRefusal } from './edit.rules.ts'
import { EditPage } from './edit.views.tsx'
import { findStory } from './queries.ts'

export const editRefusals: Record<EditRefusal, Key> = {
  'no-such-story': 'stories.decide.no-such-story',
  'own-story': 'stories.decide.own-story',
  'decided-already': 'edit.office.decided-already',
  'unchanged': 'edit.office.unchanged',
} // prettier-ignore

const answerRefusals: Record<AnswerRefusal | 'own-story', Key> = {
  'no-such-story': 'stories.decide.no-such-story',
  'no-such-edit': 'edit.office.no-such-edit',
  'other-words': 'edit.office.other-words',
  'own-story': 'stories.decide.own-story',
}

type Forms = { of?: FormState; answerOf?: FormState }

const justDone = (c: Ctx) => {
  const done = c.req.query('done')
  return done === 'kept' || done === 'asked-now' || done === 'done' ? done : null
}

async function show(c: Ctx, { db }: JobDeps, forms: Forms, status: 200 | 409 | 422 = 200) {
  const id = c.req.param('id') ?? ''
  const found = await act(db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    return story && { story, edit: await findEdit(tx, id) }
  })
  if (!found || found.story.state === 'withdrawn') return c.notFound()
  const { of = blank, answerOf = blank } = forms
  const done = status === 200 ? justDone(c) : null
  return c.html(<EditPage c={c} {...found} of={of} answerOf={answerOf} done={done} />, status)
}

async function keep(c: Ctx, deps: JobDeps, id: string) {
  const form = await readForm(c, editForm)
  if (!form.ok) return show(c, deps, { of: form.error }, 422)
  const { person, who, t } = c.var
  if (!person) return c.notFound()
  const { title, body, byline, pictureWords } = form.value
  const words = { title, body, byline, pictureWords: pictureWords || null }
  const kept = await editStory(deps.db, { ...who, personId: person.id }, id, words)
  if (kept.ok) return c.redirect(`/stories/${id}/edit?done=kept`, 303)
  if (kept.error === 'no-such-story') return c.notFound()
  const sent = formOf({ ...form.value })
  return show(c, deps, { of: withProblem(sent, 'title', t(editRefusals[kept.error])) }, 409)
}

async function writeDown(c: Ctx, deps: JobDeps, id: string) {
  const form = await readForm(c, editAnswerForThemForm)
  if (!form.ok) return show(c, deps, { answerOf: form.error }, 422)
  const { person, who, t } = c.var
  if (!person) return c.notFound()
  const me = { ...who, personId: person.id }
  const answered = await answerForTeller(deps.db, me, id, form.value)
  if (answered.ok) return c.redirect(`/stories/${id}/edit?done=done`, 303)
  if (answered.error === 'no-such-story') return c.notFound()
  const { answer, channel, wish } = form.value
  const problem = t(answerRefusals[answered.error])
  const answerOf = withProblem(formOf({ answer, channel, wish }), 'answer', problem)
  return show(c, deps, { answerOf }, 409)
}

/** What a moderator does with an edited version: writes it, asks the teller, writes the answer down. */
export const editRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get(`/stories/${idPath}/edit`, may('story', 'edit'), (c) => show(c, deps, {}))

    .post(`/stories/${idPath}/edit`, may('story', 'edit'), (c) => keep(c, deps, c.req.param('id')))

    .post(`/stories/${idPath}/edit/question`, may('story', 'edit'), async (c) => {
      const id = c.req.param('id')
      const { person, who, origin } = c.var
      if (!person) return c.notFound()
      const asked = await askTeller(deps.db, { ...who, personId: person.id }, id, origin)
      // Pressed twice, they are asked once; both presses see how it stands.
      return c.redirect(`/stories/${id}/edit${asked.ok ? '?done=asked-now' : ''}`, 303)
    })

    .post(`/stories/${idPath}/edit/answer`, may('story', 'edit'), (c) =>
      writeDown(c, deps, c.req.param('id')),
    )

    .post(`/stories/${idPath}/edit/end`, may('story', 'edit'), async (c) => {
      const id = c.req.param('id')
      const { person, who } = c.var
      if (!person) return c.notFound()
      await dropEdit(deps.db, { ...who, personId: person.id }, id)
      return c.redirect(`/stories/${id}/decision`, 303)
    })
