import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import type { Kind } from './schema.ts'
import type { Neighbour } from './welcome.rules.ts'
import './welcome.schema.ts'

/** Somebody who joined and was not welcomed yet, as a welcomer may know them. */
export type ToWelcome = {
  membershipId: string
  organisationId: string
  personId: string
  name: string
  kind: Kind
  personName: string
  place: string
  region: string | null
  topics: string[]
  latitude: number | null
  longitude: number | null
  lang: string
  hasMail: boolean
  /** Only of one that is asked for by its id and has no mail address. */
  phone: string | null
  /** Since when they wait for it. */
  admittedAt: Date
  tries: number
  triedAt: Date | null
  /** How many there are in all. */
  total: number
}

/** Who was not welcomed yet, the longest ago first, at most `most`. */
export async function listToWelcome(tx: Tx, most: number): Promise<ToWelcome[]> {
  const { rows } = await sql<ToWelcome>`select * from kith_to_welcome(null, ${most})`.execute(tx)
  return rows
}

export async function findToWelcome(tx: Tx, id: string): Promise<ToWelcome | undefined> {
  const { rows } = await sql<ToWelcome>`select * from kith_to_welcome(${id}, 1)`.execute(tx)
  return rows[0]
}

/** Holds the welcome until the transaction ends, so that nobody is welcomed twice. */
export const lockWelcome = (tx: Tx, membershipId: string) =>
  tx
    .selectFrom('welcomes')
    .select(['membershipId', 'welcomedAt'])
    .where('membershipId', '=', membershipId)
    .forUpdate()
    .executeTakeFirst()

const columns = sql`organisation_id, name, kind, place, topics`
// Whoever is suggested can be reached by everybody already; nothing here is for members or staff only.
const reachable = sql`not stale and not example and coalesce(email, phone, website) is not null`

const kmFrom = ({ latitude, longitude }: Where) =>
  latitude === null || longitude === null
    ? sql`null::double precision`
    : sql`case when spot is not null then 12742 * asin(least(1,
        (spot <-> kith_spot(${latitude}, ${longitude})) / 2)) end`

type Where = Pick<ToWelcome, 'organisationId' | 'kind' | 'topics' | 'latitude' | 'longitude'> & {
  region: string | null
}

/**
 * Members whom somebody could meet: the nearest, the nearest of another kind, the nearest on the same
 * topics; where the place is not known, those of the region. At most 120. Reads what is public only.
 */
export async function neighboursOf(tx: Tx, somebody: Where): Promise<Neighbour[]> {
  const { organisationId, kind, topics, latitude, longitude, region } = somebody
  const others = sql`from directory where ${reachable} and organisation_id <> ${organisationId}`
  const km = kmFrom(somebody)
  const ordered =
    latitude === null || longitude === null
      ? sql`order by folded_name limit 40`
      : sql`and spot is not null order by spot <-> kith_spot(${latitude}, ${longitude}) limit 40`
  const around = latitude === null ? sql`and region = ${region ?? ''}` : sql``
  const { rows } = await sql<Neighbour>`
    (select ${columns}, ${km} as km ${others} ${around} ${ordered})
    union (select ${columns}, ${km} as km ${others} ${around} and kind <> ${kind} ${ordered})
    union (select ${columns}, ${km} as km ${others}
      and topics && ${topics}::text[] ${ordered})`.execute(tx)
  return rows
}

/** Those of these members who can still be suggested. */
export async function neighboursNamed(
  tx: Tx,
  somebody: Where,
  ids: readonly string[],
): Promise<Neighbour[]> {
  const { rows } = await sql<Neighbour>`
    select ${columns}, ${kmFrom(somebody)} as km from directory
    where ${reachable} and organisation_id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

/** For the desk: who joined and was not welcomed yet. */
export const welcomePile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const rows = await listToWelcome(tx, most)
    return {
      id: 'to-welcome',
      title: 'office.welcome',
      total: rows[0]?.total ?? 0,
      items: rows.map(({ membershipId, name, place, admittedAt }) => ({
        href: `/members/welcome/${membershipId}`,
        title: name,
        meta: place,
        since: admittedAt,
      })),
      allHref: '/members/welcome',
    }
  })
