import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { distanceKm } from '#base/places.ts'
import { fieldsIn, makeEntry } from '../../tests/entries.ts'
import { openKith } from '../../tests/joining.ts'
import type { Kith } from '../../tests/kith.ts'
import { listInDirectory } from './directory.queries.ts'

const organisation = (kith: Kith, id: string) =>
  act(kith.db, kithItself, (tx) =>
    tx.selectFrom('organisations').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )
const listed = (kith: Kith, id: string) =>
  kith.db
    .selectFrom('directory')
    .selectAll()
    .where('organisationId', '=', id)
    .executeTakeFirstOrThrow()
const changes = (kith: Kith) =>
  act(kith.db, kithItself, (tx) =>
    tx.selectFrom('journal').selectAll().where('what', '=', 'organisation.changed').execute(),
  )

test('who speaks for an organisation changes its entry, and everybody sees it at once', async () => {
  const kith = await openKith()
  const femi = await kith.makePerson({ name: 'Femi Adeyemi' })
  const id = await makeEntry(kith, {}, femi)
  expect(await kith.page(`/members/${id}`)).toContain('We walk.')
  await kith.signIn(femi)
  const mine = await kith.page('/members/mine')
  expect(mine).toContain('Tuesday Walkers')
  expect(mine).toContain(`/members/${id}/change`)
  const form = fieldsIn(await kith.page(`/members/${id}/change`))
  expect(form).toMatchObject({ name: 'Tuesday Walkers', emailAudience: 'staff', topics: ['sport'] })
  const sent = await kith.send(`/members/${id}/change`, {
    ...form, about: 'We walk and talk.', email: 'walk@example.org', emailAudience: 'public',
    phone: '0113 496 0000', website: 'www.example.org', address: '12 Secret Lane', postcode: 'ls1 4dy',
    checked: 'yes',
  }) // prettier-ignore
  expect(sent.headers.get('location')).toBe(`/members/${id}?done=changed`)
  expect(await kith.page(`/members/${id}?done=changed`)).toContain('Your changes are saved')
  await kith.signIn(null)
  const page = await kith.page(`/members/${id}`)
  expect(page).toContain('We walk and talk.')
  expect(page).toContain('walk@example.org')
  for (const hidden of ['0113 496 0000', 'Secret Lane', 'LS1 4DY'])
    expect(page).not.toContain(hidden)
  const row = await organisation(kith, id)
  expect(row).toMatchObject({ phone: '0113 496 0000', postcode: 'LS1 4DY', latitude: 53.797 })
  expect(row.checkedAt).not.toBeNull()
  const [entry] = await changes(kith)
  expect(entry).toMatchObject({ who: femi.id, person: null, about: id })
  expect(entry?.detail).toMatchObject({
    checked: true,
    fields: expect.arrayContaining([
      'about',
      'email',
      'emailAudience',
      'phone',
      'website',
      'address',
    ]),
  })
  expect(JSON.stringify(entry?.detail)).not.toContain('Secret')
})

test('nobody changes an entry that is not theirs, nor before they were let in', async () => {
  const kith = await openKith()
  const femi = await kith.makePerson({ name: 'Femi Adeyemi' })
  const theirs = await makeEntry(kith)
  const asked = await makeEntry(kith, { state: 'asked' }, femi)
  const alone = await makeEntry(kith, { kind: 'individual' }, femi)
  await kith.signIn(femi)
  for (const id of [theirs, asked, alone]) {
    await kith.page(`/members/${id}/change`, 404)
    expect((await kith.send(`/members/${id}/change`, { name: 'Mine now' })).status).toBe(404)
    expect((await organisation(kith, id)).name).toBe('Tuesday Walkers')
  }
  await kith.signIn('moderator')
  await kith.page(`/members/${theirs}/change`, 404)
  await kith.signIn(null)
  await kith.page(`/members/${theirs}/change`, 404)
  await kith.signIn('secretary')
  await kith.page(`/members/${theirs}/change`)
})

