import { Hono } from 'hono'
import { act, type Tx } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { Key } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { findEdit } from './edit.queries.ts'
import { type AnswerRefusal, shownWords } from './edit.rules.ts'
import { translatorKey } from './keys.ts'
import { isTellingLanguage } from './languages.ts'
import { findStory } from './queries.ts'
import { marksIn } from './reader.ts'
import type { Story } from './schema.ts'
import {
  answerTranslationForTeller,
  askAboutTranslation,
  dropTranslation,
  inviteTranslator,
  readByAnother,
  translateStory,
} from './translate.actions.ts'
import {
  officeTranslationForm,
  readingForm,
  startForm,
  translationAnswerForThemForm,
} from './translate.forms.ts'
import type { Original } from './translate.form.views.tsx'
import { TranslationsPage, WaitingTranslations } from './translate.list.views.tsx'
import { TranslationPage } from './translate.office.views.tsx'
import {
  findTranslation,
  isTranslationOut,
  shownHash,
  translationsOf,
  translationsPile,
} from './translate.queries.ts'
import { mayTranslate, type ReadRefusal, type TranslateRefusal } from './translate.rules.ts'
import type { StoryTranslation } from './translate.schema.ts'

/** A language as an address names it. */
export const langPath = ':lang{[a-z]{2}}'

export const translateRefusals: Record<TranslateRefusal, Key> = {
  'no-such-story': 'stories.decide.no-such-story',
  'not-public': 'translate.not-public',
  'same-language': 'translate.same-language',
}
const readRefusals: Record<ReadRefusal, Key> = {
  'no-such-translation': 'translate.office.no-such-translation',
  'own-words': 'translate.office.own-words',
  'other-words': 'translate.office.other-words',
}
const answerRefusals: Record<AnswerRefusal | 'own-story', Key> = {
  'no-such-story': 'stories.decide.no-such-story',
  'no-such-edit': 'translate.office.no-such-translation',
  'other-words': 'translate.office.other-words',
  'own-story': 'stories.decide.own-story',
}

/** The words of a story that a translation is made from: those that are shown. */
export async function originalOf(tx: Tx, story: Story): Promise<Original> {
  const { title, body, pictureWords } = shownWords(story, await findEdit(tx, story.id))
  return { title, body, pictureWords, hash: await shownHash(tx, story.id) }
}

type Forms = { of?: FormState; answerOf?: FormState; readingOf?: FormState }
type Status = 200 | 409 | 422

const justDone = (c: Ctx) => {
  const done = c.req.query('done')
  return done === 'kept' || done === 'asked' || done === 'done' ? done : null
}

async function showAll(c: Ctx, { db }: JobDeps, of: FormState, status: Status = 200) {
  const id = c.req.param('id') ?? ''
  const found = await act(db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    if (!story || story.state === 'withdrawn') return null
    const translations = []
    for (const one of await translationsOf(tx, id))
      translations.push({ ...one, isOut: await isTranslationOut(tx, one.id) })
    return { story, original: await originalOf(tx, story), translations }
  })
  return found ? c.html(<TranslationsPage c={c} {...found} of={of} />, status) : c.notFound()
}

const whichOf = (c: Ctx) => ({
  storyId: c.req.param('id') ?? '',
  lang: c.req.param('lang') ?? '',
})
const addressOf = ({ storyId, lang }: { storyId: string; lang: string }) =>
  `/stories/${storyId}/translations/${lang}`

// More than a page holds comfortably; the others come up when these were dealt with.
const mostMarks = 50

/** What the reader marks in a translation: a number that was left out of the story can come back in it. */
const marksOf = ({ title, body, pictureWords }: StoryTranslation) =>
  [title, body, pictureWords ?? '']
    .flatMap((text) =>
      marksIn(text).map(({ kind, start, end }) => ({ kind, letters: text.slice(start, end) })),
    )
    .slice(0, mostMarks)

/** A translation with everything that a moderator sees beside it; null in a language that nobody can start. */
const findToShow = ({ db }: JobDeps, c: Ctx, { storyId, lang }: ReturnType<typeof whichOf>) =>
  act(db, c.var.who, async (tx) => {
    const story = await findStory(tx, storyId)
    if (!story || story.state === 'withdrawn' || !isTellingLanguage(lang)) return null
    const translation = await findTranslation(tx, storyId, lang)
    if (!translation && !mayTranslate(story, lang).ok) return null
    const isOut = translation ? await isTranslationOut(tx, translation.id) : false
    const marks = translation ? marksOf(translation) : []
    return { story, lang, translation, isOut, marks, original: await originalOf(tx, story) }
  })

async function show(c: Ctx, deps: JobDeps, forms: Forms, status: Status = 200) {
  const found = await findToShow(deps, c, whichOf(c))
  if (!found) return c.notFound()
  const { translation } = found
  const link = translation?.keyHash
    ? `${c.var.origin}/stories/translation/${translatorKey(deps.secret, translation.id)}`
    : null
  const { of = blank, answerOf = blank, readingOf = blank } = forms
  const done = status === 200 ? justDone(c) : null
  const about = { ...found, link, of, answerOf, readingOf }
  return c.html(<TranslationPage c={c} {...about} done={done} />, status)
}

