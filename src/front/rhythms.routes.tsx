import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, type FormState, formOf, readForm } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { addRhythm, addUsual, changeRhythm, doneRhythm, endRhythm } from './rhythms.actions.ts'
import { type RhythmDraft, rhythmForm, turnForm } from './rhythms.forms.ts'
import { findRhythm, listKeepers, listRhythms, type Rhythm, turnsOf } from './rhythms.queries.ts'
import { dayOf } from './rhythms.rules.ts'
import { RhythmPage, RhythmsPage } from './rhythms.views.tsx'

const asForm = (rhythm: Rhythm): FormState =>
  formOf({
    what: rhythm.what,
    note: rhythm.note,
    how: rhythm.everyDays === null ? 'month' : 'days',
    everyDays: String(rhythm.everyDays ?? ''),
    week: String(rhythm.week ?? ''),
    weekday: String(rhythm.weekday ?? ''),
    nextOn: rhythm.nextOn,
    keeper: rhythm.keeperId ?? '',
  })

const monthly = (week: number, weekday: number) => ({ everyDays: null, week, weekday })
const every = (days: number) => ({ everyDays: days, week: null, weekday: null })

/** What most offices do. Nobody looks after it yet, and each begins when it is due next. */
function usual(c: Ctx): RhythmDraft[] {
  const { t } = c.var
  const begin = { note: '', keeperId: null, nextOn: null }
  return [
    { ...begin, what: t('office.rhythms.usual.desk'), beat: every(7) },
    { ...begin, what: t('office.rhythms.usual.letter'), beat: every(14) },
    { ...begin, what: t('office.rhythms.usual.meeting'), beat: monthly(1, 2) },
    { ...begin, what: t('office.rhythms.usual.backup'), beat: monthly(5, 5) },
    { ...begin, what: t('office.rhythms.usual.roles'), beat: every(182) },
  ]
}

export function rhythmRoutes({ db }: JobDeps) {
  async function show(c: Ctx, of: FormState | null, status: 200 | 422 = 200) {
    const id = c.req.param('id')
    const found = await act(db, c.var.who, async (tx) => ({
      keepers: await listKeepers(tx),
      rhythm: id ? ((await findRhythm(tx, id)) ?? null) : null,
      turns: id ? await turnsOf(tx, id) : [],
    }))
    if (id && !found.rhythm) return c.notFound()
    const form = of ?? (found.rhythm ? asForm(found.rhythm) : blank)
    return c.html(<RhythmPage c={c} of={form} {...found} />, status)
  }

  return new Hono<Env>()
    .get('/rhythms', may('rhythm', 'change'), async (c) => {
      const rhythms = await act(db, c.var.who, (tx) => listRhythms(tx))
      const saved = c.req.query('saved') === 'yes'
      return c.html(<RhythmsPage c={c} rhythms={rhythms} today={dayOf(now())} saved={saved} />)
    })

    .get('/rhythms/new', may('rhythm', 'change'), (c) => show(c, blank))

    .post('/rhythms', may('rhythm', 'change'), async (c) => {
      const form = await readForm(c, rhythmForm)
      if (!form.ok) return show(c, form.error, 422)
      const { once } = await c.req.parseBody()
      await addRhythm(db, c.var.who, form.value, typeof once === 'string' ? once : undefined)
      return c.redirect('/rhythms?saved=yes', 303)
    })

    .post('/rhythms/usual', may('rhythm', 'change'), async (c) => {
      await addUsual(db, c.var.who, usual(c))
      return c.redirect('/rhythms?saved=yes', 303)
    })

    .get(`/rhythms/${idPath}`, may('rhythm', 'change'), (c) => show(c, null))

    .post(`/rhythms/${idPath}`, may('rhythm', 'change'), async (c) => {
      const form = await readForm(c, rhythmForm)
      if (!form.ok) return show(c, form.error, 422)
      const isThere = await changeRhythm(db, c.var.who, c.req.param('id'), form.value)
      return isThere ? c.redirect('/rhythms?saved=yes', 303) : c.notFound()
    })

    .post(`/rhythms/${idPath}/turn`, may('rhythm', 'change'), async (c) => {
      const form = await readForm(c, turnForm)
      if (!form.ok) return c.redirect('/rhythms', 303)
      const { turn, due } = form.value
      const done = { id: c.req.param('id'), due, leftOut: turn === 'left-out' }
      const isThere = await doneRhythm(db, c.var.who, done)
      return isThere ? c.redirect('/rhythms?saved=yes', 303) : c.notFound()
    })

    .post(`/rhythms/${idPath}/end`, may('rhythm', 'change'), async (c) => {
      await endRhythm(db, c.var.who, c.req.param('id'))
      return c.redirect('/rhythms?saved=yes', 303)
    })
}
