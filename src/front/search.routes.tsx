import { Hono } from 'hono'
import { clean } from '#base/forms.ts'
import type { JobDeps } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { searchMembers } from '#members/index.ts'
import { may } from '#people/index.ts'
import { pathOf, searchAllWords } from '#stories/index.ts'
import { SearchPage } from './search.views.tsx'

const shown = 10

export const searchRoutes = ({ db }: JobDeps) =>
  new Hono<Env>().get('/search', may('search', 'read'), async (c) => {
    const q = clean(c.req.query('q') ?? '')
      .trim()
      .slice(0, 120)
    const [members, stories] =
      q === ''
        ? [[], []]
        : await Promise.all([searchMembers(db, q, shown), searchAllWords(db, q, shown)])
    return c.html(
      <SearchPage
        c={c}
        q={q}
        members={members}
        stories={stories.map((story) => ({ ...story, href: pathOf(story) }))}
      />,
    )
  })
