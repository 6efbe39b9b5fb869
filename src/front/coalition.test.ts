import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'

const about = {
  name: 'Southtown Together',
  purpose: 'We ring each other',
  place: 'Bristol',
  languages: ['en'],
  phone: '',
  phoneHours: '',
  email: '',
}
const row = async ({ db }: Kith) => db.selectFrom('coalition').selectAll().executeTakeFirstOrThrow()

test('what the office says of the coalition stands on every page at once', async () => {
  const kith = await openKith()
  expect(await kith.page('/')).toContain('Northtown Together')
  await kith.signIn('secretary')
  const sent = await kith.send('/coalition/about', about)
  expect(sent.headers.get('location')).toBe('/coalition?saved=yes')
  expect(await kith.page('/coalition?saved=yes')).toContain('Southtown Together')
  await kith.signIn(null)
  expect(await kith.page('/')).toContain('Southtown Together')
  expect(await row(kith)).toMatchObject({ place: 'Bristol', phone: null, email: null })
})

test.each([
  ['about', { ...about, name: '' }, 'We ring each other'],
  ['about', { ...about, place: 'Nowhereham' }, 'Nowhereham'],
  ['about', { ...about, email: 'office at example' }, 'office at example'],
  ['mail', { mail: 'smtp', smtp: 'mail', mailFrom: 'a@example.org' }, 'a@example.org'],
  ['rules', { rules: '  \n ' }, 'Northtown Together'],
  ['colours', { band: 'neon', action: 'plum' }, 'Northtown Together'],
])('a slip in “%s” changes nothing, and what was typed stays', async (part, fields, kept) => {
  const kith = await openKith()
  await kith.signIn('secretary')
  const before = await row(kith)
  const sent = await kith.send(`/coalition/${part}`, fields)
  expect(sent.status).toBe(422)
  expect(await kith.checked(sent)).toContain(kept)
  expect(await row(kith)).toEqual(before)
})

test('rules are one to a line; the mail server is kept, and later taken out again', async () => {
  const kith = await openKith()
  await kith.signIn('secretary')
  await kith.send('/coalition/rules', { rules: 'Be kind\n\n  No selling  ' })
  expect((await row(kith)).rules).toEqual(['Be kind', 'No selling'])
  const mail = { mail: 'smtp', smtp: 'smtp://127.0.0.1:2525', mailFrom: 'office@example.org' }
  await kith.send('/coalition/mail', mail)
  expect((await row(kith)).smtp).toBe('smtp://127.0.0.1:2525')
  await kith.send('/coalition/mail', { ...mail, mail: 'later' })
  expect((await row(kith)).smtp).toBeNull()
})

test('the doors open and close', async () => {
  const kith = await openKith()
  await kith.signIn('secretary')
  await kith.send('/coalition/doors', { doors: 'closed' })
  expect((await row(kith)).open).toBe(false)
  await kith.send('/coalition/doors', { doors: 'ajar' })
  expect((await row(kith)).open).toBe(false)
  await kith.send('/coalition/doors', { doors: 'open' })
  expect((await row(kith)).open).toBe(true)
})
