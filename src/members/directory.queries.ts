import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import { dropPages } from '#base/pages.ts'
import { now } from '#base/time.ts'
import './schema.ts'

/**
 * How exactly a place is shown: as it was given; at a spot of its own within 1 km, which stays the same until
 * the place moves (`kith_near`); or on a grid of 11 km, as `coarse` of #base/places.ts has it. In SQL, so that
 * an import lists thousands in one statement; `offset 0`, so that each spot is worked out once.
 */
const seen = sql`lateral (select case o.precision
    when 'exact' then array[o.latitude, o.longitude]
    when 'near' then kith_near(o.seed, o.latitude, o.longitude)
    else array[round(o.latitude * 10) / 10, round(o.longitude * 10) / 10] end as at offset 0) as shown,
  lateral (select shown.at[1] as lat, shown.at[2] as lon) as seen`

/**
 * Writes the public entries of these organisations: those that are admitted, without what is for members
 * or for staff only. Who is not admitted leaves the directory. People who joined for themselves are
 * members, but they have no public entry. Ready pages that show them are dropped at commit.
 */
export async function listAllInDirectory(
  tx: Tx,
  organisationIds: readonly string[],
): Promise<void> {
  if (organisationIds.length === 0) return
  // A table to join with: as a list behind "any" it would be compared with every row of the others.
  const given = sql`unnest(${organisationIds}::uuid[]) as given (id)`
  await sql`delete from directory using ${given} where organisation_id = given.id and not exists (
    select from organisations o join memberships m on m.organisation_id = o.id
      left join freshness f on f.organisation_id = o.id
    where o.id = given.id and m.state = 'admitted' and o.kind <> 'individual'
      and f.off_since is null)`.execute(tx)
  await sql`
    insert into directory (organisation_id, kind, name, about, topics, website, org_id, email, phone,
      place, region, country, latitude, longitude, spot, checked_at, listed_at, example, stale)
    select o.id, o.kind, o.name, o.about, o.topics, o.website, o.org_id,
      case o.email_audience when 'public' then o.email end,
      case o.phone_audience when 'public' then o.phone end,
      o.place, o.region, o.country, seen.lat, seen.lon, kith_spot(seen.lat, seen.lon),
      o.checked_at, ${now()}, o.example, f.stale_since is not null
    from ${given}
    join organisations o on o.id = given.id
    join memberships m on m.organisation_id = given.id
    left join freshness f on f.organisation_id = given.id,
    ${seen}
    where m.state = 'admitted' and o.kind <> 'individual' and f.off_since is null
    on conflict (organisation_id) do update set
      kind = excluded.kind, name = excluded.name, about = excluded.about, topics = excluded.topics,
      website = excluded.website, org_id = excluded.org_id, email = excluded.email,
      phone = excluded.phone, place = excluded.place, region = excluded.region,
      country = excluded.country, latitude = excluded.latitude, longitude = excluded.longitude,
      spot = excluded.spot, checked_at = excluded.checked_at, listed_at = excluded.listed_at,
      example = excluded.example, stale = excluded.stale`.execute(tx)
  await dropPages(tx, tagsOf(organisationIds))
}

// More pages than these are dropped all at once.
const tagsOf = (ids: readonly string[]) =>
  ids.length > 90 ? ['*'] : ['members', ...ids.map((id) => `member:${id}`)]

/** Writes the public entry of one organisation, or takes it out when it is not admitted (any more). */
export const listInDirectory = (tx: Tx, organisationId: string): Promise<void> =>
  listAllInDirectory(tx, [organisationId])

/** Takes organisations out of the directory, whatever their membership. */
export async function unlist(tx: Tx, ...organisationIds: string[]): Promise<void> {
  await sql`delete from directory where organisation_id = any(${organisationIds}::uuid[])`.execute(
    tx,
  )
  await dropPages(tx, tagsOf(organisationIds))
}
