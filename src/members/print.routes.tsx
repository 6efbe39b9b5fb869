import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import { record } from '#base/journal.ts'
import { limit, networkKey } from '#base/limits.ts'
import { findPlace } from '#base/places.ts'
import { printLabels, printSheet, type Size, sizes } from '#base/print.ts'
import type { Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { entriesFound, findEntry } from './directory.export.queries.ts'
import { directoryOverview } from './directory.overview.queries.ts'
import { addressOf, everything, readSearch } from './directory.rules.ts'
import { labelsForm } from './print.forms.ts'
import { addressed, reachOf } from './print.queries.ts'
import { labelsOf, listSheet, memberSheet, type Paper } from './print.sheets.ts'
import { LabelsPage, NotPrintedPage } from './print.views.tsx'
import type { DirectoryEntry } from './schema.ts'
import { namesIn, topicBook } from './topics.queries.ts'
import { topicWords } from './topics.ts'

type Deps = { db: Db }

/** More members than these are a book, not a list. */
const mostPrinted = 3000
// Setting pages costs a processor; a reader prints a few, a machine would print hundreds.
const fromNetwork = { points: 30, seconds: 3600 }

const sizeOf = (c: Ctx): Size => sizes.find((size) => String(size) === c.req.query('size')) ?? 18

function paperOf(c: Ctx): Paper {
  const { t, lang, coalition } = c.var
  const { name, phone } = coalition
  return { t, lang, size: sizeOf(c), coalition: name, phone, at: now() }
}

type Printed = Result<Uint8Array, string>

function send(c: Ctx, printed: Printed, name: string, back: string) {
  if (!printed.ok)
    return c.html(<NotPrintedPage c={c} text={c.var.t('print.failed')} back={back} />, 503)
  return c.body(new Uint8Array(printed.value), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${name}.pdf"`,
    'x-robots-tag': 'noindex',
  })
}

const mayPrint = async (c: Ctx, db: Db): Promise<boolean> =>
  c.var.person !== null ||
  (await limit(db, 'print', networkKey(c.var.network), fromNetwork.points, fromNetwork.seconds)).ok

async function namedIn(c: Ctx, db: Db) {
  const names = namesIn(await topicBook(db), c.var.lang)
  return (topic: string) => topicWords(c.var.t, topic, names)
}

async function printList(c: Ctx, { db }: Deps) {
  const search = { ...everything, ...readSearch(c.req.query()), page: 1, after: null, before: null }
  const back = addressOf(search)
  const refuse = (text: string) => c.html(<NotPrintedPage c={c} text={text} back={back} />, 429)
  if (!(await mayPrint(c, db))) return refuse(c.var.t('print.later'))
  const place = search.near ? await findPlace(db, search.near, c.var.coalition.country) : null
  const entries: DirectoryEntry[] = []
  for await (const some of entriesFound(db, search, place)) {
    entries.push(...some)
    if (entries.length > mostPrinted) {
      const text = c.var.t('print.too-many', { most: mostPrinted })
      return c.html(<NotPrintedPage c={c} text={text} back={back} />, 422)
    }
  }
  const sheet = listSheet(paperOf(c), entries, await namedIn(c, db))
  return send(c, await printSheet(sheet), 'members', back)
}

async function printMember(c: Ctx, { db }: Deps, id: string) {
  const back = `/members/${id}`
  const entry = await findEntry(db, id)
  if (!entry) return c.notFound()
  if (!(await mayPrint(c, db)))
    return c.html(<NotPrintedPage c={c} text={c.var.t('print.later')} back={back} />, 429)
  const { who, person } = c.var
  const isOffice = person?.roles.includes('secretary') ?? false
  // An organisation's own contacts are nobody's person, so that reading them is not written down.
  const reach = isOffice ? ((await act(db, who, (tx) => reachOf(tx, id))) ?? null) : null
  const sheet = memberSheet(paperOf(c), entry, await namedIn(c, db), reach)
  return send(c, await printSheet(sheet), 'member', back)
}

async function labelsPage(c: Ctx, { db }: Deps, of: FormState, status: 200 | 422 = 200) {
  const { choices } = await directoryOverview(db)
  return c.html(<LabelsPage c={c} of={of} regions={[...choices.regions.keys()]} />, status)
}

async function sendLabels(c: Ctx, deps: Deps) {
  const form = await readForm(c, labelsForm)
  if (!form.ok) return labelsPage(c, deps, form.error, 422)
  const { kind, region, start, form: name } = form.value
  const { who } = c.var
  const rows = await act(deps.db, who, async (tx) => {
    const chosen = { kind: kind || null, region: region || null, topic: null }
    const found = await addressed(tx, chosen, mostPrinted)
    const detail = { rows: found.length, kind: chosen.kind, region: chosen.region }
    if (found.length > 0 && found.length <= mostPrinted)
      await record(tx, {
        what: 'labels.printed',
        about: null,
        who: who.personId,
        at: now(),
        detail,
      })
    return found
  })
  const problem =
    rows.length === 0
      ? c.var.t('print.labels.none')
      : rows.length > mostPrinted
        ? c.var.t('print.too-many', { most: mostPrinted })
        : null
  const sent = formOf({ form: name, start: String(start), kind: kind ?? '', region })
  if (problem) return labelsPage(c, deps, withProblem(sent, 'kind', problem), 422)
  const labels = labelsOf(paperOf(c), rows, { form: name, start })
  return send(c, await printLabels(labels), 'labels', '/members/labels')
}

/** Members on paper: the list and a sheet for anyone, labels for the office. */
export const printRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/members.pdf', may('directory', 'read'), (c) => printList(c, deps))
    .get(`/members/${idPath}/sheet.pdf`, may('directory', 'read'), (c) =>
      printMember(c, deps, c.req.param('id')),
    )
    .get('/members/labels', may('label', 'print'), (c) => labelsPage(c, deps, formOf({})))
    .post('/members/labels', may('label', 'print'), (c) => sendLabels(c, deps))
