import { expect, onTestFinished, test } from 'vitest'
import { moveClock } from '#base/time.ts'
import { membersLater } from './index.ts'
import { openKith } from '../../tests/kith.ts'
import { ask, memberships } from '../../tests/vetting.ts'

test('an application is asked back, answered by the link, and approved', async () => {
  const kith = await openKith()
  const { link, id } = await ask(kith)
  await kith.signIn('secretary')
  expect(await kith.page('/memberships')).toContain('One application waits for us.')
  await kith.page(`/memberships/${id}`)
  const asked = await kith.send(`/memberships/${id}/decision`, {
    verdict: 'ask-back',
    words: 'Who runs it?',
  })
  expect(asked.headers.get('location')).toBe(`/memberships?after=${id}`)
  const after = await kith.page(`/memberships?after=${id}`)
  expect(after).toContain('We asked Neighbours First something back.')
  expect(after).toContain('We wait for them')

  await kith.signIn(null)
  await kith.runJobs()
  const letter = (await kith.outbox()).at(-1)!
  expect(letter).toMatchObject({ kind: 'membership.asked-back', toAddress: 'femi@example.org' })
  expect(letter.text).toContain('> Who runs it?')
  expect(letter.text).toContain(`http://localhost${link}`)
  expect(await kith.page(link)).toContain('Who runs it?')
  expect((await kith.send(`${link}/answer`, { answer: ' ' })).status).toBe(422)
  const answered = await kith.send(`${link}/answer`, { answer: 'Three of us, since May' })
  expect(await kith.page(answered.headers.get('location') ?? '')).toContain(
    'The office has your answer',
  )
  const again = await kith.send(`${link}/answer`, { answer: 'One more thing' })
  expect(again.status).toBe(409)
  expect(await kith.checked(again)).toContain('Your answers')

  await kith.signIn('secretary')
  expect(await kith.page(`/memberships/${id}`)).toContain('Three of us, since May')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  expect(await kith.page(`/memberships?after=${id}`)).toContain('Neighbours First is a member now.')
  const listed = await kith.db.selectFrom('directory').selectAll().execute()
  expect(listed).toMatchObject([
    { name: 'Neighbours First', orgId: 'GB-CHC-1095833', email: 'hello@example.org', phone: null },
  ])
  await kith.page(`/memberships/${id}`)

  await kith.signIn(null)
  expect(await kith.page(link)).toContain('You are a member. Welcome')
  await kith.runJobs()
  expect((await kith.outbox()).map((one) => one.kind)).toEqual([
    'membership.asked',
    'membership.asked-back',
    'membership.admitted',
  ])
  const happened = (await kith.journal()).filter((what) => what !== 'person.read')
  expect(happened).toEqual([
    'membership.asked',
    'membership.asked-back',
    'membership.answered',
    'membership.admitted',
  ])
})

test('who is declined reads why, and asks no further by the link', async () => {
  const kith = await openKith()
  const { link, id } = await ask(kith)
  await kith.signIn('secretary')
  const empty = await kith.send(`/memberships/${id}/decision`, { verdict: 'decline', words: '  ' })
  expect(empty.status).toBe(422)
  expect(await kith.checked(empty)).toContain('Write a reason')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'decline', words: 'You sell things' })
  await kith.signIn(null)
  expect(await kith.page(link)).toContain('You sell things')
  expect((await kith.send(`${link}/answer`, { answer: 'We do not' })).status).toBe(409)
  await kith.runJobs()
  expect((await kith.outbox()).at(-1)!.text).toContain('> You sell things')
  expect(await kith.db.selectFrom('directory').selectAll().execute()).toEqual([])
})

test('letters are written in the language of who applied', async () => {
  const kith = await openKith()
  await kith.visit('/join?lang=ur')
  await ask(kith)
  await kith.runJobs()
  const letter = (await kith.outbox())[0]!
  expect(letter.lang).toBe('ur')
  expect(letter.html).toContain('dir="rtl"')
  expect(letter.text).toMatch(/\p{Script=Arabic}/u)
})

test('after a decision the next longest wait follows', async () => {
  const kith = await openKith()
  const first = await ask(kith, 'First')
  const second = await ask(kith, 'Second')
  const third = await ask(kith, 'Third')
  await kith.signIn('secretary')
  const decided = await kith.send(`/memberships/${first.id}/decision`, { verdict: 'admit' })
  expect(decided.headers.get('location')).toBe(
    `/memberships/${second.id}?after=${first.id}#application`,
  )
  expect(await kith.page(`/memberships/${second.id}?after=${first.id}`)).toContain(
    'First is a member now.',
  )
  const next = await kith.send(`/memberships/${second.id}/decision`, {
    verdict: 'ask-back',
    words: 'Who?',
  })
  expect(next.headers.get('location')).toBe(
    `/memberships/${third.id}?after=${second.id}#application`,
  )
})

