import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { addDays, now } from '#base/time.ts'
import { callPile, welcomePile } from '#members/index.ts'
import type { Day } from './office.schema.ts'
import { countPromises } from './promises.queries.ts'
import { listRhythms, type Rhythm } from './rhythms.queries.ts'
import { dayOf, plusDays } from './rhythms.rules.ts'

/** What happened in some days, as numbers. */
export type Happened = {
  asked: number
  joined: number
  answered: number
  /** Half of those who were answered waited at most so many days; null when nobody was. */
  medianDays: number | null
  welcomed: number
  told: number
  published: number
  withdrawn: number
  reports: number
}

/**
 * What happened since then, counted from the journal. How long an answer took is counted from when it came
 * to wait for the office: from the application, or from the last answer to what was asked back.
 */
export async function happenedSince(tx: Tx, since: Date): Promise<Happened> {
  const { rows } = await sql<Happened>`
    with lately as materialized (select what, about, at from journal where at >= ${since}),
    answers as (
      select extract(epoch from l.at - (
        select max(j.at) from journal j where j.about = l.about and j.at < l.at
          and j.what in ('membership.asked', 'membership.answered'))) / 86400 as days
      from lately l
      where l.what in ('membership.admitted', 'membership.asked-back', 'membership.declined'))
    select
      (count(*) filter (where what = 'membership.asked'))::int as asked,
      (count(*) filter (where what = 'membership.admitted'))::int as joined,
      (select count(days)::int from answers) as answered,
      (select percentile_cont(0.5) within group (order by days) from answers) as median_days,
      (count(*) filter (where what = 'membership.welcomed'))::int as welcomed,
      (count(*) filter (where what = 'story.told'))::int as told,
      (count(*) filter (where what = 'story.published'))::int as published,
      (count(*) filter (where what in ('story.withdrawn', 'membership.withdrawn')))::int as withdrawn,
      (count(*) filter (where what = 'report.sent'))::int as reports
    from lately`.execute(tx)
  const [row] = rows
  // One row, because everything in it is counted.
  return row!
}

export type Fortnight = {
  today: Day
  /** How many were not welcomed yet, are to be rung about their entry, were promised something. */
  welcomes: number
  calls: number
  promises: number
  rhythms: Rhythm[]
  happened: Happened
}

export const fortnightDays = 14

/** What is due in the next fourteen days, and what happened in the last. */
export async function thisFortnight(db: Db, who: Who): Promise<Fortnight> {
  const at = now()
  const today = dayOf(at)
  const until = plusDays(today, fortnightDays)
  const [welcomes, calls] = await Promise.all([welcomePile(db, who, 1), callPile(db, who, 1)])
  const found = await act(db, who, async (tx) => ({
    happened: await happenedSince(tx, addDays(at, -fortnightDays)),
    rhythms: await listRhythms(tx, until),
    promises: await countPromises(tx, until),
  }))
  return { ...found, today, welcomes: welcomes.total, calls: calls.total }
}
