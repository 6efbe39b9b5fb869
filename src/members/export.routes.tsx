import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { type FormState, formOf, readForm } from '#base/forms.ts'
import { record } from '#base/journal.ts'
import { now } from '#base/time.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { download } from './directory.routes.tsx'
import { membersAsCsv, membersAsJson, questionsFor } from './export.formats.ts'
import { type ExportChoice, exportForm } from './export.forms.ts'
import { countExported, exportedMembers } from './export.queries.ts'
import { ExportPage } from './export.views.tsx'

type Deps = { db: Db }

/** Writes the export down before its first line leaves the house. Out: how many it will hold. */
const noteExport = (c: Ctx, { db }: Deps, choice: ExportChoice, at: Date): Promise<number> =>
  act(db, c.var.who, async (tx) => {
    const rows = await countExported(tx, choice)
    const { state: states, kind: kinds, people, format } = choice
    const detail = { rows, states, kinds, people, format }
    await record(tx, {
      what: 'membership.exported',
      about: null,
      who: c.var.who.personId,
      at,
      detail,
    })
    return rows
  })

async function send(c: Ctx, deps: Deps) {
  const form = await readForm(c, exportForm)
  if (!form.ok) return c.html(<ExportPage c={c} form={form.error} />, 422)
  const choice = form.value
  const at = now()
  const rows = await noteExport(c, deps, choice, at)
  const questions = questionsFor(c.var.t, choice)
  const found = exportedMembers(deps.db, c.var.who, choice)
  const name = `members-${at.toISOString().slice(0, 10)}.${choice.format}`
  if (choice.format === 'csv')
    return download(c, name, 'text/csv', membersAsCsv(found, questions, choice))
  const about = { coalition: c.var.coalition.name, origin: c.var.origin, at, rows }
  return download(c, name, 'application/json', membersAsJson(found, questions, choice, about))
}

const first: FormState = formOf({ state: ['admitted'], format: 'csv' })

/** All members with all they answered, for the office: asked for, written down, and sent as it is made. */
export const exportRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/members/export', may('membership', 'export'), (c) =>
      c.html(<ExportPage c={c} form={first} />),
    )
    .post('/members/export', may('membership', 'export'), (c) => send(c, deps))