test('two people change an entry at once: the second sees what changed and keeps their words', async () => {
  const kith = await openKith()
  const [femi, mona] = [await kith.makePerson(), await kith.makePerson()]
  const id = await makeEntry(kith, {}, femi, mona)
  await kith.signIn(mona)
  const opened = fieldsIn(await kith.page(`/members/${id}/change`))
  await kith.signIn(femi)
  await kith.send(`/members/${id}/change`, { ...opened, about: 'We walk on Tuesdays.' })
  await kith.signIn(mona)
  const answer = await kith.send(`/members/${id}/change`, { ...opened, name: 'Walkers of Leeds' })
  expect(answer.status).toBe(409)
  const html = await kith.checked(answer)
  expect(html).toContain('Somebody else changed this entry')
  expect(html).toContain('We walk on Tuesdays.')
  const again = fieldsIn(html)
  expect(again).toMatchObject({ name: 'Walkers of Leeds', about: 'We walk.' })
  const saved = await kith.send(`/members/${id}/change`, {
    ...again,
    about: 'We walk on Tuesdays.',
  })
  expect(saved.status).toBe(303)
  expect(await organisation(kith, id)).toMatchObject({
    name: 'Walkers of Leeds',
    about: 'We walk on Tuesdays.',
  })
})

test('what is wrong is said beside its field, and nothing that was written is lost', async () => {
  const kith = await openKith()
  const femi = await kith.makePerson()
  const id = await makeEntry(kith, { kind: 'charity' }, femi)
  await makeEntry(kith, { kind: 'charity', name: 'Others', orgId: 'GB-CHC-1095833' })
  await kith.signIn(femi)
  const form = fieldsIn(await kith.page(`/members/${id}/change`))
  const wrong = await kith.send(`/members/${id}/change`, {
    ...form, name: '', about: 'Kept words', email: 'nobody', phone: '12', website: 'not a site', place: 'Xyzzyville',
    register: 'GB-CHC', registerNumber: '12',
  }) // prettier-ignore
  expect(wrong.status).toBe(422)
  const html = await kith.checked(wrong)
  expect(html).toContain('Kept words')
  for (const field of ['name', 'email', 'phone', 'website', 'registerNumber'])
    expect(html).toContain(`id="${field}-error"`)
  const taken = { ...form, register: 'GB-CHC', registerNumber: '1095833' }
  const answer = await kith.send(`/members/${id}/change`, taken)
  expect(answer.status).toBe(422)
  expect(await kith.checked(answer)).toContain('Another member has this number')
  const lost = await kith.send(`/members/${id}/change`, { ...form, place: 'Xyzzyville' })
  expect(lost.status).toBe(422)
  expect(await kith.checked(lost)).toContain('keepPlace')
})

test('what is for members is seen by members only, what is for the office by the office', async () => {
  const kith = await openKith()
  const [member, applicant] = [await kith.makePerson(), await kith.makePerson()]
  const id = await makeEntry(kith, {
    email: 'canary-mail@example.org', emailAudience: 'members', phone: '0113 496 1111', address: '9 Canary Row',
  }) // prettier-ignore
  await makeEntry(kith, { name: 'Chess Club' }, member)
  await makeEntry(kith, { name: 'Not yet', state: 'asked' }, applicant)
  const seen = async () => {
    const html = await kith.page(`/members/${id}`)
    return ['canary-mail', '0113 496 1111', 'Canary Row'].map((words) => html.includes(words))
  }
  const none = [false, false, false]
  await kith.signIn(member)
  expect(await seen()).toEqual([true, false, false])
  // Nothing of that page was kept for who comes next.
  await kith.signIn(null)
  expect(await seen()).toEqual(none)
  await kith.signIn(applicant)
  expect(await seen()).toEqual(none)
  await kith.signIn('secretary')
  expect(await seen()).toEqual([true, true, true])
  await kith.signIn(null)
  expect(await seen()).toEqual(none)
  for (const path of ['/members.csv', '/members.geojson', '/members'])
    expect(await (await kith.visit(path)).text()).not.toContain('canary-mail')
})

