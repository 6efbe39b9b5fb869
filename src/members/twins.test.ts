import { beforeEach, expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { ask } from '../../tests/vetting.ts'
import { act, kithItself } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { now } from '#base/time.ts'
import { importMembers } from './import.file.ts'
import { twinsPile } from './twins.actions.ts'

const own = (name: string, phone: string, website: string, email: string, number: string) => ({
  register: number ? { register: 'GB-CHC', registerNumber: number } : { register: 'none' },
  website: { website },
  contact: { email, emailAudience: 'public', phone },
  you: { yourName: name, yourRole: 'Chair', yourEmail: `${name.split(' ')[0]!.toLowerCase()}@example.net` },
}) // prettier-ignore

const pairs = async (kith: Kith) =>
  (
    await kith.owner.query<{ id: string; state: string; a: string; whats: string[] }>(
      `select id, a, state, array(select r ->> 'what' from jsonb_array_elements(reasons) as r) as whats
       from twins order by found_at, id`,
    )
  ).rows

/** Somebody changes an organisation, as the pages that do so write it down. */
const change = (kith: Kith, id: string, columns: string) =>
  act(kith.db, kithItself, async (tx) => {
    await kith.owner.query(
      `update organisations set ${columns}, updated_at = now() where id = $1`,
      [id],
    )
    await record(tx, { what: 'organisation.changed', about: id, who: null, at: now() })
  })

let kith: Kith
beforeEach(async () => {
  kith = await openKith()
})

test('an application like one that waits is found as it comes in, and said why', async () => {
  await ask(kith)
  const { id } = await ask(kith, 'Neighbors First', own('Mo Khan', '', '', '', '1095833'))
  await kith.runJobs()
  const [pair, ...others] = await pairs(kith)
  expect(others).toEqual([])
  expect(pair!.whats).toContain('same-number')

  const secretary = await kith.signIn('secretary')
  const list = await kith.page('/members/twins')
  expect(list).toContain('the same charity number')
  const side = await kith.page(`/members/twins/${pair!.id}`)
  for (const words of [
    'Neighbours First',
    'Neighbors First',
    'Femi Adeyemi',
    'Mo Khan',
    'Different',
    'Only the',
  ])
    expect(side).toContain(words)
  expect(await kith.page(`/memberships/${id}`)).toContain(`/members/twins/${pair!.id}`)
  const pile = await twinsPile(kith.db, { personId: secretary!.id, roles: ['secretary'] }, 5)
  expect(pile).toMatchObject({ total: 1, allHref: '/members/twins' })
  expect(await kith.journal()).toContain('person.read')
})

test('a correction that takes away what spoke for a pair takes it off the list', async () => {
  await ask(kith)
  await ask(kith, 'Tuesday Walkers', own('Mo Khan', '0113 496 0000', '', '', ''))
  await kith.runJobs()
  const [pair] = await pairs(kith)
  expect(pair!.whats).toEqual(['same-phone'])
  const { rows } = await kith.owner.query(
    `select id from organisations where name = 'Tuesday Walkers'`,
  )
  await change(kith, rows[0].id, `phone = '0113 111 2222'`)
  await kith.runJobs()
  expect(await pairs(kith)).toEqual([])
})

test('what somebody said is two stays so, until something new speaks for it', async () => {
  await ask(kith)
  await ask(kith, 'Neighbours First of Leeds', own('Mo Khan', '', '', '', '1095834'))
  await kith.owner.query(`update organisations set org_id = null`)
  const ids = (await kith.owner.query<{ id: string }>('select id from organisations')).rows
  await change(kith, ids[0]!.id, `name = name`)
  await kith.runJobs()
  const [pair] = await pairs(kith)
  await kith.signIn('secretary')
  const said = await kith.send(`/members/twins/${pair!.id}`, { words: 'One is in Headingley' })
  expect(await kith.page(said.headers.get('location')!)).toContain('these are two')
  expect(await kith.page(`/members/twins/${pair!.id}`)).toContain('One is in Headingley')
  expect((await kith.send(`/members/twins/${pair!.id}`, { words: '' })).status).toBe(409)

  await change(kith, ids[0]!.id, `about = 'Something else'`)
  await kith.runJobs()
  expect((await pairs(kith)).map(({ state }) => state)).toEqual(['different'])

  for (const { id } of ids) await change(kith, id, `phone = '0113 111 2222'`)
  await kith.runJobs()
  const [again] = await pairs(kith)
  expect([again!.id, again!.state]).toEqual([pair!.id, 'open'])
  expect(again!.whats).toContain('same-phone')
})

test('who was declined is no twin of who asks again', async () => {
  const { id } = await ask(kith)
  await kith.owner.query(
    `update memberships set state = 'declined', decided_at = now() where id = $1`,
    [id],
  )
  await ask(kith)
  await kith.runJobs()
  expect(await pairs(kith)).toEqual([])
})

test('after an import all that came are looked at, a few at a time, and the same one five times is found', async () => {
  const lines = ['Name,Phone,Town']
  for (let at = 0; at < 5; at++) lines.push(`Harbour Shed ${'|'.repeat(at)},0113 496 0000,Leeds`)
  const words = 'Oak Elm Yew Ash Fir Bay Fig Box Nut Hop'.split(' ')
  for (let at = 0; at < 220; at++)
    lines.push(
      `${words[at % 10]}${at} ${words[Math.floor(at / 10) % 10]}${at * 7},0114 ${100000 + at},Leeds`,
    )
  await importMembers(kith.house, kithItself, {
    name: 'members.csv',
    bytes: Buffer.from(lines.join('\n')),
    write: true,
    plan: { duplicates: 'add' },
  })
  await kith.runJobs()
  const { rows: sheds } = await kith.owner.query(`select count(*)::int as n from twins
    join organisations a on a.id = a join organisations b on b.id = b
    where a.name like 'Harbour%' and b.name like 'Harbour%'`)
  expect(sheds[0].n).toBe(10)
  const { rows } = await kith.owner.query(
    'select count(distinct organisation_id)::int as n from twin_signs',
  )
  expect(rows[0].n).toBe(225)
})

test('groups of one name in many towns do not flood the list', async () => {
  const towns = [
    'Leeds',
    'Cardiff',
    'Bristol',
    'Truro',
    'Derby',
    'Hull',
    'Glasgow',
    'Dundee',
    'Poole',
    'York',
  ]
  for (const [at, town] of towns.entries()) {
    const id = crypto.randomUUID()
    await kith.owner.query(
      `insert into organisations (id, kind, name, about, topics, place, latitude, longitude, precision,
        email_audience, phone_audience, updated_at, example)
       values ($1, 'group', $2, '', '{}', $3, $4, -2, 'near', 'staff', 'staff', now(), false)`,
      [id, at % 2 ? 'Mutual Aid' : `Age Concern ${town}`, town, 50 + at],
    )
    await change(kith, id, `name = name`)
  }
  await kith.runJobs()
  expect(await pairs(kith)).toEqual([])
})

test('a pair that is not there is a page that is not there, and a page too many is the first', async () => {
  await kith.signIn('secretary')
  expect(await kith.page('/members/twins')).toContain('No pairs wait')
  expect((await kith.visit('/members/twins?page=9')).headers.get('location')).toBe('/members/twins')
  expect((await kith.visit(`/members/twins/${crypto.randomUUID()}`)).status).toBe(404)
  expect((await kith.visit(`/members/twins/${crypto.randomUUID()}/merge`)).status).toBe(404)
  expect((await kith.send(`/members/twins/${crypto.randomUUID()}`, { words: '' })).status).toBe(404)
  expect((await kith.visit(`/members/merges/${crypto.randomUUID()}/undo`)).status).toBe(404)
  await kith.page('/members/merges')
})
