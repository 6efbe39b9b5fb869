import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import { unlist } from './directory.queries.ts'
import { dropPages } from '#base/pages.ts'
import { factColumns, type PublicFacts } from './freshness.queries.ts'
import type { Health, Marks } from './freshness.rules.ts'

/** Ids from one (left out) to another (included). */
export type Slice = { after: string; to: string }
export const beforeAll = '00000000-0000-0000-0000-000000000000'
const afterAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** The next so many organisations by id; null when there are no more. */
export async function nextSlice(tx: Tx, after: string, size: number): Promise<Slice | null> {
  if (after === afterAll) return null
  const { rows } = await sql<{ id: string }>`select id from organisations where id > ${after}::uuid
    order by id limit 1 offset ${size - 1}`.execute(tx)
  return { after, to: rows[0]?.id ?? afterAll }
}

// Invented members have nobody who could answer; people who joined for themselves have no entry.
const members = sql`organisations o
  join memberships m on m.organisation_id = o.id and m.state = 'admitted'
    and o.kind <> 'individual' and not o.example`
const lastChecked = sql`coalesce(o.checked_at, m.decided_at)`
const hasWriter = sql`(o.email is not null or exists (select from representatives r
  join persons p on p.id = r.person_id where r.organisation_id = o.id and p.email is not null))`
const within = (column: string, { after, to }: Slice) =>
  sql`${sql.ref(column)} > ${after}::uuid and ${sql.ref(column)} <= ${to}::uuid`

type Id = { organisationId: string }

// The kinds stand here as they do in the index. Of a line that went dead nobody knows whether it arrived.
const returned = sql`(
  exists (select from outbox l where l.about = f.organisation_id and l.written_at >= f.asked_at
    and l.kind in ('freshness.asked', 'freshness.reminded') and l.state = 'failed')
  and not exists (select from outbox l where l.about = f.organisation_id and l.written_at >= f.asked_at
    and l.kind in ('freshness.asked', 'freshness.reminded') and (l.state <> 'failed' or coalesce(l.problem, '') like 'unknown%')))`

/** Which of these nobody answered for, whose letters all came back, and for whom there is no address. */
async function turnStale(tx: Tx, slice: Slice, marks: Marks, at: Date): Promise<Id[]> {
  const { rows: asked } = await sql<Id>`
    update freshness f set stale_since = ${at},
      stale_why = case when ${returned} then 'bounced' else 'unanswered' end,
      call_at = case when ${returned} then ${at}::timestamptz end
    where ${within('f.organisation_id', slice)} and f.asked_at is not null and f.stale_since is null
      and (f.asked_at <= ${marks.staleBefore} or ${returned})
    returning f.organisation_id`.execute(tx)
  const { rows: unwritten } = await sql<Id>`
    insert into freshness as f (organisation_id, stale_since, stale_why, call_at)
    select o.id, ${at}, 'nobody', ${at} from ${members} left join freshness k on k.organisation_id = o.id
    where ${within('o.id', slice)} and ${lastChecked} <= ${marks.askBefore} and not ${hasWriter}
      and k.asked_at is null and k.stale_since is null
    on conflict (organisation_id) do update
      set stale_since = excluded.stale_since, stale_why = 'nobody', call_at = excluded.call_at
    returning f.organisation_id`.execute(tx)
  return [...asked, ...unwritten]
}

/** Who leaves the list: unchecked for a year, though they were asked. Out: their ids. */
async function turnOff(tx: Tx, slice: Slice, marks: Marks, at: Date): Promise<Id[]> {
  const { rows } = await sql<Id>`
    update freshness f set off_since = ${at}, call_at = coalesce(f.call_at, ${at})
    from ${members}
    where o.id = f.organisation_id and ${within('f.organisation_id', slice)}
      and f.stale_since is not null and f.off_since is null
      and ${lastChecked} <= ${marks.offBefore}
      and (f.asked_at <= ${marks.askedBefore} or f.stale_since <= ${marks.staleBefore})
    returning f.organisation_id`.execute(tx)
  return rows
}

/** What the night changes about one slice. Out: how many turned "not confirmed", how many left the list. */
export async function sinkSlice(tx: Tx, slice: Slice, marks: Marks, at: Date) {
  const stale = (await turnStale(tx, slice, marks, at)).map((row) => row.organisationId)
  if (stale.length > 0) {
    await sql`update directory set stale = true
      where organisation_id = any(${stale}::uuid[]) and not stale`.execute(tx)
    const tags = stale.length > 90 ? ['*'] : ['members', ...stale.map((id) => `member:${id}`)]
    await dropPages(tx, tags)
  }
  const off = (await turnOff(tx, slice, marks, at)).map((row) => row.organisationId)
  if (off.length > 0) await unlist(tx, ...off)
  return { stale: stale.length, off: off.length }
}

export type Due = { organisationId: string; letters: number }

