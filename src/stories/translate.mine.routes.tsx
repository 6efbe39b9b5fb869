import { Hono } from 'hono'
import { act, kithItself, withKey } from '#base/db.ts'
import { blank, type FormState, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { WithdrawnReceipt } from './mine.views.tsx'
import { isOut } from './consent.queries.ts'
import { findByKey, findStory } from './queries.ts'
import { answerTranslation, translateByLink } from './translate.actions.ts'
import { translationAnswerForm, translationForm } from './translate.forms.ts'
import { MyTranslationDone, MyTranslationPage, TranslatorPage } from './translate.mine.views.tsx'
import { findByTranslatorKey, findTranslation } from './translate.queries.ts'
import { mayTranslate } from './translate.rules.ts'
import { langPath, originalOf, translateRefusals } from './translate.routes.tsx'

type Status = 200 | 409 | 422

const saidIn = (c: Ctx) => {
  const said = c.req.query('said')
  return said === 'yes' || said === 'no' ? said : null
}

const paramsOf = (c: Ctx) => ({ key: c.req.param('key') ?? '', lang: c.req.param('lang') ?? '' })

/** A teller's page about one translation of their story. */
async function showMine(c: Ctx, { db }: JobDeps, of: FormState, status: Status = 200) {
  const { key, lang } = paramsOf(c)
  const keyHash = hashKey(key)
  c.header('cache-control', 'no-store')
  const found = await act(db, withKey(c.var.who, keyHash), async (tx) => {
    const story = await findByKey(tx, keyHash)
    return story && { story, translation: await findTranslation(tx, story.id, lang) }
  })
  if (!found) return c.notFound()
  const { story, translation } = found
  if (story.state === 'withdrawn') return c.html(<WithdrawnReceipt c={c} />, 410)
  const said = status === 200 ? saidIn(c) : null
  if (said || !translation || translation.state === 'draft')
    return c.html(<MyTranslationDone c={c} keyOfLink={key} said={said} />)
  const original = await act(db, withKey(c.var.who, keyHash), (tx) => originalOf(tx, story))
  const about = { keyOfLink: key, from: story.lang, original, translation }
  return c.html(<MyTranslationPage c={c} {...about} of={of} />, status)
}

/** The page of somebody who was asked to translate a story; gone once its link is closed. */
async function showLink(c: Ctx, { db }: JobDeps, of: FormState, status: Status = 200) {
  const { key } = paramsOf(c)
  const keyHash = hashKey(key)
  c.header('cache-control', 'no-store')
  // Their link opens the translation; the story beside it is read for them by Kith, while it may be translated.
  const found = await act(db, kithItself, async (tx) => {
    const translation = await findByTranslatorKey(tx, keyHash)
    const story = translation && (await findStory(tx, translation.storyId))
    if (!story || !mayTranslate(story, translation.lang).ok) return null
    // They read what everybody may read: not what waits for a yes, and nothing that was left out.
    if (!(await isOut(tx, story.id))) return null
    return { from: story.lang, translation, original: await originalOf(tx, story) }
  })
  if (!found) return c.notFound()
  const done = status === 200 && c.req.query('done') === 'kept'
  const { name } = c.var.coalition
  const about = { keyOfLink: key, ...found, done, coalition: name }
  return c.html(<TranslatorPage c={c} {...about} of={of} />, status)
}

async function answer(c: Ctx, deps: JobDeps) {
  const form = await readForm(c, translationAnswerForm)
  if (!form.ok) return showMine(c, deps, form.error, 422)
  const { key, lang } = paramsOf(c)
  const about = { key, lang, origin: c.var.origin }
  const answered = await answerTranslation(deps.db, c.var.who, about, form.value)
  const { answer: said, wish } = form.value
  if (answered.ok) return c.redirect(`/stories/mine/${key}/translations/${lang}?said=${said}`, 303)
  if (answered.error === 'no-such-story') return c.notFound()
  const sent = { values: { answer: said, wish }, problems: {} }
  return showMine(c, deps, withProblem(sent, 'answer', c.var.t('translate.other-words')), 409)
}

async function write(c: Ctx, deps: JobDeps) {
  const form = await readForm(c, translationForm)
  if (!form.ok) return showLink(c, deps, form.error, 422)
  const { key } = paramsOf(c)
  const { title, body, from, pictureWords, translator } = form.value
  const words = {
    title,
    body,
    from,
    pictureWords: pictureWords || null,
    translator: translator || null,
  }
  const kept = await translateByLink(deps.db, c.var.who, key, words)
  if (kept.ok) return c.redirect(`/stories/translation/${key}?done=kept`, 303)
  if (kept.error === 'no-such-story') return c.notFound()
  const problem = c.var.t(translateRefusals[kept.error])
  return showLink(c, deps, withProblem(blank, 'title', problem), 409)
}

/** What a teller says to a translation, and what a translator writes, each by their private link. */
export function mineTranslationRoutes(deps: JobDeps) {
  const mine = `/stories/mine/${keyPath}/translations/${langPath}`
  const theirs = `/stories/translation/${keyPath}`
  return new Hono<Env>()
    .get(mine, may('story', 'change'), (c) => showMine(c, deps, blank))
    .post(mine, may('story', 'change'), (c) => answer(c, deps))
    .get(theirs, may('translation', 'write'), (c) => showLink(c, deps, blank))
    .post(theirs, may('translation', 'write'), (c) => write(c, deps))
}
