import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { moveClock } from '#base/time.ts'
import { fieldsIn, letterTo, makeEntry } from '../../tests/entries.ts'
import { openKith } from '../../tests/joining.ts'
import { type Kith, openKith as openBehind } from '../../tests/kith.ts'
import { claimsPile } from './claim.actions.ts'
import { waysOf } from './claim.rules.ts'

const office = { personId: null, roles: ['secretary'] }
const own = 'walkers@example.org'
const ruth = {
  name: 'Ruth Jones',
  email: 'ruth@example.org',
  phone: '',
  role: 'Treasurer',
  way: 'mail',
}

const speakers = (kith: Kith, id: string) =>
  act(kith.db, kithItself, (tx) =>
    tx
      .selectFrom('representatives')
      .innerJoin('persons', 'persons.id', 'representatives.personId')
      .select(['persons.name', 'role'])
      .where('organisationId', '=', id)
      .execute(),
  )
const claims = (kith: Kith) =>
  act(kith.db, kithItself, (tx) => tx.selectFrom('claims').selectAll().orderBy('askedAt').execute())

test('the office keeps an entry for a group, and its page says so', async () => {
  const kith = await openKith()
  await kith.signIn('secretary')
  const form = fieldsIn(await kith.page('/members/keep'))
  const wrong = await kith.send('/members/keep', {
    ...form,
    name: 'Knit Club',
    place: '',
    kind: 'charity',
  })
  expect(wrong.status).toBe(422)
  const again = fieldsIn(await kith.checked(wrong))
  expect(again).toMatchObject({ name: 'Knit Club', kind: 'charity' })
  const once = crypto.randomUUID()
  const entry = {
    ...form, once, name: 'Knit Club', about: 'We knit.', place: 'LS1 4DY', phone: '0113 496 0000',
    phoneAudience: 'public', address: '3 Wool Street', email: 'knit@example.org', kind: 'group',
  } // prettier-ignore
  const kept = await kith.send('/members/keep', entry)
  expect(kept.status).toBe(303)
  const page = kept.headers.get('location') ?? ''
  expect(await kith.page(page)).toContain('The entry is on the list.')
  expect((await kith.send('/members/keep', entry)).headers.get('location')).toBe(page)
  await kith.signIn(null)
  const html = await kith.page(page.replace('?done=kept', ''))
  for (const words of ['Knit Club', '0113 496 0000', 'Kept by the office', 'Is this yours?'])
    expect(html).toContain(words)
  for (const hidden of ['Wool Street', 'knit@example.org', 'LS1 4DY'])
    expect(html).not.toContain(hidden)
  const rows = await act(kith.db, kithItself, (tx) =>
    tx.selectFrom('memberships').select(['state', 'channel', 'personId']).execute(),
  )
  expect(rows).toEqual([{ state: 'admitted', channel: 'kept', personId: null }])
  expect((await kith.visit('/members/keep')).status).toBe(404)
})

test('an entry is claimed by mail to its own address', async () => {
  const kith = await openKith()
  const id = await makeEntry(kith, { email: own, channel: 'kept' })
  expect(await kith.page(`/members/${id}`)).toContain(`/members/${id}/claim`)
  const page = await kith.page(`/members/${id}/claim`)
  expect(page).not.toContain(own)
  const sent = await kith.send(`/members/${id}/claim`, ruth)
  expect(sent.status).toBe(303)
  await kith.page(sent.headers.get('location') ?? '')
  await kith.runJobs()
  const link = await letterTo(kith, own, '/claims/')
  expect(await kith.page(link)).toContain('Ruth Jones')
  expect(await speakers(kith, id)).toEqual([])
  const yes = await kith.send(link, { answer: 'yes' })
  expect(await kith.page(yes.headers.get('location') ?? '')).toContain('They speak for you')
  expect(await speakers(kith, id)).toEqual([{ name: 'Ruth Jones', role: 'Treasurer' }])
  await kith.runJobs()
  const letters = await kith.outbox()
  expect(letters.map((one) => [one.toAddress, one.kind])).toEqual(
    expect.arrayContaining([
      ['ruth@example.org', 'claim.granted.speaks'],
      [own, 'claim.granted.told'],
    ]),
  )
  const account = await act(kith.db, kithItself, (tx) =>
    tx.selectFrom('accounts').selectAll().executeTakeFirstOrThrow(),
  )
  expect(account).toMatchObject({ email: 'ruth@example.org', confirmedAt: null })
  expect(await kith.page(`/members/${id}`)).not.toContain('Is this yours?')
  await kith.page(`/members/${id}/claim`, 404)
  // The letter is used up.
  await kith.send(link, { answer: 'no' })
  expect(await speakers(kith, id)).toHaveLength(1)
  expect(await kith.page(link)).toContain('This question is over')
})

