import { expect, test } from 'vitest'
import { everything, join, linkIn, openKith, ways, you } from '../../tests/joining.ts'

test('a private link opens one application, and nothing else does', async () => {
  const kith = await openKith()
  const link = await join(kith, ways['charity']!)
  expect((await kith.visit(`/join/${'x'.repeat(43)}`)).status).toBe(404)
  expect((await kith.visit(`${link}x`)).status).toBe(404)
  expect((await kith.visit(link)).headers.get('cache-control')).toBe('no-store')
  const { memberships } = await everything(kith)
  expect(JSON.stringify(memberships)).not.toContain(link.slice('/join/'.length))
})

test('the letter confirms the address, and opening it spends nothing', async () => {
  const kith = await openKith()
  await join(kith, ways['charity']!)
  await kith.runJobs()
  const path = await linkIn(kith, 'femi@example.org')
  const [page = '', code = ''] = path.split('?address=')
  await kith.page(path)
  expect((await everything(kith)).accounts[0]!.confirmedAt).toBeNull()
  await kith.send(`${page}/address`, { code: 'guess' })
  expect((await everything(kith)).accounts[0]!.confirmedAt).toBeNull()
  const done = await kith.send(`${page}/address`, { code })
  await kith.page(done.headers.get('location') ?? '')
  expect((await everything(kith)).accounts[0]!.confirmedAt).not.toBeNull()
})

test('a stranger who gives my address gets nothing of mine, and I decide whether it is me', async () => {
  const kith = await openKith()
  const mine = await kith.makePerson({ name: 'Femi the First', email: 'Femi@Example.org' })
  const link = await join(kith, ways['charity']!)
  const before = await everything(kith)
  expect(before.accounts).toHaveLength(1)
  expect(before.memberships[0]!.personId).not.toBe(mine.id)
  expect(before.representatives[0]!.personId).not.toBe(mine.id)
  expect(await kith.page(link)).not.toContain('Femi the First')
  await kith.runJobs()
  const [page = '', code = ''] = (await linkIn(kith, 'femi@example.org')).split('?address=')
  await kith.send(`${page}/address`, { code })
  const after = await everything(kith)
  expect(after.memberships[0]!.personId).toBe(mine.id)
  expect(after.representatives).toMatchObject([{ personId: mine.id }])
  expect(after.persons).toHaveLength(1)
})

test('an address that somebody only claimed goes to who reads its mail', async () => {
  const kith = await openKith()
  await join(kith, ways['group']!)
  await kith.runJobs()
  await join(kith, ways['charity']!)
  await kith.runJobs()
  const [page = '', code = ''] = (await linkIn(kith, 'femi@example.org')).split('?address=')
  await kith.send(`${page}/address`, { code })
  const { accounts, memberships, organisations } = await everything(kith)
  const charity = organisations.find((one) => one.kind === 'charity')!
  const confirmed = memberships.find((one) => one.organisationId === charity.id)!
  expect(accounts).toHaveLength(1)
  expect(accounts[0]).toMatchObject({ personId: confirmed.personId })
  expect(accounts[0]!.confirmedAt).not.toBeNull()
})

test('nobody fills a letterbox by applying again and again', async () => {
  const kith = await openKith()
  for (let n = 0; n < 7; n += 1) await join(kith, ways['individual']!)
  await kith.runJobs()
  expect(await kith.outbox()).toHaveLength(5)
})

test('answers are put right by the link, and a wrong address with them', async () => {
  const kith = await openKith()
  const link = await join(kith, ways['charity']!)
  for (const page of [
    'name',
    'register',
    'about',
    'topics',
    'place',
    'website',
    'contact',
    'you',
    'why',
  ])
    await kith.page(`${link}/${page}`)
  const wrong = await kith.send(`${link}/name`, { name: '' })
  expect(wrong.status).toBe(422)
  await kith.send(`${link}/name`, { name: 'Neighbours Second' })
  await kith.send(`${link}/you`, { ...you, yourEmail: 'femi.a@example.org' })
  const html = await kith.page(link)
  expect(html).toContain('Neighbours Second')
  expect(html).toContain('femi.a@example.org')
  const { organisations, accounts, persons } = await everything(kith)
  expect(organisations[0]!.name).toBe('Neighbours Second')
  expect(persons[0]!.email).toBe('femi.a@example.org')
  expect(accounts).toMatchObject([{ email: 'femi.a@example.org', confirmedAt: null }])
  await kith.runJobs()
  expect((await kith.outbox()).map((letter) => letter.toAddress)).toContain('femi.a@example.org')
})

test('once an address is confirmed, a link no longer changes whose it is', async () => {
  const kith = await openKith()
  const link = await join(kith, ways['charity']!)
  await kith.runJobs()
  const code = (await linkIn(kith, 'femi@example.org')).split('?address=')[1] ?? ''
  await kith.send(`${link}/address`, { code })
  await kith.send(`${link}/you`, { ...you, yourEmail: 'thief@example.org', yourRole: 'Chair' })
  const { accounts, persons, memberships } = await everything(kith)
  expect(accounts).toMatchObject([{ email: 'femi@example.org' }])
  expect(persons[0]!.email).toBe('femi@example.org')
  expect(memberships[0]!.answers).toMatchObject({
    yourEmail: 'femi@example.org',
    yourRole: 'Chair',
  })
})

test('an application is taken back by its link', async () => {
  const kith = await openKith()
  const link = await join(kith, ways['group']!)
  await kith.send(`${link}/withdrawal`)
  expect(await kith.page(link)).toContain('You took this application back')
  expect((await kith.send(`${link}/name`, { name: 'Again' })).status).toBe(303)
  expect((await everything(kith)).organisations[0]!.name).toBe('Tuesday Walkers')
})
