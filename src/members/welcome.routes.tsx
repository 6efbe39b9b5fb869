import { Hono } from 'hono'
import { act, type Db } from '#base/db.ts'
import { type FormState, formOf, readForm, valueOf, withProblem } from '#base/forms.ts'
import { type Lang, translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { letterOrigin } from '#base/links.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { askedForReply, replyIn } from './replies.put.ts'
import { offeredReplies, takeReply } from './replies.queries.ts'
import { noteWelcomeCall, openNewcomer, sendWelcome } from './welcome.actions.ts'
import { namesIn, topicBook } from './topics.queries.ts'
import { welcomeCallForm, type WelcomeDraft, welcomeForm } from './welcome.forms.ts'
import { welcomeLetter } from './welcome.letters.tsx'
import { listToWelcome, neighboursNamed, neighboursOf, type ToWelcome } from './welcome.queries.ts'
import { reasonsFor, suggestPeople } from './welcome.rules.ts'
import type { LetterLine, WelcomeWords } from './welcome.schema.ts'
import { type Suggested, WelcomeListPage, WelcomePage } from './welcome.views.tsx'
import { langOf, personLine, type Speech } from './welcome.words.ts'

/** Something of this Kith to read or join, in the new member's language. */
export type Thing = LetterLine & { id: string }
/** What there is to read or join: it lies in other rooms, so whoever mounts these pages brings it. */
export type FindThings = (db: Db, lang: Lang, place: string) => Promise<Thing[]>
export type WelcomeDeps = JobDeps & { things: FindThings }

const most = 200
const preselected = 3

/** How a new member is spoken to. */
async function speechFor(c: Ctx, { db }: WelcomeDeps, newcomer: ToWelcome): Promise<Speech> {
  const lang = langOf(newcomer.lang)
  return { lang, country: c.var.coalition.country, names: namesIn(await topicBook(db), lang) }
}

async function suggestedFor(c: Ctx, deps: WelcomeDeps, newcomer: ToWelcome) {
  const { db, things } = deps
  const speech = await speechFor(c, deps, newcomer)
  const neighbours = await act(db, c.var.who, (tx) => neighboursOf(tx, newcomer))
  const people = suggestPeople(newcomer, neighbours).map((suggestion) => ({
    id: suggestion.neighbour.organisationId,
    ...personLine(suggestion, speech),
  }))
  return { people, things: await things(db, speech.lang, newcomer.place) }
}

/** The form as it is offered: the first three of each are chosen. */
const offered = (c: Ctx, newcomer: ToWelcome, { people, things }: Suggested): FormState =>
  formOf({
    people: people.slice(0, preselected).map(({ id }) => id),
    things: things.slice(0, preselected).map(({ id }) => id),
    words: translator(langOf(newcomer.lang))('welcome.words', {
      coalition: c.var.coalition.name,
    }),
  })

async function show(
  c: Ctx,
  deps: WelcomeDeps,
  newcomer: ToWelcome,
  sent: { of?: FormState; letter?: WelcomeWords; status?: 200 | 409 | 422 } = {},
) {
  const suggested = await suggestedFor(c, deps, newcomer)
  const replies = await act(deps.db, c.var.who, (tx) => offeredReplies(tx, ['welcome']))
  const of = sent.of ?? offered(c, newcomer, suggested)
  const preview = sent.letter
    ? welcomeLetter({
        ...sent.letter,
        lang: langOf(newcomer.lang),
        coalition: c.var.coalition,
        person: newcomer.personName,
        welcomer: c.var.person?.name ?? null,
        origin: letterOrigin(deps.config, c.var.origin, true),
      })
    : null
  const page = { c, newcomer, suggested, of, replies, preview }
  return c.html(<WelcomePage {...page} />, sent.status ?? 200)
}

/** What was chosen, in the words of the letter; null when some of it is not there any more. */
async function lettered(
  c: Ctx,
  deps: WelcomeDeps,
  newcomer: ToWelcome,
  draft: WelcomeDraft,
): Promise<WelcomeWords | null> {
  const { db } = deps
  const speech = await speechFor(c, deps, newcomer)
  const named = await act(db, c.var.who, (tx) => neighboursNamed(tx, newcomer, draft.people))
  const there = await deps.things(db, speech.lang, newcomer.place)
  const people = draft.people.flatMap((id) => {
    const neighbour = named.find((one) => one.organisationId === id)
    if (!neighbour) return []
    return [personLine({ neighbour, reasons: reasonsFor(newcomer, neighbour) }, speech)]
  })
  const things = draft.things.flatMap((id) => {
    const thing = there.find((one) => one.id === id)
    return thing ? [{ words: thing.words, path: thing.path }] : []
  })
  const isWhole = people.length === draft.people.length && things.length === draft.things.length
  return isWhole ? { words: draft.words, people, things } : null
}

/** The form with a saved reply put in, in the new member's language; null when none was asked for. */
async function withReply(
  c: Ctx,
  { db }: WelcomeDeps,
  newcomer: ToWelcome,
): Promise<FormState | null> {
  const form = await askedForReply(c)
  if (!form) return null
  const { who, coalition } = c.var
  const words = await act(db, who, (tx) =>
    takeReply(tx, valueOf(form, 'reply'), langOf(newcomer.lang), {
      name: newcomer.personName,
      organisation: newcomer.name,
      coalition: coalition.name,
      phone: coalition.phone,
    }),
  )
  return replyIn(c, form, 'words', words)
}

async function send(c: Ctx, deps: WelcomeDeps) {
  const newcomer = await openNewcomer(deps.db, c.var.who, c.req.param('id') ?? '')
  if (!newcomer) return c.notFound()
  const put = await withReply(c, deps, newcomer)
  if (put) return show(c, deps, newcomer, { of: put, status: put.problems['reply'] ? 422 : 200 })
  const form = await readForm(c, welcomeForm)
  if (!form.ok) return show(c, deps, newcomer, { of: form.error, status: 422 })
  const { people, things, words, what } = form.value
  const of = formOf({ people, things, words })
  const letter = await lettered(c, deps, newcomer, form.value)
  if (!letter) {
    const gone = withProblem(of, 'people', c.var.t('office.welcome.gone'))
    return show(c, deps, newcomer, { of: gone, status: 409 })
  }
  if (what === 'see') return show(c, deps, newcomer, { of, letter })
  const sent = await sendWelcome(deps.db, c.var.who, newcomer.membershipId, letter, c.var.origin)
  if (sent.ok) return c.redirect('/members/welcome?done=yes', 303)
  if (sent.error === 'no-such-newcomer') return c.notFound()
  const refused = withProblem(of, 'words', c.var.t('office.welcome.no-mail'))
  return show(c, deps, newcomer, { of: refused, status: 409 })
}

/** A new member is met within a week: who was not welcomed yet, and each with a letter or a call. */
export const welcomeRoutes = (deps: WelcomeDeps) =>
  new Hono<Env>()
    .get('/members/welcome', may('welcome', 'send'), async (c) => {
      const rows = await act(deps.db, c.var.who, (tx) => listToWelcome(tx, most))
      const done = c.req.query('done') === 'yes'
      return c.html(<WelcomeListPage c={c} rows={rows} done={done} />)
    })

    .get(`/members/welcome/${idPath}`, may('welcome', 'send'), async (c) => {
      const newcomer = await openNewcomer(deps.db, c.var.who, c.req.param('id'))
      return newcomer ? show(c, deps, newcomer) : c.notFound()
    })

    .post(`/members/welcome/${idPath}`, may('welcome', 'send'), (c) => send(c, deps))

    .post(`/members/welcome/${idPath}/call`, may('welcome', 'send'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, welcomeCallForm)
      if (!form.ok) {
        const newcomer = await openNewcomer(deps.db, c.var.who, id)
        return newcomer ? show(c, deps, newcomer, { status: 422 }) : c.notFound()
      }
      const { came } = form.value
      const noted = await noteWelcomeCall(deps.db, c.var.who, id, came)
      if (!noted.ok) return c.notFound()
      return c.redirect(
        came === 'no-answer' ? '/members/welcome' : '/members/welcome?done=yes',
        303,
      )
    })
