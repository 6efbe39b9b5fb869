import type { Answers } from '#base/drafts.ts'
import type { Place } from '#base/places.ts'
import { hashKey } from '#base/secrets.ts'
import { organisationOf } from './join.organisation.ts'
import { textOf } from './join.questions.ts'
import { registersOf, splitOrgId } from './registers.ts'
import type { Kind, OrganisationsTable } from './schema.ts'

/** What can be changed about an entry. */
export const entryFields = [
  'name', 'about', 'topics', 'website', 'orgId', 'place', 'region', 'country', 'latitude', 'longitude',
  'precision', 'address', 'postcode', 'email', 'emailAudience', 'phone', 'phoneAudience',
] as const // prettier-ignore
export type EntryField = (typeof entryFields)[number]
export type Entry = Pick<OrganisationsTable, EntryField>

// Where a place lies follows from what it is called: people are told of the place alone.
const followsPlace: ReadonlySet<string> = new Set(['region', 'country', 'latitude', 'longitude'])
/** The fields that people see, each by its own name. */
export const shownFields = entryFields.filter((field) => !followsPlace.has(field))
export type ShownField = Exclude<EntryField, 'region' | 'country' | 'latitude' | 'longitude'>

/** Whether this kind is asked for a number, and the number that stands there is one that can be asked for. */
export function asksNumber(kind: Kind, orgId: string | null): boolean {
  const possible: readonly string[] = registersOf(kind)
  if (possible.length === 0) return false
  if (orgId === null) return true
  const prefix = splitOrgId(orgId)?.prefix
  return prefix !== undefined && possible.includes(prefix)
}

const said = (value: string | null): string => value ?? ''

/** An entry as its form shows it. */
export function valuesOf(kind: Kind, entry: Entry): Answers {
  const number = entry.orgId && asksNumber(kind, entry.orgId) ? splitOrgId(entry.orgId) : null
  const { name, about, topics, place, precision, emailAudience, phoneAudience } = entry
  return {
    name,
    about,
    topics,
    place,
    precision,
    emailAudience,
    phoneAudience,
    website: said(entry.website),
    email: said(entry.email),
    phone: said(entry.phone),
    address: said(entry.address),
    postcode: said(entry.postcode),
    register: number?.prefix ?? 'none',
    registerNumber: number?.number ?? '',
    seen: seenOf(entry),
  }
}

const whereOf = ({ place, region, country, latitude, longitude }: Entry) => ({
  place,
  region,
  country,
  latitude,
  longitude,
})

/**
 * What a form makes of an entry. `before`: as it was; its place lies where it lay unless another one was
 * written, and a number that the form did not ask for stays.
 */
export function entryOf(
  kind: Kind,
  answers: Answers,
  place: Place | null,
  before: Entry | null,
): Entry {
  // The kind that is asked everything: what this one is not asked is not in its answers.
  const { kind: _kind, ...read } = organisationOf('organisation', answers, place)
  const written = textOf(answers, 'postcode').toUpperCase()
  const postcode = written || (before?.place === read.place ? null : read.postcode)
  const entry = { ...read, postcode }
  if (!before) return entry
  return {
    ...entry,
    ...(textOf(answers, 'place') === before.place ? whereOf(before) : {}),
    orgId: asksNumber(kind, before.orgId) ? entry.orgId : before.orgId,
  }
}

const short = (value: unknown) => hashKey(JSON.stringify(value ?? null)).slice(0, 10)

/** What an entry says, field by field, as short digests: a form carries them to notice what changed meanwhile. */
export const seenOf = (entry: Entry): string =>
  shownFields.map((field) => short(entry[field])).join('.')

/** What has changed about an entry since a form was opened. Digests that are none count as nothing changed. */
export function changedSince(seen: string, entry: Entry): ShownField[] {
  const digests = seen.split('.')
  if (digests.length !== shownFields.length) return []
  return shownFields.filter((field, at) => short(entry[field]) !== digests[at]) as ShownField[]
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The names of the fields that differ. */
export const differences = (before: Entry, after: Entry): EntryField[] =>
  entryFields.filter((field) => !same(before[field], after[field]))
