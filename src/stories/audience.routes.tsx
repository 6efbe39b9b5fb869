import { Hono, type MiddlewareHandler } from 'hono'
import { act, type Tx, withKey } from '#base/db.ts'
import { blank, type FormState, formOf, readForm, withProblem } from '#base/forms.ts'
import { isLang, translator } from '#base/i18n.ts'
import type { JobDeps } from '#base/jobs.ts'
import { recordReading } from '#base/journal.ts'
import type { Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { type Ctx, type Env, idPath, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import {
  type Asking,
  changeAudienceOf,
  changeDayOf,
  nameOneMore,
  type NamingRefusal,
  takeReaderOff,
} from './audience.actions.ts'
import {
  changeForm,
  changeForThemForm,
  dayForm,
  dayProblems,
  nameForm,
  takeOffForm,
} from './audience.forms.ts'
import { findReadable, findReader, readersOf } from './audience.queries.ts'
import type { StoryReader } from './audience.schema.ts'
import { wordsOfWider } from './audience.words.ts'
import { MyAudiencePage, TheirAudiencePage } from './audience.change.views.tsx'
import { NothingBehindPage } from './audience.views.tsx'
import { codeOf, readerKey } from './keys.ts'
import { WithdrawnReceipt } from './mine.views.tsx'
import { findByKey, findStory, isWithdrawn } from './queries.ts'
import type { Audience, Story } from './schema.ts'
import { StoryPage, WithdrawnPage } from './views.tsx'

type Status = 200 | 409 | 422 | 429

const namingProblems = {
  many: 'audience.readers-many',
  'too-often': 'audience.too-often',
  'there-already': 'audience.there-already',
} as const satisfies Record<NamingRefusal, string>

/** How somebody of the office heard it. */
type Heard = { channel?: 'phone' | 'letter'; witness?: string }

/** Of its teller, by their private link; of the office, for a teller who rang or wrote. */
type Way = {
  path: string
  guard: MiddlewareHandler<Env>
  /** Where the page is, without `/audience`. */
  here: (c: Ctx) => string
  find: (c: Ctx, tx: Tx) => Promise<Story | undefined>
  read: (c: Ctx) => Promise<Result<{ audience: Audience; yes: boolean } & Heard, FormState>>
  by: (c: Ctx, heard?: Heard) => Asking['by']
}

const tellers: Way = {
  path: `/stories/mine/${keyPath}`,
  guard: may('story', 'change'),
  here: (c) => `/stories/mine/${c.req.param('key')}`,
  find: (c, tx) => findByKey(tx, hashKey(c.req.param('key') ?? '')),
  read: (c) => readForm(c, changeForm),
  by: (c) => ({ key: c.req.param('key') ?? '' }),
}

const offices: Way = {
  path: `/stories/${idPath}`,
  guard: may('consent', 'end'),
  here: (c) => `/stories/${c.req.param('id')}`,
  find: async (c, tx) => {
    const story = await findStory(tx, c.req.param('id') ?? '')
    if (!story) return
    const { id: about, tellerId: person } = story
    const reading = { what: 'consents.read', about, person, fields: ['readers'] }
    await recordReading(tx, c.var.who.personId, reading)
    return story
  },
  read: (c) => readForm(c, changeForThemForm),
  by: (c, { channel = 'phone', witness } = {}) => ({
    storyId: c.req.param('id') ?? '',
    channel,
    witness: witness || null,
    takenBy: c.var.who.personId ?? '',
  }),
}

/** The page on which it is changed who may read a story. */
async function show(c: Ctx, deps: JobDeps, way: Way, of: FormState, status: Status = 200) {
  const { db, secret } = deps
  c.header('cache-control', 'no-store')
  const who = way === tellers ? withKey(c.var.who, hashKey(c.req.param('key') ?? '')) : c.var.who
  const found = await act(db, who, async (tx) => {
    const story = await way.find(c, tx)
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
  const page = { here: way.here(c), story: found.story, readers, of, done }
  const View = way === tellers ? MyAudiencePage : TheirAudiencePage
  return c.html(<View c={c} {...page} />, status)
}

/** Back to the page with what was done, or the page as it was sent with what is wrong. */
async function answer<E extends string>(
  c: Ctx,
  way: Way,
  done: Result<unknown, E | 'no-such-story'>,
  refused: (error: E) => Response | Promise<Response>,
) {
  if (done.ok) return c.redirect(`${way.here(c)}/audience?done=yes`, 303)
  return done.error === 'no-such-story' ? c.notFound() : refused(done.error as E) // the other one
}

/** In which words, and in which language, more readers than before are agreed to. */
async function wordsFor(c: Ctx, { db }: JobDeps, way: Way, to: Audience) {
  if (way === tellers) return { words: wordsOfWider(c.var.t, to), lang: c.var.lang }
  const story = await act(db, c.var.who, (tx) => findStory(tx, c.req.param('id') ?? ''))
  const lang = story && isLang(story.spoken) ? story.spoken : 'en'
  return { words: wordsOfWider(translator(lang), to), lang }
}

/** What is done about who may read a story. */
function waysOf(deps: JobDeps, way: Way) {
  const { db, secret } = deps
  const { path, guard } = way
  const asking = (c: Ctx) => ({ who: c.var.who, by: way.by(c), origin: c.var.origin })
  return new Hono<Env>()
    .get(`${path}/audience`, guard, (c) => show(c, deps, way, blank))

    .post(`${path}/audience`, guard, async (c) => {
      const form = await way.read(c)
      if (!form.ok) return show(c, deps, way, form.error, 422)
      const { audience: to, yes: saidYes } = form.value
      const by = way.by(c, form.value)
      const changing = { to, saidYes, ...(await wordsFor(c, deps, way, to)) }
      return answer(c, way, await changeAudienceOf(db, { ...asking(c), by }, changing), () => {
        const of = formOf({ ...form.value, yes: '' })
        return show(c, deps, way, withProblem(of, 'yes', c.var.t('audience.yes-missing')), 422)
      })
    })

    .post(`${path}/readers`, guard, async (c) => {
      const form = await readForm(c, nameForm)
      if (!form.ok) return show(c, deps, way, form.error, 422)
      const { readerName: name, readerEmail: email } = form.value
      const done = await nameOneMore(db, { ...asking(c), secret }, { name, email })
      return answer(c, way, done, (error) => {
        const problem = c.var.t(namingProblems[error])
        const of = withProblem(formOf(form.value), 'readerName', problem)
        return show(c, deps, way, of, error === 'too-often' ? 429 : 409)
      })
    })

    .post(`${path}/readers/gone`, guard, async (c) => {
      const form = await readForm(c, takeOffForm)
      if (!form.ok) return c.notFound()
      const done = await takeReaderOff(db, asking(c), form.value.reader)
      return answer(c, way, done, () => c.notFound())
    })

    .post(`${path}/day`, guard, async (c) => {
      const form = await readForm(c, dayForm)
      if (!form.ok) return show(c, deps, way, form.error, 422)
      const { notBefore } = form.value
      return answer(c, way, await changeDayOf(db, asking(c), notBefore), (error) => {
        const problem = c.var.t(dayProblems[error])
        return show(c, deps, way, withProblem(formOf({ notBefore }), 'notBefore', problem), 422)
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
    .route('/', waysOf(deps, tellers))
    .route('/', waysOf(deps, offices))

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
