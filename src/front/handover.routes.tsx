import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { allReplies } from '#members/index.ts'
import { may } from '#people/index.ts'
import { allPiles } from './desk.piles.ts'
import { writeNote } from './handover.actions.ts'
import { noteForm } from './handover.forms.ts'
import { listHolders, noteOf, versionsOf } from './handover.queries.ts'
import { NotePage } from './handover.notes.views.tsx'
import { HandoverPage } from './handover.views.tsx'
import { whereItRuns } from './handover.where.ts'
import { openPromises } from './promises.queries.ts'
import { listRhythms } from './rhythms.queries.ts'

/** Out: null when nobody with this id has a part in the coalition. */
const holderOf = async (c: Ctx, { db }: JobDeps, id: string) =>
  (await act(db, c.var.who, listHolders)).find((one) => one.id === id) ?? null

/** The office can be handed over: one page with all that the next one needs, and the notes on it. */
export function handoverRoutes(deps: JobDeps) {
  const { db } = deps

  async function showNote(
    c: Ctx,
    personId: string | null,
    of = blank,
    status: 200 | 409 | 422 = 200,
  ) {
    const holder = personId ? await holderOf(c, deps, personId) : null
    if (personId && !holder) return c.notFound()
    const versions = await act(db, c.var.who, (tx) => versionsOf(tx, personId))
    return c.html(<NotePage c={c} of={of} versions={versions} holder={holder} />, status)
  }

  async function keepNote(c: Ctx, personId: string | null) {
    if (personId && !(await holderOf(c, deps, personId))) return c.notFound()
    const form = await readForm(c, noteForm)
    if (!form.ok) return showNote(c, personId, form.error, 422)
    const { text, seen } = form.value
    const written = await writeNote(db, c.var.who, { personId, text, seen })
    if (written.ok) return c.redirect('/handover?saved=yes', 303)
    const typed: FormState = formOf({ text })
    return showNote(
      c,
      personId,
      withProblem(typed, 'text', c.var.t('office.changed-meanwhile')),
      409,
    )
  }

  return new Hono<Env>()
    .get('/handover', may('handover', 'read'), async (c) => {
      const { who, origin } = c.var
      const told = await act(db, who, async (tx) => ({
        tea: await noteOf(tx, null),
        rhythms: await listRhythms(tx),
        promises: await openPromises(tx),
        holders: await listHolders(tx),
        replies: await allReplies(tx),
      }))
      const piles = await allPiles(db)
      const where = await whereItRuns(deps, origin)
      const saved = c.req.query('saved') === 'yes'
      const handover = { ...told, piles, where, at: now() }
      return c.html(<HandoverPage c={c} handover={handover} saved={saved} />)
    })

    .get('/handover/tea', may('handover', 'change'), (c) => showNote(c, null))
    .post('/handover/tea', may('handover', 'change'), (c) => keepNote(c, null))

    .get(`/handover/knows/${idPath}`, may('handover', 'change'), (c) =>
      showNote(c, c.req.param('id')),
    )
    .post(`/handover/knows/${idPath}`, may('handover', 'change'), (c) =>
      keepNote(c, c.req.param('id')),
    )
}
