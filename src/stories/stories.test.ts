import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { makeMember } from '../../tests/telling.ts'

const who = {
  name: 'Kofi Mensah',
  nameStyle: 'first-and-town',
  town: 'Leeds',
  email: 'kofi@example.org',
}
const what = {
  lang: 'en',
  title: 'A card a week',
  body: 'Every Friday a card comes from number nine.\n\nQuibblesnap, said the card.',
}
const others = { othersIn: 'nobody', otherName: '', otherHow: 'named', otherReach: '' }
const audience = { audience: 'public', uses: 'site', until: 'always' }

const placeOf = (answered: Response) => answered.headers.get('location') ?? ''

/** Answers every page of the form. Out: the address of the check. */
async function answer(kith: Kith, changed: Record<string, string> = {}) {
  const pages = { who, what, picture: {}, others, audience }
  for (const [page, fields] of Object.entries(pages)) {
    const given = Object.fromEntries(
      Object.entries({ ...fields, ...changed }).filter(([name]) => name in fields),
    )
    const sent = await kith.send(`/stories/new/${page}`, given)
    expect(sent.status, await sent.clone().text()).toBe(303)
  }
}

/** Tells a story. Out: its private page, without the words of thanks. */
async function tell(kith: Kith, changed: Record<string, string> = {}): Promise<string> {
  await answer(kith, changed)
  const sent = await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  expect(sent.status).toBe(303)
  return placeOf(sent).split('?')[0]!
}

async function idOfWaiting(kith: Kith): Promise<string> {
  const html = await kith.page('/stories/waiting')
  return /\/stories\/([0-9a-f-]{36})\/decision/.exec(html)![1]!
}

async function publish(kith: Kith): Promise<string> {
  await kith.signIn('moderator')
  const id = await idOfWaiting(kith)
  expect((await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })).status).toBe(303)
  await kith.signIn(null)
  return id
}

test('a story is told, read by a moderator, published, and taken back', async () => {
  const kith = await openKith()
  const mine = await tell(kith)
  expect(await kith.page(mine)).toContain('Waiting to be read')
  expect(await (await kith.visit('/stories')).text()).not.toContain(what.title)

  const id = await publish(kith)
  for (const place of [
    '/',
    '/stories',
    `/stories/${id}`,
    '/search?q=quibblesnap',
    '/search?q=card',
  ])
    expect(await kith.page(place), place).toContain(what.title)
  expect(await kith.page(`/stories/${id}`)).toContain('Kofi, Leeds')
  expect(await kith.page(`/stories/${id}`)).not.toContain('Mensah')

  await kith.page(`${mine}/withdrawal`)
  expect(await kith.checked(await kith.send(`${mine}/withdrawal`))).toContain('taken back')
  expect(await kith.page(`/stories/${id}`, 410)).not.toContain('Quibblesnap')
  for (const place of ['/', '/stories', '/search?q=quibblesnap'])
    expect(await (await kith.visit(place)).text(), place).not.toContain(what.title)
  expect(await kith.page(mine, 410)).not.toContain('Quibblesnap')
  expect(await kith.journal()).toEqual(['story.told', 'story.published', 'story.withdrawn'])
})

test('nothing of a withdrawn story stays in the database', async () => {
  const kith = await openKith()
  const mine = await tell(kith)
  await publish(kith)
  await kith.runJobs()
  await kith.send(`${mine}/withdrawal`)
  const tables = await kith.owner.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  )
  for (const { name } of tables.rows) {
    const { rows } = await kith.owner.query(
      `select 1 from ${name} t where t::text ilike '%quibblesnap%' or t::text ilike '%mensah%'`,
    )
    expect(rows, name).toEqual([])
  }
})

test('the teller hears of it at each step', async () => {
  const kith = await openKith()
  const mine = await tell(kith)
  await publish(kith)
  await kith.runJobs()
  const letters = await kith.outbox()
  expect(letters.map((letter) => letter.kind)).toEqual(['story.told', 'story.published'])
  expect(letters[0]!.text).toContain(mine)
  await kith.send(`${mine}/withdrawal`)
  // What waits and says its title is not sent any more; the receipt says no title.
  const left = await kith.outbox()
  expect(left.map((letter) => letter.kind)).toEqual(['story.withdrawn'])
  expect(left[0]!.text).not.toContain('quibblesnap')
})

test('a decline names the rule and the reason, and the teller may change it', async () => {
  const kith = await openKith()
  const mine = await tell(kith)
  await kith.signIn('moderator')
  const id = await idOfWaiting(kith)
  const wrong = await kith.send(`/stories/${id}/decision`, {
    verdict: 'decline',
    reason: 'Too long',
  })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('Too long')
  const decline = { verdict: 'decline', rule: 'Be kind', reason: 'Please leave the name out' }
  expect((await kith.send(`/stories/${id}/decision`, decline)).status).toBe(303)
  await kith.signIn(null)
  expect(await kith.page(mine)).toContain('Please leave the name out')

  expect(placeOf(await kith.send(`${mine}/change`))).toBe('/stories/new/check')
  await kith.send('/stories/new/what?check=yes', { ...what, title: 'A better card' })
  expect(await kith.page('/stories/new/check')).toContain('A better card')
  expect(placeOf(await kith.send('/stories/new/check'))).toBe(`${mine}?changed=yes`)
  expect(await kith.page(mine)).toContain('Waiting to be read')
})