async function begin(c: Ctx, deps: JobDeps) {
  const form = await readForm(c, startForm)
  if (!form.ok) return showAll(c, deps, form.error, 422)
  const id = c.req.param('id') ?? ''
  const { to } = form.value
  const story = await act(deps.db, c.var.who, (tx) => findStory(tx, id))
  const started = mayTranslate(story, to)
  if (started.ok) return c.redirect(`/stories/${id}/translations/${to}`, 303)
  if (started.error === 'no-such-story') return c.notFound()
  const problem = c.var.t(translateRefusals[started.error])
  return showAll(c, deps, withProblem(formOf({ to }), 'to', problem), 409)
}

async function keep(c: Ctx, deps: JobDeps) {
  const form = await readForm(c, officeTranslationForm)
  if (!form.ok) return show(c, deps, { of: form.error }, 422)
  const { person, who, t } = c.var
  if (!person || !isTellingLanguage(whichOf(c).lang)) return c.notFound()
  const { title, body, pictureWords, translator, mine, from } = form.value
  const words = {
    title,
    body,
    from,
    pictureWords: pictureWords || null,
    translator: translator || null,
    translatorId: mine ? person.id : null,
  }
  const me = { ...who, personId: person.id }
  const kept = await translateStory(deps.db, me, whichOf(c), words)
  if (kept.ok) return c.redirect(`${addressOf(whichOf(c))}?done=kept`, 303)
  if (kept.error === 'no-such-story') return c.notFound()
  const problem = t(translateRefusals[kept.error])
  // Its own page is not there in a language that nobody can start; the list says why.
  return showAll(c, deps, withProblem(blank, 'to', problem), 409)
}

async function read(c: Ctx, deps: JobDeps) {
  const form = await readForm(c, readingForm)
  if (!form.ok) return show(c, deps, { readingOf: form.error }, 422)
  const { person, who, origin, t } = c.var
  if (!person) return c.notFound()
  const about = { ...whichOf(c), version: form.value.version, origin }
  const done = await readByAnother(deps.db, { ...who, personId: person.id }, about)
  if (done.ok) return c.redirect(`${addressOf(whichOf(c))}?done=done`, 303)
  const readingOf = withProblem(blank, 'read', t(readRefusals[done.error]))
  return show(c, deps, { readingOf }, 409)
}

async function writeDown(c: Ctx, deps: JobDeps) {
  const form = await readForm(c, translationAnswerForThemForm)
  if (!form.ok) return show(c, deps, { answerOf: form.error }, 422)
  const { person, who, origin, t } = c.var
  if (!person) return c.notFound()
  const me = { ...who, personId: person.id }
  const about = { ...whichOf(c), origin }
  const answered = await answerTranslationForTeller(deps.db, me, about, form.value)
  if (answered.ok) return c.redirect(`${addressOf(whichOf(c))}?done=done`, 303)
  if (answered.error === 'no-such-story') return c.notFound()
  const { answer, channel, wish } = form.value
  const problem = t(answerRefusals[answered.error])
  const answerOf = withProblem(formOf({ answer, channel, wish }), 'answer', problem)
  return show(c, deps, { answerOf }, 409)
}

async function openLink(c: Ctx, { db, secret }: JobDeps) {
  const { person, who } = c.var
  if (!person || !isTellingLanguage(whichOf(c).lang)) return c.notFound()
  const body = await c.req.parseBody()
  const isOpen = body['open'] === 'yes'
  const me = { ...who, personId: person.id }
  const done = await inviteTranslator(db, secret, me, { ...whichOf(c), isOpen })
  return done.ok ? c.redirect(`${addressOf(whichOf(c))}#invite`, 303) : c.notFound()
}

/** What a moderator does with the translations of a story. */
export const translateRoutes = (deps: JobDeps) => {
  const all = `/stories/${idPath}/translations`
  const one = `${all}/${langPath}`
  return new Hono<Env>()
    .get('/translations', may('story', 'translate'), async (c) =>
      c.html(<WaitingTranslations c={c} pile={await translationsPile(deps.db, c.var.who, 200)} />),
    )
    .get(all, may('story', 'translate'), (c) => showAll(c, deps, blank))
    .post(all, may('story', 'translate'), (c) => begin(c, deps))
    .get(one, may('story', 'translate'), (c) => show(c, deps, {}))
    .post(one, may('story', 'translate'), (c) => keep(c, deps))
    .post(`${one}/reading`, may('story', 'translate'), (c) => read(c, deps))
    .post(`${one}/answer`, may('story', 'translate'), (c) => writeDown(c, deps))
    .post(`${one}/link`, may('story', 'translate'), (c) => openLink(c, deps))

    .post(`${one}/question`, may('story', 'translate'), async (c) => {
      const { person, who, origin } = c.var
      if (!person) return c.notFound()
      const me = { ...who, personId: person.id }
      const asked = await askAboutTranslation(deps.db, me, { ...whichOf(c), origin })
      // Pressed twice, they are asked once; both presses see how it stands.
      return c.redirect(`${addressOf(whichOf(c))}${asked.ok ? '?done=asked' : ''}`, 303)
    })

    .post(`${one}/end`, may('story', 'translate'), async (c) => {
      const { person, who } = c.var
      if (!person) return c.notFound()
      await dropTranslation(deps.db, { ...who, personId: person.id }, whichOf(c))
      return c.redirect(`/stories/${whichOf(c).storyId}/translations`, 303)
    })
}
