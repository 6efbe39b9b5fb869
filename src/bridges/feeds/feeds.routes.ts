import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { shows } from '#base/web.ready.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { latestStories } from '#stories/index.ts'
import { entryOf, type Feed } from './entries.ts'
import { atomOf, jsonOf, rssOf } from './formats.ts'

const most = 50

const formats = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: atomOf },
  rss: { type: 'application/rss+xml; charset=utf-8', write: rssOf },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonOf },
} as const
type Format = keyof typeof formats
const isFormat = (name: string): name is Format => Object.hasOwn(formats, name)

// An empty feed was never changed; it still has to name a moment.
const begin = new Date(0)

async function storyFeed(c: Ctx, { db, config }: JobDeps): Promise<Feed> {
  const { coalition, origin, t, lang } = c.var
  const stories = await latestStories(db, most)
  return {
    title: `${coalition.name}: ${t('stories.title')}`,
    description: t('stories.wall.lead'),
    lang,
    origin,
    page: `${origin}/stories`,
    changedAt: stories[0]?.publishedAt ?? begin,
    entries: await Promise.all(stories.map((story) => entryOf(story, { origin, config }))),
  }
}

/**
 * Stories that everyone may read, to be followed: `/feeds/stories.atom`, `.rss` and `.json`. Each is kept
 * ready like a page and answers 304 to a reader who has it. A story that was taken back makes the feed
 * older, not newer: only the ETag decides, never the date.
 */
export const feedRoutes = (deps: JobDeps) =>
  new Hono<Env>().get('/feeds/:name{stories\\.[a-z]+}', may('feed', 'read'), async (c) => {
    const name = c.req.param('name').slice('stories.'.length)
    if (!isFormat(name)) return c.notFound()
    const feed = await storyFeed(c, deps)
    shows(c, ['stories'])
    return c.body(formats[name].write(feed, `${c.var.origin}/feeds/stories.${name}`), 200, {
      'content-type': formats[name].type,
      'last-modified': feed.changedAt.toUTCString(),
      // Holds nothing but what everyone may read, so a reader in a browser may read it from anywhere.
      'access-control-allow-origin': '*',
    })
  })
