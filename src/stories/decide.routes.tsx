import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, type FormState, readForm, valueOf, withProblem } from '#base/forms.ts'
import { isLang } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { askedForReply, offeredReplies, replyIn, takeReply } from '#members/index.ts'
import { may } from '#people/index.ts'
import { decideStory } from './decide.actions.ts'
import { consentsOf, peopleIn } from './consent.queries.ts'
import { seenOf } from './decide.seen.ts'
import { DecisionPage, refusals, WaitingPage } from './decide.views.tsx'
import { findEdit } from './edit.queries.ts'
import { workingWords } from './edit.rules.ts'
import { decisionForm } from './forms.ts'
import { morePictures } from './pictures.queries.ts'
import { findStory, lastDecision, waitingStories } from './queries.ts'
import { marksOf } from './safety.marks.ts'
import { findSafety } from './safety.queries.ts'
import { findTelling, findVoice } from './voice.queries.ts'

const shown = 100

/** The form with a saved reply put in, in the teller's language; null when none was asked for. */
async function withReply(c: Ctx, { db }: JobDeps, id: string): Promise<FormState | null> {
  const form = await askedForReply(c)
  if (!form) return null
  const { who, coalition } = c.var
  const words = await act(db, who, async (tx) => {
    const story = await findStory(tx, id)
    if (!story) return null
    const lang = isLang(story.spoken) ? story.spoken : 'en'
    const filling = { name: story.name, coalition: coalition.name, phone: coalition.phone }
    return takeReply(tx, valueOf(form, 'reply'), lang, filling)
  })
  return replyIn(c, form, 'reason', words)
}

/** What became of a mark a moment ago. */
const maskedIn = (c: Ctx): 'yes' | 'gone' | null => {
  const masked = c.req.query('masked')
  return masked === 'yes' || masked === 'gone' ? masked : null
}

const doneIn = (c: Ctx): 'yes' | 'first' | null => {
  const done = c.req.query('done')
  return done === 'yes' || done === 'first' ? done : null
}

/** A story with everything that a moderator decides on; null when there is none any more. */
const findToDecide = ({ db }: JobDeps, c: Ctx, id: string) =>
  act(db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    if (!story || story.state === 'withdrawn') return null
    await recordReading(tx, c.var.who.personId, {
      what: 'teller.read',
      about: id,
      person: story.tellerId,
      fields: ['name', 'email', 'town'],
    })
    const consents = await consentsOf(tx, id)
    const people = await peopleIn(tx, id)
    const edit = await findEdit(tx, id)
    const safety = await findSafety(tx, id)
    const decision = await lastDecision(tx, id)
    const replies = await offeredReplies(tx, ['story'])
    const voice = await findVoice(tx, id)
    const telling = await findTelling(tx, id)
    const more = await morePictures(tx, id)
    const seen = await seenOf(tx, story)
    const found = { story, consents, people, edit, safety, decision, replies, voice, telling }
    return { ...found, more, seen }
  })

/** What a moderator does: the stories that wait, one after the other. */
export function decideRoutes(deps: JobDeps) {
  const { db } = deps
  const page = async (c: Ctx, id: string, of: FormState, status: 200 | 409 | 422 = 200) => {
    const found = await findToDecide(deps, c, id)
    if (!found) return c.notFound()
    const words = workingWords(found.story, found.edit)
    const about = { ...found, words, marks: marksOf(words), masked: maskedIn(c) }
    return c.html(<DecisionPage c={c} {...about} of={of} />, status)
  }

  return new Hono<Env>()
    .get('/stories/waiting', may('story', 'decide'), async (c) => {
      const waiting = await waitingStories(db, c.var.who, shown)
      return c.html(<WaitingPage c={c} waiting={waiting} done={doneIn(c)} />)
    })

    .get(`/stories/${idPath}/decision`, may('story', 'decide'), (c) =>
      page(c, c.req.param('id'), blank),
    )

    .post(`/stories/${idPath}/decision`, may('story', 'decide'), async (c) => {
      const id = c.req.param('id')
      const put = await withReply(c, deps, id)
      if (put) return page(c, id, put, put.problems['reply'] ? 422 : 200)
      const form = await readForm(c, decisionForm)
      if (!form.ok) return page(c, id, form.error, 422)
      const { person, who, origin, t } = c.var
      if (!person) return c.notFound()
      const { seen } = form.value
      const me = { ...who, personId: person.id }
      const decided = await decideStory(db, me, id, form.value, { origin, seen })
      if (decided.ok) {
        const { next, needsSecond } = decided.value
        if (needsSecond) return c.redirect('/stories/waiting?done=first', 303)
        return c.redirect(next ? `/stories/${next}/decision` : '/stories/waiting?done=yes', 303)
      }
      if (decided.error === 'no-such-story') return c.notFound()
      const { sensitive, seen: _, ...said } = { sensitive: false, ...form.value }
      const sent: FormState = {
        values: { ...said, ...(sensitive && { sensitive: 'yes' }) },
        problems: {},
      }
      return page(c, id, withProblem(sent, 'verdict', t(refusals[decided.error])), 409)
    })
}
