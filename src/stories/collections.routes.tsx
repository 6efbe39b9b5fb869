import { Hono } from 'hono'
import { act } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { shows } from '#base/web.ready.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import {
  arrangeCollection,
  changeCollection,
  makeCollection,
  placeAfter,
  removeCollection,
  stepOf,
} from './collections.actions.ts'
import { collectionForm, pressedForm, removeForm } from './collections.forms.ts'
import { ArrangePage, CollectionEditPage } from './collections.office.views.tsx'
import {
  allCollections,
  chosenFor,
  collectionById,
  countInCollection,
  findCollection,
  standingStories,
  storiesInCollection,
} from './collections.queries.ts'
import { pageOf, pageWith } from './collections.rules.ts'
import { CollectionPage, CollectionsPage } from './collections.views.tsx'

const perPage = 12
const mostFound = 30
const chosenPerPage = 40

/** The page of a list that is being arranged which the address asks for. */
export const pageToArrange = (c: Ctx, chosen: readonly { id: string }[]) =>
  pageWith(
    chosen.map(({ id }) => id),
    { moved: c.req.query('moved'), asked: c.req.query('page') },
    chosenPerPage,
  )

/** Who is signed in, as actions take them. */
export function someone(c: Ctx) {
  const { who, person } = c.var
  return person && { ...who, personId: person.id }
}

async function show(c: Ctx, { db }: JobDeps, slug: string) {
  const collection = await findCollection(db, slug)
  if (!collection) return c.notFound()
  const total = await countInCollection(db, collection.id)
  const { page, pages } = pageOf(c.req.query('page'), total, perPage)
  const skip = (page - 1) * perPage
  const stories = await storiesInCollection(db, collection.id, { most: perPage, skip })
  // Every story that comes or goes drops "stories": its collections change at the same moment.
  shows(c, ['stories', 'collections'])
  return c.html(<CollectionPage c={c} {...{ collection, stories, total, page, pages }} />)
}

async function save(c: Ctx, { db }: JobDeps, id: string | null) {
  const me = someone(c)
  const known = id === null ? null : await collectionById(db, id)
  if (!me || known === undefined) return c.notFound()
  const page = (of: FormState, status: 409 | 422) =>
    c.html(<CollectionEditPage c={c} of={of} collection={known} />, status)
  const form = await readForm(c, collectionForm)
  if (!form.ok) return page(form.error, 422)
  const saved = known
    ? await changeCollection(db, me, known.id, form.value)
    : await makeCollection(db, me, form.value)
  if (saved.ok) return c.redirect(`/collections/${saved.value}/stories`, 303)
  if (saved.error === 'no-such-collection') return c.notFound()
  const sent = formOf({ ...form.value, place: String(form.value.place) })
  return page(withProblem(sent, 'slug', c.var.t('lists.slug-taken')), 409)
}

async function arrange(c: Ctx, { db }: JobDeps, id: string, problem?: string) {
  const collection = await collectionById(db, id)
  if (!collection) return c.notFound()
  const q = c.req.query('q')?.slice(0, 100) ?? ''
  const [chosen, found] = await Promise.all([
    act(db, c.var.who, (tx) => chosenFor(tx, id)),
    standingStories(db, q, mostFound),
  ])
  const { t } = c.var
  const back = {
    href: `/collections/${encodeURIComponent(collection.slug)}`,
    label: t('lists.see'),
  }
  return c.html(
    <ArrangePage
      c={c}
      title={collection.name}
      lang={collection.lang}
      action={`/collections/${id}/stories`}
      gone={t('lists.not-on-pages')}
      {...{ back, chosen, found, q, problem }}
      {...pageToArrange(c, chosen)}
    />,
    problem ? 409 : 200,
  )
}

async function step(c: Ctx, deps: JobDeps, id: string) {
  const me = someone(c)
  const form = await readForm(c, pressedForm)
  if (!me || !form.ok) return c.notFound()
  const pressed = stepOf(form.value.do)
  const done = await arrangeCollection(deps.db, me, id, pressed)
  if (done.ok)
    return c.redirect(placeAfter(`/collections/${id}/stories`, pressed, c.req.query('q')), 303)
  if (done.error === 'no-such-collection') return c.notFound()
  return arrange(c, deps, id, c.var.t('lists.not-on-pages'))
}

/** Collections: for everyone to read, for moderators to make. */
export const collectionRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/collections', may('collection', 'read'), async (c) => {
      shows(c, ['stories', 'collections'])
      return c.html(<CollectionsPage c={c} collections={await allCollections(deps.db)} />)
    })
    .get('/collections/new', may('collection', 'change'), (c) =>
      c.html(<CollectionEditPage c={c} of={blank} collection={null} />),
    )
    .post('/collections/new', may('collection', 'change'), (c) => save(c, deps, null))
    .get('/collections/:slug', may('collection', 'read'), (c) => show(c, deps, c.req.param('slug')))
    .get(`/collections/${idPath}/change`, may('collection', 'change'), async (c) => {
      const collection = await collectionById(deps.db, c.req.param('id'))
      if (!collection) return c.notFound()
      const { name, words, lang, colour, slug, place } = collection
      const of = formOf({ name, words, lang, colour, slug, place: String(place) })
      return c.html(<CollectionEditPage c={c} of={of} collection={collection} />)
    })
    .post(`/collections/${idPath}/change`, may('collection', 'change'), (c) =>
      save(c, deps, c.req.param('id')),
    )
    .get(`/collections/${idPath}/stories`, may('collection', 'change'), (c) =>
      arrange(c, deps, c.req.param('id')),
    )
    .post(`/collections/${idPath}/stories`, may('collection', 'change'), (c) =>
      step(c, deps, c.req.param('id')),
    )
    .post(`/collections/${idPath}/remove`, may('collection', 'change'), async (c) => {
      const id = c.req.param('id')
      const me = someone(c)
      const form = await readForm(c, removeForm)
      const isSure = form.ok && form.value.sure
      if (!me) return c.notFound()
      if (!isSure) return c.redirect(`/collections/${id}/change`, 303)
      return (await removeCollection(deps.db, me, id))
        ? c.redirect('/collections', 303)
        : c.notFound()
    })
