import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, readFile, readForm, withProblem } from '#base/forms.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { download } from './directory.routes.tsx'
import {
  type Deps,
  guessPlan,
  importSheet,
  previewImport,
  problemsOf,
  shouting,
  undoImport,
} from './import.actions.ts'
import type { Examined } from './import.examine.ts'
import { columnsForm, duplicatesForm, onceForm, updatesForm } from './import.forms.ts'
import { namesOf } from './import.match.queries.ts'
import { PreviewPage } from './import.preview.views.tsx'
import { importOf, pastImports } from './import.queries.ts'
import { checkMapping, type Plan } from './import.rules.ts'
import { ColumnsPage, ImportsPage, UndoPage, UploadPage } from './import.views.tsx'
import { unreadableKey, whyOf } from './import.words.ts'
import { byteOrderMark, csvLines } from './spreadsheet.ts'
import { findSheet, keepSheet, rowsOf, saveSheet, type Sheet } from './spreadsheet.keep.ts'
import { mostBytes } from './spreadsheet.read.ts'

type Planned = Sheet<Plan>

/** The sheet of the address, planned as was chosen or else as we guess. */
async function sheetOf(c: Ctx, { config }: Deps): Promise<{ sheet: Planned; plan: Plan } | null> {
  const sheet = await findSheet<Plan>(config.dataFolder, c.req.param('id') ?? '')
  return sheet && { sheet, plan: sheet.plan ?? guessPlan(sheet) }
}

/** A sheet that was imported or forgotten: say so, and offer the next. */
const gone = (c: Ctx) => c.html(<UploadPage c={c} form={blank} isGone />, 404)

async function upload(c: Ctx, { config }: Deps) {
  const refuse = (problem: string, status: 413 | 422) =>
    c.html(<UploadPage c={c} form={withProblem(blank, 'file', problem)} />, status)
  const tooLarge = () => refuse(c.var.t(unreadableKey('too-large')), 413)
  // Said by the browser before it sends: what is too large is not even read.
  if (Number(c.req.header('content-length') ?? 0) > mostBytes + 10_000) return tooLarge()
  const file = await readFile(c, 'file')
  if (!file) return refuse(c.var.t('sheet.missing'), 422)
  if (file.size > mostBytes) return tooLarge()
  const kept = await keepSheet(config.dataFolder, file.name, Buffer.from(await file.arrayBuffer()))
  if (!kept.ok)
    return refuse(c.var.t(unreadableKey(kept.error)), kept.error === 'too-large' ? 413 : 422)
  return c.redirect(`/members/import/${kept.value.id}`, 303)
}

async function chooseColumns(c: Ctx, deps: Deps) {
  const found = await sheetOf(c, deps)
  if (!found) return gone(c)
  const { sheet, plan } = found
  const again = (form: Parameters<typeof ColumnsPage>[0]['form']) =>
    c.html(<ColumnsPage c={c} {...{ sheet, plan, form }} loud={shouting(sheet, plan)} />, 422)
  const form = await readForm(c, columnsForm(sheet.columns))
  if (!form.ok) return again(form.error)
  const mapping = checkMapping(form.value.mapping)
  if (!mapping.ok) {
    const sent = Object.fromEntries(
      form.value.mapping.map((field, at) => [`column-${at}`, field ?? '']),
    )
    const values = { ...sent, header: form.value.header ? 'yes' : 'no', kind: form.value.kind }
    return again(
      withProblem({ ...blank, values }, 'column-0', c.var.t(`sheet.columns.${mapping.error}`)),
    )
  }
  await saveSheet(deps.config.dataFolder, { ...sheet, plan: { ...plan, ...form.value } })
  return c.redirect(`/members/import/${sheet.id}/preview`, 303)
}

const pageOf = (text: string | undefined) =>
  Math.max(1, Math.min(10_000, Math.trunc(Number(text)) || 1))

