import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { addDays, now } from '#base/time.ts'
import { type Effect, effectsOf } from './after.queries.ts'
import './appeal.schema.ts'
import type { StoryYearsTable } from './appeal.schema.ts'
import { askAgain } from './consent.rules.ts'
import { type Counts, yearly } from './year.rules.ts'

/** Where a story stands or stood, counted: its traces, and the lists and languages that it is in now. */
export async function countsOf(tx: Tx, storyId: string): Promise<Counts> {
  const { rows } = await sql<Counts>`
    with traces as (select place from story_traces where story_id = ${storyId}),
    lists as (select
      (select count(*) from collection_stories where story_id = ${storyId}) as collections,
      (select count(*) from campaign_stories where story_id = ${storyId}) as campaigns)
    select l.collections::int, l.campaigns::int,
      (select count(*)::int from traces where place like 'kit: %') as kits,
      (select count(*)::int from traces where place like 'print: %') as editions,
      (select count(*)::int from traces where place like 'newsletter: %') as newsletters,
      (select count(*)::int from traces where place like 'embed: %') as sites,
      (select count(*)::int from published_translations where story_id = ${storyId}) as translations,
      coalesce((select (1 + l.collections + l.campaigns + (p.town is not null)::int)::int
        from published_stories p where p.id = ${storyId}), 0) as feeds
    from lists l`.execute(tx)
  const none = { collections: 0, campaigns: 0, kits: 0, editions: 0, newsletters: 0 }
  return rows[0] ?? { ...none, sites: 0, translations: 0, feeds: 0 }
}

/** Whether a story `s` can be read just now by whom it was told to: ending a use leaves its state as it was. */
const canBeRead = sql<boolean>`(s.state = 'published' and case when s.audience = 'public'
  then exists (select from published_stories p where p.id = s.id)
  else exists (select from consents c where c.story_id = s.id and c.ended_at is null) end)`

export type Led = {
  /** Whether it can be read just now. */
  stands: boolean
  counts: Counts
  effects: Effect[]
  /** When the teller was told last, and how; null when they were not yet. */
  told: { at: Date; how: StoryYearsTable['how'] } | null
  /** They would rather not be told each year. */
  stopped: boolean
}

/** What a story led to, and whether its teller knows. */
export async function whatItLedTo(tx: Tx, storyId: string): Promise<Led> {
  const years = await tx
    .selectFrom('storyYears')
    .select(['how', 'at'])
    .where('storyId', '=', storyId)
    .orderBy('at', 'desc')
    .limit(100)
    .execute()
  const { rows } = await sql<{ stands: boolean }>`
    select ${canBeRead} as stands from stories s where s.id = ${storyId}`.execute(tx)
  return {
    stands: rows[0]?.stands ?? false,
    counts: await countsOf(tx, storyId),
    effects: await effectsOf(tx, storyId),
    told: years.find(({ how }) => how !== 'stop') ?? null,
    stopped: years.some(({ how }) => how === 'stop'),
  }
}

const standing = sql`
  select s.id, s.title, s.lang, s.email, s.channel, s.teller_id, s.asked_again_at,
    -- It is published anew when its teller changes it: what counts is the first time.
    coalesce((select min(d.decided_at) from decisions d where d.story_id = s.id and d.verdict = 'publish'),
      s.published_at) as first_at,
    (select max(c.given_at) from consents c where c.story_id = s.id and c.ended_at is null) as given_at,
    (select max(y.at) from story_years y where y.story_id = s.id and y.how <> 'stop') as told,
    exists (select from story_years y where y.story_id = s.id and y.how = 'stop') as stopped
  from stories s where ${canBeRead} and not s.example`

/**
 * Tellers with a mail address whose first story is a year old and who were not told for a year; a hundred at
 * most. Who is asked just now whether they still agree, was within a week, or will be, hears of it later: one
 * letter a week is enough.
 */
export async function dueTellers(tx: Tx, at: Date): Promise<{ address: string; ids: string[] }[]> {
  const yearAgo = addDays(at, -yearly.everyDays)
  const weekAgo = addDays(at, -yearly.apartDays)
  const soonAsked = addDays(at, yearly.apartDays - askAgain.afterDays)
  const { rows } = await sql<{ address: string; ids: string[] }>`
    with standing as (${standing}),
    mine as (select lower(email) as address, * from standing where email is not null)
    select address, array_agg(id order by first_at, id) as ids from mine group by address
    having min(first_at) <= ${yearAgo} and (max(told) is null or max(told) <= ${yearAgo})
      and bool_and(asked_again_at is null) and not bool_or(stopped)
      and (min(given_at) is null or min(given_at) > ${soonAsked})
      and not exists (select from outbox o where lower(o.to_address) = mine.address
        and o.kind like 'consent.%' and o.written_at > ${weekAgo})
    order by min(first_at) limit 100`.execute(tx)
  return rows
}

export type ToTell = { id: string; title: string; lang: string; since: Date; total: number }

/**
 * Stories of tellers without a mail address, who told by telephone or on paper or have an account, and were not
 * told for a year what it led to: somebody rings or writes to them. The one that waits longest first.
 */
export async function tellersToRing(tx: Tx, most: number): Promise<ToTell[]> {
  const yearAgo = addDays(now(), -yearly.everyDays)
  const { rows } = await sql<ToTell>`
    with standing as (${standing})
    select id, title, lang, coalesce(told, first_at) as since, (count(*) over ())::int as total
    from standing
    where email is null and (channel <> 'web' or teller_id is not null)
      and coalesce(told, first_at) <= ${yearAgo} and not stopped and asked_again_at is null
    order by since, id limit ${most}`.execute(tx)
  return rows
}

/** For the desk: tellers without mail who have to be told by telephone or on paper. */
export const yearPile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const rows = await tellersToRing(tx, most)
    return {
      id: 'stories-year',
      title: 'year.office.pile',
      total: rows[0]?.total ?? 0,
      items: rows.map(({ id, title, lang, since }) => ({
        href: `/stories/${id}/effects`,
        title,
        lang,
        since: addDays(since, yearly.everyDays),
      })),
      allHref: '/stories/year',
    }
  })
