import { Hono } from 'hono'
import { z } from 'zod'
import { act } from '#base/db.ts'
import { blank, choice, optionalLine, readForm } from '#base/forms.ts'
import { translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import { printSheet } from '#base/print.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { tellersToAsk } from './again.queries.ts'
import { againSheet } from './again.sheet.ts'
import { AgainPage } from './again.views.tsx'
import { agreeAgainForThem } from './consent.actions.ts'
import { showConsents } from './consent.office.routes.tsx'
import { consentsOf } from './consent.queries.ts'
import { usesHeld } from './consent.rules.ts'
import { codeOf } from './keys.ts'
import { findStory } from './queries.ts'
import { spokenBy } from './year.words.ts'

const againForm = z.object({
  channel: choice(['phone', 'letter'], 'consent.office.channel-missing'),
  witness: optionalLine(120),
})

async function sheet(c: Ctx, deps: JobDeps, id: string) {
  const found = await act(deps.db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    if (!story?.askedAgainAt) return null
    const { tellerId: person, askedAgainAt: askedAt } = story
    const reading = { what: 'consents.read', about: id, person, fields: ['consents'] }
    await recordReading(tx, c.var.who.personId, reading)
    return { story, askedAt, uses: [...usesHeld(await consentsOf(tx, id), now())] }
  })
  if (!found) return c.notFound()
  const { story, askedAt, uses } = found
  const lang = spokenBy(story)
  const code = codeOf(deps.secret, 'story', id)
  const paper = { t: translator(lang), lang, coalition: c.var.coalition, code, at: now() }
  const made = await printSheet(againSheet(paper, { title: story.title, uses, askedAt }))
  if (!made.ok) return c.text(c.var.t('year.office.broken'), 503)
  return c.body(new Uint8Array(made.value), 200, {
    'content-type': 'application/pdf',
    'content-disposition': 'inline; filename="do-you-still-agree.pdf"',
    'cache-control': 'no-store',
  })
}

/** The question of each year, for tellers who have no mail address: asked on paper or by telephone. */
export const againRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/stories/again', may('consent', 'read'), async (c) => {
      const waiting = await act(deps.db, c.var.who, (tx) => tellersToAsk(tx, 200))
      return c.html(<AgainPage c={c} waiting={waiting} />)
    })

    .get(`/stories/${idPath}/again.pdf`, may('consent', 'read'), (c) =>
      sheet(c, deps, c.req.param('id')),
    )

    .post(`/stories/${idPath}/again`, may('consent', 'end'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, againForm)
      if (!form.ok) return showConsents(c, deps, id, form.error, 422)
      const { person, who } = c.var
      if (!person) return c.notFound()
      const { channel, witness } = form.value
      const said = { channel, witness: witness || null }
      const agreed = await agreeAgainForThem(deps.db, { ...who, personId: person.id }, id, said)
      if (agreed) return c.redirect(`/stories/${id}/consents?done=yes`, 303)
      return showConsents(c, deps, id, blank, 409)
    })
