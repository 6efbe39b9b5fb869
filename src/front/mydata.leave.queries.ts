import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import { listInDirectory } from '#members/index.ts'
import { filesBeside, storyKey } from '#stories/index.ts'
import { meOf } from './mydata.queries.ts'
import type { Me } from './mydata.tables.ts'

/** Somebody with every address and number they can be reached by, confirmed or not. */
export type Known = Me & { reach: string[] }

export async function knownOf(tx: Tx, personId: string): Promise<Known | null> {
  const me = await meOf(tx, personId)
  if (!me) return null
  const { rows } = await sql<{ email: string | null }>`
    select email from persons where id = ${personId}
    union select email from accounts where person_id = ${personId}`.execute(tx)
  const reach = [...rows.map(({ email }) => email), me.phone, ...me.emails]
  return {
    ...me,
    reach: [...new Set(reach.filter((one) => one !== null && one !== ''))] as string[],
  }
}

export type Mine = {
  id: string
  name: string
  kind: string
  membershipId: string
  state: string
  isApplicant: boolean
  others: number
}

/** The organisations that somebody speaks for or applied for, with how many others speak for each. */
export async function organisationsOf(tx: Tx, me: Me): Promise<Mine[]> {
  const { rows } = await sql<Mine>`
    select o.id, o.name, o.kind, m.id as membership_id, m.state, m.person_id = ${me.id} as is_applicant,
      (select count(*) from representatives r
        where r.organisation_id = o.id and r.person_id <> ${me.id}) as others
    from memberships m join organisations o on o.id = m.organisation_id
    where m.person_id = ${me.id} or exists (select from representatives r
      where r.organisation_id = o.id and r.person_id = ${me.id})
    order by o.name, o.id`.execute(tx)
  return rows
}

/** What is nobody's but theirs: a membership of their own, and what was never let in. */
export const goesAlong = ({ kind, state, others }: Mine): boolean =>
  others === 0 && (kind === 'individual' || state !== 'admitted')

export const isHandedOver = (one: Mine): boolean => one.others === 0 && !goesAlong(one)

export const forgetOrganisations = (tx: Tx, ids: string[]) =>
  sql`delete from organisations where id = any(${ids}::uuid[])`.execute(tx)

type Words = { answers: unknown; talk: unknown; reason: string | null }

export async function lockWords(tx: Tx, membershipId: string): Promise<Words | undefined> {
  const { rows } = await sql<Words>`
    select answers, talk, reason from memberships where id = ${membershipId} for update`.execute(
    tx.withoutPlugins(),
  )
  return rows[0]
}

export const updateWords = (tx: Tx, membershipId: string, { answers, talk, reason }: Words) =>
  sql`update memberships set answers = ${JSON.stringify(answers)}::jsonb,
    talk = ${JSON.stringify(talk)}::jsonb, reason = ${reason} where id = ${membershipId}`.execute(
    tx,
  )

/** Takes somebody's own address and number out of how an organisation is reached, and of copies of it. */
export async function forgetReach(tx: Tx, organisationId: string, reach: string[]): Promise<void> {
  const low = reach.map((one) => one.toLowerCase())
  await sql`update organisations set
      email = case when lower(email) = any(${low}) then null else email end,
      phone = case when lower(phone) = any(${low}) then null else phone end
    where id = ${organisationId} and (lower(email) = any(${low}) or lower(phone) = any(${low}))`.execute(
    tx,
  )
  await sql`delete from twin_signs where organisation_id = ${organisationId}
    and exists (select from unnest(${low}::text[]) one where strpos(lower(sign), one) > 0)`.execute(
    tx,
  )
  await sql`delete from import_changes where organisation_id = ${organisationId}
    and exists (select from unnest(${low}::text[]) one
      where strpos(lower(before::text || after::text), one) > 0)`.execute(tx)
  await listInDirectory(tx, organisationId)
}

export type Told = { id: string; state: string }

/** The stories that somebody told, signed in or under an address that they read. */
export async function storiesOf(tx: Tx, me: Me): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select id, state from stories
    where teller_id = ${me.id} or lower(email) = any(${me.emails}) for update`.execute(tx)
  return rows
}

/** A change that was begun and not sent holds the story's words. */
export const forgetDraftsOf = (tx: Tx, secret: string, storyId: string) =>
  sql`delete from drafts where answers ->> 'mine' = ${storyKey(secret, storyId)}`.execute(tx)

/**
 * A story stays, and nobody can tell any more who told it: their voice and how it reached us go with their name.
 * Out: the files whose bytes have to go.
 */
export async function unname(tx: Tx, id: string): Promise<string[]> {
  const files = await filesBeside(tx, id)
  await sql`delete from story_voices where story_id = ${id}`.execute(tx)
  await sql`delete from story_tellings where story_id = ${id}`.execute(tx)
  await sql`delete from files where id = any(${files}::uuid[])`.execute(tx)
  await sql`update stories set teller_id = null, name = null, name_style = 'none', town = null,
    email = null where id = ${id}`.execute(tx)
  await sql`update published_stories set byline = '', town = null where id = ${id}`.execute(tx)
  return files
}

/** The stories that somebody translated: they are thanked beside them. */
export async function translatedBy(tx: Tx, me: Me): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct story_id as id from story_translations where translator_id = ${me.id}`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** Letters to them, sent or waiting, and forms that were begun with their address. */
export async function forgetLetters(tx: Tx, me: Known): Promise<void> {
  await sql`delete from outbox
    where to_person = ${me.id} or lower(to_address) = any(${me.emails})`.execute(tx)
  await sql`delete from drafts where exists (select from unnest(${me.emails}::text[]) one
    where strpos(lower(answers::text), one) > 0)`.execute(tx)
}

/** Invitations to their address or taken by them, and their requests to take over an entry. */
export async function forgetInvitations(tx: Tx, me: Me): Promise<void> {
  await sql`delete from invitations
    where lower(email) = any(${me.emails}) or accepted_by = ${me.id}`.execute(tx)
  await sql`delete from claims where lower(email) = any(${me.emails})
    or (lower(name) = lower(${me.name}) and phone = ${me.phone})`.execute(tx)
}

export const unnameReports = (tx: Tx, me: Me) =>
  sql`update reports set email = null where lower(email) = any(${me.emails})`.execute(tx)

/** Whoever was named as a reader of somebody's story is not any more: their link opens nothing. */
export const leaveReaders = (tx: Tx, me: Me, at: Date) =>
  sql`update story_readers set name = '', email = null, taken_away_at = ${at}
    where lower(email) = any(${me.emails}) and taken_away_at is null`.execute(tx)