const real = { latitude: 53.797, longitude: -1.547 }
const apart = (a: { latitude: number | null; longitude: number | null }, b = real) =>
  distanceKm({ lat: a.latitude ?? 0, lon: a.longitude ?? 0 }, { lat: b.latitude, lon: b.longitude })

test('"near by" is one spot, 200 to 1,000 metres away, whatever is written a thousand times', async () => {
  const kith = await openKith()
  const id = await makeEntry(kith)
  const first = await listed(kith, id)
  const sum = { latitude: 0, longitude: 0 }
  await act(kith.db, kithItself, async (tx) => {
    for (let turn = 0; turn < 1000; turn++) {
      // Something else about it changes now and then; every time it is listed anew.
      if (turn % 50 === 0)
        await tx
          .updateTable('organisations')
          .set({ name: `Walkers ${turn}` })
          .where('id', '=', id)
          .execute()
      await listInDirectory(tx, id)
      const { latitude, longitude } = await tx
        .selectFrom('directory')
        .select(['latitude', 'longitude'])
        .executeTakeFirstOrThrow()
      sum.latitude += latitude ?? 0
      sum.longitude += longitude ?? 0
    }
  })
  expect(sum.latitude / 1000).toBeCloseTo(first.latitude ?? 0, 9)
  expect(sum.longitude / 1000).toBeCloseTo(first.longitude ?? 0, 9)
  expect(apart(first)).toBeGreaterThan(0.2)
  expect(apart(first)).toBeLessThan(1)
}, 120_000)

test('every place "near by" has a spot of its own, and moves only with the real place', async () => {
  const kith = await openKith()
  const { rows } = await kith.owner.query<{ lat: number; lon: number; p: number[]; q: number[] }>(`
    select lat, lon, kith_near(seed, lat, lon) as p, kith_near(seed, lat, lon) as q
    from (select gen_random_uuid() as seed, random() * 120 - 60 as lat, random() * 340 - 170 as lon
      from generate_series(1, 3000)) as anywhere`)
  const [lengths, east, north] = [[] as number[], [] as number[], [] as number[]]
  for (const { lat, lon, p, q } of rows) {
    expect(p).toEqual(q)
    lengths.push(
      apart({ latitude: p[0] ?? 0, longitude: p[1] ?? 0 }, { latitude: lat, longitude: lon }),
    )
    north.push((p[0] ?? 0) - lat)
    east.push(((p[1] ?? 0) - lon) * Math.cos((lat * Math.PI) / 180))
  }
  expect(Math.min(...lengths)).toBeGreaterThan(0.2)
  expect(Math.max(...lengths)).toBeLessThan(1)
  // In every direction alike: on the whole they lie around the real place.
  const mean = (all: number[]) => all.reduce((a, b) => a + b, 0) / all.length
  expect(Math.abs(mean(north))).toBeLessThan(0.0005)
  expect(Math.abs(mean(east))).toBeLessThan(0.0005)
  const moved = await kith.owner.query<{ same: boolean }>(`
    select (kith_near(s, 53.797, -1.547))[1] - 53.797 = (kith_near(s, 53.798, -1.547))[1] - 53.798 as same
    from gen_random_uuid() as s`)
  expect(moved.rows).toEqual([{ same: false }])
})

test('the map, the exports and the search show that spot, never the real place', async () => {
  const kith = await openKith()
  const id = await makeEntry(kith, { latitude: 53.796483, longitude: -1.547852 })
  const { latitude, longitude } = await listed(kith, id)
  for (const path of ['/members.csv', '/members.geojson', `/members/${id}`, '/members?near=LS1']) {
    const text = await (await kith.visit(path)).text()
    expect(text, path).not.toContain('53.79648')
    expect(text, path).not.toContain('-1.54785')
  }
  const csv = await (await kith.visit('/members.csv')).text()
  expect(csv).toContain(String(latitude))
  expect(csv).toContain(String(longitude))
  const { rows } = await kith.owner.query<{ right: boolean }>(
    `select spot = kith_spot(latitude, longitude) as right from directory`,
  )
  expect(rows).toEqual([{ right: true }])
})