test('a published story that its teller changes leaves our pages until it is read again', async () => {
  const kith = await openKith()
  const mine = await tell(kith)
  const id = await publish(kith)
  await kith.send(`${mine}/change`)
  await kith.send('/stories/new/check')
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
})

test('nobody decides on their own story', async () => {
  const kith = await openKith()
  await tell(kith, { email: 'Mona@example.org' })
  const mona = await kith.makePerson({ email: 'mona@example.org', roles: ['moderator'] })
  await kith.signIn(mona)
  const id = await idOfWaiting(kith)
  const answered = await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })
  expect(answered.status).toBe(409)
  expect(await kith.checked(answered)).toContain('This is your own story')
})

const ada = { otherName: 'Ada', otherHow: 'named', otherReach: 'ada@example.org' }

test('a story waits until the people in it have agreed', async () => {
  const kith = await openKith()
  await tell(kith, { othersIn: 'some', ...ada })
  await kith.signIn('moderator')
  const id = await idOfWaiting(kith)
  const answered = await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })
  expect(answered.status).toBe(409)
  expect(await answered.text()).toContain('Ask the people in this story first')
})

test('two moderators decide at once, and one of them is told', async () => {
  const kith = await openKith()
  await tell(kith)
  await kith.signIn('moderator')
  const id = await idOfWaiting(kith)
  const address = `/stories/${id}/decision`
  const answers = await Promise.all([
    kith.send(address, { verdict: 'publish' }),
    kith.send(address, { verdict: 'publish' }),
  ])
  expect(answers.map((one) => one.status).toSorted()).toEqual([303, 409])
})

test('a form sent twice tells one story', async () => {
  const kith = await openKith()
  await answer(kith)
  const once = crypto.randomUUID()
  const [first, second] = await Promise.all([
    kith.send('/stories/new/check', { once }),
    kith.send('/stories/new/check', { once }),
  ])
  expect(placeOf(second)).toBe(placeOf(first))
  await kith.signIn('moderator')
  expect(await kith.page('/stories/waiting')).toContain('One story waits')
})

test('an unfinished page comes back with what was written', async () => {
  const kith = await openKith()
  const answered = await kith.send('/stories/new/what', { ...what, title: '' })
  expect(answered.status).toBe(422)
  const html = await kith.checked(answered)
  expect(html).toContain('Give your story a title')
  expect(html).toContain('Every Friday a card comes')
  const unnamed = await kith.send('/stories/new/who', { nameStyle: 'full', name: '' })
  expect(await kith.checked(unnamed)).toContain('Write your name, or choose to show no name')
})

test('whoever skips ahead is led to the first open page', async () => {
  const kith = await openKith()
  expect(placeOf(await kith.visit('/stories/new/check'))).toBe('/stories/new/who')
})

test('a story for members is read by who is signed in, and stands nowhere else', async () => {
  const kith = await openKith()
  await tell(kith, { audience: 'members' })
  const id = await publish(kith)
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  for (const place of ['/', '/stories', '/search?q=quibblesnap'])
    expect(await (await kith.visit(place)).text()).not.toContain(what.title)
  // Who has only applied has an account too.
  await kith.signIn(await kith.makePerson())
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  expect(await (await kith.visit('/stories')).text()).not.toContain(what.title)
  await kith.signIn(await makeMember(kith))
  expect(await kith.page(`/stories/${id}`)).toContain('Only members can read this story')
  expect(await kith.page('/stories')).toContain(what.title)
})

test('a story in Urdu keeps its language and its direction', async () => {
  const kith = await openKith()
  await tell(kith, {
    lang: 'ur',
    title: 'چائے کی دو پیالیاں',
    body: 'میری پڑوسن انگریزی بولتی تھی۔',
  })
  const id = await publish(kith)
  const html = await kith.page(`/stories/${id}`)
  expect(html).toContain('lang="ur" dir="rtl"')
  expect(await kith.page('/stories')).toContain('Told in Urdu')
})

const nasty = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; drop table stories; --",
  '\u202Egnp.exe',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L',
  '👩‍👩‍👧‍👦'.repeat(10),
  '\u0000null',
  '{{7*7}} ${7*7}',
]

test('hostile words are words', async () => {
  const kith = await openKith()
  for (const words of nasty) {
    await tell(kith, { title: words, body: `${words} stays text`, name: words, town: words })
    const id = await publish(kith)
    const html = await kith.page(`/stories/${id}`)
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
    expect(html).toContain('stays text')
  }
})

test('a forgotten key opens nothing', async () => {
  const kith = await openKith()
  expect((await kith.visit(`/stories/mine/${'a'.repeat(43)}`)).status).toBe(404)
  expect((await kith.send(`/stories/mine/${'a'.repeat(43)}/withdrawal`)).status).toBe(404)
})

test('only moderators see what waits', async () => {
  const kith = await openKith()
  for (const role of [null, 'secretary', 'welcomer', 'panel'] as const) {
    await kith.signIn(role)
    expect((await kith.visit('/stories/waiting')).status).toBe(404)
  }
})
