import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { newSetupLink } from './setup.actions.ts'

const answers = {
  name: { name: 'Northtown Together', purpose: 'Nobody is left alone' },
  place: { place: 'Leeds', languages: ['en', 'cy'], phone: '0808 157 0123', phoneHours: '9 to 5' },
  you: { person: 'Zadie Smith', email: 'zadie@example.org' },
  mail: { mail: 'later', smtp: '', mailFrom: '' },
  colours: { band: 'plum', action: 'plum' },
  example: { example: 'no' },
}

async function begin(kith: Kith): Promise<string> {
  const key = await newSetupLink(kith.db)
  const link = `/setup/${key}`
  await kith.page(link)
  expect((await kith.send(link)).headers.get('location')).toBe('/setup/name')
  return link
}

async function answer(kith: Kith, changed: object = {}): Promise<string> {
  let next = '/setup/name'
  for (const [page, fields] of Object.entries({ ...answers, ...changed })) {
    await kith.page(`/setup/${page}`)
    const sent = await kith.send(`/setup/${page}`, fields)
    expect(sent.status, page).toBe(303)
    next = sent.headers.get('location') ?? ''
  }
  return next
}

const coalitions = ({ db }: Kith) => db.selectFrom('coalition').selectAll().execute()

test('the one with the link sets the coalition up, is signed in, and holds the desk', async () => {
  const kith = await openKith({ setUp: false })
  await begin(kith)
  expect(await answer(kith)).toBe('/setup/check')
  expect(await kith.page('/setup/check')).toContain('Zadie Smith')
  const done = await kith.send('/setup/check')
  expect(done.headers.get('location')).toBe('/before-opening')
  await kith.page('/before-opening')
  expect(await kith.page('/desk')).toContain('Zadie Smith')
  const roles = await act(kith.db, kithItself, (tx) =>
    tx.selectFrom('roles').select('role').orderBy('role').execute(),
  )
  expect(roles.map(({ role }) => role)).toEqual(['moderator', 'secretary'])
  expect(await kith.journal()).toContain('coalition.set-up')
})

test('the link is not spent by looking, works once, and for 30 minutes', async () => {
  const kith = await openKith({ setUp: false })
  const link = await begin(kith)
  await kith.page(link, 410)
  expect((await kith.send(link)).status).toBe(410)

  const late = `/setup/${await newSetupLink(kith.db)}`
  for (let look = 0; look < 3; look++) await kith.page(late)
  try {
    moveClock(31 * 60_000)
    await kith.page(late, 410)
    expect((await kith.send(late)).status).toBe(410)
  } finally {
    moveClock(0)
  }
  expect((await kith.send(late)).status).toBe(303)
})

test('a new link ends the one before, and there is none once it is set up', async () => {
  const kith = await openKith({ setUp: false })
  const first = await newSetupLink(kith.db)
  await newSetupLink(kith.db)
  await kith.page(`/setup/${first}`, 410)
  await begin(kith)
  await answer(kith)
  await kith.send('/setup/check')
  expect(await newSetupLink(kith.db)).toBeNull()
})

test('who has no link sees no wizard', async () => {
  const kith = await openKith({ setUp: false })
  for (const page of ['name', 'you', 'check']) await kith.page(`/setup/${page}`, 404)
  expect((await kith.send('/setup/check')).status).toBe(404)
  expect((await kith.send('/setup/name', answers.name)).status).toBe(404)
})

test.each([
  ['name', { name: '', purpose: 'Tea' }, 'Tea'],
  ['place', { place: 'Leeds', languages: [], phone: '', phoneHours: '' }, 'Leeds'],
  ['you', { person: 'Zadie', email: 'zadie at example' }, 'zadie at example'],
  ['mail', { mail: 'smtp', smtp: 'mail.example.org', mailFrom: 'x@example.org' }, 'mail.example'],
])('a slip on the page “%s” is named, and what was typed stays', async (page, fields, kept) => {
  const kith = await openKith({ setUp: false })
  await begin(kith)
  const sent = await kith.send(`/setup/${page}`, fields)
  expect(sent.status).toBe(422)
  const html = await kith.checked(sent)
  expect(html).toContain(kept)
  expect(html).toContain('<title>Error: ')
})

test('a place that nobody knows is asked for again at the end, and nothing is set up', async () => {
  const kith = await openKith({ setUp: false })
  await begin(kith)
  await answer(kith, { place: { ...answers.place, place: 'Nowhereham-upon-Nothing' } })
  const sent = await kith.send('/setup/check')
  expect(sent.status).toBe(422)
  expect(await kith.checked(sent)).toContain('Nowhereham-upon-Nothing')
  expect(await coalitions(kith)).toEqual([])
})

test('of two who finish at the same moment one sets it up', async () => {
  const kith = await openKith({ setUp: false })
  await begin(kith)
  await answer(kith)
  const both = await Promise.all([kith.send('/setup/check'), kith.send('/setup/check')])
  expect(both.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(await coalitions(kith)).toHaveLength(1)
})
