import { stringify } from 'csv-stringify/sync'
import { Hono } from 'hono'
import type { JobDeps } from '#base/jobs.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { allCounts } from './counts.queries.ts'
import { quartersOf } from './counts.rules.ts'
import { CountsPage } from './counts.views.tsx'

/** What moderators decided, in numbers, for everyone: as a page and as a file. */
export const countRoutes = ({ db }: JobDeps) =>
  new Hono<Env>()
    .get('/moderation', may('page', 'read'), async (c) =>
      c.html(<CountsPage c={c} quarters={quartersOf(await allCounts(db))} />),
    )
    .get('/moderation.csv', may('page', 'read'), async (c) => {
      const rows = quartersOf(await allCounts(db)).flatMap(({ quarter, counts, days }) => {
        const from = quarter.toISOString().slice(0, 10)
        const inDays =
          days === null ? [] : [{ quarter: from, what: 'median days to a decision', n: days }]
        return [...counts.map(({ what, n }) => ({ quarter: from, what, n })), ...inDays]
      })
      const text = stringify(rows, { header: true, columns: ['quarter', 'what', 'n'] })
      return c.body(text, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="moderation.csv"',
      })
    })
