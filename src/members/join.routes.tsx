import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { type Answers, dropDraft, keepDraft, readDraft } from '#base/drafts.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import { limit, networkKey } from '#base/limits.ts'
import { findPlace, nameOf } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { shows } from '#base/web.ready.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { askedBefore, askToJoin, type Deps } from './actions.ts'
import { type Asking, firstUnanswered, pageForm } from './join.forms.ts'
import {
  answersFor,
  isPage,
  kindOf,
  listOf,
  pageAfter,
  pageBefore,
  type PageName,
  pages,
  pagesFor,
  textOf,
} from './join.questions.ts'
import { organisationOf } from './join.organisation.ts'
import { CheckPage, QuestionPage, StartPage } from './join.views.tsx'
import { keyOf } from './keys.ts'
import { findApplicant } from './queries.ts'
import { canFind } from './register.find.ts'
import { isNumberListed } from './register.queries.ts'
import type { Kind } from './schema.ts'
import { namesIn, topicBook, topicChoices } from './topics.queries.ts'
import { settled } from './topics.rules.ts'

const draftOf = (c: Ctx, db: Deps['db']) => readDraft(c, db, 'join')
/** What only one person may see is kept by no cache. */
export const forOneOnly = (c: Ctx) => c.header('cache-control', 'no-store')

/** A page of the join form in the path. The group keeps the router's anchors around all of them. */
export const pagePath = `:page{(?:${pages.join('|')})}`

/**
 * Reads one page of the form into the answers given before. A place that is not known is asked again,
 * once; then it is kept as it was written.
 */
export async function readPage(
  c: Ctx,
  { db }: Deps,
  page: PageName,
  before: Answers,
  asking: Asking,
): Promise<Result<Answers, FormState>> {
  const form = await readForm(c, pageForm(page, kindOf(before) ?? 'organisation', asking))
  if (!form.ok) return form
  const answers = { ...before, ...form.value }
  if (page === 'topics') return withTopics(c, db, answers, before)
  if (page !== 'place') return ok(answers)
  const place = await findPlace(db, textOf(answers, 'place'), c.var.coalition.country)
  if (place) return ok({ ...answers, placeName: nameOf(place), keepPlace: '' })
  if (answers['keepPlace'] === 'yes') return ok({ ...answers, placeName: '' })
  return err(withProblem(formOf(form.value), 'place', c.var.t('join.place.unknown')))
}

/** Only what is offered can be chosen, and what was there before: a word of their own, a topic of old. */
async function withTopics(
  c: Ctx,
  db: Db,
  answers: Answers,
  before: Answers,
): Promise<Result<Answers, FormState>> {
  const book = await topicBook(db)
  const had = new Set(listOf(before, 'topics'))
  const chosen = listOf(answers, 'topics').map((topic) => settled(book, topic))
  const isOffered = (topic: string) => book.get(topic)?.offered === true || had.has(topic)
  if (chosen.every(isOffered)) return ok({ ...answers, topics: chosen })
  return err(withProblem(formOf(answers), 'topics', c.var.t('join.topics.wrong')))
}

/** What the page of topics offers; other pages need none. */
export const topicsOn = async (c: Ctx, db: Db, page: PageName) =>
  page === 'topics' ? { topics: await topicChoices(db, c.var.t, c.var.lang) } : {}

const onRegister: ReadonlySet<PageName> = new Set([
  'name', 'register', 'about', 'topics', 'place', 'website',
]) // prettier-ignore

const wayBack = (c: Ctx, page: PageName, kind: ReturnType<typeof kindOf>): string => {
  if (c.req.query('from') === 'check') return '/join/check'
  const before = pageBefore(kind, page)
  return before ? `/join/${before}` : '/join'
}

/** Who is signed in is not asked who they are. */
async function signedInAs(c: Ctx, db: Deps['db'], answers: Answers): Promise<Answers> {
  const { person, who } = c.var
  if (!person) return answers
  const known = await act(db, who, (tx) => findApplicant(tx, person.id))
  const yourPhone = textOf(answers, 'yourPhone') || (known?.phone ?? '')
  return { ...answers, yourName: person.name, yourEmail: known?.email ?? '', yourPhone }
}

async function question(c: Ctx, deps: Deps, form?: FormState) {
  forOneOnly(c)
  const answers = await draftOf(c, deps.db)
  const kind = kindOf(answers)
  const page = c.req.param('page') ?? ''
  if (!isPage(page)) return c.notFound()
  // What this kind is not asked, or what comes before a kind was chosen, leads to the first question.
  if (!pagesFor(kind).includes(page)) return c.redirect('/join/kind', 303)
  const stepping = c.req.query('from') !== 'check'
  const action = stepping ? `/join/${page}` : `/join/${page}?from=check`
  const shown = form ?? formOf(answers)
  const asking = {
    signedIn: c.var.person !== null,
    ...(await topicsOn(c, deps.db, page)),
  }
  const back = wayBack(c, page, kind)
  const filled = stepping && answers['foundOn'] !== undefined && onRegister.has(page)
  const props = { page, kind, form: shown, action, back, asking, stepping, filled }
  return c.html(<QuestionPage c={c} {...props} />, form ? 422 : 200)
}

