import { Hono } from 'hono'
import { act, withKey } from '#base/db.ts'
import { type Answers, keepDraft } from '#base/drafts.ts'
import { forgetPicture } from '#base/files.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { withdrawMyStory } from './actions.ts'
import { MyStoryPage, WithdrawalPage, WithdrawnReceipt } from './mine.views.tsx'
import { consentsOf, peopleIn, tracesOf } from './consent.queries.ts'
import { type Other, usesHeld } from './consent.rules.ts'
import type { Consent, StoryPerson } from './consent.schema.ts'
import { findEdit } from './edit.queries.ts'
import { findByKey, lastDecision } from './queries.ts'
import type { Story } from './schema.ts'
import { findVoice } from './voice.queries.ts'
import type { StoryVoice } from './voice.schema.ts'
import { draftKind } from './tell.answers.routes.ts'

type Agreed = { consents: Consent[]; people: StoryPerson[]; voice: StoryVoice | undefined }

/** Who is in a story, as the form asks for them. */
const othersIn = (people: readonly StoryPerson[]): Other[] =>
  people.map(({ name, how, email, phone, guardian }) => ({
    name,
    how,
    reach: email ?? phone ?? '',
    guardian: guardian ?? '',
  }))

const answersOf = (story: Story, key: string, { consents, people, voice }: Agreed): Answers => ({
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
  pictureWords: story.pictureWords ?? '',
  audience: story.audience,
  othersIn: people.length > 0 ? 'some' : 'nobody',
  others: people.length > 0 ? JSON.stringify(othersIn(people)) : '',
  uses: [...usesHeld(consents, now())],
  until: consents.some((one) => one.endedAt === null && one.until) ? 'year' : 'always',
})

/** What the teller did a moment ago: their thanks. */
const justDone = (c: Ctx) =>
  c.req.query('told') ? 'told' : c.req.query('changed') ? 'changed' : null

/** What a teller does with the private link: see how it stands, change it, take it back. */
export function mineRoutes({ db, config }: JobDeps) {
  const find = (c: Ctx, key: string) => {
    const keyHash = hashKey(key)
    // The next person at a shared computer must not come back to it.
    c.header('cache-control', 'no-store')
    return act(db, withKey(c.var.who, keyHash), async (tx) => {
      const story = await findByKey(tx, keyHash)
      if (!story) return undefined
      const decision = await lastDecision(tx, story.id)
      const consents = await consentsOf(tx, story.id)
      const people = await peopleIn(tx, story.id)
      const voice = await findVoice(tx, story.id)
      const edit = await findEdit(tx, story.id)
      return { story, decision, consents, people, voice, edit, traces: await tracesOf(tx, story.id) }
    })
  }

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
