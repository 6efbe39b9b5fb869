import { Hono } from 'hono'
import { blank, type FormState, formOf, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { keptKinds } from './entry.forms.ts'
import { codesFor, readEntry } from './entry.routes.tsx'
import { forOneOnly } from './join.routes.tsx'
import { keepEntry } from './kept.actions.ts'
import { KeepPage } from './kept.views.tsx'
import { topicChoices } from './topics.queries.ts'

async function keepPage(c: Ctx, { db }: JobDeps, form: FormState, status: 200 | 422 = 200) {
  forOneOnly(c)
  const topics = await topicChoices(db, c.var.t, c.var.lang)
  return c.html(<KeepPage c={c} form={form} topics={topics} />, status)
}

async function textIn(c: Ctx, name: string): Promise<string | undefined> {
  const sent = [(await c.req.parseBody({ all: true }))[name]].flat()
  return sent.find((one) => typeof one === 'string')
}

async function keep(c: Ctx, deps: JobDeps) {
  const word = await textIn(c, 'kind')
  const kind = keptKinds.find((one) => one === word) ?? 'group'
  const codes = await codesFor(c, deps, [])
  // The kind stands on the same page, so every kind is asked what the most-asked one is.
  const asked = { kind: 'organisation', number: true, codes } as const
  const read = await readEntry(c, deps, asked, null)
  if (!read.ok) {
    const { values, problems } = read.error
    return keepPage(c, deps, { values: { ...values, kind }, problems }, 422)
  }
  const { answers, place } = read.value
  const [lang = 'en'] = c.var.coalition.languages
  const once = await textIn(c, 'once')
  const kept = await keepEntry(deps.db, c.var.who, { kind, answers, place, lang, once })
  if (kept.ok) return c.redirect(`/members/${kept.value}?done=kept`, 303)
  const again = formOf({ ...answers, kind })
  const taken = withProblem(again, 'registerNumber', c.var.t('entry.number-taken'))
  return keepPage(c, deps, taken, 422)
}

/** Entries that the office keeps for others. */
export const keptRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/members/keep', may('entry', 'keep'), (c) => keepPage(c, deps, blank))
    .post('/members/keep', may('entry', 'keep'), (c) => keep(c, deps))
