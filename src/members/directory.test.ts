import { type Insertable, sql } from 'kysely'
import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { coarse, distanceKm } from '#base/places.ts'
import { now } from '#base/time.ts'
import { openKith, type Kith } from '../../tests/kith.ts'
import { listAllInDirectory, listInDirectory, unlist } from './directory.queries.ts'
import type { OrganisationsTable } from './schema.ts'

const leeds = {
  place: 'Leeds',
  region: 'England',
  country: 'GB',
  latitude: 53.79648,
  longitude: -1.54785,
}
const cardiff = {
  place: 'Cardiff',
  region: 'Wales',
  country: 'GB',
  latitude: 51.48,
  longitude: -3.18,
}

type Given = Partial<Insertable<OrganisationsTable>> & {
  name: string
  state?: 'asked' | 'admitted' | 'ended'
}

async function makeMember(kith: Kith, { state = 'admitted', ...given }: Given): Promise<string> {
  const id = crypto.randomUUID()
  const at = now()
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .insertInto('organisations')
      .values({
        id, kind: 'charity', about: '', topics: [], website: null, orgId: null, address: null,
        postcode: null, ...leeds, precision: 'near', email: null, emailAudience: 'staff', phone: null,
        phoneAudience: 'staff', checkedAt: null, updatedAt: at, example: false, importId: null, ...given,
      } as Insertable<OrganisationsTable>)
      .execute() // prettier-ignore
    await tx
      .insertInto('memberships')
      .values({
        id: crypto.randomUUID(), organisationId: id, personId: null, state, channel: 'phone', lang: 'en',
        answers: '{}', talk: '[]', keyHash: null, enteredBy: null, askedAt: at, waitingSince: at,
        decidedAt: state === 'asked' ? null : at, decidedBy: null, reason: null,
      })
      .execute() // prettier-ignore
    await listInDirectory(tx, id)
  })
  return id
}

const names = (html: string) =>
  [...html.matchAll(/<h3[^>]*><a href="\/members\/[0-9a-f-]{36}"><bdi>([^<]*)/g)].map(
    (found) => found[1],
  )

test('a visitor finds admitted organisations with what is public of them, and nothing else', async () => {
  const kith = await openKith()
  await makeMember(kith, { name: 'Waiting Friends', state: 'asked' })
  await makeMember(kith, { name: 'Mrs Private', kind: 'individual' })
  const id = await makeMember(kith, {
    name: 'Harbour Road Shed', email: 'shed@example.org', phone: '0113 496 0000', phoneAudience: 'public',
    orgId: 'GB-CHC-1095833', website: 'https://shed.example.org', topics: ['befriending'], address: '12 Secret Lane',
    about: 'We repair chairs and talk.',
  }) // prettier-ignore
  const list = await kith.page('/members')
  expect(names(list)).toEqual(['Harbour Road Shed'])
  expect(list).toContain('One member')
  const page = await kith.page(`/members/${id}`)
  expect(page).toContain('GB-CHC-1095833')
  expect(page).toContain('(checked for form)')
  expect(page).toContain('0113 496 0000')
  expect(page).toContain('rel="nofollow ugc noopener"')
  expect(page).toContain(`/reports/new?about=/members/${id}`)
  expect(page).not.toContain('shed@example.org')
  expect(page).not.toContain('Secret Lane')
  const data = JSON.parse(
    /<script type="application\/ld\+json">(.*?)<\/script>/.exec(page)?.[1] ?? '',
  )
  expect(data).toMatchObject({
    '@type': 'NGO',
    name: 'Harbour Road Shed',
    identifier: { value: 'GB-CHC-1095833' },
  })
})

test('a place is shown as exactly as its organisation wants', async () => {
  const kith = await openKith()
  const shown = async (precision: 'exact' | 'near' | 'area') => {
    const id = await makeMember(kith, { name: precision, precision })
    return kith.db
      .selectFrom('directory')
      .select(['latitude', 'longitude'])
      .where('organisationId', '=', id)
      .executeTakeFirstOrThrow()
  }
  expect(await shown('exact')).toEqual({ latitude: leeds.latitude, longitude: leeds.longitude })
  const near = await shown('near')
  const [lat, lon] = [near.latitude ?? 0, near.longitude ?? 0]
  const km = distanceKm({ lat, lon }, { lat: leeds.latitude, lon: leeds.longitude })
  expect(km).toBeGreaterThan(0.2)
  expect(km).toBeLessThan(1)
  const area = coarse(leeds.latitude, leeds.longitude, 'area')
  expect(await shown('area')).toEqual({ latitude: area.lat, longitude: area.lon })
})

