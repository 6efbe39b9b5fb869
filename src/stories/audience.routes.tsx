import { Hono } from 'hono'
import { act, withKey } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import {
  changeMyAudience,
  changeMyDay,
  nameOneMore,
  type NamingRefusal,
  takeReaderOff,
} from './audience.actions.ts'
import { changeForm, dayForm, dayProblems, nameForm, takeOffForm } from './audience.forms.ts'
import { findReadable, findReader, readersOf } from './audience.queries.ts'
import type { StoryReader } from './audience.schema.ts'
import { wordsOfWider } from './audience.words.ts'
import { MyAudiencePage, NothingBehindPage } from './audience.views.tsx'
import { codeOf, readerKey } from './keys.ts'
import { WithdrawnReceipt } from './mine.views.tsx'
import { findByKey, isWithdrawn } from './queries.ts'
import { StoryPage, WithdrawnPage } from './views.tsx'

type Status = 200 | 409 | 422 | 429

const namingProblems = {
  many: 'audience.readers-many',
  'too-often': 'audience.too-often',
  'there-already': 'audience.there-already',
} as const satisfies Record<NamingRefusal, string>

/** The page on which a teller changes who may read their story. */
async function show(c: Ctx, { db, secret }: JobDeps, of: FormState, status: Status = 200) {
  const key = c.req.param('key') ?? ''
  const keyHash = hashKey(key)
  c.header('cache-control', 'no-store')
  const found = await act(db, withKey(c.var.who, keyHash), async (tx) => {
    const story = await findByKey(tx, keyHash)
    return story && { story, readers: await readersOf(tx, story.id) }
  })
  if (!found) return c.notFound()
  if (found.story.state === 'withdrawn') return c.html(<WithdrawnReceipt c={c} />, 410)
  const readers = found.readers.map((reader) => ({
    ...reader,
    code: codeOf(secret, 'reader', reader.id),
    link: `${c.var.origin}/stories/for/${readerKey(secret, reader.id)}`,
  }))
  const done = status === 200 && c.req.query('done') === 'yes'
  const page = { keyOfLink: key, story: found.story, readers, of, done }
  return c.html(<MyAudiencePage c={c} {...page} />, status)
}

const mine = (c: Ctx) => ({
  who: c.var.who,
  key: c.req.param('key') ?? '',
  origin: c.var.origin,
})

/** Back to the page with what was done, or the page as it was sent with what is wrong. */
async function answer<E extends string>(
  c: Ctx,
  done: Result<unknown, E | 'no-such-story'>,
  refused: (error: E) => Response | Promise<Response>,
) {
  if (done.ok) return c.redirect(`/stories/mine/${mine(c).key}/audience?done=yes`, 303)
  return done.error === 'no-such-story' ? c.notFound() : refused(done.error as E) // the other one
}

/** What a teller does about who may read their story, by their private link. */
function tellersWays(deps: JobDeps) {
  const { db, secret } = deps
  return new Hono<Env>()
    .get(`/stories/mine/${keyPath}/audience`, may('story', 'change'), (c) => show(c, deps, blank))

    .post(`/stories/mine/${keyPath}/audience`, may('story', 'change'), async (c) => {
      const form = await readForm(c, changeForm)
      if (!form.ok) return show(c, deps, form.error, 422)
      const { audience: to, yes: saidYes } = form.value
      const words = wordsOfWider(c.var.t, to)
      const changing = { to, saidYes, words, lang: c.var.lang }
      return answer(c, await changeMyAudience(db, mine(c), changing), () => {
        const of = formOf({ audience: to })
        return show(c, deps, withProblem(of, 'yes', c.var.t('audience.yes-missing')), 422)
      })
    })

    .post(`/stories/mine/${keyPath}/readers`, may('story', 'change'), async (c) => {
      const form = await readForm(c, nameForm)
      if (!form.ok) return show(c, deps, form.error, 422)
      const { readerName: name, readerEmail: email } = form.value
      return answer(c, await nameOneMore(db, { ...mine(c), secret }, { name, email }), (error) => {
        const problem = c.var.t(namingProblems[error])
        const of = withProblem(formOf(form.value), 'readerName', problem)
        return show(c, deps, of, error === 'too-often' ? 429 : 409)
      })
    })

    .post(`/stories/mine/${keyPath}/readers/gone`, may('story', 'change'), async (c) => {
      const form = await readForm(c, takeOffForm)
      if (!form.ok) return c.notFound()
      return answer(c, await takeReaderOff(db, mine(c), form.value.reader), () => c.notFound())
    })

    .post(`/stories/mine/${keyPath}/day`, may('story', 'change'), async (c) => {
      const form = await readForm(c, dayForm)
      if (!form.ok) return show(c, deps, form.error, 422)
      const { notBefore } = form.value
      return answer(c, await changeMyDay(db, mine(c), notBefore), (error) => {
        const problem = c.var.t(dayProblems[error])
        return show(c, deps, withProblem(formOf({ notBefore }), 'notBefore', problem), 422)
      })
    })
}

/** What somebody finds whose link opens no story. */
async function nothingBehind(c: Ctx, { db }: JobDeps, reader: StoryReader) {
  if (await isWithdrawn(db, reader.storyId)) return c.html(<WithdrawnPage c={c} />, 410)
  const isOver = reader.takenAwayAt !== null
  return c.html(<NothingBehindPage c={c} isOver={isOver} />, isOver ? 410 : 404)
}

/** Who may read a story: changed by its teller, and read by whom they named. */
export const audienceRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .route('/', tellersWays(deps))

    .get(`/stories/for/${keyPath}`, may('story', 'read'), async (c) => {
      const key = c.req.param('key')
      const keyHash = hashKey(key)
      c.header('cache-control', 'no-store')
      c.header('x-robots-tag', 'noindex')
      const found = await act(deps.db, withKey(c.var.who, keyHash), async (tx) => {
        const reader = await findReader(tx, keyHash)
        if (!reader) return null
        const story = reader.takenAwayAt ? null : await findReadable(tx, reader.storyId)
        return { reader, story }
      })
      if (!found) return c.notFound()
      const { reader, story } = found
      if (!story) return nothingBehind(c, deps, reader)
      if (story.audience === 'public') return c.redirect(`/stories/${story.id}`, 303)
      const { voiceId, more } = story
      const shown = { story, voiceId, more, keyOfLink: key, isNamed: true }
      return c.html(<StoryPage c={c} isPublic={false} {...shown} />)
    })