async function showPreview(
  c: Ctx,
  deps: Deps,
  refused?: 'sheet.refused.busy' | 'sheet.refused.nothing',
  form = blank,
) {
  const found = await sheetOf(c, deps)
  if (!found) return gone(c)
  const { sheet, plan } = found
  const pages = {
    problems: pageOf(c.req.query('problems')),
    copies: pageOf(c.req.query('copies')),
    updates: pageOf(c.req.query('updates')),
  }
  const rows = rowsOf(deps.config.dataFolder, sheet.id)
  const source = { rows, plan, home: c.var.coalition.country }
  const preview = await previewImport(deps, c.var.who, source, pages)
  const page = (
    <PreviewPage
      c={c}
      {...{ sheet, plan, preview, pages }}
      form={form}
      {...(refused && { refused })}
    />
  )
  const isWrong = Object.keys(form.problems).length > 0
  return c.html(page, refused ? 409 : isWrong ? 422 : 200)
}

async function chooseDuplicates(c: Ctx, deps: Deps) {
  const found = await sheetOf(c, deps)
  if (!found) return gone(c)
  const form = await readForm(c, duplicatesForm)
  if (form.ok)
    await saveSheet(deps.config.dataFolder, {
      ...found.sheet,
      plan: { ...found.plan, ...form.value },
    })
  return c.redirect(`/members/import/${found.sheet.id}/preview`, 303)
}

/** What was chosen for members that are there; choices for single ones are kept beside those made before. */
async function chooseUpdates(c: Ctx, deps: Deps) {
  const found = await sheetOf(c, deps)
  if (!found) return gone(c)
  const { sheet, plan } = found
  const form = await readForm(c, updatesForm)
  if (!form.ok) return showPreview(c, deps, undefined, form.error)
  const { one, ...chosen } = form.value
  const kept = Object.entries({ ...plan.one, ...one }).filter(([, choice]) => choice !== '')
  const changed: Plan = { ...plan, ...chosen, one: Object.fromEntries(kept) as Plan['one'] } // checked by the form
  await saveSheet(deps.config.dataFolder, { ...sheet, plan: changed })
  return c.redirect(`/members/import/${sheet.id}/preview#there`, 303)
}

async function runImport(c: Ctx, deps: Deps) {
  const form = await readForm(c, onceForm)
  const once = form.ok ? form.value.once : undefined
  const found = await sheetOf(c, deps)
  if (!found) {
    // Pressed twice: the first press imported the sheet and forgot it.
    const earlier = once ? await importOf(deps.db, once) : null
    return earlier ? c.redirect(`/members/imports?done=${earlier}`, 303) : gone(c)
  }
  const { sheet, plan } = found
  const how = { plan, home: c.var.coalition.country, once }
  const done = await importSheet(deps, c.var.who, sheet, how)
  if (!done.ok) return showPreview(c, deps, `sheet.refused.${done.error}`)
  return c.redirect(`/members/imports?done=${done.value.importId}`, 303)
}

async function* problemLines(c: Ctx, rows: Examined[], columns: string[]): AsyncGenerator<string> {
  yield byteOrderMark + csvLines([['line', 'why', ...columns]])
  for (let at = 0; at < rows.length; at += 500)
    yield csvLines(
      rows.slice(at, at + 500).map((row) => [row.line, whyOf(c.var.t, row), ...row.cells]),
    )
}