test('whoever leaves the coalition leaves the directory, and its words', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, { name: 'Zebrafish Club' })
  await makeMember(kith, { name: 'Chess Club' })
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .updateTable('memberships')
      .set({ state: 'ended' })
      .where('organisationId', '=', id)
      .execute()
    await listInDirectory(tx, id)
  })
  expect((await kith.visit(`/members/${id}`)).status).toBe(404)
  const terms = await kith.db.selectFrom('directoryTerms').select('term').execute()
  expect(terms.map((row) => row.term)).toEqual(expect.arrayContaining(['club', 'chess']))
  expect(terms.map((row) => row.term)).not.toContain('zebrafish')
})

test('an organisation can be taken out of the directory', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, { name: 'Shy Society' })
  await act(kith.db, kithItself, (tx) => unlist(tx, id))
  expect((await kith.visit(`/members/${id}`)).status).toBe(404)
})

test('nobody but the office writes the directory', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, { name: 'Ours' })
  await expect(
    kith.db
      .updateTable('directory')
      .set({ name: 'Theirs' })
      .where('organisationId', '=', id)
      .execute(),
  ).rejects.toThrow('the directory is written by the office')
})

test('search forgives an accent, a slip of the pen and half a word', async () => {
  const kith = await openKith()
  await makeMember(kith, { name: 'Cyfeillion Ynys Môn', ...cardiff })
  await makeMember(kith, { name: 'Bristol Befriending', about: 'Tea, chairs and talk' })
  for (const [q, name] of [
    ['ynys mon', 'Cyfeillion Ynys Môn'],
    ['YNYS MÔN', 'Cyfeillion Ynys Môn'],
    ['brsitol', 'Bristol Befriending'],
    ['befrending', 'Bristol Befriending'],
    ['befr', 'Bristol Befriending'],
    ['chairs', 'Bristol Befriending'],
    ['wales', 'Cyfeillion Ynys Môn'],
  ])
    expect(names(await kith.page(`/members?q=${encodeURIComponent(q!)}`)), q).toEqual([name])
  for (const q of ["'", "a' | b", '\\', ':*', '!!', '<b>', '%', '"'])
    await kith.page(`/members?q=${encodeURIComponent(q)}`)
  const nothing = await kith.page('/members?q=zzyzx')
  expect(nothing).toContain('Nobody found')
  expect(nothing).toContain('name="robots" content="noindex"')
})

test('what is called so comes first, then what is said in the name, then what they do', async () => {
  const kith = await openKith()
  await makeMember(kith, { name: 'A Place', about: 'Our garden is open' })
  await makeMember(kith, { name: 'The Big Garden' })
  await makeMember(kith, { name: 'Garden Friends' })
  await makeMember(kith, { name: 'Garden' })
  const html = await kith.page('/members?q=garden')
  expect(names(html)).toEqual(['Garden', 'Garden Friends', 'The Big Garden', 'A Place'])
})

test('filters narrow the list, are shown, and can be taken away one by one', async () => {
  const kith = await openKith()
  await makeMember(kith, { name: 'One', kind: 'charity', topics: ['food'] })
  await makeMember(kith, { name: 'Two', kind: 'group', topics: ['food', 'arts'], ...cardiff })
  await makeMember(kith, { name: 'Three', kind: 'group', topics: ['arts'] })
  expect(names(await kith.page('/members?kind=group'))).toEqual(['Three', 'Two'])
  expect(names(await kith.page('/members?topic=food'))).toEqual(['One', 'Two'])
  expect(names(await kith.page('/members?region=Wales'))).toEqual(['Two'])
  const both = await kith.page('/members?kind=group&topic=arts&region=England')
  expect(names(both)).toEqual(['Three'])
  expect(both).toContain('href="/members?kind=group&amp;region=England"')
  // What is no kind is no filter.
  expect(names(await kith.page('/members?kind=pirates'))).toHaveLength(3)
})

