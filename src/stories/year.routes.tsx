import { Hono } from 'hono'
import { z } from 'zod'
import { act } from '#base/db.ts'
import { blank, choice, type FormState, prose, readForm } from '#base/forms.ts'
import { translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { printSheet } from '#base/print.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { codeOf } from './keys.ts'
import { findStory } from './queries.ts'
import { noteEffect, removeEffect, tellByHand, wishYear } from './year.actions.ts'
import { tellersToRing, whatItLedTo } from './year.queries.ts'
import { effectKinds } from './year.rules.ts'
import { EffectsPage, YearPage } from './year.views.tsx'
import { spokenBy, yearSheet } from './year.words.ts'

/** A day as a browser sends it (2026-11-23) or as people write it (23/11/2026), not before 2000 nor to come. */
const day = z.string('year.office.when-wrong').transform((text, issues) => {
  const written = text.trim().replace(/^(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})$/, '$3-$2-$1')
  const [year = 0, month = 0, date = 0] = written.split('-').map(Number)
  const at = new Date(Date.UTC(year, month - 1, date, 12))
  const isDay = /^\d{4}-\d{1,2}-\d{1,2}$/.test(written) && at.getUTCDate() === date && year >= 2000
  // Midday of today may still be to come.
  if (isDay && at.getTime() < now().getTime() + 86_400_000) return at
  issues.addIssue({ code: 'custom', message: 'year.office.when-wrong' })
  return z.NEVER
})

const effectForm = z.object({
  kind: choice(effectKinds, 'year.office.kind-missing'),
  what: prose('year.office.what-missing', 300),
  at: day,
})
const tellingForm = z.object({ how: choice(['phone', 'letter'], 'year.office.how-missing') })
const wishForm = z.object({ wish: choice(['stop', 'again'], 'year.office.how-missing') })

const effectId = idPath.replace(':id', ':effect')

const findLed = ({ db }: JobDeps, c: Ctx, id: string) =>
  act(db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    if (!story || story.state === 'withdrawn') return null
    return { story, led: await whatItLedTo(tx, id) }
  })

async function sheet(c: Ctx, deps: JobDeps, id: string) {
  const found = await findLed(deps, c, id)
  if (!found) return c.notFound()
  const lang = spokenBy(found.story)
  const code = codeOf(deps.secret, 'story', id)
  const paper = { t: translator(lang), lang, coalition: c.var.coalition, code, at: now() }
  const made = await printSheet(yearSheet(paper, { title: found.story.title, led: found.led }))
  if (!made.ok) return c.text(c.var.t('year.office.broken'), 503)
  return c.body(new Uint8Array(made.value), 200, {
    'content-type': 'application/pdf',
    'content-disposition': 'inline; filename="what-it-led-to.pdf"',
    'cache-control': 'no-store',
  })
}

/** What a story led to: noted by the office, told to its teller once a year. */
export function yearRoutes(deps: JobDeps) {
  const { db } = deps
  const show = async (c: Ctx, id: string, of: FormState, status: 200 | 422 = 200) => {
    const found = await findLed(deps, c, id)
    if (!found) return c.notFound()
    const done = c.req.query('done') === 'yes'
    return c.html(<EffectsPage c={c} {...found} of={of} done={done} />, status)
  }

  return new Hono<Env>()
    .get('/stories/year', may('effect', 'note'), async (c) => {
      const waiting = await act(db, c.var.who, (tx) => tellersToRing(tx, 200))
      return c.html(<YearPage c={c} waiting={waiting} />)
    })

    .get(`/stories/${idPath}/effects`, may('effect', 'note'), (c) =>
      show(c, c.req.param('id'), blank),
    )

    .post(`/stories/${idPath}/effects`, may('effect', 'note'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, effectForm)
      if (!form.ok) return show(c, id, form.error, 422)
      const noted = await noteEffect(db, c.var.who, id, form.value)
      return noted ? c.redirect(`/stories/${id}/effects?done=yes`, 303) : c.notFound()
    })

    .post(`/stories/${idPath}/effects/${effectId}/removal`, may('effect', 'note'), async (c) => {
      const id = c.req.param('id')
      await removeEffect(db, c.var.who, id, c.req.param('effect') ?? '')
      return c.redirect(`/stories/${id}/effects?done=yes`, 303)
    })

    .post(`/stories/${idPath}/effects/telling`, may('effect', 'note'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, tellingForm)
      if (!form.ok) return show(c, id, form.error, 422)
      const told = await tellByHand(db, c.var.who, id, form.value.how)
      return told ? c.redirect(`/stories/${id}/effects?done=yes`, 303) : c.notFound()
    })

    .get(`/stories/${idPath}/effects/sheet.pdf`, may('effect', 'note'), (c) =>
      sheet(c, deps, c.req.param('id')),
    )

    .post(`/stories/mine/${keyPath}/year`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const form = await readForm(c, wishForm)
      const done = form.ok && (await wishYear(db, c.var.who, key, form.value.wish))
      return done ? c.redirect(`/stories/mine/${key}#led`, 303) : c.notFound()
    })
}
