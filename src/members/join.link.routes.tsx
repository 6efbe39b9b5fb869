import { Hono } from 'hono'
import { act, withKey } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import { limit, networkKey } from '#base/limits.ts'
import { hashKey, same } from '#base/secrets.ts'
import { Notice } from '#base/ui/parts.tsx'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { answerOffice, type Deps, withdrawApplication } from './actions.ts'
import { confirmAddress, correctAnswers, isConfirmed } from './join.actions.ts'
import { answerForm } from './join.forms.ts'
import { LinkPage, SentPage } from './join.link.views.tsx'
import { isPage, pagesFor, textOf } from './join.questions.ts'
import { forOneOnly, pagePath, readPage, topicsOn } from './join.routes.tsx'
import { QuestionPage } from './join.views.tsx'
import { addressCodeOf } from './keys.ts'
import { type Application, findByKey } from './queries.ts'
import { isOpen } from './rules.ts'
import { namesIn, topicBook } from './topics.queries.ts'

const keyIn = (c: Ctx) => c.req.param('key') ?? ''
const baseOf = (c: Ctx) => `/join/${keyIn(c)}`

/** The application that this private link opens. */
async function opened(c: Ctx, { db }: Deps): Promise<Application | undefined> {
  forOneOnly(c)
  const keyHash = hashKey(keyIn(c))
  return act(db, withKey(c.var.who, keyHash), (tx) => findByKey(tx, keyHash))
}

/** The address to be confirmed, when the reader came by the link of a letter to it. */
async function toConfirm(c: Ctx, { db, secret }: Deps, application: Application) {
  const code = c.req.query('address')
  const email = textOf(application.answers, 'yourEmail')
  if (!code || !email || !application.personId) return null
  if (!same(code, addressCodeOf(secret, application.id, email))) return null
  return (await isConfirmed(db, application.personId)) ? null : { email, code }
}

const doneWords = {
  answered: 'join.done.answered',
  corrected: 'join.done.corrected',
  confirmed: 'join.done.confirmed',
} as const
const isDone = (word: string): word is keyof typeof doneWords => Object.hasOwn(doneWords, word)

async function linkPage(
  c: Ctx,
  deps: Deps,
  application: Application,
  form: FormState,
  status: 200 | 409 | 422,
) {
  const done = c.req.query('done') ?? ''
  const notice = isDone(done) && status === 200 && (
    <Notice tone="good" alert>
      <p>{c.var.t(doneWords[done])}</p>
    </Notice>
  )
  const confirm = await toConfirm(c, deps, application)
  const topics = namesIn(await topicBook(deps.db), c.var.lang)
  const props = { application, base: baseOf(c), form, confirm, notice, asking: {}, topics }
  return c.html(<LinkPage c={c} {...props} />, status)
}

async function answer(c: Ctx, deps: Deps) {
  const application = await opened(c, deps)
  if (!application) return c.notFound()
  const form = await readForm(c, answerForm)
  if (!form.ok) return linkPage(c, deps, application, form.error, 422)
  const who = withKey(c.var.who, hashKey(keyIn(c)))
  const answered = await answerOffice(deps.db, who, application.id, form.value.answer, c.var.origin)
  if (answered.ok) return c.redirect(`${baseOf(c)}?done=answered`, 303)
  const refused = withProblem(
    formOf(form.value),
    'answer',
    c.var.t(`join.refused.${answered.error}`),
  )
  return linkPage(c, deps, application, refused, 409)
}

async function withdraw(c: Ctx, deps: Deps) {
  const application = await opened(c, deps)
  if (!application) return c.notFound()
  await withdrawApplication(deps.db, hashKey(keyIn(c)), application.id, c.var.origin)
  return c.redirect(baseOf(c), 303)
}

async function confirmed(c: Ctx, deps: Deps) {
  const application = await opened(c, deps)
  if (!application) return c.notFound()
  const code = [(await c.req.parseBody({ all: true }))['code']].flat()[0]
  const done = typeof code === 'string' && (await confirmAddress(deps, application.id, code))
  return c.redirect(done ? `${baseOf(c)}?done=confirmed` : baseOf(c), 303)
}