test('near a place the nearest come first, with how far they are', async () => {
  const kith = await openKith()
  await kith.owner
    .query(`insert into places (id, kind, name, country, region, lat, lon, population, loaded_at)
    values ('town:t1', 'town', 'Bradford', 'GB', 'England', 53.79, -1.75, 300000, now()) on conflict do nothing`)
  await makeMember(kith, { name: 'Far', ...cardiff })
  await makeMember(kith, { name: 'Close' })
  await makeMember(kith, { name: 'Nowhere', latitude: null, longitude: null })
  const html = await kith.page('/members?near=bradford')
  expect(names(html)).toEqual(['Close', 'Far'])
  expect(html).toMatch(/[89] miles away/)
  expect(await kith.page('/members?near=qqqqqqq')).toContain('We do not know this place')
})

const linkTo = (html: string, rel: 'next' | 'prev') =>
  new RegExp(`href="([^"]*)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''

test('pages follow each other without a gap, forward and back, whoever joins meanwhile', async () => {
  const kith = await openKith()
  const all = Array.from({ length: 45 }, (_, at) => `Club ${String(at).padStart(2, '0')}`)
  for (const name of all) await makeMember(kith, { name })
  const first = await kith.page('/members')
  await makeMember(kith, { name: 'Aardvark Club' })
  const second = await kith.page(linkTo(first, 'next'))
  const third = await kith.page(linkTo(second, 'next'))
  expect([...names(first), ...names(second), ...names(third)]).toEqual(all)
  const back = await kith.page(linkTo(third, 'prev'))
  expect(names(back)).toEqual(names(second))
  const searched = await kith.page('/members?q=club&page=3')
  expect(names(searched)).toHaveLength(6)
  expect((await kith.visit('/members?q=club&page=9')).status).toBe(303)
})

test('the list can be taken along as CSV and GeoJSON, safe to open in a spreadsheet', async () => {
  const kith = await openKith()
  await makeMember(kith, {
    name: '=cmd|calc',
    about: 'Says "hello", and\nmore',
    phone: '+44 113 496 0000',
    phoneAudience: 'public',
    email: 'secret@example.org',
  })
  await makeMember(kith, { name: 'Welsh One', kind: 'group', ...cardiff, precision: 'area' })
  const csv = await kith.visit('/members.csv')
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const bytes = Buffer.from(await csv.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const text = bytes.toString('utf8')
  expect(text).toContain("'=cmd|calc")
  expect(text).toContain("'+44 113 496 0000")
  expect(text).toMatch(/,53\.\d{3,5},-1\.\d{3,5},/)
  expect(text).not.toContain('secret@example.org')
  const geo = (await (await kith.visit('/members.geojson?region=Wales')).json()) as {
    features: { geometry: object; properties: { name: string } }[]
  }
  expect(geo.features).toHaveLength(1)
  expect(geo.features[0]).toMatchObject({
    geometry: { type: 'Point', coordinates: [-3.2, 51.5] },
    properties: { name: 'Welsh One' },
  })
})

test('a member page is ready for visitors, and gone as soon as the member is', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, { name: 'Ready' })
  await kith.page(`/members/${id}`)
  await kith.page('/members')
  await act(kith.db, kithItself, (tx) => unlist(tx, id))
  expect((await kith.visit(`/members/${id}`)).status).toBe(404)
  expect(await kith.page('/members')).toContain('Nobody is here yet')
})

test('the directory speaks Welsh and Urdu', async () => {
  const kith = await openKith()
  await makeMember(kith, { name: 'Ein Clwb' })
  expect(await (await kith.visit('/members?lang=cy')).text()).toContain('Un aelod')
  expect(await (await kith.visit('/members?lang=ur')).text()).toContain('dir="rtl"')
})

test('many are listed in one go, and a name in capitals or in Urdu is found', async () => {
  const kith = await openKith()
  const ids = [
    await makeMember(kith, { name: 'دوستی مرکز' }),
    await makeMember(kith, { name: 'FREEDOM HOUSE' }),
  ]
  await act(kith.db, kithItself, (tx) => listAllInDirectory(tx, ids))
  expect(names(await kith.page(`/members?q=${encodeURIComponent('دوستی')}`))).toEqual([
    'دوستی مرکز',
  ])
  expect(names(await kith.page('/members?q=freedom'))).toEqual(['FREEDOM HOUSE'])
  const { rows } = await sql<{ n: number }>`select count(*) as n from directory`.execute(kith.db)
  expect(rows[0]?.n).toBe(2)
})
