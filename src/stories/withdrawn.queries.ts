import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import { now } from '#base/time.ts'
import { setDay, takeReadersAway } from './audience.queries.ts'
import type { Ending } from './withdrawn.rules.ts'
import './consent.schema.ts'
import './schema.ts'

/** Every story that was taken back: its id, and when. */
export const allWithdrawn = (tx: Tx) =>
  tx.selectFrom('withdrawnStories').select(['id', 'withdrawnAt']).execute()

/** The consents of a story that ended at this moment. */
export const endedAt = (tx: Tx, storyId: string, at: Date) =>
  tx
    .selectFrom('consents')
    .select(['id', 'endedChannel'])
    .where('storyId', '=', storyId)
    .where('endedAt', '=', at)
    .execute()

// The case keeps what is no number from being read as one, in whatever order the conditions are looked at.
const dayIn = sql`to_timestamp(case when s.what = 'day' and s.how ~ '^[0-9]+$' then s.how::numeric end / 1000)`

type Found = Ending & { onlyOlder: boolean }

/**
 * Which of these the database does not know of: it is older than they are, or an older copy of some rows was put
 * over newer ones. `onlyOlder`: nothing in it can be ended by its id, because what ended came later.
 */
export async function unknownEndings(tx: Tx, endings: readonly Ending[]): Promise<Found[]> {
  if (endings.length === 0) return []
  const { rows } = await sql<Found>`
    with said as (
      select * from jsonb_to_recordset(${JSON.stringify(endings)}::jsonb)
        as s(at timestamptz, what text, "storyId" uuid, id uuid, entry uuid, how text)
    ), known as (
      select s.*,
        s.what = 'withdrawn' and not exists (select from withdrawn_stories w where w.id = s."storyId") as whole,
        s.what = 'ended' and exists (
          select from consents c where c.id = s.id and c.ended_at is null) as use,
        s.what = 'no' and exists (select from story_people p where p.id = s.id and p.state <> 'no'
          and coalesce(p.answered_at, '-infinity') < s.at)
        or s.what = 'edit-no' and exists (select from story_edits e where e.story_id = s."storyId"
          and e.state <> 'no' and coalesce(e.answered_at, e.edited_at) < s.at)
        or s.what = 'translation-no' and exists (select from story_translations t
          where t.story_id = s."storyId" and t.lang = s.how
          and t.state <> 'no' and coalesce(t.answered_at, t.edited_at) < s.at) as answer,
        s.what = 'for' and exists (select from stories o where o.id = s."storyId" and o.state <> 'withdrawn'
            and array_position(array['named', 'members', 'public'], o.audience)
              > array_position(array['named', 'members', 'public'], s.how))
          and not exists (select from journal j where j.about = s."storyId" and j.at > s.at
            and j.what in ('story.audience', 'story.changed'))
        or s.what = 'day' and s.how <> 'none' and ${dayIn} > ${now()}
          and exists (select from stories o where o.id = s."storyId" and o.state <> 'withdrawn'
            and (o.not_before is null or o.not_before < ${dayIn}))
          and not exists (select from journal j where j.about = s."storyId" and j.at > s.at
            and j.what in ('story.day', 'story.day-came', 'story.changed'))
        or s.what = 'reader-off' and exists (select from story_readers r
          where r.id = s.id and r.taken_away_at is null) as narrower,
        s.what = 'down' and exists (select from stories o where o.id = s."storyId" and o.state = 'published')
          and not exists (select from journal j where j.about = s."storyId" and j.at > s.at
            and j.what in ('story.published', 'story.restored')) as judged,
        (s.what = 'changed' or (s.what = 'no' and not exists (select from story_people p where p.id = s.id)))
          and not exists (select from journal j where j.id = s.entry)
          and exists (select from consents c where c.story_id = s."storyId"
            and c.ended_at is null and c.given_at < s.at) as older
      from said s
    )
    select at, what, "storyId", id, entry, how, older as "onlyOlder" from known
    where whole or use or answer or narrower or judged or older order by at`.execute(tx)
  return rows
}

const endUse = (tx: Tx, { id, at, how }: Ending) =>
  sql`update consents set ended_at = ${at}, ended_channel = ${how}
    where id = ${id} and ended_at is null`.execute(tx)
const refuse = (tx: Tx, { id, at, how }: Ending) =>
  sql`update story_people set state = 'no', channel = ${how}, answered_at = ${at}, taken_by = null
    where id = ${id}`.execute(tx)
const refuseEdit = (tx: Tx, { storyId, at, how }: Ending) =>
  sql`update story_edits set state = 'no', channel = ${how}, answered_at = ${at}, taken_by = null
    where story_id = ${storyId}`.execute(tx)
const refuseTranslation = (tx: Tx, { storyId, at, how }: Ending) =>
  sql`update story_translations set state = 'no', channel = 'link', answered_at = ${at}, taken_by = null
    where story_id = ${storyId} and lang = ${how}`.execute(tx)
const narrow = (tx: Tx, { storyId, how }: Ending) =>
  sql`update stories set audience = ${how} where id = ${storyId}`.execute(tx)
const postpone = (tx: Tx, { storyId, how }: Ending) => setDay(tx, storyId, new Date(Number(how)))
const takeOff = (tx: Tx, { id, at }: Ending) => takeReadersAway(tx, [id], at)
/** Why is not in the lists, and a teller must not be left without a reason: a moderator decides once more. */
const judgeAgain = (tx: Tx, { storyId }: Ending) =>
  sql`update stories set state = 'told', published_at = null
    where id = ${storyId} and state = 'published'`.execute(tx)

const asItWas: Partial<Record<Ending['what'], (tx: Tx, ending: Ending) => Promise<unknown>>> = {
  ended: endUse,
  no: refuse,
  'edit-no': refuseEdit,
  'translation-no': refuseTranslation,
  for: narrow,
  day: postpone,
  'reader-off': takeOff,
  down: judgeAgain,
}

/** Writes down once more what had been said, as it had been said. */
export const sayAgain = async (tx: Tx, ending: Ending): Promise<void> => {
  await asItWas[ending.what]?.(tx, ending)
}

/** For whom a story is now. */
export const audienceOf = async (tx: Tx, storyId: string): Promise<string | undefined> =>
  (
    await tx
      .selectFrom('stories')
      .select('audience')
      .where('id', '=', storyId)
      .where('state', '<>', 'withdrawn')
      .executeTakeFirst()
  )?.audience

/** Before which day a story must not be shown; null for any day. */
export const dayOf = async (tx: Tx, storyId: string): Promise<Date | null> =>
  (await tx.selectFrom('stories').select('notBefore').where('id', '=', storyId).executeTakeFirst())
    ?.notBefore ?? null

/** Whom a story is not told to any more since this moment. */
export const takenOffAt = (tx: Tx, storyId: string, at: Date) =>
  tx
    .selectFrom('storyReaders')
    .select('id')
    .where('storyId', '=', storyId)
    .where('takenAwayAt', '=', at)
    .execute()

/** Whether a moderator had taken this story off the pages before this moment. */
export const wasDown = async (tx: Tx, storyId: string, at: Date): Promise<boolean> =>
  (await tx
    .selectFrom('journal')
    .select('id')
    .where('about', '=', storyId)
    .where('what', '=', 'story.declined')
    .where('at', '<', at)
    .executeTakeFirst()) !== undefined
