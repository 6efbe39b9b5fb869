import { afterEach, expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { addJob } from '#base/jobs.ts'
import { hashKey } from '#base/secrets.ts'
import { moveClock, now } from '#base/time.ts'
import { day, letters, linkFor, makeMember, names, nightly } from '../../tests/freshness.ts'
import { openKith } from '../../tests/kith.ts'
import { callPile } from './freshness.desk.ts'
import { stillKey } from './freshness.night.ts'

afterEach(() => moveClock(0))

const linkTo = (html: string, rel: 'next' | 'prev') =>
  new RegExp(`href="([^"]*)" rel="${rel}"`).exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''

test('of 60 entries 40 are confirmed by one tap; 20 are shown as not confirmed, come last, and leave after a year', async () => {
  const kith = await openKith()
  const ids: string[] = []
  for (let n = 0; n < 60; n++)
    ids.push(
      await makeMember(kith, {
        name: `Club ${String(n).padStart(2, '0')}`,
        phone: '0113 496 0000',
      }),
    )
  await nightly(kith, 182)
  expect(await letters(kith)).toHaveLength(0)
  await nightly(kith, 184)
  expect(await letters(kith)).toHaveLength(60)
  await nightly(kith, 185)
  expect(await letters(kith)).toHaveLength(60)

  // Mail scanners open every link: nothing is confirmed by that.
  const links = await Promise.all(ids.map((id) => linkFor(kith, id)))
  for (const link of links) await kith.visit(link)
  await kith.visit(`${links[0]}/change`)
  await kith.visit(`${links[0]}/closed`)
  const open = await kith.owner.query('select from freshness_rounds where ended_at is null')
  expect(open.rowCount).toBe(60)

  // The first twenty stay silent, so that they would come first by name.
  for (const link of links.slice(20))
    expect((await kith.send(link)).headers.get('location')).toBe(`${link}?done=yes`)
  expect(await kith.page(`${links[59]}?done=yes`)).toContain('Thank you')
  expect(await kith.page(links[59]!)).toContain('This was answered already')

  await nightly(kith, 184 + 15)
  expect(await letters(kith, 'freshness.reminded')).toHaveLength(20)
  await nightly(kith, 184 + 16)
  expect(await letters(kith, 'freshness.reminded')).toHaveLength(20)
  expect(await kith.page('/members')).not.toContain('Not confirmed since')
  await nightly(kith, 184 + 31)
  const last = Array.from({ length: 20 }, (_, n) => `Club ${String(n).padStart(2, '0')}`)
  const list = [
    ...names(await kith.page('/members')),
    ...names(await kith.page('/members?page=2')),
    ...names(await kith.page('/members?page=3')),
  ]
  expect(list).toHaveLength(60)
  expect(list.slice(40)).toEqual(last)
  // From page to page as well, across the border and back.
  const first = await kith.page('/members')
  const second = await kith.page(linkTo(first, 'next'))
  const third = await kith.page(linkTo(second, 'next'))
  expect([first, second, third].flatMap(names)).toEqual(list)
  expect(names(await kith.page(linkTo(third, 'prev')))).toEqual(names(second))
  expect(names(await (await kith.visit('/members?page=2&before=' + ids[45])).text())).toEqual(
    Array.from({ length: 20 }, (_, n) => `Club ${n + 25}`),
  )
  for (const asked of ['q=club', 'near=Leeds', 'q=club&near=Leeds', 'q=ring', 'kind=charity']) {
    const page = await kith.page(`/members?${asked}&page=3`)
    expect(names(page).toSorted(), asked).toEqual(last)
    expect(page).toContain('Not confirmed since')
    expect(names(await kith.page(`/members?${asked}`)), asked).not.toContain('Club 00')
  }
  expect(await kith.page(`/members/${ids[0]}`)).toContain('Not confirmed since')
  expect(await (await kith.visit('/members.csv')).text()).toMatch(/Club 00.*,no,/)
  expect(await (await kith.visit('/members.geojson')).text()).toContain('"confirmed":false')

  await nightly(kith, 366)
  expect(names(await kith.page('/members?q=club&page=2'))).toHaveLength(20)
  expect((await kith.visit('/members?q=club&page=3')).status).toBe(303)
  const gone = await kith.page(`/members/${ids[0]}`)
  expect(gone).toContain('Not listed at the moment')
  expect(gone).toContain('noindex')
  expect(gone).not.toContain('Club 00')
  const who = { personId: crypto.randomUUID(), roles: ['secretary'] }
  const pile = await callPile(kith.db, who, 5)
  expect([pile.total, pile.items.length]).toEqual([20, 5])
  expect(pile.items[0]?.meta).toContain('0113 496 0000')

  // An old letter still works for those who answer late: they are back at once.
  await kith.send(links[0]!)
  expect(names(await kith.page('/members?q=club'))).toContain('Club 00')
  expect((await callPile(kith.db, who, 5)).total).toBe(19)
}, 120_000)

test('whoever changes the entry by the letter’s link sees it in the list at once, and keeps what is private', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, {
    name: 'Old Name',
    email: 'private@example.org',
    phone: '0113 496 0000',
  })
  await nightly(kith, 184)
  const link = await linkFor(kith, id)
  const form = await kith.page(`${link}/change`)
  expect(form).toContain('value="Old Name"')
  expect(form).not.toContain('private@example.org')
  const entry = {
    name: 'New Name',
    about: 'We sing.',
    place: 'Leeds',
    website: '',
    email: '',
    phone: '',
  }
  for (const wrong of [
    { name: '' },
    { name: '\u200b \u0000' },
    { website: 'javascript:alert(1)' },
    { email: 'nobody' },
    { phone: 'ring me' },
    { place: 'Xyzzyplughville' },
    { about: 'x'.repeat(2001) },
  ]) {
    const answer = await kith.send(`${link}/change`, { ...entry, ...wrong })
    expect(answer.status, JSON.stringify(wrong).slice(0, 40)).toBe(422)
    await kith.checked(answer)
  }
  expect((await kith.send(`${link}/change`, entry)).status).toBe(303)
  expect(await kith.page(`${link}?done=yes`)).toContain('Your changes are saved')
  expect(await kith.page(`/members/${id}`)).toContain('New Name')
  const kept = await kith.owner.query('select email, phone, place, latitude from organisations')
  expect(kept.rows).toEqual([
    { email: 'private@example.org', phone: '0113 496 0000', place: 'Leeds', latitude: 53.8 },
  ])
  // A second answer changes nothing any more.
  expect((await kith.send(`${link}/change`, { ...entry, name: 'Third' })).status).toBe(200)
  await kith.send(`${link}/closed`)
  expect(await kith.page(`/members/${id}`)).toContain('New Name')
  expect((await kith.visit(`/still/${'x'.repeat(43)}`)).status).toBe(404)
  expect((await kith.send(`/still/${'x'.repeat(43)}`)).status).toBe(404)
})

