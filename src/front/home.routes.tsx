import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import type { KnownCoalition } from '#base/coalition.ts'
import { shows } from '#base/web.ready.ts'
import type { Env } from '#base/web.ts'
import { countListed } from '#members/index.ts'
import { may } from '#people/index.ts'
import { countStories, latestStories, StoryWall } from '#stories/index.ts'
import { SentencePage } from './errors.views.tsx'
import { HomePage } from './home.views.tsx'

const newest = 6

export const homeRoutes = ({ db, coalition }: JobDeps & { coalition: KnownCoalition }) =>
  new Hono<Env>().get('/', may('page', 'read'), async (c) => {
    const { t } = c.var
    if ((await coalition.current()) === null) {
      const text = t('front.not-set-up.why')
      return c.html(<SentencePage c={c} title={t('front.not-set-up')} text={text} />)
    }
    const [stories, members, told] = await Promise.all([
      latestStories(db, newest),
      countListed(db),
      countStories(db),
    ])
    shows(c, ['home', 'stories', 'members'])
    const cards = <StoryWall c={c} stories={stories} />
    const shown = { members, stories: told, cards, hasStories: stories.length > 0 }
    return c.html(<HomePage c={c} shown={shown} />)
  })
