import { Hono } from 'hono'
import { act, type Db, withKey } from '#base/db.ts'
import { type Answers, keepDraft } from '#base/drafts.ts'
import { forgetPicture } from '#base/files.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { withdrawMyStory } from './actions.ts'
import { MyStoryPage, WithdrawalPage, WithdrawnReceipt } from './mine.views.tsx'
import { readersOf } from './audience.queries.ts'
import { writtenDay, writtenReaders } from './audience.rules.ts'
import type { StoryReader } from './audience.schema.ts'
import { consentsOf, peopleIn, tracesOf } from './consent.queries.ts'
import { type Other, usesHeld } from './consent.rules.ts'
import type { Consent, StoryPerson } from './consent.schema.ts'
import { findEdit } from './edit.queries.ts'
import { findByKey, lastDecision } from './queries.ts'
import type { Story } from './schema.ts'
import { translationsOf } from './translate.queries.ts'
import { morePictures } from './pictures.queries.ts'
import type { ShownPicture } from './pictures.schema.ts'
import { findVoice } from './voice.queries.ts'
import type { StoryVoice } from './voice.schema.ts'
import { whatItLedTo } from './year.queries.ts'
import { draftKind } from './tell.answers.routes.ts'

type Agreed = {
  consents: Consent[]
  people: StoryPerson[]
  voice: StoryVoice | undefined
  more: ShownPicture[]
  named: StoryReader[]
}

/** Who is in a story, as the form asks for them. */
const othersIn = (people: readonly StoryPerson[]): Other[] =>
  people.map(({ name, how, email, phone, guardian }) => ({
    name,
    how,
    reach: email ?? phone ?? '',
    guardian: guardian ?? '',
  }))

/** The pictures besides the first, as the draft keeps them. */
const writtenPictures = (more: readonly ShownPicture[]): string =>
  more.length > 0 ? JSON.stringify(more.map(({ fileId, words }) => ({ id: fileId, words }))) : ''

const answersOf = (
  story: Story,
  key: string,
  { consents, people, voice, more, named }: Agreed,
): Answers => ({
  mine: key,
  name: story.name ?? '',
  nameStyle: story.nameStyle,
  town: story.town ?? '',
  email: story.email ?? '',
  lang: story.lang,
  title: story.title,
  body: story.body,
  ...(story.pictureId && { pictureId: story.pictureId }),
  ...(voice && { voiceId: voice.fileId }),
  more: writtenPictures(more),
  pictureWords: story.pictureWords ?? '',
  audience: story.audience,
  readers: writtenReaders(named),
  notBefore: writtenDay(story.notBefore),
  othersIn: people.length > 0 ? 'some' : 'nobody',
  others: people.length > 0 ? JSON.stringify(othersIn(people)) : '',
  uses: [...usesHeld(consents, now())],
  until: consents.some((one) => one.endedAt === null && one.until) ? 'year' : 'always',
})

/** What the teller did a moment ago: their thanks. */
const justDone = (c: Ctx) =>
  c.req.query('told') ? 'told' : c.req.query('changed') ? 'changed' : null

/** Everything that a teller is shown of their story. */
function findMine(c: Ctx, db: Db, key: string) {
  const keyHash = hashKey(key)
  // The next person at a shared computer must not come back to it.
  c.header('cache-control', 'no-store')
  return act(db, withKey(c.var.who, keyHash), async (tx) => {
    const story = await findByKey(tx, keyHash)
    if (!story) return undefined
    const { id } = story
    const named = await readersOf(tx, id)
    return {
      story,
      named,
      readers: named.length,
      decision: await lastDecision(tx, id),
      consents: await consentsOf(tx, id),
      people: await peopleIn(tx, id),
      voice: await findVoice(tx, id),
      more: await morePictures(tx, id),
      edit: await findEdit(tx, id),
      translations: await translationsOf(tx, id),
      traces: await tracesOf(tx, id),
      led: await whatItLedTo(tx, id),
    }
  })
}

/** What a teller does with the private link: see how it stands, change it, take it back. */
export function mineRoutes({ db, config }: JobDeps) {
  const find = (c: Ctx, key: string) => findMine(c, db, key)

  return new Hono<Env>()
    .get(`/stories/mine/${keyPath}`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const found = await find(c, key)
      if (!found) return c.notFound()
      if (found.story.state === 'withdrawn') return c.html(<WithdrawnReceipt c={c} />, 410)
      const done = found.story.state === 'told' ? justDone(c) : null
      const link = `${c.var.origin}/stories/mine/${key}`
      return c.html(<MyStoryPage c={c} keyOfLink={key} link={link} found={found} done={done} />)
    })

    .post(`/stories/mine/${keyPath}/change`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const found = await find(c, key)
      if (!found || found.story.state === 'withdrawn') return c.notFound()
      await keepDraft(c, db, draftKind, answersOf(found.story, key, found))
      return c.redirect('/stories/new/check', 303)
    })

    .get(`/stories/mine/${keyPath}/withdrawal`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const found = await find(c, key)
      if (!found) return c.notFound()
      if (found.story.state === 'withdrawn') return c.html(<WithdrawnReceipt c={c} />, 410)
      return c.html(<WithdrawalPage c={c} keyOfLink={key} story={found.story} />)
    })

    .post(`/stories/mine/${keyPath}/withdrawal`, may('story', 'change'), async (c) => {
      const done = await withdrawMyStory(db, c.var.who, c.req.param('key'))
      if (!done.ok && done.error === 'no-such-story') return c.notFound()
      for (const file of done.ok ? done.value.files : []) await forgetPicture(config, file)
      return c.html(<WithdrawnReceipt c={c} />)
    })
}
