import { Hono } from 'hono'
import { act, withKey } from '#base/db.ts'
import { type Answers, keepDraft } from '#base/drafts.ts'
import { forgetPicture } from '#base/files.ts'
import type { JobDeps } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { type Ctx, type Env, keyPath } from '#base/web.ts'
import { may } from '#people/index.ts'
import { withdrawMyStory } from './actions.ts'
import { MyStoryPage, WithdrawalPage, WithdrawnReceipt } from './mine.views.tsx'
import { findByKey, lastDecision } from './queries.ts'
import type { Story } from './schema.ts'
import { draftKind } from './tell.answers.routes.ts'

const answersOf = (story: Story, key: string): Answers => ({
  mine: key,
  name: story.name ?? '',
  nameStyle: story.nameStyle,
  town: story.town ?? '',
  email: story.email ?? '',
  lang: story.lang,
  title: story.title,
  body: story.body,
  ...(story.pictureId && { pictureId: story.pictureId }),
  pictureWords: story.pictureWords ?? '',
  audience: story.audience,
  othersAgreed: story.othersAgreed ? 'yes' : '',
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
      return story && { story, decision: await lastDecision(tx, story.id) }
    })
  }

  return new Hono<Env>()
    .get(`/stories/mine/${keyPath}`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const found = await find(c, key)
      if (!found) return c.notFound()
      if (found.story.state === 'withdrawn') return c.html(<WithdrawnReceipt c={c} />, 410)
      const now = found.story.state === 'told' ? justDone(c) : null
      const link = `${c.var.origin}/stories/mine/${key}`
      return c.html(<MyStoryPage c={c} keyOfLink={key} link={link} found={found} now={now} />)
    })

    .post(`/stories/mine/${keyPath}/change`, may('story', 'change'), async (c) => {
      const key = c.req.param('key')
      const found = await find(c, key)
      if (!found || found.story.state === 'withdrawn') return c.notFound()
      await keepDraft(c, db, draftKind, answersOf(found.story, key))
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
      if (done.ok && done.value.picture) await forgetPicture(config, done.value.picture)
      return c.html(<WithdrawnReceipt c={c} />)
    })
}