test('two secretaries decide at once: the second is told and keeps what they wrote', async () => {
  const kith = await openKith()
  const { id } = await ask(kith)
  await kith.signIn('secretary')
  const sent = { verdict: 'decline', words: 'Not quite for us' }
  const both = await Promise.all([
    kith.send(`/memberships/${id}/decision`, { verdict: 'admit' }),
    kith.send(`/memberships/${id}/decision`, sent),
  ])
  expect(both.map((answer) => answer.status).toSorted()).toEqual([303, 409])
  const late = await kith.send(`/memberships/${id}/decision`, sent)
  expect(late.status).toBe(409)
  const html = await kith.checked(late)
  expect(html).toContain('Someone has decided on this application already')
  expect((await memberships(kith)).filter((one) => one.state === 'asked')).toEqual([])
})

test('what changed since the page was opened is read again first', async () => {
  const kith = await openKith()
  const { id } = await ask(kith)
  await kith.signIn('secretary')
  const seen = /name="seen" value="([^"]+)"/.exec(await kith.page(`/memberships/${id}`))?.[1] ?? ''
  await kith.send(`/memberships/${id}/decision`, { verdict: 'ask-back', words: 'Who?', seen })
  const late = await kith.send(`/memberships/${id}/decision`, {
    verdict: 'decline',
    words: 'My long reason',
    seen,
  })
  expect(late.status).toBe(409)
  const html = await kith.checked(late)
  expect(html).toContain('Something has changed')
  expect(html).toContain('My long reason')
})

test('a secretary does not let themselves in', async () => {
  const kith = await openKith()
  const zadie = await kith.makePerson({ email: 'FEMI@example.org', roles: ['secretary'] })
  // Not signed in, under the same mail address.
  const { id } = await ask(kith)
  await kith.signIn(zadie)
  const refused = await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  expect(refused.status).toBe(409)
  expect(await refused.text()).toContain('This is your own application')
  // Signed in.
  const own = await ask(kith, 'My own')
  expect((await kith.send(`/memberships/${own.id}/decision`, { verdict: 'admit' })).status).toBe(
    409,
  )
})

test('organisations that may be the same are named', async () => {
  const kith = await openKith()
  await ask(kith, 'Neighbours First')
  await ask(kith, 'Something else')
  const other = { register: { register: 'none', registerNumber: '' } }
  const alike = await ask(kith, 'Neighbors First Leeds', other)
  const apart = await ask(kith, 'Zebra Rescue', other)
  await kith.signIn('secretary')
  const html = await kith.page(`/memberships/${alike.id}`)
  expect(html).toContain('These may be the same')
  expect(html).toContain('Neighbours First</a>')
  expect(await kith.page(`/memberships/${apart.id}`)).not.toContain('These may be the same')
  const [first] = await memberships(kith)
  expect(await kith.page(`/memberships/${first!.id}`)).toContain('same register number')
})

test(
  'twenty applications are decided with two pages each and few keys',
  { timeout: 60_000 },
  async () => {
    const kith = await openKith()
    for (let n = 1; n <= 20; n += 1)
      await ask(kith, `Group number ${n}`, { register: { register: 'none', registerNumber: '' } })
    await kith.signIn('secretary')
    let path =
      /href="(\/memberships\/[0-9a-f-]{36})/.exec(await kith.page('/memberships'))?.[1] ?? ''
    let done = 0
    while (/^\/memberships\/[0-9a-f]/.test(path)) {
      const [address = ''] = path.split(/[?#]/)
      const html = await kith.page(path.split('#')[0] ?? '')
      // The first link in main leads to the decision, and its first button admits.
      const main = html.slice(html.indexOf('<h1'))
      expect(/<a href="([^"]+)"/.exec(main)?.[1]).toBe('#decide')
      const decide = main.slice(main.indexOf('id="decide"'))
      expect(/<(?:button|a|textarea)[^>]*>/.exec(decide)?.[0]).toContain('value="admit"')
      const answer = await kith.send(`${address}/decision`, { verdict: 'admit' })
      path = answer.headers.get('location') ?? ''
      done += 1
    }
    expect(done).toBe(20)
    const html = await kith.page('/memberships?state=admitted')
    expect(html).toContain('20 memberships')
    expect((await kith.visit('/memberships?state=declined&page=7')).status).toBe(200)
    expect((await kith.visit('/memberships?state=nonsense&page=x')).status).toBe(200)
  },
)

test('applications that nobody answered are forgotten after half a year, and not before', async () => {
  const kith = await openKith()
  const left = await ask(kith, 'Left unanswered')
  const member = await ask(kith, 'A member')
  await kith.signIn('secretary')
  await kith.send(`/memberships/${left.id}/decision`, {
    verdict: 'ask-back',
    words: 'Who runs it?',
  })
  await kith.send(`/memberships/${member.id}/decision`, { verdict: 'admit' })
  await kith.signIn(null)
  const forget = () => membersLater.jobs!['memberships.forget']!(kith.house, {} as never)
  onTestFinished(() => moveClock(0))
  moveClock(180 * 86_400_000)
  await forget()
  expect(await memberships(kith)).toHaveLength(2)
  moveClock(184 * 86_400_000)
  await forget()
  expect((await memberships(kith)).map((one) => one.id)).toEqual([member.id])
  expect((await kith.visit(left.link)).status).toBe(404)
  expect(await kith.journal()).toContain('membership.forgotten')
})
