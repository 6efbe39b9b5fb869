import { Hono } from 'hono'
import type { Db } from '#base/db.ts'
import { blank, type FormState } from '#base/forms.ts'
import { findPlace, type Place } from '#base/places.ts'
import { shows } from '#base/web.ready.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { entriesFound, findEntry } from './directory.export.queries.ts'
import { asCsv, asGeoJson, licence } from './directory.formats.ts'
import { directoryOverview } from './directory.overview.queries.ts'
import { addressOf, everything, lastNumbered, readSearch, type Search } from './directory.rules.ts'
import { findMembers } from './directory.search.queries.ts'
import { DirectoryPage } from './directory.views.tsx'
import { openMember } from './entry.actions.ts'
import { rests } from './freshness.actions.ts'
import { RestingPage } from './freshness.views.tsx'
import { forOneOnly } from './join.routes.tsx'
import { MemberPage } from './member.views.tsx'
import { leadsTo } from './merge.queries.ts'
import { numberCheckedAt } from './register.queries.ts'
import { namesIn, topicBook } from './topics.queries.ts'

type Deps = { db: Db }

const placeOf = (c: Ctx, db: Db, { near }: Search): Promise<Place | null> =>
  near ? findPlace(db, near, c.var.coalition.country) : Promise.resolve(null)

/** Without the entry that the page before ended with, only the first pages can be counted to. */
const within = (search: Search): Search =>
  search.after || search.before || search.q || search.near
    ? search
    : { ...search, page: Math.min(search.page, lastNumbered) }

/** What topics are called, and which can be chosen: those that are offered, and words of members' own. */
async function offerOf(c: Ctx, db: Db) {
  const book = await topicBook(db)
  const isOffered = (topic: string) => book.get(topic)?.offered ?? true
  return { names: namesIn(book, c.var.lang), isOffered }
}

async function showDirectory(c: Ctx, db: Db) {
  const search = within(readSearch(c.req.query()))
  const place = await placeOf(c, db, search)
  const [found, overview] = await Promise.all([
    findMembers(db, search, place),
    directoryOverview(db),
  ])
  // A page that is not there any more, because members left: back to the first.
  if (found.entries.length === 0 && search.page > 1)
    return c.redirect(addressOf({ ...search, page: 1, after: null, before: null }), 303)
  const isUnknown = search.near !== '' && !place
  const problems: FormState['problems'] = isUnknown
    ? { near: c.var.t('directory.near-unknown') }
    : {}
  // Words and places are endless; pages for them are made as they are asked for.
  if (!search.q && !search.near) shows(c, ['members'])
  const values = {
    q: search.q,
    near: search.near,
    kind: search.kind ?? '',
    topic: search.topic ?? '',
    region: search.region ?? '',
  }
  const form = { ...blank, values, problems }
  const topics = await offerOf(c, db)
  return c.html(<DirectoryPage c={c} {...{ search, place, found, overview, form, topics }} />)
}

function streamed(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await text.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: () => text.return(undefined).then(() => undefined),
  })
}

/** Sends a file as it is made, so that a large one never lies in memory. */
export function download(c: Ctx, name: string, type: string, text: AsyncGenerator<string>) {
  return c.body(streamed(text), 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `attachment; filename="${name}"`,
    'x-robots-tag': 'noindex',
  })
}

const openData = (c: Ctx) => c.header('link', `<${licence}>; rel="license"`)

async function rowsFor(c: Ctx, db: Db) {
  const search = { ...everything, ...readSearch(c.req.query()), page: 1, after: null, before: null }
  return entriesFound(db, search, await placeOf(c, db, search))
}

/** A member whose entry nobody has confirmed for a year is still told why it is not there. */
async function restingOrAbsent(c: Ctx, db: Db) {
  const id = c.req.param('id') ?? ''
  if (!(await rests(db, id))) return c.notFound()
  shows(c, [`member:${id}`])
  return c.html(<RestingPage c={c} />)
}

/** The address of a member that was merged into another leads to it, and to a feed or a bookmark too. */
async function leadOn(c: Ctx, db: Db) {
  const to = await leadsTo(db, c.req.param('id') ?? '')
  if (!to) return restingOrAbsent(c, db)
  // For good, but asked again: a merge can be undone, and then this is a page of its own once more.
  c.header('cache-control', 'no-cache')
  return c.redirect(`/members/${to}`, 301)
}

/** The public directory: the list and the map, a page for each member, and all of it as open data. */
export const directoryRoutes = ({ db }: Deps) =>
  new Hono<Env>()
    .get('/members', may('directory', 'read'), (c) => showDirectory(c, db))

    .get('/members.csv', may('directory', 'read'), async (c) => {
      openData(c)
      return download(c, 'members.csv', 'text/csv', asCsv(await rowsFor(c, db), c.var.origin))
    })

    .get('/members.geojson', may('directory', 'read'), async (c) => {
      openData(c)
      const text = asGeoJson(await rowsFor(c, db), c.var.origin)
      return download(c, 'members.geojson', 'application/geo+json', text)
    })

    .get(`/members/${idPath}`, may('directory', 'read'), async (c) => {
      const entry = await findEntry(db, c.req.param('id'))
      if (!entry) return leadOn(c, db)
      shows(c, [`member:${entry.organisationId}`])
      const names = namesIn(await topicBook(db), c.var.lang)
      const numberAt = entry.orgId ? await numberCheckedAt(db, entry.organisationId) : null
      const beside = await openMember(db, c.var.who, entry.organisationId)
      // What is for members is kept by no cache; ready pages are made for visitors only.
      if (c.var.person) forOneOnly(c)
      const said = c.req.query('done')
      const done = beside.mayTend && (said === 'changed' || said === 'kept') ? said : null
      return c.html(<MemberPage c={c} {...{ entry, names, numberAt, beside, done }} />)
    })
