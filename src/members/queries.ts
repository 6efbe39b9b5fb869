import { type Insertable, sql } from 'kysely'
import type { Answers } from '#base/drafts.ts'
import type { Tx } from '#base/db.ts'
import type { MembershipsTable, OrganisationsTable, Turn } from './schema.ts'
import type { Standing } from './rules.ts'

/** Who applied, as their letters need it. No mail address: they are rung. */
export type Applicant = {
  id: string
  name: string
  email: string | null
  phone: string | null
  lang: string
}

type NewMembership = Omit<MembershipsTable, 'answers' | 'talk'> & { answers: Answers; talk: Turn[] }

const columns = [
  'memberships.id',
  'memberships.organisationId',
  'memberships.personId',
  'memberships.state',
  'memberships.channel',
  'memberships.lang',
  'memberships.answers',
  'memberships.talk',
  'memberships.askedAt',
  'memberships.waitingSince',
  'memberships.decidedAt',
  'memberships.decidedBy',
  'memberships.reason',
  'memberships.ringSince',
  'organisations.name',
  'organisations.kind',
  'organisations.place',
  'organisations.orgId',
  'organisations.numberCheckedAt',
] as const

/** A membership with what it is called; its answers are those of the join form. */
export type Application = Pick<
  MembershipsTable & OrganisationsTable,
  | 'id' | 'organisationId' | 'personId' | 'state' | 'channel' | 'lang' | 'askedAt' | 'waitingSince'
  | 'decidedAt' | 'decidedBy' | 'reason' | 'ringSince' | 'name' | 'kind' | 'place' | 'orgId'
> & { answers: Answers; talk: Turn[]; numberCheckedAt: Date | null } // prettier-ignore

const applications = (tx: Tx) =>
  tx
    .selectFrom('memberships')
    .innerJoin('organisations', 'organisations.id', 'memberships.organisationId')
    .select(columns)

export const findApplication = (tx: Tx, id: string): Promise<Application | undefined> =>
  applications(tx).where('memberships.id', '=', id).executeTakeFirst()

export const findByKey = (tx: Tx, keyHash: string): Promise<Application | undefined> =>
  applications(tx).where('keyHash', '=', keyHash).executeTakeFirst()

