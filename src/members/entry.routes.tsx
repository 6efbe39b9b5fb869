import { Hono } from 'hono'
import type { Answers } from '#base/drafts.ts'
import { type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { findPlace, type Place } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { changeEntry, myOrganisations, openEntry } from './entry.actions.ts'
import { asksNumber, seenOf, type ShownField, valuesOf } from './entry.change.ts'
import { type EntryAsked, entryForm } from './entry.forms.ts'
import type { Kept } from './entry.queries.ts'
import { EntryPage, MinePage } from './entry.views.tsx'
import { textOf } from './join.questions.ts'
import { forOneOnly } from './join.routes.tsx'
import { topicChoices } from './topics.queries.ts'

const idIn = (c: Ctx) => c.req.param('id') ?? ''

type Shown = { form: FormState; entry: Kept; meanwhile?: ShownField[]; status?: 200 | 409 | 422 }

async function changePage(c: Ctx, { db }: JobDeps, shown: Shown) {
  const { form, entry, meanwhile = [], status = 200 } = shown
  const number = asksNumber(entry.kind, entry.orgId)
  const topics = await topicChoices(db, c.var.t, c.var.lang)
  return c.html(
    <EntryPage c={c} id={idIn(c)} {...{ form, entry, number, topics, meanwhile }} />,
    status,
  )
}

type Read = { answers: Answers; place: Place | null }

/**
 * Reads a form about an entry. A place that nobody knows is asked about once, and looked for only when it is
 * another one than `known`.
 */
export async function readEntry(
  c: Ctx,
  { db }: JobDeps,
  asked: EntryAsked,
  known: string | null,
): Promise<Result<Read, FormState>> {
  const form = await readForm(c, entryForm(asked))
  if (!form.ok) return form
  const answers = form.value
  const written = textOf(answers, 'place')
  if (written === known) return ok({ answers, place: null })
  const place = await findPlace(db, written, c.var.coalition.country)
  if (place || answers['keepPlace'] === 'yes') return ok({ answers, place })
  return err(withProblem(formOf(answers), 'place', c.var.t('join.place.unknown')))
}

/** Topics that may be chosen: those that are offered, and those that stand there already. */
export async function codesFor(c: Ctx, { db }: JobDeps, own: readonly string[]) {
  const choices = await topicChoices(db, c.var.t, c.var.lang)
  return new Set([...choices.map(([code]) => code), ...own])
}

async function change(c: Ctx, deps: JobDeps) {
  const entry = await openEntry(deps.db, c.var.who, idIn(c))
  if (!entry) return c.notFound()
  const number = asksNumber(entry.kind, entry.orgId)
  const codes = await codesFor(c, deps, entry.topics)
  const read = await readEntry(c, deps, { kind: entry.kind, number, codes }, entry.place)
  if (!read.ok) return changePage(c, deps, { form: read.error, entry, status: 422 })
  const { answers, place } = read.value
  const checked = answers['checked'] === 'yes'
  const seen = textOf(answers, 'seen')
  const changed = await changeEntry(deps.db, c.var.who, {
    id: idIn(c),
    answers,
    place,
    checked,
    seen,
  })
  if (changed.ok) return c.redirect(`/members/${idIn(c)}?done=changed`, 303)
  if (changed.error.why === 'no-such-entry') return c.notFound()
  if (changed.error.why === 'number-taken') {
    const form = withProblem(formOf(answers), 'registerNumber', c.var.t('entry.number-taken'))
    return changePage(c, deps, { form, entry, status: 422 })
  }
  // What they wrote stays; sent once more, it counts against what stands there now.
  const { fields, entry: present } = changed.error
  const form = formOf({ ...answers, seen: seenOf(present) })
  const shown = { ...present, kind: entry.kind }
  return changePage(c, deps, { form, entry: shown, meanwhile: fields, status: 409 })
}

/** What somebody speaks for, and how its entry is changed. */
export const entryRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/members/mine', may('entry', 'mine'), async (c) => {
      forOneOnly(c)
      const mine = await myOrganisations(deps.db, c.var.who)
      return c.html(<MinePage c={c} mine={mine} left={c.req.query('done') === 'left'} />)
    })
    .get(`/members/${idPath}/change`, may('entry', 'change'), async (c) => {
      forOneOnly(c)
      const entry = await openEntry(deps.db, c.var.who, idIn(c))
      if (!entry) return c.notFound()
      return changePage(c, deps, { form: formOf(valuesOf(entry.kind, entry)), entry })
    })
    .post(`/members/${idPath}/change`, may('entry', 'change'), (c) => {
      forOneOnly(c)
      return change(c, deps)
    })