test("a claim by the wrong person ends with one press at the entry's own address", async () => {
  const kith = await openKith()
  const id = await makeEntry(kith, { email: own, phone: '0113 496 0000' })
  await kith.send(`/members/${id}/claim`, { ...ruth, way: 'phone' })
  expect(await claimsPile(kith.db, office, 5)).toMatchObject({ total: 1 })
  await kith.runJobs()
  const link = await letterTo(kith, own, '/claims/')
  const no = await kith.send(link, { answer: 'no' })
  await kith.page(no.headers.get('location') ?? '')
  expect(await claims(kith)).toMatchObject([{ state: 'ended', endedWhy: 'not-theirs' }])
  expect((await claimsPile(kith.db, office, 5)).total).toBe(0)
  expect(await speakers(kith, id)).toEqual([])
  await kith.runJobs()
  expect((await kith.outbox()).map((one) => one.kind)).toContain('claim.ended.refused')
})

test('an entry is claimed by a code in a letter by post', async () => {
  const kith = await openKith()
  const id = await makeEntry(kith, { address: '3 Wool Street', postcode: 'LS1 4DY' })
  await kith.send(`/members/${id}/claim`, {
    ...ruth,
    email: '',
    phone: '0113 496 1111',
    way: 'post',
  })
  const [claim] = await claims(kith)
  await kith.page(`/claims/${claim?.id}/letter`, 404)
  await kith.signIn('secretary')
  expect(await kith.page('/claims')).toContain('Tuesday Walkers')
  expect(await kith.page(`/claims/${claim?.id}`)).toContain('0113 496 1111')
  const paper = await kith.page(`/claims/${claim?.id}/letter`)
  expect(paper).toContain('3 Wool Street')
  const code = /<strong><bdi dir="ltr">([A-Z0-9]{4}-[A-Z0-9]{4})/.exec(paper)?.[1] ?? ''
  expect(code).not.toBe('')
  expect(JSON.stringify(claim)).not.toContain(code)
  expect((await kith.send(`/claims/${claim?.id}/post`)).status).toBe(303)
  expect((await claimsPile(kith.db, office, 5)).total).toBe(0)
  await kith.signIn(null)
  await kith.page(`/members/${id}/claim/code`)
  const wrong = await kith.send(`/members/${id}/claim/code`, { code: 'BBBB-BBBB' })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('BBBB-BBBB')
  const right = await kith.send(`/members/${id}/claim/code`, {
    code: code.toLowerCase().replace('-', ' '),
  })
  expect(right.status).toBe(303)
  await kith.page(right.headers.get('location') ?? '')
  expect(await speakers(kith, id)).toEqual([{ name: 'Ruth Jones', role: 'Treasurer' }])
})

test('the office rings the number of the entry, in two taps', async () => {
  const kith = await openKith()
  const id = await makeEntry(kith, { phone: '0113 496 0000' })
  await kith.send(`/members/${id}/claim`, { ...ruth, way: 'phone' })
  await kith.send(`/members/${id}/claim`, {
    ...ruth,
    name: 'Not Ruth',
    email: 'x@example.org',
    way: 'phone',
  })
  const [first] = await claims(kith)
  await kith.page(`/claims/${first?.id}`, 404)
  expect((await kith.send(`/claims/${first?.id}/call`, { outcome: 'yes' })).status).toBe(404)
  const secretary = await kith.signIn('secretary')
  expect(await kith.page(`/claims/${first?.id}`)).toContain('0113 496 0000')
  await kith.send(`/claims/${first?.id}/call`, { outcome: 'missed' })
  expect(await speakers(kith, id)).toEqual([])
  const yes = await kith.send(`/claims/${first?.id}/call`, { outcome: 'yes' })
  expect(await kith.page(yes.headers.get('location') ?? '')).toContain('They speak for it now')
  expect(await speakers(kith, id)).toEqual([{ name: 'Ruth Jones', role: 'Treasurer' }])
  expect((await claims(kith)).map((one) => one.state)).toEqual(['granted', 'ended'])
  const entries = await act(kith.db, kithItself, (tx) =>
    tx
      .selectFrom('journal')
      .selectAll()
      .where('who', '=', secretary?.id ?? '')
      .execute(),
  )
  expect(entries.map((one) => one.what)).toEqual(
    expect.arrayContaining(['person.read', 'claim.rung', 'claim.granted', 'claim.ended']),
  )
  expect(JSON.stringify(entries.map((one) => one.detail))).not.toMatch(/Ruth|example\.org|0113/)
})

