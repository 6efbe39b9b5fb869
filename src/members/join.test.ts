import { expect, test } from 'vitest'
import { everything, join, openKith, type Pages, walk, ways, you } from '../../tests/joining.ts'
import { hostileWords } from '../../tests/hostile/words.ts'

test.each(Object.keys(ways))(
  '%s: each is asked their own questions, and the application is the account',
  async (kind) => {
    const kith = await openKith()
    await kith.page('/join')
    const link = await join(kith, ways[kind]!)
    await kith.page(`${link}/sent`)
    expect(await kith.page(link)).toContain('We are reading your answers')
    const { organisations, memberships, persons, accounts, representatives } =
      await everything(kith)
    expect(organisations).toHaveLength(1)
    expect(organisations[0]).toMatchObject({
      kind,
      precision: 'area',
      emailAudience: kind === 'individual' || kind === 'group' ? 'staff' : 'public',
    })
    expect(memberships[0]).toMatchObject({
      state: 'asked',
      channel: 'web',
      lang: 'en',
      personId: persons[0]!.id,
    })
    expect(accounts).toMatchObject([
      { email: 'femi@example.org', confirmedAt: null, personId: persons[0]!.id },
    ])
    expect(representatives).toMatchObject([
      { personId: persons[0]!.id, organisationId: organisations[0]!.id },
    ])
    expect(await kith.journal()).toEqual(['membership.asked'])
  },
)

test('a register number is kept as an identifier', async () => {
  const kith = await openKith()
  await join(kith, ways['charity']!)
  expect((await everything(kith)).organisations[0]!.orgId).toBe('GB-CHC-1095833')
})

test('every question can be read in Welsh and in Urdu', async () => {
  const kith = await openKith()
  for (const lang of ['cy', 'ur']) {
    await kith.visit(`/join?lang=${lang}`)
    const link = await join(kith, ways['company']!)
    for (const path of ['/join', link, `${link}/sent`]) await kith.page(path)
    await kith.runJobs()
    const letter = (await kith.outbox()).at(-1)!
    expect(letter.lang).toBe(lang)
  }
})

test('what was wrong is said, and what was written stays', async () => {
  const kith = await openKith()
  await kith.send('/join/kind', { kind: 'charity' })
  const cases: Pages = [
    ['name', { name: '\u200b' }],
    ['name', { name: 'x'.repeat(151) }],
    ['register', { register: 'GB-CHC', registerNumber: 'not a number' }],
    ['register', { registerNumber: '1095833' }],
    ['about', { about: '' }],
    ['place', { place: 'Xyzzyplughville', precision: 'near' }],
    ['website', { website: 'not a website' }],
    ['website', { website: 'javascript:alert(1)' }],
    ['contact', { email: 'nobody', emailAudience: 'members', phone: '0113 496 0000' }],
    ['you', { ...you, yourEmail: 'femi at example' }],
    ['you', { ...you, yourName: '' }],
    ['you', { ...you, yourPhone: 'ring me' }],
  ]
  for (const [page, fields] of cases) {
    const answer = await kith.send(`/join/${page}`, fields)
    expect(answer.status, page).toBe(422)
    const html = await kith.checked(answer)
    expect(html).toContain('<title>Error: ')
    expect(html).toContain('There is a problem')
    for (const value of Object.values(fields).flat().filter(Boolean))
      expect(html, page).toContain(value)
  }
})

test('a place that nobody knows is kept when they say so', async () => {
  const kith = await openKith()
  const pages: Pages = ways['group']!.map(([page, fields]) =>
    page === 'place' ? [page, { place: 'Xyzzyplughville', keepPlace: 'yes' }] : [page, fields],
  )
  await join(kith, pages)
  expect((await everything(kith)).organisations[0]).toMatchObject({
    place: 'Xyzzyplughville',
    latitude: null,
  })
})

test('who skips ahead is led to the first question without an answer', async () => {
  const kith = await openKith()
  expect((await kith.visit('/join/check')).headers.get('location')).toBe('/join/kind')
  await kith.send('/join/kind', { kind: 'group' })
  expect((await kith.visit('/join/check')).headers.get('location')).toBe('/join/name')
  expect((await kith.send('/join', { once: crypto.randomUUID() })).headers.get('location')).toBe(
    '/join/name',
  )
  expect((await kith.visit('/join/register')).headers.get('location')).toBe('/join/kind')
  expect((await kith.visit('/join/nonsense')).status).toBe(404)
})

test('an answer is changed from the check, straight back to the check', async () => {
  const kith = await openKith()
  await walk(kith, ways['group']!)
  const html = await kith.page('/join/check')
  expect(html).toContain('/join/name?from=check')
  const changed = await kith.send('/join/name?from=check', { name: 'Wednesday Walkers' })
  expect(changed.headers.get('location')).toBe('/join/check')
  expect(await kith.page('/join/check')).toContain('Wednesday Walkers')
})

test('the same form sent twice is one application', async () => {
  const kith = await openKith()
  await walk(kith, ways['group']!)
  const once = crypto.randomUUID()
  const [first, second] = await Promise.all([
    kith.send('/join', { once }),
    kith.send('/join', { once }),
  ])
  const third = await kith.send('/join', { once })
  expect(second.headers.get('location')).toBe(first.headers.get('location'))
  expect(third.headers.get('location')).toBe(first.headers.get('location'))
  expect((await everything(kith)).memberships).toHaveLength(1)
})

test('whatever somebody writes stays text', { timeout: 120_000 }, async () => {
  const kith = await openKith()
  await walk(kith, ways['group']!)
  for (const text of hostileWords) {
    const answer = await kith.send('/join/name?from=check', { name: text })
    expect([303, 422], text).toContain(answer.status)
    const html = answer.status === 422 ? await answer.text() : await kith.page('/join/check')
    expect(html).not.toMatch(/<script(?! type="module")[^>]*>(?!\s*<\/script>)/i)
    expect(html).not.toMatch(/<(img|svg|iframe)[^>]+on\w+=/i)
  }
})

test('who is signed in is not asked who they are', async () => {
  const kith = await openKith()
  const femi = await kith.makePerson({ name: 'Femi Adeyemi', email: 'femi@example.org' })
  await kith.signIn(femi)
  const pages: Pages = ways['charity']!.map(([page, fields]) =>
    page === 'you' ? [page, { yourRole: 'Trustee', yourPhone: '' }] : [page, fields],
  )
  await walk(kith, pages)
  expect(await kith.page('/join/you')).not.toContain('name="yourEmail"')
  await kith.send('/join', { once: crypto.randomUUID() })
  const { memberships, persons } = await everything(kith)
  expect(persons).toHaveLength(1)
  expect(memberships[0]).toMatchObject({
    personId: femi.id,
    answers: { yourEmail: 'femi@example.org' },
  })
})
