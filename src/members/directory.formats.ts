import { byteOrderMark, type Cell, csvLines } from './spreadsheet.ts'
import type { DirectoryEntry } from './schema.ts'

/** Under which terms the public part may be used. */
export const licence = 'https://creativecommons.org/licenses/by/4.0/'

type Column = { name: string; of(entry: DirectoryEntry, origin: string): Cell }
const columns: Column[] = [
  { name: 'id', of: (entry) => entry.organisationId },
  { name: 'name', of: (entry) => entry.name },
  { name: 'kind', of: (entry) => entry.kind },
  { name: 'about', of: (entry) => entry.about },
  { name: 'topics', of: (entry) => entry.topics },
  { name: 'place', of: (entry) => entry.place },
  { name: 'region', of: (entry) => entry.region },
  { name: 'country', of: (entry) => entry.country },
  { name: 'latitude', of: (entry) => entry.latitude },
  { name: 'longitude', of: (entry) => entry.longitude },
  { name: 'website', of: (entry) => entry.website },
  { name: 'org_id', of: (entry) => entry.orgId },
  { name: 'email', of: (entry) => entry.email },
  { name: 'phone', of: (entry) => entry.phone },
  { name: 'last_checked', of: (entry) => entry.checkedAt },
  { name: 'confirmed', of: (entry) => (entry.stale ? 'no' : 'yes') },
  { name: 'updated', of: (entry) => entry.listedAt },
  { name: 'page', of: (entry, origin) => `${origin}/members/${entry.organisationId}` },
]

/** Public entries as CSV, piece by piece. */
export async function* asCsv(
  found: AsyncIterable<DirectoryEntry[]>,
  origin: string,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLines([columns.map((column) => column.name)])
  for await (const entries of found)
    yield csvLines(entries.map((entry) => columns.map((column) => column.of(entry, origin))))
}

/** One entry as a feature of GeoJSON (RFC 7946); without a position its geometry is null. */
function featureOf(entry: DirectoryEntry, origin: string): object {
  const {
    organisationId,
    latitude,
    longitude,
    example: _example,
    listedAt,
    checkedAt,
    stale,
    ...rest
  } = entry
  const geometry =
    latitude === null || longitude === null
      ? null
      : { type: 'Point', coordinates: [longitude, latitude] }
  const page = `${origin}/members/${organisationId}`
  const confirmed = !stale
  const properties = { ...rest, lastChecked: checkedAt, confirmed, updated: listedAt, page }
  return { type: 'Feature', id: organisationId, geometry, properties }
}

/** Public entries as one FeatureCollection, piece by piece. */
export async function* asGeoJson(
  found: AsyncIterable<DirectoryEntry[]>,
  origin: string,
): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","license":"${licence}","features":[`
  let comma = ''
  for await (const entries of found) {
    yield comma + entries.map((entry) => JSON.stringify(featureOf(entry, origin))).join(',\n')
    comma = ',\n'
  }
  yield ']}\n'
}

const types = {
  charity: 'NGO',
  organisation: 'Organization',
  company: 'Organization',
  group: 'Organization',
}

/** Where a member is, as schema.org says it. */
function placeFor({ place, region, country, latitude, longitude }: DirectoryEntry): object {
  const hasSpot = latitude !== null && longitude !== null
  return {
    '@type': 'Place',
    address: {
      '@type': 'PostalAddress',
      addressLocality: place,
      ...(region && { addressRegion: region }),
      ...(country && { addressCountry: country }),
    },
    ...(hasSpot && { geo: { '@type': 'GeoCoordinates', latitude, longitude } }),
  }
}

/** How fresh this is: when somebody of theirs last looked at it, and whether that is recent enough. */
const confirmedOf = ({ checkedAt, stale }: DirectoryEntry): object[] => [
  ...(checkedAt
    ? [
        {
          '@type': 'PropertyValue',
          name: 'lastChecked',
          value: checkedAt.toISOString().slice(0, 10),
        },
      ]
    : []),
  { '@type': 'PropertyValue', name: 'confirmed', value: !stale },
]

/** A member as schema.org describes organisations, for search engines. */
export function jsonLdOf(
  entry: DirectoryEntry,
  coalition: { name: string },
  origin: string,
): object {
  return {
    '@context': 'https://schema.org',
    '@type': types[entry.kind as keyof typeof types] ?? 'Organization',
    '@id': `${origin}/members/${entry.organisationId}`,
    name: entry.name,
    ...(entry.about && { description: entry.about }),
    ...(entry.website && { url: entry.website }),
    ...(entry.email && { email: entry.email }),
    ...(entry.phone && { telephone: entry.phone }),
    ...(entry.orgId && {
      identifier: { '@type': 'PropertyValue', propertyID: 'org-id', value: entry.orgId },
    }),
    ...(entry.topics.length > 0 && { knowsAbout: entry.topics }),
    location: placeFor(entry),
    additionalProperty: confirmedOf(entry),
    memberOf: { '@type': 'Organization', name: coalition.name, url: origin },
  }
}
