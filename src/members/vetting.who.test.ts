import { expect, test } from 'vitest'
import { act, nobody } from '#base/db.ts'
import { waitingMemberships } from './index.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { ask, type Fields, memberships } from '../../tests/vetting.ts'

const byPhone: Fields = {
  kind: 'group',
  name: 'Olive’s Tuesday table',
  about: 'We eat together.',
  place: 'Leeds',
  keepPlace: 'yes',
  yourName: 'Olive Brown',
  yourPhone: '0113 496 0001',
  lang: 'en',
}

async function enterByPhone(kith: Kith, more: Fields = {}): Promise<string> {
  const entered = await kith.send('/memberships', {
    ...byPhone,
    ...more,
    once: crypto.randomUUID(),
  })
  expect(entered.status, await entered.clone().text()).toBe(303)
  return (entered.headers.get('location') ?? '').slice('/memberships/'.length)
}

test('somebody who rings is entered on one page, and is rung back', async () => {
  const kith = await openKith()
  await kith.signIn('secretary')
  await kith.page('/memberships/new')
  const incomplete = await kith.send('/memberships', {
    ...byPhone,
    yourPhone: '',
    name: '',
    about: '',
  })
  expect(incomplete.status).toBe(422)
  const html = await kith.checked(incomplete)
  for (const words of ['Write the name', 'a phone number or a mail address', 'Olive Brown'])
    expect(html).toContain(words)
  expect(await kith.checked(await kith.send('/memberships', {}))).toContain(
    'Choose who wants to join',
  )

  const id = await enterByPhone(kith)
  expect((await memberships(kith))[0]).toMatchObject({ channel: 'phone', state: 'asked' })
  expect(await kith.page(`/memberships/${id}`)).toContain('has no mail address')
  await kith.send(`/memberships/${id}/decision`, {
    verdict: 'ask-back',
    words: 'How many are you?',
  })
  const answered = await kith.send(`/memberships/${id}/answer`, { answer: 'Twelve' })
  expect(answered.status).toBe(303)
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  const queue = await kith.page('/memberships')
  expect(queue).toContain('To ring')
  expect(queue).toContain('tel:01134960001')
  await kith.send(`/memberships/${id}/call`)
  expect(await kith.page('/memberships')).not.toContain('To ring')
  await kith.runJobs()
  expect(await kith.outbox()).toEqual([])
  const listed = await kith.db.selectFrom('directory').select(['name', 'phone']).execute()
  expect(listed).toEqual([{ name: 'Olive’s Tuesday table', phone: null }])
})

test.each(['organisation', 'charity', 'company', 'individual'])('one %s rings', async (kind) => {
  const kith = await openKith()
  await kith.signIn('secretary')
  await kith.page(`/memberships/new?kind=${kind}`)
  const id = await enterByPhone(kith, { kind, yourEmail: 'olive@example.org' })
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  await kith.page(`/memberships/${id}`)
  await kith.runJobs()
  expect((await kith.outbox()).map((one) => one.kind)).toEqual([
    'membership.asked',
    'membership.admitted',
  ])
})

test('nobody but a secretary sees or decides', async () => {
  const kith = await openKith()
  const { id } = await ask(kith)
  for (const role of [null, 'moderator', 'welcomer', 'safeguarding-lead', 'panel'] as const) {
    await kith.signIn(role)
    for (const path of ['/memberships', '/memberships/new', `/memberships/${id}`])
      expect((await kith.visit(path)).status, `${role} ${path}`).toBe(404)
    for (const path of [
      '/memberships',
      `/memberships/${id}/decision`,
      `/memberships/${id}/answer`,
      `/memberships/${id}/call`,
    ])
      expect(
        (await kith.send(path, { verdict: 'admit', answer: 'x' })).status,
        `${role} ${path}`,
      ).toBe(404)
  }
  expect((await memberships(kith))[0]!.state).toBe('asked')
  await kith.signIn('secretary')
  const absent = crypto.randomUUID()
  expect((await kith.visit(`/memberships/${absent}`)).status).toBe(404)
  expect((await kith.send(`/memberships/${absent}/decision`, { verdict: 'admit' })).status).toBe(
    404,
  )
  expect((await kith.visit('/memberships/nonsense')).status).toBe(404)
})

test('the database itself keeps applications from others, and admission from applicants', async () => {
  const kith = await openKith()
  const { id } = await ask(kith)
  const [row] = await memberships(kith)
  expect((await waitingMemberships(kith.db, nobody)).rows).toEqual([])
  const zadie = { personId: null, roles: ['secretary'] }
  expect(await waitingMemberships(kith.db, zadie)).toMatchObject({
    total: 1,
    askedBack: 0,
    toRing: 0,
    rows: [{ id }],
  })
  const applicant = { personId: null, roles: [], keyHash: row!.keyHash! }
  const letMyselfIn = act(kith.db, applicant, (tx) =>
    tx
      .updateTable('memberships')
      .set({ state: 'admitted', decidedAt: new Date() })
      .where('id', '=', id)
      .execute(),
  )
  await expect(letMyselfIn).rejects.toThrow(/row-level security/)
  const seenByOther = await act(kith.db, { personId: crypto.randomUUID(), roles: [] }, (tx) =>
    tx.selectFrom('memberships').selectAll().execute(),
  )
  expect(seenByOther).toEqual([])
})

test('long names and names from right to left fit on every page', async () => {
  const kith = await openKith()
  const long = `${'Llanfairpwllgwyngyll'.repeat(7)} ab`
  for (const name of [long, 'پڑوسی ساتھ ساتھ', '<b>Bold</b> & "quoted"']) {
    const { link, id } = await ask(kith, name)
    await kith.page(link)
    await kith.signIn('secretary')
    await kith.page(`/memberships/${id}`)
    await kith.page('/memberships')
    await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
    await kith.signIn(null)
    await kith.page(link)
  }
  await kith.runJobs()
  expect((await kith.outbox()).at(-1)!.html).not.toContain('<b>Bold</b>')
})