async function answer(c: Ctx, deps: Deps) {
  const page = c.req.param('page') ?? ''
  const before = await draftOf(c, deps.db)
  if (!isPage(page)) return c.notFound()
  if (!pagesFor(kindOf(before)).includes(page)) return c.redirect('/join/kind', 303)
  const asking = { signedIn: c.var.person !== null }
  const read = await readPage(c, deps, page, before, asking)
  if (!read.ok) return question(c, deps, read.error)
  await keepDraft(c, deps.db, 'join', read.value)
  const kind = kindOf(read.value)
  const isCorrected = c.req.query('from') === 'check'
  return c.redirect(isCorrected ? '/join/check' : await nextOf(deps.db, kind, page), 303)
}

/** Where a page leads. Who can be found on a register need not type what stands there. */
async function nextOf(db: Db, kind: Kind | null, page: PageName): Promise<string> {
  if (page === 'kind' && kind && (await canFind(db, kind))) return '/join/find'
  const next = pageAfter(kind, page)
  return next ? `/join/${next}` : '/join/check'
}

const firstGap = (c: Ctx, answers: Answers) =>
  firstUnanswered(answers, { signedIn: c.var.person !== null })

async function check(c: Ctx, { db }: Deps) {
  forOneOnly(c)
  const answers = await draftOf(c, db)
  const kind = kindOf(answers)
  const gap = firstGap(c, answers)
  if (gap || !kind) return c.redirect(`/join/${gap ?? 'kind'}`, 303)
  const props = { kind, answers: await signedInAs(c, db, answers), form: blank }
  return c.html(<CheckPage c={c} {...props} {...await knownOf(c, db, kind, answers)} />)
}

/** What else the check shows: topics by their names, and whether the number is a member's already. */
async function knownOf(c: Ctx, db: Db, kind: Kind, answers: Answers) {
  const topics = namesIn(await topicBook(db), c.var.lang)
  const { orgId } = organisationOf(kind, answers, null)
  return { topics, taken: orgId && (await isNumberListed(db, orgId, null)) ? orgId : null }
}

// A library or a community centre sends several from one network; a machine sends thousands.
const mostAnHour = 60

async function send(c: Ctx, deps: Deps) {
  const once = [(await c.req.parseBody({ all: true }))['once']].flat()[0]
  const key = typeof once === 'string' ? once : undefined
  const sentTo = (id: string) => c.redirect(`/join/${keyOf(deps.secret, id)}/sent`, 303)
  const before = key ? await askedBefore(deps.db, key) : null
  if (before) return sentTo(before)
  const draft = await draftOf(c, deps.db)
  const kind = kindOf(draft)
  const gap = firstGap(c, draft)
  if (gap || !kind) {
    // Pressed twice: the first press may have been done, and taken the draft, in the meantime.
    const done = key ? await askedBefore(deps.db, key) : null
    return done ? sentTo(done) : c.redirect(`/join/${gap ?? 'kind'}`, 303)
  }
  const within = await limit(deps.db, 'join', networkKey(c.var.network), mostAnHour, 3600)
  if (!within.ok) {
    const form = withProblem(blank, 'send', c.var.t('join.too-many'))
    return c.html(<CheckPage c={c} kind={kind} answers={draft} form={form} />, 429)
  }
  const { lang, coalition, origin, who } = c.var
  const asked = {
    kind,
    answers: answersFor(kind, await signedInAs(c, deps.db, draft)),
    lang,
    channel: 'web' as const,
    country: coalition.country,
    origin,
    once: key,
  }
  const id = await askToJoin(deps, who, asked)
  await dropDraft(c, deps.db, 'join')
  return sentTo(id)
}

/** Asking to join: a page for each question, the answers kept on this device's key until they are sent. */
export const joinRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get('/join', may('membership', 'create'), (c) => {
      shows(c, ['join'])
      return c.html(<StartPage c={c} />)
    })
    .post('/join', may('membership', 'create'), (c) => send(c, deps))
    .get('/join/check', may('membership', 'create'), (c) => check(c, deps))
    .get(`/join/${pagePath}`, may('membership', 'create'), (c) => question(c, deps))
    .post(`/join/${pagePath}`, may('membership', 'create'), (c) => answer(c, deps))
