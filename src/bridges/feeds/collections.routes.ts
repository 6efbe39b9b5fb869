import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { now } from '#base/time.ts'
import { shows } from '#base/web.ready.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import {
  campaignState,
  findCampaign,
  findCollection,
  type PublishedStory,
  storiesInCampaign,
  storiesInCollection,
} from '#stories/index.ts'
import { entryOf, type Feed } from './entries.ts'
import { type Format, formats, isFormat } from './formats.ts'

const most = 50

/** "lonely-winters.atom" as the address of a list and the format that it is asked for in. */
function readName(name: string): { slug: string; format: Format } | null {
  const [, slug, format = ''] = /^(.+)\.([a-z]+)$/u.exec(name) ?? []
  return slug && isFormat(format) ? { slug, format } : null
}

type List = { name: string; words: string; lang: string; madeAt: Date }

async function feedOf(
  c: Ctx,
  { config }: JobDeps,
  { list, page, stories }: { list: List; page: string; stories: PublishedStory[] },
): Promise<Feed> {
  const { coalition, origin } = c.var
  const newest = Math.max(...stories.map((story) => story.publishedAt.getTime()), 0)
  return {
    title: `${coalition.name}: ${list.name}`,
    description: list.words,
    lang: list.lang,
    origin,
    page: origin + page,
    changedAt: newest > 0 ? new Date(newest) : list.madeAt,
    entries: await Promise.all(stories.map((story) => entryOf(story, { origin, config }))),
  }
}

function answer(c: Ctx, feed: Feed, format: Format, self: string) {
  const { type, write } = formats[format]
  return c.body(write(feed, c.var.origin + self), 200, {
    'content-type': type,
    'last-modified': feed.changedAt.toUTCString(),
    'access-control-allow-origin': '*',
  })
}

async function collectionFeed(c: Ctx, deps: JobDeps, name: string) {
  const asked = readName(name)
  const list = asked && (await findCollection(deps.db, asked.slug))
  if (!list) return c.notFound()
  const page = `/collections/${encodeURIComponent(list.slug)}`
  const stories = await storiesInCollection(deps.db, list.id, { most })
  const feed = await feedOf(c, deps, { list, page, stories })
  shows(c, ['stories', 'collections'])
  return answer(c, feed, asked.format, `/feeds${page}.${asked.format}`)
}

async function campaignFeed(c: Ctx, deps: JobDeps, name: string) {
  const asked = readName(name)
  const list = asked && (await findCampaign(deps.db, asked.slug))
  // Before its first day only the office knows of it.
  if (!list || campaignState(list, now()) === 'coming') return c.notFound()
  const page = `/campaigns/${encodeURIComponent(list.slug)}`
  const stories = await storiesInCampaign(deps.db, list.id, { most })
  const feed = await feedOf(c, deps, { list, page, stories })
  shows(c, ['stories', 'campaigns'])
  return answer(c, feed, asked.format, `/feeds${page}.${asked.format}`)
}

/** The stories of one collection or campaign, to be followed: kept ready and asked for again like all stories. */
export const listFeedRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/feeds/collections/:name', may('feed', 'read'), (c) =>
      collectionFeed(c, deps, c.req.param('name')),
    )
    .get('/feeds/campaigns/:name', may('feed', 'read'), (c) =>
      campaignFeed(c, deps, c.req.param('name')),
    )
