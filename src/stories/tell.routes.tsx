import { Hono } from 'hono'
import { act, withKey } from '#base/db.ts'
import { type Answers, draftKeyHash, dropDraft, keepDraft, readDraft } from '#base/drafts.ts'
import { forgetPicture, keepPicture, pictureProblem } from '#base/files.ts'
import { type FormState, formOf, readFile, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import { networkKey, limit } from '#base/limits.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { changeMyStory, tellStory } from './actions.ts'
import { firstOpenPage, isTellPage, storyForm, type TellPage, tellForms, tellPages } from './forms.ts'
import type { Draft } from './rules.ts'
import { TellCheckPage, TellingPage } from './tell.views.tsx'

export const draftKind = 'story'

function draftOf(answers: Answers): Draft | null {
  const read = storyForm.safeParse(answers)
  if (!read.success) return null
  const { pictureId, ...said } = read.data
  return {
    ...said,
    name: said.name || null,
    town: said.town || null,
    email: said.email || null,
    pictureId: pictureId ?? null,
    pictureWords: pictureId ? said.pictureWords : null,
  }
}

/** The pages on which a story is told, or changed by who told it. */
export function tellRoutes(deps: JobDeps) {
  const { db, secret, config } = deps

  /** Keeps a picture that was sent. Out: what the draft says of it now, or what is wrong. */
  async function pictureOf(c: Ctx, answers: Answers): Promise<{ answers: Answers } | { problem: string }> {
    const sent = await readFile(c, 'picture')
    const kept = { ...answers }
    if (!sent) return { answers: kept }
    const bytes = new Uint8Array(await sent.arrayBuffer())
    const owner = draftKeyHash(c, draftKind)
    const picture = await act(db, withKey(c.var.who, owner), (tx) =>
      keepPicture({ config }, tx, bytes, owner),
    )
    if (!picture.ok) return { problem: c.var.t(pictureProblem[picture.error]) }
    kept['pictureId'] = picture.value.id
    return { answers: kept }
  }

  async function answerPicture(c: Ctx, answers: Answers): Promise<{ answers: Answers; form: FormState | null }> {
    const form = await readForm(c, tellForms.picture)
    if (!form.ok) return { answers, form: { ...form.error, values: { ...answers, ...form.error.values } } }
    const { pictureWords, remove } = form.value
    const before: Answers = { ...answers, pictureWords }
    if (remove) {
      delete before['pictureId']
      before['pictureWords'] = ''
    }
    const got = await pictureOf(c, before)
    if ('problem' in got) return { answers: before, form: withProblem(formOf(before), 'picture', got.problem) }
    if (got.answers['pictureId'] && pictureWords === '' && !remove) {
      const problem = c.var.t('stories.picture.words-missing')
      return { answers: got.answers, form: withProblem(formOf(got.answers), 'pictureWords', problem) }
    }
    return { answers: got.answers, form: null }
  }

  async function answer(c: Ctx, page: TellPage, answers: Answers) {
    if (page === 'picture') return answerPicture(c, answers)
    const form = await readForm(c, tellForms[page])
    if (!form.ok) return { answers, form: form.error }
    const given: Answers = { ...answers }
    for (const [name, value] of Object.entries(form.value))
      given[name] = value === true ? 'yes' : value === false ? '' : value
    // A box that was not ticked is not sent at all.
    return { answers: given, form: null }
  }

  const show = (c: Ctx, page: TellPage, of: FormState, status: 200 | 422 = 200) => {
    const toCheck = c.req.query('check') === 'yes'
    return c.html(
      <TellingPage c={c} page={page} of={of} toCheck={toCheck} isFirst={page === 'who'} />,
      status,
    )
  }

  async function send(c: Ctx, answers: Answers, draft: Draft): Promise<string> {
    const { who, lang, origin } = c.var
    const keyHash = draftKeyHash(c, draftKind)
    const key = answers['mine']
    if (typeof key !== 'string') {
      const form = await c.req.parseBody()
      const once = typeof form['once'] === 'string' ? form['once'] : undefined
      const told = { db, secret, who, draft, draftKeyHash: keyHash, spoken: lang, origin, once }
      return tellStory(told)
    }
    const changed = await changeMyStory(db, who, key, draft, keyHash, origin)
    if (changed.ok && changed.value.droppedPicture) await forgetPicture(config, changed.value.droppedPicture)
    return `/stories/mine/${key}${changed.ok ? '?changed=yes' : ''}`
  }

  return new Hono<Env>()
    .get('/stories/new', may('story', 'create'), async (c) =>
      show(c, 'who', formOf(await readDraft(c, db, draftKind))),
    )

    .get('/stories/new/check', may('story', 'create'), async (c) => {
      const answers = await readDraft(c, db, draftKind)
      const open = firstOpenPage(answers)
      if (open) return c.redirect(`/stories/new/${open}`, 303)
      return c.html(<TellCheckPage c={c} of={formOf(answers)} isChange={'mine' in answers} />)
    })

    .post('/stories/new/check', may('story', 'create'), async (c) => {
      const answers = await readDraft(c, db, draftKind)
      const draft = draftOf(answers)
      if (!draft || firstOpenPage(answers))
        return c.redirect(`/stories/new/${firstOpenPage(answers) ?? 'who'}`, 303)
      const network = networkKey(c.var.network)
      const within = await limit(db, 'tell', network, 30, 3600)
      if (!within.ok) {
        const of = withProblem(formOf(answers), 'check', c.var.t('stories.too-many'))
        return c.html(<TellCheckPage c={c} of={of} isChange={'mine' in answers} />, 429)
      }
      const place = await send(c, answers, draft)
      await dropDraft(c, db, draftKind)
      return c.redirect(place, 303)
    })

    .get('/stories/new/:page{[a-z]+}', may('story', 'create'), async (c) => {
      const page = c.req.param('page')
      return isTellPage(page) ? show(c, page, formOf(await readDraft(c, db, draftKind))) : c.notFound()
    })

    .post('/stories/new/:page{[a-z]+}', may('story', 'create'), async (c) => {
      const page = c.req.param('page')
      if (!isTellPage(page)) return c.notFound()
      const before = await readDraft(c, db, draftKind)
      // The draft's key owns a picture, so there is a draft before there is a picture.
      if (page === 'picture' && draftKeyHash(c, draftKind) === '') return c.redirect('/stories/new', 303)
      const { answers, form } = await answer(c, page, before)
      if (form && page !== 'picture') return show(c, page, form, 422)
      await keepDraft(c, db, draftKind, answers)
      if (form) return show(c, page, form, 422)
      if (c.req.query('check') === 'yes' && !firstOpenPage(answers))
        return c.redirect('/stories/new/check', 303)
      const next = tellPages[tellPages.indexOf(page) + 1] ?? 'check'
      return c.redirect(`/stories/new/${next}`, 303)
    })
}

