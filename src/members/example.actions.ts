import type { Insertable } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import { findPlace, type Place } from '#base/places.ts'
import { addDays } from '#base/time.ts'
import { listAllInDirectory } from './directory.queries.ts'
import { type ExampleMember, exampleMembers } from './example.data.ts'
import type { MembershipsTable, OrganisationsTable } from './schema.ts'

// The first three wait for an answer, so that the desk has something on it.
const waiting = 3

function organisationOf({ name, kind, topics, about }: ExampleMember, place: Place, at: Date) {
  const organisation: Insertable<OrganisationsTable> = {
    id: crypto.randomUUID(),
    kind,
    name,
    about,
    topics,
    website: null,
    orgId: null,
    address: null,
    postcode: null,
    place: place.name,
    region: place.region,
    country: place.country,
    latitude: place.lat,
    longitude: place.lon,
    precision: 'near',
    email: null,
    emailAudience: 'staff',
    phone: null,
    phoneAudience: 'staff',
    checkedAt: at,
    updatedAt: at,
    example: true,
    importId: null,
  }
  return organisation
}

/** What somebody who asks to join has written, as the form keeps it. */
const answersOf = ({ name, kind, place, topics, about }: ExampleMember) => ({
  kind,
  name,
  about,
  topics,
  place,
  precision: 'near',
  emailAudience: 'staff',
  phoneAudience: 'staff',
  yourName: 'Femi Adeyemi',
  yourRole: 'Organiser',
  yourEmail: 'femi.example@example.org',
  yourPhone: '01632 960123',
  why: 'We would like to meet others who do the same, and to learn from them.',
})

type Asked = { example: ExampleMember; organisationId: string; personId: string; asked: Date }

function membershipOf({ example, organisationId, personId, asked }: Asked, waits: boolean) {
  const membership: Insertable<MembershipsTable> = {
    id: crypto.randomUUID(),
    organisationId,
    personId: waits ? personId : null,
    state: waits ? 'asked' : 'admitted',
    channel: waits ? 'web' : 'import',
    lang: 'en',
    answers: JSON.stringify(waits ? answersOf(example) : {}),
    talk: JSON.stringify([]),
    keyHash: null,
    enteredBy: null,
    askedAt: asked,
    waitingSince: asked,
    decidedAt: waits ? null : asked,
    decidedBy: null,
    reason: null,
  }
  return membership
}

/** Looks the towns of the example up, before the transaction in which it is added. */
export async function findExamplePlaces(db: Db): Promise<Map<string, Place>> {
  const found = new Map<string, Place>()
  for (const { place } of exampleMembers) {
    if (found.has(place)) continue
    const known = await findPlace(db, place)
    if (known) found.set(place, known)
  }
  return found
}

/** Adds the invented organisations: all but three are members, three wait. `applicantId` asks for those. */
export async function addExampleMembers(
  tx: Tx,
  places: Map<string, Place>,
  applicantId: string,
  now: Date,
): Promise<void> {
  const rows = exampleMembers.flatMap((example, at) => {
    const place = places.get(example.place)
    if (!place) return []
    const asked = addDays(now, at < waiting ? at - waiting - 2 : -30 - at)
    const organisation = organisationOf(example, place, asked)
    const given = { example, organisationId: organisation.id, personId: applicantId, asked }
    return { organisation, membership: membershipOf(given, at < waiting) }
  })
  await tx
    .insertInto('organisations')
    .values(rows.map((row) => row.organisation))
    .execute()
  await tx
    .insertInto('memberships')
    .values(rows.map((row) => row.membership))
    .execute()
  await listAllInDirectory(
    tx,
    rows.slice(waiting).map((row) => row.organisation.id),
  )
}
