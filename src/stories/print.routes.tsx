import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, readForm } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { printSheet, unprintable } from '#base/print.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { placeAfter, stepOf } from './collections.actions.ts'
import { pressedForm, removeForm } from './collections.forms.ts'
import { ArrangePage } from './collections.office.views.tsx'
import { pageToArrange, someone } from './collections.routes.tsx'
import {
  arrangeEdition,
  beginPrinting,
  makeEdition,
  removeEdition,
  sayNames,
} from './print.actions.ts'
import { editionForm, sayForm } from './print.forms.ts'
import {
  allEditions,
  chosenToPrint,
  editionById,
  printedStories,
  storiesToPrint,
} from './print.queries.ts'
import { sheetOf } from './print.sheet.ts'
import { AloudPage, EditionNewPage, EditionPage, EditionsPage } from './print.views.tsx'

const mostFound = 30

async function show(c: Ctx, { db }: JobDeps, id: string, problem?: string) {
  const found = await act(db, c.var.who, async (tx) => {
    const edition = await editionById(tx, id)
    if (!edition) return null
    const stories = await printedStories(tx, id, now())
    const words = [
      edition.title,
      ...stories.flatMap(({ title, body, byline }) => [title, body, byline]),
    ]
    const chosen = await chosenToPrint(tx, id, now())
    return { edition, chosen, unprintable: unprintable(words.join(' ')) }
  })
  if (!found) return c.notFound()
  return c.html(<EditionPage c={c} {...found} problem={problem} />, problem ? 409 : 200)
}

async function arrange(c: Ctx, { db }: JobDeps, id: string, problem?: string) {
  const q = c.req.query('q')?.slice(0, 100) ?? ''
  const found = await act(db, c.var.who, async (tx) => {
    const edition = await editionById(tx, id)
    if (!edition) return null
    const chosen = await chosenToPrint(tx, id, now())
    const some = await storiesToPrint(tx, { words: q, most: mostFound, now: now() })
    return { edition, chosen, found: some }
  })
  if (!found) return c.notFound()
  const { edition, ...lists } = found
  return c.html(
    <ArrangePage
      c={c}
      title={edition.title}
      lang={edition.lang}
      action={`/editions/${id}/stories`}
      back={{ href: `/editions/${id}`, label: edition.title }}
      gone={c.var.t('lists.edition.no-consent')}
      {...{ ...lists, q, problem }}
      {...pageToArrange(c, lists.chosen)}
    />,
    problem ? 409 : 200,
  )
}

async function step(c: Ctx, deps: JobDeps, id: string) {
  const me = someone(c)
  const form = await readForm(c, pressedForm)
  if (!me || !form.ok) return c.notFound()
  const pressed = stepOf(form.value.do)
  const done = await arrangeEdition(deps.db, me, id, pressed)
  if (done.ok)
    return c.redirect(placeAfter(`/editions/${id}/stories`, pressed, c.req.query('q')), 303)
  if (done.error === 'no-such-edition') return c.notFound()
  return arrange(c, deps, id, c.var.t('lists.edition.no-consent'))
}

async function print(c: Ctx, deps: JobDeps, id: string) {
  const me = someone(c)
  if (!me) return c.notFound()
  const { t, lang, coalition } = c.var
  const begun = await beginPrinting(deps.db, me, id)
  if (!begun.ok)
    return begun.error === 'no-such-edition'
      ? c.notFound()
      : show(c, deps, id, t('lists.edition.none-left'))
  const { edition, stories } = begun.value
  const foot = [coalition.name, coalition.phone].filter(Boolean).join(', ')
  const pdf = await printSheet(sheetOf(edition, stories, { t, lang, foot }))
  if (!pdf.ok) return show(c, deps, id, t('lists.edition.trouble'))
  return c.body(new Uint8Array(pdf.value), 200, {
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="edition.pdf"',
    'cache-control': 'private, no-store',
  })
}

/** Reads the box of the story that it stands beside: each has a name of its own on the page. */
async function say(c: Ctx, { db }: JobDeps, id: string) {
  const me = someone(c)
  const sent = await c.req.parseBody()
  const { story } = sent
  const read = sayForm.safeParse({ story, say: sent[`say-${String(story)}`] })
  if (!me || !read.success) return c.notFound()
  const kept = await sayNames(db, me, { id, storyId: read.data.story, say: read.data.say })
  return kept ? c.redirect(`/editions/${id}`, 303) : c.notFound()
}

/** Print editions: moderators choose stories, print them, and read them aloud. */
export const editionRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/editions', may('edition', 'read'), async (c) =>
      c.html(<EditionsPage c={c} rows={await act(deps.db, c.var.who, allEditions)} />),
    )
    .get('/editions/new', may('edition', 'change'), (c) =>
      c.html(<EditionNewPage c={c} of={blank} />),
    )
    .post('/editions/new', may('edition', 'change'), async (c) => {
      const me = someone(c)
      const form = await readForm(c, editionForm)
      if (!me) return c.notFound()
      if (!form.ok) return c.html(<EditionNewPage c={c} of={form.error} />, 422)
      return c.redirect(`/editions/${await makeEdition(deps.db, me, form.value)}/stories`, 303)
    })
    .get(`/editions/${idPath}`, may('edition', 'read'), (c) => show(c, deps, c.req.param('id')))
    .get(`/editions/${idPath}/stories`, may('edition', 'change'), (c) =>
      arrange(c, deps, c.req.param('id')),
    )
    .post(`/editions/${idPath}/stories`, may('edition', 'change'), (c) =>
      step(c, deps, c.req.param('id')),
    )
    .post(`/editions/${idPath}/say`, may('edition', 'change'), (c) =>
      say(c, deps, c.req.param('id')),
    )
    .post(`/editions/${idPath}/print`, may('edition', 'print'), (c) =>
      print(c, deps, c.req.param('id')),
    )
    .get(`/editions/${idPath}/aloud`, may('edition', 'read'), async (c) => {
      const id = c.req.param('id')
      const found = await act(deps.db, c.var.who, async (tx) => {
        const edition = await editionById(tx, id)
        return edition && { edition, stories: await printedStories(tx, id, now()) }
      })
      // Whoever reads aloud holds it at arm's length.
      c.set('look', { ...c.var.look, text: 'largest' })
      return found ? c.html(<AloudPage c={c} {...found} />) : c.notFound()
    })
    .post(`/editions/${idPath}/remove`, may('edition', 'change'), async (c) => {
      const id = c.req.param('id')
      const me = someone(c)
      const form = await readForm(c, removeForm)
      if (!me) return c.notFound()
      if (!form.ok || !form.value.sure) return c.redirect(`/editions/${id}`, 303)
      return (await removeEdition(deps.db, me, id)) ? c.redirect('/editions', 303) : c.notFound()
    })
