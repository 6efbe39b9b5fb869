import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { type Answers, draftKeyHash, dropDraft, keepDraft, readDraft } from '#base/drafts.ts'
import { forgetPicture } from '#base/files.ts'
import { type FormState, formOf, valueOf, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { limit, networkKey } from '#base/limits.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { changeMyStory, placeOfSent, tellStory } from './actions.ts'
import { firstOpenPage, isTellPage, type TellPage, tellPages } from './forms.ts'
import type { Draft } from './rules.ts'
import type { Agreed } from './consent.actions.ts'
import {
  agreedOf,
  answerPage,
  besideOf,
  draftKind,
  draftOf,
  othersOf,
} from './tell.answers.routes.ts'
import { TellCheckPage } from './tell.check.views.tsx'
import { TellingPage } from './tell.views.tsx'

// A library where a group tells its stories sends many in an hour; a machine sends hundreds.
const fromNetwork = { points: 30, seconds: 3600 }

const isFromCheck = (c: Ctx) => c.req.query('check') === 'yes'

const show = (c: Ctx, page: TellPage, answers: Answers, of: FormState, status: 200 | 422 = 200) =>
  c.html(
    <TellingPage
      c={c}
      page={page}
      of={of}
      others={othersOf(answers)}
      toCheck={isFromCheck(c)}
      isFirst={page === 'who'}
      isBegun={page === 'who' && status === 200 && Object.keys(of.values).length > 0}
    />,
    status,
  )

const showCheck = (c: Ctx, answers: Answers, of: FormState, status: 200 | 429 = 200) =>
  c.html(
    <TellCheckPage
      c={c}
      of={of}
      others={othersOf(answers)}
      isChange={'mine' in answers}
      voiceKey={getCookie(c, `draft-${draftKind}`)}
    />,
    status,
  )

async function begin(c: Ctx, { db }: JobDeps) {
  const answers = await readDraft(c, db, draftKind)
  if (!('mine' in answers)) return show(c, 'who', answers, formOf(answers))
  // Who begins a new story must not overwrite the one whose change they left unsent.
  await dropDraft(c, db, draftKind)
  return show(c, 'who', {}, formOf({}))
}

async function answer(c: Ctx, deps: JobDeps, page: TellPage) {
  const { db } = deps
  // The draft's key owns a picture, so there is a draft before there is a picture.
  if (page === 'picture' && draftKeyHash(c, draftKind) === '')
    return c.redirect('/stories/new', 303)
  const before = await readDraft(c, db, draftKind)
  const { answers, form, stay } = await answerPage(c, deps, page, before)
  if (answers !== before) await keepDraft(c, db, draftKind, answers)
  if (form) return show(c, page, answers, { ...form, values: { ...answers, ...form.values } }, 422)
  if (stay) return c.redirect(`/stories/new/${page}${isFromCheck(c) ? '?check=yes' : ''}`, 303)
  if (isFromCheck(c) && !firstOpenPage(answers)) return c.redirect('/stories/new/check', 303)
  return c.redirect(`/stories/new/${tellPages[tellPages.indexOf(page) + 1] ?? 'check'}`, 303)
}

type Sent = { answers: Answers; draft: Draft; agreed: Agreed; once: string | undefined }

/** Tells or changes the story. Out: where its private page is. */
async function send(c: Ctx, { db, secret, config }: JobDeps, sent: Sent): Promise<string> {
  const { who, lang, origin } = c.var
  const { answers, draft, agreed, once } = sent
  const key = answers['mine']
  const mine = draftKeyHash(c, draftKind)
  const beside = besideOf(answers)
  const telling = { db, secret, who, draft, agreed, draftKeyHash: mine, origin, once, beside }
  const campaign = valueOf(formOf(answers), 'campaign') || null
  if (typeof key !== 'string') return tellStory({ ...telling, spoken: lang, campaign })
  const changed = await changeMyStory({ ...telling, key })
  if (!changed.ok) return `/stories/mine/${key}`
  const { place, dropped } = changed.value
  for (const file of dropped) await forgetPicture(config, file)
  return place
}

async function onceOf(c: Ctx): Promise<string | undefined> {
  const { once } = await c.req.parseBody()
  return typeof once === 'string' && once !== '' ? once : undefined
}

async function check(c: Ctx, deps: JobDeps) {
  const { db, secret } = deps
  const once = await onceOf(c)
  // Pressed twice, the second form finds the draft gone: it leads where the first one led.
  const sent = await placeOfSent(db, secret, once)
  if (sent) return c.redirect(sent, 303)
  const answers = await readDraft(c, db, draftKind)
  const draft = draftOf(answers)
  const agreed = agreedOf(c, answers)
  const open = firstOpenPage(answers)
  if (!draft || !agreed || open) {
    // The first of the two forms may have been taken in since we looked; its draft goes after it.
    const meanwhile = await placeOfSent(db, secret, once)
    return c.redirect(meanwhile ?? `/stories/new/${open ?? 'who'}`, 303)
  }
  const within = await limit(
    db,
    'tell',
    networkKey(c.var.network),
    fromNetwork.points,
    fromNetwork.seconds,
  )
  if (!within.ok)
    return showCheck(
      c,
      answers,
      withProblem(formOf(answers), 'check', c.var.t('stories.too-many')),
      429,
    )
  const place = await send(c, deps, { answers, draft, agreed, once })
  await dropDraft(c, db, draftKind)
  return c.redirect(place, 303)
}

/** The pages on which a story is told, or changed by who told it. */
export const tellRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/stories/new', may('story', 'create'), (c) => begin(c, deps))
    .get('/stories/new/check', may('story', 'create'), async (c) => {
      const answers = await readDraft(c, deps.db, draftKind)
      const open = firstOpenPage(answers)
      return open ? c.redirect(`/stories/new/${open}`, 303) : showCheck(c, answers, formOf(answers))
    })
    .post('/stories/new/check', may('story', 'create'), (c) => check(c, deps))
    .post('/stories/new/afresh', may('story', 'create'), async (c) => {
      await dropDraft(c, deps.db, draftKind)
      return c.redirect('/stories/new', 303)
    })
    .get('/stories/new/:page{[a-z]+}', may('story', 'create'), async (c) => {
      const page = c.req.param('page')
      if (!isTellPage(page)) return c.notFound()
      const answers = await readDraft(c, deps.db, draftKind)
      return show(c, page, answers, formOf(answers))
    })
    .post('/stories/new/:page{[a-z]+}', may('story', 'create'), (c) => {
      const page = c.req.param('page')
      return isTellPage(page) ? answer(c, deps, page) : c.notFound()
    })