test('whoever has closed says so twice; the membership ends and the office is told', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, { name: 'Last Orders' })
  await nightly(kith, 184)
  const link = await linkFor(kith, id)
  expect(await kith.page(`${link}/closed`)).toContain('Have you closed for good?')
  await kith.page(`/members/${id}`)
  await kith.send(`${link}/closed`)
  expect((await kith.visit(`/members/${id}`)).status).toBe(404)
  await kith.runJobs()
  const [told] = await letters(kith, 'membership.ended')
  expect([told?.toAddress, told?.subject]).toEqual([
    'office@example.org',
    'Last Orders says that it has closed',
  ])
  expect(await kith.page(link)).toContain('You have left the list')
  const { rows } = await kith.owner.query('select state, decided_by from memberships')
  expect(rows).toEqual([{ state: 'ended', decided_by: null }])
  await nightly(kith, 800)
  expect(await letters(kith)).toHaveLength(1)
})

test('everyone who speaks for an organisation is written to in their language, and the first answer counts', async () => {
  const kith = await openKith()
  const welsh = await makeMember(kith, { name: 'Clwb', people: 2, lang: 'cy' })
  await makeMember(kith, { name: 'مرکز', people: 0, email: 'office@urdu.example.org', lang: 'ur' })
  await nightly(kith, 184)
  const all = await letters(kith)
  expect(all.map((letter) => letter.lang).toSorted()).toEqual(['cy', 'cy', 'ur'])
  expect(all.find((letter) => letter.lang === 'ur')?.toAddress).toBe('office@urdu.example.org')
  expect(all.find((letter) => letter.about === welsh)?.text).toContain('Ydy hyn yn dal yn gywir?')
  const link = await linkFor(kith, welsh)
  expect(await (await kith.visit(`${link}?lang=ur`)).text()).toContain('کیا یہ اب بھی درست ہے؟')
  await kith.send(link)
  await nightly(kith, 184 + 15)
  expect((await letters(kith, 'freshness.reminded')).map((letter) => letter.lang)).toEqual(['ur'])
})

