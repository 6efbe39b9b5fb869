import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { act, kithItself, withKey } from '#base/db.ts'
import { type Answers, draftKeyHash, keepDraft, moveDraft, readDraft } from '#base/drafts.ts'
import { keepSound, soundProblem } from '#base/files.ts'
import { blank, formOf, readFile, readForm, withProblem } from '#base/forms.ts'
import { type Key, localeOf } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { letter } from '#base/letter.tsx'
import { limit, networkKey } from '#base/limits.ts'
import { letterOrigin } from '#base/links.ts'
import { putInOutbox } from '#base/mail.ts'
import { addDays, now } from '#base/time.ts'
import { type Ctx, type Env, idPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { editStory } from './edit.actions.ts'
import { findEdit } from './edit.queries.ts'
import { workingWords } from './edit.rules.ts'
import { codeHashOf, newStoryCode, tidyCode } from './keys.ts'
import { findStory } from './queries.ts'
import { draftKind } from './tell.answers.routes.ts'
import { goOnForm, laterForm, soundForm, transcriptForm, voiceForm } from './voice.forms.ts'
import { findVoice } from './voice.queries.ts'
import { showSound } from './voice.shown.ts'
import { GoOnPage, LaterKept, LaterPage, TranscriptPage, VoicePage } from './voice.views.tsx'

/** The addresses whose form may carry more than others, in megabytes: sound, and what a form adds to it. */
export const roomierForms = { '/stories/new/voice': 41 }

// Each may be 40 MB, and lies on the disk for two days whether or not its story is told.
const sounds = { points: 20, seconds: 3600 }
const laters = { points: 5, seconds: 86_400 }
const tries = { points: 20, seconds: 3600 }

const showVoice = (c: Ctx, of = blank, status: 200 | 422 | 429 = 200) => {
  // The player asks with the key of this device's draft.
  const key = getCookie(c, `draft-${draftKind}`)
  return c.html(<VoicePage c={c} of={of} voiceKey={key} />, status)
}

/** What to say when no sound came with the form; null when the one from before stays. */
async function nothingSent(c: Ctx, before: Answers) {
  const named = (await c.req.parseBody())['sound']
  const isEmpty = named instanceof File && named.name !== ''
  return !isEmpty && before['voiceId'] ? null : ((isEmpty ? 'voice.empty' : 'voice.missing') as Key)
}

/** Keeps a sound that was sent, if it is one and its network has not sent too many. Out: its id, or what to say. */
async function takeSound(c: Ctx, deps: JobDeps, sent: File, owner: string) {
  const network = networkKey(c.var.network)
  const within = await limit(deps.db, 'tell voice', network, sounds.points, sounds.seconds)
  if (!within.ok) return { problem: 'stories.too-many', status: 429 } as const
  const kept = await keepSound(deps, c.var.who, sent, owner)
  return kept.ok
    ? { id: kept.value.id }
    : ({ problem: soundProblem[kept.error], status: 422 } as const)
}

async function sendVoice(c: Ctx, deps: JobDeps) {
  const { db } = deps
  const owner = draftKeyHash(c, draftKind)
  if (owner === '') return c.redirect('/stories/new', 303)
  const before = await readDraft(c, db, draftKind)
  const refuse = (problem: Key, status: 422 | 429 = 422) =>
    showVoice(c, withProblem(formOf(before), 'sound', c.var.t(problem)), status)
  const onward = async (answers: Answers | null) => {
    if (answers) await keepDraft(c, db, draftKind, answers)
    return c.redirect('/stories/new/what', 303)
  }
  const form = await readForm(c, voiceForm)
  if (form.ok && form.value.remove) {
    const { voiceId: _gone, ...left } = before
    return onward(left)
  }
  const sent = await readFile(c, 'sound')
  if (!sent) {
    const problem = await nothingSent(c, before)
    return problem ? refuse(problem) : onward(null)
  }
  const taken = await takeSound(c, deps, sent, owner)
  return taken.id === undefined
    ? refuse(taken.problem, taken.status)
    : onward({ ...before, voiceId: taken.id })
}

async function transcribe(c: Ctx, { db }: JobDeps, id: string) {
  const found = await act(db, c.var.who, async (tx) => {
    const story = await findStory(tx, id)
    const voice = await findVoice(tx, id)
    return story && voice
      ? { story, voice, words: workingWords(story, await findEdit(tx, id)) }
      : null
  })
  const { person, who } = c.var
  if (!found || !person) return c.notFound()
  const { story, voice, words } = found
  if (c.req.method === 'GET')
    return c.html(
      <TranscriptPage
        c={c}
        story={story}
        fileId={voice.fileId}
        of={formOf({ body: words.body })}
      />,
    )
  const form = await readForm(c, transcriptForm)
  if (!form.ok)
    return c.html(<TranscriptPage c={c} story={story} fileId={voice.fileId} of={form.error} />, 422)
  const kept = await editStory(db, { ...who, personId: person.id }, id, {
    ...words,
    body: form.value.body,
  })
  if (kept.ok || kept.error === 'unchanged') return c.redirect(`/stories/${id}/edit`, 303)
  const of = withProblem(formOf(form.value), 'body', c.var.t('voice.office.not-kept'))
  return c.html(<TranscriptPage c={c} story={story} fileId={voice.fileId} of={of} />, 409)
}

/** Writes the letter with the link that a story goes on with. */
async function mailCode(c: Ctx, deps: JobDeps, toAddress: string, code: string): Promise<void> {
  const { t, lang, coalition, origin } = c.var
  const from = letterOrigin(deps.config, origin, c.var.person !== null)
  const subject = t('voice.later.subject')
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [t('voice.later.letter')],
    code,
    button: from
      ? { label: t('voice.go-on'), href: `${from}/stories/go-on?code=${code}` }
      : undefined,
  })
  await act(deps.db, kithItself, (tx) =>
    putInOutbox(tx, {
      key: `story later ${codeHashOf(deps.secret, code)}`,
      kind: 'story.later',
      toPerson: null,
      toAddress,
      lang,
      ...written,
    }),
  )
}

