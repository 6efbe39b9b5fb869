import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { type FormState, formOf, readForm } from '#base/forms.ts'
import { translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { printSheet } from '#base/print.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { saveDuty } from './duties.actions.ts'
import { dutyForm } from './duties.forms.ts'
import { asTexts, findVersion, listDuties, type Version, versionsOf } from './duties.queries.ts'
import { type DutyKind, isDutyKind } from './duties.questions.ts'
import { VersionPage } from './duties.versions.views.tsx'
import { DutiesPage, DutyPage } from './duties.views.tsx'
import { versionSheet } from './duties.words.ts'

const kindPath = ':kind{[a-z-]+}'

const onceIn = async (c: Ctx) => {
  const { once } = await c.req.parseBody()
  return typeof once === 'string' ? once : undefined
}

async function print(c: Ctx, version: Version) {
  const made = await printSheet(versionSheet(translator('en'), c.var.coalition.name, version))
  if (!made.ok) return c.text(c.var.t('duty.broken'), 503)
  return c.body(new Uint8Array(made.value), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${version.kind}.pdf"`,
    'cache-control': 'no-store',
  })
}

/** The records that a small service keeps for the Online Safety Act. */
export function dutyRoutes(deps: JobDeps) {
  const { db } = deps

  async function showOne(c: Ctx, kind: DutyKind, of: FormState | null, status: 200 | 422 = 200) {
    const { versions, duties } = await act(db, c.var.who, async (tx) => ({
      versions: await versionsOf(tx, kind),
      duties: await listDuties(tx),
    }))
    const form = of ?? formOf(asTexts(versions[0]?.answers ?? {}))
    const duty = duties.find((one) => one.kind === kind)
    const page = { c, kind, versions, duty }
    return c.html(<DutyPage {...page} of={form} />, status)
  }

  return new Hono<Env>()
    .get('/duties', may('duty', 'read'), async (c) => {
      const duties = await act(db, c.var.who, listDuties)
      return c.html(<DutiesPage c={c} duties={duties} saved={c.req.query('saved') === 'yes'} />)
    })

    .get(`/duties/${kindPath}`, may('duty', 'read'), (c) => {
      const kind = c.req.param('kind')
      return isDutyKind(kind) ? showOne(c, kind, null) : c.notFound()
    })

    .post(`/duties/${kindPath}`, may('duty', 'change'), async (c) => {
      const kind = c.req.param('kind')
      if (!isDutyKind(kind)) return c.notFound()
      const form = await readForm(c, dutyForm(kind))
      if (!form.ok) return showOne(c, kind, form.error, 422)
      await saveDuty(db, c.var.who, { kind, answers: form.value }, await onceIn(c))
      return c.redirect('/duties?saved=yes', 303)
    })

    .get(`/duties/${kindPath}/${idPath}`, may('duty', 'read'), async (c) => {
      const version = await act(db, c.var.who, (tx) => findVersion(tx, c.req.param('id')))
      if (version?.kind !== c.req.param('kind')) return c.notFound()
      return c.html(<VersionPage c={c} version={version} />)
    })

    .get(`/duties/${kindPath}/${idPath}/sheet.pdf`, may('duty', 'read'), async (c) => {
      const version = await act(db, c.var.who, (tx) => findVersion(tx, c.req.param('id')))
      return version?.kind === c.req.param('kind') ? print(c, version) : c.notFound()
    })
}
