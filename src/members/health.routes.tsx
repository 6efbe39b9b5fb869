import { Hono } from 'hono'
import type { Db } from '#base/db.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'
import { download } from './directory.routes.tsx'
import { healthParts } from './freshness.rules.ts'
import { findHealth, type HealthOn } from './health.queries.ts'
import { HealthPage } from './health.views.tsx'
import { byteOrderMark, csvLines } from './spreadsheet.ts'

async function* asCsv(days: HealthOn[]): AsyncGenerator<string> {
  yield byteOrderMark + csvLines([['day', ...healthParts]])
  yield csvLines(days.map((day) => [day.day, ...healthParts.map((part) => day[part])]))
}

/** How true the list is, for the office: on a page and as a sheet. */
export const healthRoutes = ({ db }: { db: Db }) =>
  new Hono<Env>()
    .get('/members/health', may('freshness', 'read'), async (c) =>
      c.html(<HealthPage c={c} {...await findHealth(db, c.var.who)} />),
    )
    .get('/members/health.csv', may('freshness', 'read'), async (c) => {
      const { days } = await findHealth(db, c.var.who)
      return download(c, 'list-health.csv', 'text/csv', asCsv(days))
    })