async function downloadProblems(c: Ctx, deps: Deps) {
  const found = await sheetOf(c, deps)
  if (!found) return gone(c)
  const { sheet, plan } = found
  const rows = rowsOf(deps.config.dataFolder, sheet.id)
  const problems = await problemsOf(deps, c.var.who, { rows, plan, home: c.var.coalition.country })
  const columns = plan.header ? (sheet.sample[0]?.cells ?? []) : []
  return download(c, 'rows-to-look-at.csv', 'text/csv', problemLines(c, problems, columns))
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What was taken back a moment ago, and who stays as they are. */
async function saidOfUndo(c: Ctx, db: Deps['db']): Promise<string[]> {
  const { t } = c.var
  const number = (name: string) => {
    const sent = c.req.query(name) ?? ''
    return /^\d{1,7}$/.test(sent) ? Number(sent) : null
  }
  const [removed, kept, restored] = [number('removed'), number('kept'), number('restored')]
  const left = (c.req.query('left') ?? '').split(' ').filter((id) => uuid.test(id))
  const names = left.length > 0 ? await act(db, c.var.who, (tx) => namesOf(tx, left)) : []
  return [
    ...(removed !== null ? [t('sheet.imports.removed', { n: removed })] : []),
    ...(kept ? [t('sheet.imports.kept', { n: kept })] : []),
    ...(restored ? [t('sheet.imports.restored', { n: restored })] : []),
    ...(names.length > 0
      ? [t('sheet.imports.left', { names: names.map(({ name }) => name).join(', ') })]
      : []),
  ]
}

async function showImports(c: Ctx, { db }: Deps) {
  const { t } = c.var
  const imports = await act(db, c.var.who, pastImports)
  const done = imports.find(({ id }) => id === c.req.query('done'))
  const said = done ? [t('sheet.imports.done', { n: done.rows, name: done.name })] : []
  if (done && done.changed > 0) said.push(t('sheet.imports.changed', { n: done.changed }))
  said.push(...(await saidOfUndo(c, db)))
  if (c.req.query('refused') === 'undone-already') said.push(t('sheet.undo.undone-already'))
  return c.html(<ImportsPage c={c} imports={imports} said={said} />)
}

/** Bringing members from a spreadsheet, and taking an import back. */
export const importRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/members/import', may('import', 'create'), (c) =>
      c.html(<UploadPage c={c} form={blank} />),
    )
    .post('/members/import', may('import', 'create'), (c) => upload(c, deps))

    .get(`/members/import/${idPath}`, may('import', 'create'), async (c) => {
      const found = await sheetOf(c, deps)
      if (!found) return gone(c)
      const { sheet, plan } = found
      const form = { ...blank, values: plan.soften ? { soften: 'yes' } : {} }
      return c.html(<ColumnsPage c={c} {...{ sheet, plan, form }} loud={shouting(sheet, plan)} />)
    })
    .post(`/members/import/${idPath}`, may('import', 'create'), (c) => chooseColumns(c, deps))

    .get(`/members/import/${idPath}/preview`, may('import', 'create'), (c) => showPreview(c, deps))
    .post(`/members/import/${idPath}/preview`, may('import', 'create'), (c) => runImport(c, deps))
    .post(`/members/import/${idPath}/duplicates`, may('import', 'create'), (c) =>
      chooseDuplicates(c, deps),
    )
    .post(`/members/import/${idPath}/updates`, may('import', 'create'), (c) =>
      chooseUpdates(c, deps),
    )
    .get(`/members/import/${idPath}/problems.csv`, may('import', 'create'), (c) =>
      downloadProblems(c, deps),
    )

    .get('/members/imports', may('import', 'create'), (c) => showImports(c, deps))

    .get(`/members/imports/${idPath}/undo`, may('import', 'undo'), async (c) => {
      const imports = await act(deps.db, c.var.who, pastImports)
      const line = imports.find(({ id, undoneAt }) => id === c.req.param('id') && !undoneAt)
      return line ? c.html(<UndoPage c={c} line={line} />) : c.notFound()
    })
    .post(`/members/imports/${idPath}/undo`, may('import', 'undo'), async (c) => {
      const done = await undoImport(deps.db, c.var.who, c.req.param('id'))
      if (done.ok) {
        const { removed, kept, restored, left } = done.value
        // An address holds only so much; all of them are in the journal's count.
        const query = new URLSearchParams({
          removed: String(removed),
          kept: String(kept),
          restored: String(restored),
          left: left.slice(0, 50).join(' '),
        })
        return c.redirect(`/members/imports?${query}`, 303)
      }
      return done.error === 'no-such-import'
        ? c.notFound()
        : c.redirect(`/members/imports?refused=${done.error}`, 303)
    })
