import { Hono } from 'hono'
import { act, withKey } from '#base/db.ts'
import { blank, type FormState, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { answerByMyLink } from './edit.actions.ts'
import { editAnswerForm } from './edit.forms.ts'
import { findEdit } from './edit.queries.ts'
import { MyEditDone, MyEditPage } from './edit.views.tsx'
import { WithdrawnReceipt } from './mine.views.tsx'
import { findByKey } from './queries.ts'

const saidIn = (c: Ctx) => {
  const said = c.req.query('said')
  return said === 'yes' || said === 'no' ? said : null
}

/** What a teller does about an edited version of their story, by their private link. */
export function mineEditRoutes({ db }: JobDeps) {
  const show = async (c: Ctx, of: FormState, status: 200 | 409 | 422 = 200) => {
    const key = c.req.param('key') ?? ''
    const keyHash = hashKey(key)
    c.header('cache-control', 'no-store')
    const found = await act(db, withKey(c.var.who, keyHash), async (tx) => {
      const story = await findByKey(tx, keyHash)
      return story && { story, edit: await findEdit(tx, story.id) }
    })
    if (!found) return c.notFound()
    const { story, edit } = found
    if (story.state === 'withdrawn') return c.html(<WithdrawnReceipt c={c} />, 410)
    const said = status === 200 ? saidIn(c) : null
    if (said || !edit || edit.state === 'draft')
      return c.html(<MyEditDone c={c} keyOfLink={key} said={said} />)
    return c.html(<MyEditPage c={c} keyOfLink={key} story={story} edit={edit} of={of} />, status)
  }

  return new Hono<Env>()
    .get(`/stories/mine/${keyPath}/edit`, may('story', 'change'), (c) => show(c, blank))

    .post(`/stories/mine/${keyPath}/edit`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const form = await readForm(c, editAnswerForm)
      if (!form.ok) return show(c, form.error, 422)
      const { answer, wish } = form.value
      const answered = await answerByMyLink(db, c.var.who, key, form.value)
      if (answered.ok) return c.redirect(`/stories/mine/${key}/edit?said=${answer}`, 303)
      const sent = { values: { answer, wish }, problems: {} }
      return show(c, withProblem(sent, 'answer', c.var.t('edit.other-words')), 409)
    })
}
