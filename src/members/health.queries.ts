import { sql } from 'kysely'
import { act, type Db, type Who } from '#base/db.ts'
import { countHealth } from './freshness.night.queries.ts'
import type { Health } from './freshness.rules.ts'

/** How the list stood on a day (such as 2026-11-23). */
export type HealthOn = Health & { day: string }

/** Two years of nights fit a line and a sheet. */
const mostDays = 731

/** How the list is now, and how it was each night, the oldest first. */
export const findHealth = (db: Db, who: Who): Promise<{ today: Health; days: HealthOn[] }> =>
  act(db, who, async (tx) => {
    const { rows } = await sql<HealthOn>`
      select to_char(day, 'YYYY-MM-DD') as day, fresh, asked, stale, off, bounced, unreachable, alone
      from list_health order by list_health.day desc limit ${mostDays}`.execute(tx)
    return { today: await countHealth(tx), days: rows.toReversed() }
  })