test('two thousand claims in an hour do no harm', async () => {
  const kith = await openKith()
  const ids = await Promise.all(
    Array.from({ length: 4 }, (_, n) =>
      makeEntry(kith, { name: `Club ${n}`, email: `club${n}@example.org` }),
    ),
  )
  const states: number[] = []
  for (let turn = 0; turn < 2000; turn++) {
    const id = ids[turn % ids.length]
    states.push(
      (await kith.send(`/members/${id}/claim`, { ...ruth, once: crypto.randomUUID() })).status,
    )
  }
  expect(states.filter((status) => status === 303)).toHaveLength(5)
  expect(states.filter((status) => status === 429)).toHaveLength(1995)
  expect(await claims(kith)).toHaveLength(5)
  const refused = await kith.send(`/members/${ids[0]}/claim`, ruth)
  expect(await kith.checked(refused)).toContain('value="Ruth Jones"')
  await kith.runJobs()
  expect((await kith.outbox()).length).toBeLessThanOrEqual(5)
}, 240_000)

test('from many networks at once, an entry gets three letters a day at most', async () => {
  const kith = await openBehind({ config: { proxies: 1 } })
  const id = await makeEntry(kith, { email: own, phone: '0113 496 0000' })
  const states: number[] = []
  for (let turn = 0; turn < 12; turn++) {
    const way = turn % 2 ? 'phone' : 'mail'
    const from = { 'x-forwarded-for': `192.0.2.${turn + 1}` }
    states.push((await kith.send(`/members/${id}/claim`, { ...ruth, way }, from)).status)
  }
  expect(states.filter((status) => status === 303)).toHaveLength(5)
  await kith.runJobs()
  expect((await kith.outbox()).filter((one) => one.toAddress === own).length).toBe(3)
})

test('a claim that nobody answers ends after 30 days, and is forgotten later', async () => {
  const kith = await openKith()
  const id = await makeEntry(kith, { email: own })
  await kith.send(`/members/${id}/claim`, ruth)
  await kith.runJobs()
  const link = await letterTo(kith, own, '/claims/')
  const night = async (days: number) => {
    moveClock(days * 86_400_000)
    await kith.owner.query(`select graphile_worker.add_job('entries.night')`)
    await kith.runJobs()
  }
  try {
    await night(29)
    expect(await claims(kith)).toMatchObject([{ state: 'open' }])
    moveClock(30.5 * 86_400_000)
    // Over at once, also before the night.
    expect(await kith.page(link)).toContain('This question is over')
    await kith.send(link, { answer: 'yes' })
    await night(31)
    expect(await claims(kith)).toMatchObject([{ state: 'ended', endedWhy: 'expired' }])
    expect(await speakers(kith, id)).toEqual([])
    await night(130)
    expect(await claims(kith)).toEqual([])
  } finally {
    moveClock(0)
  }
})

test('an entry that somebody speaks for cannot be claimed, nor one that is not there', async () => {
  const kith = await openKith()
  const femi = await kith.makePerson()
  const id = await makeEntry(kith, { email: own }, femi)
  const asked = await makeEntry(kith, { email: own, state: 'asked' })
  for (const one of [id, asked, crypto.randomUUID()]) {
    await kith.page(`/members/${one}/claim`, 404)
    expect((await kith.send(`/members/${one}/claim`, ruth)).status).toBe(404)
  }
  const silent = await makeEntry(kith)
  expect(await kith.page(`/members/${silent}/claim`)).toContain('Please ring us')
  const wrong = await kith.send(`/members/${silent}/claim`, { ...ruth, way: 'mail' })
  expect(wrong.status).toBe(422)
  expect(await claims(kith)).toEqual([])
})

test('an entry is checked by every way in which it can be reached', () => {
  expect(waysOf({ email: true, post: true, phone: true })).toEqual(['mail', 'phone', 'post'])
  expect(waysOf({ email: false, post: false, phone: false })).toEqual([])
})