/** Whom to write to, the longest unchecked first, with how many letters that makes. */
export async function dueForLetter(tx: Tx, marks: Marks, most: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with due as materialized (
      select o.id, ${lastChecked} as base from ${members}
        left join freshness f on f.organisation_id = o.id
      where ${lastChecked} <= ${marks.askBefore} and f.asked_at is null and ${hasWriter}
      order by 2, 1 limit ${most})
    select due.id as organisation_id, greatest(1, (select count(distinct lower(p.email))
      from representatives r join persons p on p.id = r.person_id
      where r.organisation_id = due.id)) as letters
    from due order by due.base, due.id`.execute(tx)
  return rows
}

/** Whom to remind: asked two weeks ago, not reminded yet. */
export async function dueForReminder(tx: Tx, marks: Marks, most: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select f.organisation_id, greatest(1, (select count(distinct lower(p.email))
      from representatives r join persons p on p.id = r.person_id
      where r.organisation_id = f.organisation_id)) as letters
    from freshness f
      join memberships m on m.organisation_id = f.organisation_id and m.state = 'admitted'
    where f.asked_at is not null and f.stale_since is null and f.reminded_at is null
      and f.asked_at <= ${marks.remindBefore}
    order by f.asked_at, f.organisation_id limit ${most}`.execute(tx)
  return rows
}

export type Claimed = { organisationId: string; round: number }

/** Opens a question for those of these that have none open. Whoever comes second gets nothing. */
export async function claimAsking(tx: Tx, ids: string[], at: Date): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    insert into freshness (organisation_id, round, asked_at)
    select id, 1, ${at} from unnest(${ids}::uuid[]) as given (id) order by id
    on conflict (organisation_id) do update
      set round = freshness.round + 1, asked_at = excluded.asked_at, reminded_at = null
      where freshness.asked_at is null
    returning organisation_id, round`.execute(tx)
  return rows
}

export async function claimReminding(tx: Tx, ids: string[], at: Date): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    update freshness set reminded_at = ${at}
    where organisation_id = any(${ids}::uuid[]) and reminded_at is null and asked_at is not null
    returning organisation_id, round`.execute(tx)
  return rows
}

export type Reader = PublicFacts & {
  personId: string | null
  person: string | null
  address: string
  lang: string
}

/**
 * Who is written to about these: everyone who speaks for an organisation and has a mail address, else the
 * organisation's own address; one letter for each address.
 */
export async function readersOf(tx: Tx, ids: string[]): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    with asked as materialized (select m.lang as spoken, o.email as own_email, ${factColumns}
      from unnest(${ids}::uuid[]) as given (id) join organisations o on o.id = given.id
        join memberships m on m.organisation_id = o.id),
    speaking as (select distinct on (r.organisation_id, lower(p.email))
        r.organisation_id, p.id as person_id, p.name as person, p.email as address, p.lang
      from asked join representatives r on r.organisation_id = asked.id
        join persons p on p.id = r.person_id
      where p.email is not null order by r.organisation_id, lower(p.email), r.since)
    select asked.*, person_id, person, coalesce(speaking.address, own_email) as address,
      coalesce(speaking.lang, spoken) as lang
    from asked left join speaking on speaking.organisation_id = asked.id
    where coalesce(speaking.address, own_email) is not null`.execute(tx)
  return rows
}

export const insertRounds = (
  tx: Tx,
  rounds: { keyHash: string; organisationId: string }[],
  at: Date,
) =>
  tx
    .insertInto('freshnessRounds')
    .values(rounds.map((round) => ({ ...round, askedAt: at, endedAt: null, answer: null })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** How many of these letters were written since then: a night that was cut short goes on, not anew. */
export async function lettersWrittenSince(tx: Tx, since: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from outbox
    where kind in ('freshness.asked', 'freshness.reminded') and written_at > ${since}`.execute(tx)
  return rows[0]?.n ?? 0
}

/** How the list stands at this moment. */
export async function countHealth(tx: Tx): Promise<Health> {
  const { rows } = await sql<Health>`
    with speaking as materialized (select r.organisation_id, count(*) as n,
        bool_or(p.email is not null or p.phone is not null) as reachable
      from representatives r join persons p on p.id = r.person_id group by 1)
    select
      count(*) filter (where f.stale_since is null and f.asked_at is null) as fresh,
      count(*) filter (where f.stale_since is null and f.asked_at is not null) as asked,
      count(*) filter (where f.stale_since is not null and f.off_since is null) as stale,
      count(*) filter (where f.off_since is not null) as off,
      count(*) filter (where f.stale_why = 'bounced') as bounced,
      count(*) filter (where o.email is null and o.phone is null and s.reachable is not true)
        as unreachable,
      count(*) filter (where coalesce(s.n, 0) < 2) as alone
    from organisations o
      join memberships m on m.organisation_id = o.id and m.state = 'admitted' and o.kind <> 'individual'
      left join freshness f on f.organisation_id = o.id
      left join speaking s on s.organisation_id = o.id`.execute(tx)
  return rows[0]! // counting always gives a row
}

/** Whether the round of this day was done to its end. */
export async function isDone(tx: Tx, at: Date): Promise<boolean> {
  const day = at.toISOString().slice(0, 10)
  const { rows } = await sql`select from list_health where day = ${day}::date`.execute(tx)
  return rows.length > 0
}

/** Keeps tonight's numbers; a second run of the same day overwrites them. */
export async function keepHealth(tx: Tx, health: Health, at: Date): Promise<void> {
  const day = at.toISOString().slice(0, 10)
  await tx
    .insertInto('listHealth')
    .values({ ...health, day: sql<Date>`${day}::date` })
    .onConflict((conflict) => conflict.column('day').doUpdateSet(health))
    .execute()
}