/** Holds the row until the transaction ends, so that two secretaries cannot decide at once. */
export const lockMembership = (tx: Tx, id: string) =>
  tx
    .selectFrom('memberships')
    .select(['id', 'organisationId', 'personId', 'state', 'talk', 'waitingSince'])
    .select(['decidedAt', 'decidedBy', 'reason', 'answers', 'channel'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
export type Locked = NonNullable<Awaited<ReturnType<typeof lockMembership>>>

export const updateStanding = (tx: Tx, id: string, standing: Standing, ringSince?: Date | null) =>
  tx
    .updateTable('memberships')
    .set({ ...standing, talk: JSON.stringify(standing.talk) })
    .$if(ringSince !== undefined, (query) => query.set({ ringSince: ringSince ?? null }))
    .where('id', '=', id)
    .execute()

export const insertOrganisation = (tx: Tx, organisation: Insertable<OrganisationsTable>) =>
  tx.insertInto('organisations').values(organisation).execute()

export const insertMembership = (tx: Tx, { answers, talk, ...row }: NewMembership) =>
  tx
    .insertInto('memberships')
    .values({ ...row, answers: JSON.stringify(answers), talk: JSON.stringify(talk) })
    .execute()

export const insertApplicant = (tx: Tx, person: Applicant, at: Date) =>
  tx
    .insertInto('persons')
    .values({ ...person, example: false, knownSince: at })
    .execute()

export const insertRepresentative = (
  tx: Tx,
  row: { personId: string; organisationId: string; role: string; since: Date },
) => tx.insertInto('representatives').values(row).execute()

/**
 * Opens an account that counts once its address is confirmed. An address that has one already keeps it,
 * and nobody is told. The conflict names no column: naming one would need the right to read the other's.
 */
export const openAccount = (tx: Tx, personId: string, email: string, at: Date) =>
  tx
    .insertInto('accounts')
    .values({ personId, email, confirmedAt: null, madeAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

export const findApplicant = (tx: Tx, personId: string): Promise<Applicant | undefined> =>
  tx
    .selectFrom('persons')
    .select(['id', 'name', 'email', 'phone', 'lang'])
    .where('id', '=', personId)
    .executeTakeFirst()

/** Whether this person applied, speaks for the organisation, or has the applicant's mail address. */
export async function isTheirOwn(tx: Tx, membership: Locked, personId: string): Promise<boolean> {
  if (membership.personId === personId) return true
  const { rows } = await sql<{ own: boolean }>`select
    exists (select from representatives
      where organisation_id = ${membership.organisationId} and person_id = ${personId})
    or exists (select from persons p join accounts a on lower(a.email) = lower(p.email)
      where p.id = ${membership.personId} and a.person_id = ${personId}) as own`.execute(tx)
  return rows[0]?.own ?? false
}

export type Waiting = Pick<
  Application,
  'id' | 'name' | 'kind' | 'place' | 'state' | 'channel' | 'askedAt' | 'waitingSince'
>

/** Who waits in this state, the longest wait first; at most 200. */
export const waitingIn = (tx: Tx, state: 'asked' | 'asked-back', most = 200): Promise<Waiting[]> =>
  applications(tx)
    .where('memberships.state', '=', state)
    .orderBy('waitingSince')
    .orderBy('memberships.id')
    .limit(most)
    .execute()

export async function countWaiting(tx: Tx) {
  const counted = await tx
    .selectFrom('memberships')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('state', '=', 'asked').as('asked'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'asked-back').as('askedBack'),
      eb.fn.countAll<number>().filterWhere('ringSince', 'is not', null).as('toRing'),
    ])
    .where((eb) =>
      eb.or([eb('state', 'in', ['asked', 'asked-back']), eb('ringSince', 'is not', null)]),
    )
    .executeTakeFirstOrThrow()
  return counted
}

/** The longest wait after this one was decided, leaving out what this person may not decide on. */
export const nextWaiting = (tx: Tx, after: string, personId: string) =>
  tx
    .selectFrom('memberships')
    .select('id')
    .where('state', '=', 'asked')
    .where('id', '<>', after)
    .where((eb) => eb.or([eb('personId', 'is', null), eb('personId', '<>', personId)]))
    .orderBy('waitingSince')
    .orderBy('id')
    .executeTakeFirst()

/** Who is to be rung, because they have no mail address. */
export const toRing = (tx: Tx) =>
  applications(tx)
    .leftJoin('persons', 'persons.id', 'memberships.personId')
    .select(['persons.name as who', 'persons.phone as number'])
    .where('ringSince', 'is not', null)
    .orderBy('ringSince')
    .limit(100)
    .execute()
export type ToRing = Awaited<ReturnType<typeof toRing>>[number]

export const rung = (tx: Tx, id: string) =>
  tx
    .updateTable('memberships')
    .set({ ringSince: null })
    .where('id', '=', id)
    .where('ringSince', 'is not', null)
    .returning('personId')
    .executeTakeFirst()

export const decidedStates = ['admitted', 'declined', 'ended'] as const
export type DecidedState = (typeof decidedStates)[number]
export const decidedPerPage = 50

/** What was decided, the latest first. `page` counts from 1. */
export async function decided(tx: Tx, state: DecidedState | null, page: number) {
  const among = tx
    .selectFrom('memberships')
    .where('decidedAt', 'is not', null)
    .$if(state !== null, (query) => query.where('state', '=', state ?? 'admitted'))
  const { n } = await among
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const rows = await applications(tx)
    .leftJoin('persons as decider', 'decider.id', 'memberships.decidedBy')
    .select('decider.name as deciderName')
    .where('decidedAt', 'is not', null)
    .$if(state !== null, (query) => query.where('memberships.state', '=', state ?? 'admitted'))
    .orderBy('decidedAt', 'desc')
    .orderBy('memberships.id', 'desc')
    .limit(decidedPerPage)
    .offset((page - 1) * decidedPerPage)
    .execute()
  return { rows, pages: Math.max(1, Math.ceil(n / decidedPerPage)), n }
}

export type Alike = {
  id: string
  membershipId: string | null
  name: string
  place: string
  state: string | null
  sameNumber: boolean
}

/** Organisations that may be this one: the same register number, or a name much like it. At most six. */
export async function likelyTheSame(tx: Tx, organisationId: string): Promise<Alike[]> {
  const { rows } = await sql<Alike>`
    select o.id, m.id as membership_id, o.name, o.place, m.state,
      coalesce(o.org_id = mine.org_id, false) as same_number
    from kith_like_organisation(${organisationId}) as like_it
    join organisations o on o.id = like_it.id
    join organisations mine on mine.id = ${organisationId}
    left join memberships m on m.organisation_id = o.id
    order by same_number desc, like_it.likeness desc, o.id`.execute(tx)
  return rows
}

/** The coalition as letters name it. */
export const coalitionOf = (tx: Tx) =>
  tx.selectFrom('coalition').select(['name', 'phone', 'phoneHours']).executeTakeFirst()

/** How many letters of this kind were written to an address since then. */
export async function lettersSince(
  tx: Tx,
  kind: string,
  address: string,
  since: Date,
): Promise<number> {
  const { n } = await tx
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('kind', '=', kind)
    .where('writtenAt', '>', since)
    .where((eb) => eb(eb.fn('lower', ['toAddress']), '=', address.toLowerCase()))
    .executeTakeFirstOrThrow()
  return n
}

/**
 * Applications whose time is over: asked back and never answered since `unanswered`, declined, withdrawn
 * or ended before `ended`. At most 500 at once.
 */
export const outlived = (tx: Tx, { unanswered, ended }: { unanswered: Date; ended: Date }) =>
  tx
    .selectFrom('memberships')
    .select(['id', 'organisationId', 'personId'])
    .where((eb) =>
      eb.or([
        eb.and([eb('state', '=', 'asked-back'), eb('waitingSince', '<', unanswered)]),
        eb.and([eb('state', 'in', ['declined', 'ended']), eb('decidedAt', '<', ended)]),
      ]),
    )
    .orderBy('id')
    .limit(500)
    .forUpdate()
    .execute()

/** Takes organisations out with all that hangs on them: membership, representatives, public entry. */
export const forgetOrganisations = (tx: Tx, ids: string[]) =>
  tx.deleteFrom('organisations').where('id', 'in', ids).execute()

/** Forgets those of these people whom no record names any more and who are not signed in anywhere. */
export const forgetApplicants = (tx: Tx, ids: string[]) =>
  sql`delete from persons p where p.id = any(${ids}::uuid[])
    and not exists (select from roles r where r.person_id = p.id)
    and not exists (select from sessions s where s.person_id = p.id)
    and not exists (select from representatives r where r.person_id = p.id)
    and not exists (select from memberships m where m.person_id = p.id)
    and not exists (select from stories s where s.teller_id = p.id)`.execute(tx)
