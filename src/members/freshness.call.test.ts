import { afterEach, expect, test } from 'vitest'
import { moveClock } from '#base/time.ts'
import { day, makeMember, names, nightly } from '../../tests/freshness.ts'
import { openKith } from '../../tests/kith.ts'

afterEach(() => moveClock(0))

test('an entry whose letters all came back, or that has no address, is not confirmed at once and is rung', async () => {
  const kith = await openKith()
  const bounced = await makeMember(kith, { name: 'Bounced', people: 2 })
  const half = await makeMember(kith, { name: 'Half', people: 2 })
  const lost = await makeMember(kith, { name: 'Lost', people: 0, phone: '0113 496 0001' })
  await nightly(kith, 184)
  await kith.owner.query(
    `update outbox set state = 'failed', problem = 'refused' where about = $1`,
    [bounced],
  )
  await kith.owner.query(
    `update outbox set state = 'failed' where id = (select id from outbox where about = $1 limit 1)`,
    [half],
  )
  await nightly(kith, 185)
  const { rows } = await kith.owner.query(
    'select organisation_id as id, stale_why as why from freshness where stale_since is not null',
  )
  expect(rows.toSorted((a, b) => a.why.localeCompare(b.why))).toEqual([
    { id: bounced, why: 'bounced' },
    { id: lost, why: 'nobody' },
  ])
  expect(names(await kith.page('/members'))).toEqual(['Half', 'Bounced', 'Lost'])
  const secretary = await kith.signIn('secretary')
  const calls = await kith.page('/members/calls')
  expect(calls).toContain('Mail came back')
  expect(calls).toContain('No mail address')

  // Not reached three times, then ended.
  const call = `/members/${lost}/call`
  expect(await kith.page(call)).toContain('0113 496 0001')
  await kith.send(`${call}/ending`, { outcome: 'unreached' })
  for (const tries of [1, 2, 3]) {
    expect((await kith.send(call, { outcome: 'missed' })).status).toBe(303)
    expect(names(await kith.page('/members'))).toContain('Lost')
    expect(await kith.page('/members/calls')).not.toContain('Lost')
    moveClock((185 + 8 * tries) * day)
    await kith.signIn(secretary)
    expect(await kith.page('/members/calls')).toContain('Lost')
  }
  expect(await kith.page(call)).toContain('Nobody was reached 3 times')
  expect(await kith.page(`${call}/ending`)).toContain('Not reached 3 times: end it')
  expect((await kith.send(call, { outcome: 'nonsense' })).status).toBe(422)
  await kith.send(`${call}/ending`, { outcome: 'unreached' })
  expect((await kith.visit(call)).status).toBe(404)

  // Changed on the phone: back in front at once, and it stands in the journal whose record was read.
  const other = `/members/${bounced}/call`
  await kith.page(other)
  const entry = {
    name: 'Found again',
    about: '',
    place: 'Leeds',
    website: '',
    email: '',
    phone: '',
  }
  await kith.page(`${other}/change`)
  expect((await kith.send(`${other}/change`, { ...entry, name: '' })).status).toBe(422)
  expect((await kith.send(`${other}/change`, entry)).headers.get('location')).toBe(
    '/members/calls?after=changed',
  )
  await kith.page('/members/calls?after=changed')
  expect(names(await kith.page('/members'))).toEqual(['Found again', 'Half'])
  const journal = await kith.owner.query(
    `select what, who is not null as who, person is not null as person from journal
     where what like 'call.%' or what = 'person.read' order by at`,
  )
  expect(journal.rows.map((row) => row.what)).toEqual([
    'call.missed',
    'call.missed',
    'call.missed',
    'call.unreached',
    'person.read',
    'person.read',
    'call.changed',
  ])
  expect(journal.rows.at(-1)).toEqual({ what: 'call.changed', who: true, person: true })
})

test('only the office rings and sees how the list is; a call that says "still right" puts it back at once', async () => {
  const kith = await openKith()
  const id = await makeMember(kith, { name: 'Quiet Club', people: 0 })
  await nightly(kith, 184)
  await nightly(kith, 184 + 31)
  await nightly(kith, 366)
  for (const path of [
    `/members/${id}/call`,
    '/members/calls',
    '/members/health',
    '/members/health.csv',
  ])
    expect((await kith.visit(path)).status, path).toBe(404)
  for (const table of ['freshness', 'freshnessRounds', 'listHealth'] as const)
    expect(await kith.db.selectFrom(table).selectAll().execute()).toEqual([])
  await kith.signIn('secretary')
  const health = await kith.page('/members/health')
  expect(health).toContain('<svg')
  expect(health).toContain('from 0 to 0 over 3 nights')
  expect(await kith.page(`/members/${id}/call`)).toContain('There is no phone number')
  await kith.send(`/members/${id}/call`, { outcome: 'right' })
  await kith.page(`/members/${id}`)
  expect(names(await kith.page('/members'))).toEqual(['Quiet Club'])
  expect(await kith.page('/members/health')).toContain('100 in 100 entries were confirmed')
  const csv = await (await kith.visit('/members/health.csv')).text()
  expect(csv.split('\r\n')[0]).toContain('day,fresh,asked,stale,off,bounced,unreachable,alone')
  expect(csv).toMatch(/,0,0,0,1,0,1,1\r\n/)
})