async function keepForLater(c: Ctx, deps: JobDeps) {
  const { db, secret } = deps
  const form = await readForm(c, laterForm)
  if (!form.ok) return c.html(<LaterPage c={c} of={form.error} />, 422)
  const keyHash = draftKeyHash(c, draftKind)
  const answers = await readDraft(c, db, draftKind)
  if (keyHash === '' || Object.keys(answers).length === 0) return c.redirect('/stories/new', 303)
  const { email } = form.value
  const network = networkKey(c.var.network)
  const byNetwork = await limit(db, 'story later', network, 4 * laters.points, laters.seconds)
  const toAddress = email.toLowerCase()
  const byAddress =
    email && byNetwork.ok
      ? await limit(db, 'story later to', toAddress, laters.points, laters.seconds)
      : byNetwork
  if (!byAddress.ok) {
    const of = withProblem(formOf(form.value), 'email', c.var.t('stories.too-many'))
    return c.html(<LaterPage c={c} of={of} />, 429)
  }
  const code = newStoryCode()
  await keepDraft(c, db, draftKind, answers)
  await act(db, withKey(c.var.who, keyHash), (tx) =>
    tx
      .insertInto('draftCodes')
      .values({ codeHash: codeHashOf(secret, code), keyHash, madeAt: now() })
      .execute(),
  )
  if (email) await mailCode(c, deps, email, code)
  const day = new Intl.DateTimeFormat(localeOf(c.var.lang), { dateStyle: 'long' })
  const until = day.format(addDays(now(), 30))
  return c.html(<LaterKept c={c} code={code} mailed={email !== ''} until={until} />)
}

async function goOn(c: Ctx, { db, secret }: JobDeps) {
  const form = await readForm(c, goOnForm)
  if (!form.ok) return c.html(<GoOnPage c={c} of={form.error} />, 422)
  const within = await limit(
    db,
    'story code',
    networkKey(c.var.network),
    tries.points,
    tries.seconds,
  )
  const codeHash = codeHashOf(secret, form.value.code)
  const found = within.ok
    ? await act(db, kithItself, (tx) =>
        tx
          .selectFrom('draftCodes as c')
          .innerJoin('drafts as d', 'd.keyHash', 'c.keyHash')
          .select('c.keyHash')
          .where('c.codeHash', '=', codeHash)
          .where('d.keptUntil', '>', now())
          .executeTakeFirst(),
      )
    : undefined
  if (found) {
    await moveDraft(c, db, draftKind, found.keyHash)
    return c.redirect('/stories/new/check', 303)
  }
  const problem = c.var.t(within.ok ? 'voice.go-on.wrong' : 'voice.go-on.too-many')
  const of = withProblem(formOf(form.value), 'code', problem)
  return c.html(<GoOnPage c={c} of={of} />, within.ok ? 422 : 429)
}

/** Telling by voice, its words, and a story that is finished later. Before the pages of telling. */
export const voiceRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/stories/new/voice', may('story', 'create'), async (c) =>
      showVoice(c, formOf(await readDraft(c, deps.db, draftKind))),
    )
    .post('/stories/new/voice', may('story', 'create'), (c) => sendVoice(c, deps))
    .get('/stories/new/later', may('story', 'create'), (c) =>
      c.html(<LaterPage c={c} of={blank} />),
    )
    .post('/stories/new/later', may('story', 'create'), (c) => keepForLater(c, deps))
    .get('/stories/go-on', may('story', 'create'), (c) =>
      c.html(
        <GoOnPage c={c} of={formOf({ code: tidyCode(c.req.query('code') ?? '').slice(0, 14) })} />,
      ),
    )
    .post('/stories/go-on', may('story', 'create'), (c) => goOn(c, deps))
    .post(`/stories/${idPath}/sound`, may('story', 'edit'), async (c) => {
      const id = c.req.param('id')
      const form = await readForm(c, soundForm)
      const { person, who } = c.var
      if (!person) return c.notFound()
      const me = { ...who, personId: person.id }
      const done = form.ok && (await showSound(deps.db, me, id, form.value.shown === 'yes'))
      return done ? c.redirect(`/stories/${id}/decision`, 303) : c.notFound()
    })
    .get(`/stories/${idPath}/transcript`, may('story', 'edit'), (c) =>
      transcribe(c, deps, c.req.param('id')),
    )
    .post(`/stories/${idPath}/transcript`, may('story', 'edit'), (c) =>
      transcribe(c, deps, c.req.param('id')),
    )
