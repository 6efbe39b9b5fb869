import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import { lastRuns, standingOf, tryRules } from '#base/retention.ts'
import { now } from '#base/time.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { allRules } from './kept.rules.ts'
import { KeptPage } from './kept.views.tsx'

/** What is kept for how long, and what goes tonight. */
export const keptRoutes = ({ db }: JobDeps) =>
  new Hono<Env>()
    .get('/kept', may('retention', 'read'), async (c) => {
      const standing = await standingOf(db, allRules, now())
      return c.html(<KeptPage c={c} standing={standing} last={await lastRuns(db)} />)
    })
    .post('/kept/trial', may('retention', 'try'), async (c) => {
      await tryRules(db, allRules)
      return c.redirect('/kept#last', 303)
    })