test('whoever checks an entry in any other way answers the question; the next one has another key', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, { name: 'Checked', email: null })
  await nightly(kith, 184)
  const first = await linkFor(kith, id)
  expect(first).toBe(`/still/${stillKey(kith.secret, id, 1)}`)
  await kith.owner.query(`select set_config('kith.system', 'on', false)`)
  await kith.owner.query('update organisations set checked_at = $1', [now()])
  expect(await kith.page(first)).toContain('Somebody has looked at it since then')
  await nightly(kith, 184 + 184)
  expect(await letters(kith)).toHaveLength(2)
  const second = await linkFor(kith, id)
  expect(second).not.toBe(first)
  expect(await kith.page(second)).toContain('Is this still right?')
  expect(await kith.page(first)).toContain('This was answered already')
  const { rows } = await kith.owner.query('select key_hash from freshness_rounds order by asked_at')
  expect(rows.map((row) => row.key_hash)).toEqual(
    [first, second].map((link) => hashKey(link.replace('/still/', ''))),
  )
})

test('the round is done once a day, whenever it is asked for', async () => {
  const kith = await openKith()
  await makeMember(kith, { name: 'Any Club' })
  for (const days of [184, 184.0001, 184.0002, 186]) {
    moveClock(days * day)
    await act(kith.db, kithItself, (tx) => addJob(tx, 'freshness.due', {}))
    await kith.runJobs()
  }
  const rounds = (await kith.journal()).filter((what) => what === 'list.checked')
  // Minutes before midnight the second one falls on another day.
  expect([2, 3]).toContain(rounds.length)
  expect(await letters(kith)).toHaveLength(1)
})

test('a night that is done twice, or begun anew after a kill, writes each letter once', async () => {
  const kith = await openKith()
  for (let n = 0; n < 120; n++) await makeMember(kith, { name: `Club ${n}` })
  moveClock(184 * day)
  await act(kith.db, kithItself, (tx) => addJob(tx, 'freshness.night', {}))
  // Killed in the middle: the second batch is refused, as when the database goes away.
  await kith.owner.query(`create function pg_temp_fail() returns trigger language plpgsql as $$
    begin if (select count(*) from freshness_rounds) > 60 then raise exception 'gone'; end if; return new; end $$`)
  await kith.owner.query(
    'create trigger fail before insert on freshness_rounds for each statement execute function pg_temp_fail()',
  )
  try {
    await kith.runJobs()
  } finally {
    await kith.owner.query('drop trigger fail on freshness_rounds')
    await kith.owner.query('drop function pg_temp_fail')
  }
  await nightly(kith, 184.1)
  await nightly(kith, 184.2)
  expect(await letters(kith)).toHaveLength(120)
  const { rowCount } = await kith.owner.query('select from freshness_rounds')
  expect(rowCount).toBe(120)
}, 60_000)