/** An application and the page of its answers that the path names; nothing where there is none. */
async function toCorrect(c: Ctx, deps: Deps) {
  const application = await opened(c, deps)
  const page = c.req.param('page') ?? ''
  if (!application || !isPage(page) || page === 'kind') return null
  if (!pagesFor(application.kind).includes(page)) return null
  const { kind, personId } = application
  // Who confirmed the address is known: their name and address are changed signed in, not by a link.
  const signedIn = personId !== null && (await isConfirmed(deps.db, personId))
  const asking = { signedIn, ...(await topicsOn(c, deps.db, page)) }
  return { application, page, answers: { ...application.answers, kind }, asking }
}
type ToCorrect = NonNullable<Awaited<ReturnType<typeof toCorrect>>>

function correctionPage(
  c: Ctx,
  { application, page, asking }: ToCorrect,
  form: FormState,
  status: 200 | 422 | 429,
) {
  const way = { action: `${baseOf(c)}/${page}`, back: baseOf(c), stepping: false }
  const props = { page, kind: application.kind, form, asking, ...way }
  return c.html(<QuestionPage c={c} {...props} />, status)
}

// Each new address gets a letter: one application must not write to hundreds of strangers.
const readdressed = { points: 20, seconds: 3600 }
const isWithin = async (c: Ctx, { db }: Deps, page: string): Promise<boolean> =>
  page !== 'you' ||
  (
    await limit(
      db,
      'join readdressed',
      networkKey(c.var.network),
      readdressed.points,
      readdressed.seconds,
    )
  ).ok

/** A page of the answers, to be put right while nobody has decided. */
async function correct(c: Ctx, deps: Deps) {
  const found = await toCorrect(c, deps)
  if (!found) return c.notFound()
  const { application, page, answers, asking } = found
  if (!isOpen(application)) return c.redirect(baseOf(c), 303)
  const read = await readPage(c, deps, page, answers, asking)
  if (!read.ok) return correctionPage(c, found, read.error, 422)
  if (!(await isWithin(c, deps, page))) {
    const again = withProblem(formOf(read.value), 'yourEmail', c.var.t('join.too-many'))
    return correctionPage(c, found, again, 429)
  }
  const { coalition, origin } = c.var
  const key = { id: application.id, keyHash: hashKey(keyIn(c)) }
  const correcting = { ...key, answers: read.value, country: coalition.country, origin }
  const corrected = await correctAnswers(deps.db, correcting)
  return c.redirect(corrected.ok ? `${baseOf(c)}?done=corrected` : baseOf(c), 303)
}

/** The private link of an application: no account is needed, the key opens this one record. */
export const joinLinkRoutes = (deps: Deps) =>
  new Hono<Env>()
    .get(`/join/${keyPath}`, may('membership', 'answer'), async (c) => {
      const application = await opened(c, deps)
      return application ? linkPage(c, deps, application, blank, 200) : c.notFound()
    })
    .get(`/join/${keyPath}/sent`, may('membership', 'answer'), async (c) => {
      const application = await opened(c, deps)
      const link = `${c.var.origin}${baseOf(c)}`
      return application
        ? c.html(<SentPage c={c} application={application} link={link} />)
        : c.notFound()
    })
    .post(`/join/${keyPath}/answer`, may('membership', 'answer'), (c) => answer(c, deps))
    .post(`/join/${keyPath}/withdrawal`, may('membership', 'answer'), (c) => withdraw(c, deps))
    .post(`/join/${keyPath}/address`, may('membership', 'answer'), (c) => confirmed(c, deps))
    .get(`/join/${keyPath}/${pagePath}`, may('membership', 'answer'), async (c) => {
      const found = await toCorrect(c, deps)
      if (!found) return c.notFound()
      return isOpen(found.application)
        ? correctionPage(c, found, formOf(found.answers), 200)
        : c.redirect(baseOf(c), 303)
    })
    .post(`/join/${keyPath}/${pagePath}`, may('membership', 'answer'), (c) => correct(c, deps))
