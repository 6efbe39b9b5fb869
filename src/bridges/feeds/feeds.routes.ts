import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { shows } from '#base/web.ready.ts'
import type { Ctx, Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import {
  isTellingLanguage,
  languageName,
  latestStories,
  type PublishedStory,
  storiesFrom,
  type TranslatedStory,
  wallIn,
} from '#stories/index.ts'
import { entryOf, type Feed } from './entries.ts'
import { type Format, formats, isFormat } from './formats.ts'

const most = 50

// An empty feed was never changed; it still has to name a moment.
const begin = new Date(0)

/** Which stories a feed holds, what they have in common, and where people read them. */
type Chosen = { stories: (PublishedStory | TranslatedStory)[]; about: string; page: string }

async function storyFeed(c: Ctx, { config }: JobDeps, chosen: Chosen): Promise<Feed> {
  const { coalition, origin, t, lang } = c.var
  const { stories, about, page } = chosen
  const title = `${coalition.name}: ${t('stories.title')}`
  return {
    title: about ? `${title} – ${about}` : title,
    description: t('stories.wall.lead'),
    lang,
    origin,
    page: origin + page,
    changedAt: stories[0]?.publishedAt ?? begin,
    entries: await Promise.all(stories.map((story) => entryOf(story, { origin, config, lang }))),
  }
}

async function answer(c: Ctx, deps: JobDeps, format: Format, chosen: Chosen) {
  const feed = await storyFeed(c, deps, chosen)
  shows(c, ['stories'])
  const self = c.var.origin + new URL(c.req.url).pathname
  return c.body(formats[format].write(feed, self), 200, {
    'content-type': formats[format].type,
    'last-modified': feed.changedAt.toUTCString(),
    // Holds nothing but what everyone may read, so a reader in a browser may read it from anywhere.
    'access-control-allow-origin': '*',
  })
}

/** "leeds.atom": what comes before the format, and the format. */
function partsOf(name: string): [what: string, format: string] {
  const dot = name.lastIndexOf('.')
  return [name.slice(0, dot), name.slice(dot + 1)]
}

/**
 * Stories that everyone may read, to be followed: `/feeds/stories.atom`, `.rss` and `.json`; those told in
 * one language, or translated into it, at `/feeds/stories/cy.atom`; those whose teller shows a town at `/feeds/stories/near/leeds.atom`
 * (the town as it was told, in small letters, `-` between its words; one without stories is an empty feed).
 * Each is kept ready like a page and answers 304 to a reader who has it. A story that was taken back makes
 * the feed older, not newer: only the ETag decides, never the date.
 */
export const feedRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/feeds/:name{stories\\.[a-z]+}', may('feed', 'read'), async (c) => {
      const [, format] = partsOf(c.req.param('name'))
      if (!isFormat(format)) return c.notFound()
      const stories = await latestStories(deps.db, most)
      return answer(c, deps, format, { stories, about: '', page: '/stories' })
    })

    .get('/feeds/stories/:name{[a-z]+\\.[a-z]+}', may('feed', 'read'), async (c) => {
      const [lang, format] = partsOf(c.req.param('name'))
      if (!isFormat(format) || !isTellingLanguage(lang)) return c.notFound()
      const { stories } = await wallIn(deps.db, { lang, after: null, most })
      return answer(c, deps, format, {
        stories,
        about: languageName(lang),
        page: `/stories?told=${lang}`,
      })
    })

    .get('/feeds/stories/near/:name{[^/]{1,90}\\.[a-z]+}', may('feed', 'read'), async (c) => {
      const [town, format] = partsOf(c.req.param('name'))
      if (!isFormat(format)) return c.notFound()
      const stories = await storiesFrom(deps.db, town, most)
      // Named as its tellers write it, never as the address does: that can say anything.
      return answer(c, deps, format, { stories, about: stories[0]?.town ?? '', page: '/stories' })
    })
