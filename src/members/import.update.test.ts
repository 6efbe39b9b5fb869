import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { openKith, type Kith } from '../../tests/kith.ts'
import { importMembers } from './import.file.ts'
import { differencesOf, type Held, isSamePlace, isSaidLater } from './import.match.rules.ts'
import { listInDirectory } from './directory.queries.ts'

const csv = (text: string) => new File([text], 'again.csv', { type: 'text/csv' })

async function openOffice() {
  const kith = await openKith()
  await kith.signIn(await kith.makePerson({ name: 'Sioned Parry', roles: ['secretary'] }))
  return kith
}

const first = `name,org id,website,town,email,about
Harbour Shed,GB-CHC-1095833,,Leeds,,We mend things
Tea Club,,www.tea.example.org,Leeds,,
Age Concern,,,Leeds,,
Age Concern,,,Bristol,,
`

/** Brings members in without a browser. Out: the id of the import. */
async function bring(kith: Kith, text: string): Promise<string> {
  const plan = { duplicates: 'add' as const }
  const bytes = Buffer.from(text)
  const done = await importMembers(kith.house, kithItself, {
    name: 'a.csv',
    bytes,
    write: true,
    plan,
  })
  if (!done.ok || !done.value.imported) throw new Error(JSON.stringify(done))
  return done.value.imported.importId
}

/** Uploads a sheet and takes its columns as guessed. Out: the address of the sheet. */
async function upload(kith: Kith, text: string): Promise<string> {
  const address = (await kith.send('/members/import', { file: csv(text) })).headers.get('location')!
  const html = await kith.page(address)
  const fields: Record<string, string> = { header: 'yes', kind: 'organisation' }
  for (const [, name = '', options = ''] of html.matchAll(
    /<select[^>]* name="(column-\d+)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = /<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''
  expect((await kith.send(address, fields)).status).toBe(303)
  return address
}

const choose = (kith: Kith, address: string, fields: Record<string, string | string[]>) =>
  kith.send(`${address}/updates`, {
    updates: 'fill',
    matchBy: 'name-place',
    fileDay: '2099-01-01',
    ...fields,
  })

const organisations = async (kith: Kith) =>
  (await kith.owner.query(`select * from organisations order by name, place`)).rows as Record<
    string,
    unknown
  >[]
const one = async (kith: Kith, name: string) =>
  (await organisations(kith)).find((row) => row['name'] === name)

const again = `name,org id,website,town,email,about
HARBOUR SHED CIO,GB-CHC-1095833,www.shed.example.org,Leeds,hello@shed.example.org,We mend everything
Tea Club,GB-CHC-1122334,,Leeds,,We drink tea
Age Concern,,www.age.example.org,Bristol,,
Somebody New,,,Leeds,,
`

test('a sheet fills what is empty of members that are there; the difference is shown first, and undone after', async () => {
  const kith = await openOffice()
  await bring(kith, first)
  const before = await organisations(kith)
  const address = await upload(kith, again)
  const preview = await kith.page(`${address}/preview`)
  expect(preview).toContain('Of 3 members this sheet says something else. 3 of them are changed')
  expect(preview).toContain('One member comes')
  expect(preview).toContain('We mend everything')
  expect(preview).toContain('stays as it is')
  const done = await kith.send(`${address}/preview`)
  const imports = await kith.page(done.headers.get('location')!)
  expect(imports).toContain('One member came from again.csv')
  expect(imports).toContain('3 members who were there already were changed.')
  expect(await one(kith, 'Harbour Shed')).toMatchObject({
    website: 'https://www.shed.example.org',
    email: 'hello@shed.example.org',
    email_audience: 'staff',
    about: 'We mend things',
  })
  expect(await one(kith, 'Tea Club')).toMatchObject({
    org_id: 'GB-CHC-1122334',
    about: 'We drink tea',
  })
  const ages = (await organisations(kith)).filter((row) => row['name'] === 'Age Concern')
  expect(ages.map((row) => [row['place'], row['website']])).toEqual([
    ['Bristol', 'https://www.age.example.org'],
    ['Leeds', null],
  ])
  expect(await kith.page('/members?q=tea')).toContain('We drink tea')

  const id = new URL(done.headers.get('location')!, 'http://x').searchParams.get('done')
  const undone = await kith.send(`/members/imports/${id}/undo`)
  const said = await kith.page(undone.headers.get('location')!)
  expect(said).toContain('One member was taken away again.')
  expect(said).toContain('3 members have the old values back.')
  expect(await organisations(kith)).toEqual(before)
  expect((await kith.owner.query('select * from import_changes')).rows).toEqual([])
})

test('replacing takes the sheet’s word, leaving alone changes nobody, and one may be chosen apart', async () => {
  const kith = await openOffice()
  await bring(kith, first)
  const shed = await one(kith, 'Harbour Shed')
  const address = await upload(kith, again)
  await choose(kith, address, { updates: 'leave' })
  expect(await kith.page(`${address}/preview`)).toContain('None of them is changed')
  await choose(kith, address, { updates: 'leave', [`one-${shed!['id'] as string}`]: 'replace' })
  expect(await kith.page(`${address}/preview`)).toContain('One of them is changed')
  await kith.send(`${address}/preview`)
  expect(await one(kith, 'HARBOUR SHED CIO')).toMatchObject({
    about: 'We mend everything',
    org_id: 'GB-CHC-1095833',
  })
  expect(await one(kith, 'Tea Club')).toMatchObject({ about: '' })
})

test('members are known by website or mail address where that is chosen', async () => {
  const kith = await openOffice()
  await bring(kith, first)
  const sheet = 'name,website,phone\nThe Tea People,https://tea.example.org/,0113 496 0000\n'
  const address = await upload(kith, sheet)
  expect(await kith.page(`${address}/preview`)).toContain('One member comes')
  await choose(kith, address, { matchBy: ['website', 'email'] })
  const preview = await kith.page(`${address}/preview`)
  expect(preview).toContain('same website as Tea Club')
  expect(preview).toContain('One of them is changed')
  await kith.send(`${address}/preview`)
  expect(await one(kith, 'Tea Club')).toMatchObject({
    phone: '0113 496 0000',
    phone_audience: 'staff',
  })
  expect(await organisations(kith)).toHaveLength(4)
})

test('what a representative said after the day of the file stands, unless it is to be replaced', async () => {
  const kith = await openOffice()
  await bring(kith, first)
  const femi = await kith.makePerson({ name: 'Femi Adeyemi' })
  const shed = await one(kith, 'Harbour Shed')
  await act(kith.db, kithItself, async (tx) => {
    const at = new Date()
    await tx
      .insertInto('representatives')
      .values({
        personId: femi.id,
        organisationId: shed!['id'] as string,
        role: 'Trustee',
        since: at,
      })
      .execute()
  })
  const address = await upload(kith, again)
  await choose(kith, address, { fileDay: '2020-01-01' })
  const preview = await kith.page(`${address}/preview`)
  expect(preview).toContain('A representative has said something since the day of the file')
  expect(preview).toContain('2 of them are changed')
  await choose(kith, address, { fileDay: '2020-01-01', updates: 'replace' })
  expect(await kith.page(`${address}/preview`)).toContain('3 of them are changed')
  const wrong = await choose(kith, address, { fileDay: 'last year' })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('Write a day, such as 2026-03-31')
})

test('the same organisation five times in one file becomes one, and is changed once', async () => {
  const kith = await openOffice()
  await bring(kith, first)
  const five = `name,org id,about
Harbour Shed,GB-CHC-1095833,
${Array.from({ length: 5 }, (_, at) => `New Club,GB-CHC-1122334,Words ${at}`).join('\n')}
Harbour Shed,GB-CHC-1095833,
Harbour Shed,GB-CHC-1095833,
`
  const address = await upload(kith, five)
  const preview = await kith.page(`${address}/preview`)
  expect(preview).toContain('One member comes')
  await kith.send(`${address}/preview`)
  expect((await organisations(kith)).map((row) => row['name'])).toEqual([
    'Age Concern',
    'Age Concern',
    'Harbour Shed',
    'New Club',
    'Tea Club',
  ])
})

test('what somebody changed since the import keeps what they said when it is undone, and is named', async () => {
  const kith = await openOffice()
  await bring(kith, first)
  const address = await upload(kith, again)
  const done = await kith.send(`${address}/preview`)
  const id = new URL(done.headers.get('location')!, 'http://x').searchParams.get('done')
  await act(kith.db, kithItself, async (tx) => {
    const row = await tx
      .updateTable('organisations')
      .set({ about: 'We drink coffee now', updatedAt: new Date(Date.now() + 1000) })
      .where('name', '=', 'Tea Club')
      .returning('id')
      .executeTakeFirstOrThrow()
    await listInDirectory(tx, row.id)
  })
  const undone = await kith.send(`/members/imports/${id}/undo`)
  const said = await kith.page(undone.headers.get('location')!)
  expect(said).toContain('2 members have the old values back.')
  expect(said).toContain('These were changed since and stay as they are: Tea Club.')
  expect(await one(kith, 'Tea Club')).toMatchObject({
    about: 'We drink coffee now',
    org_id: 'GB-CHC-1122334',
  })
})

test('an application that waits is not changed by a sheet', async () => {
  const kith = await openOffice()
  await bring(kith, first)
  await kith.owner.query(
    `update memberships set state = 'asked', decided_at = null where organisation_id =
      (select id from organisations where name = 'Harbour Shed')`,
  )
  const address = await upload(kith, again)
  expect(await kith.page(`${address}/preview`)).toContain('Of 2 members')
})

const held: Held = {
  name: 'Tea Club', about: '', kind: 'group', topics: [], orgId: '', website: 'https://tea.example.org/',
  email: 'a@example.org', phone: '+44 113 496 0000', address: '', postcode: 'LS1 4DY', place: 'Leeds',
} // prettier-ignore
const row = (changed: Partial<Held>): Held => ({
  name: '', about: '', kind: '', topics: [], orgId: '', website: '', email: '', phone: '', address: '',
  postcode: '', place: '', ...changed,
}) // prettier-ignore

test('what is written in another way is no difference, and an empty cell says nothing', () => {
  const said = row({
    name: 'TEA  CLUB',
    website: 'http://www.tea.example.org',
    phone: '0113 4960000',
    postcode: 'LS14DY',
    about: 'Tea',
    email: 'b@example.org',
  })
  const fill = differencesOf(held, said, { choice: 'fill', isHeld: false })
  expect(fill.map(({ field, applies }) => [field, applies])).toEqual([
    ['about', true],
    ['email', false],
  ])
  const kept = differencesOf(held, said, { choice: 'fill', isHeld: true })
  expect(kept.every(({ applies }) => !applies)).toBe(true)
  const all = differencesOf(held, said, { choice: 'replace', isHeld: true })
  expect(all.every(({ applies }) => applies)).toBe(true)
  expect(differencesOf(held, row({}), { choice: 'replace', isHeld: false })).toEqual([])
})

test('a place is the same when its postcode or its town is, or nobody said where', () => {
  const at = (place: string, postcode: string | null = null) => ({ place, postcode })
  expect(isSamePlace(at('Leeds'), at('leeds'))).toBe(true)
  expect(isSamePlace(at('Ynys Môn'), at('Ynys Mon'))).toBe(true)
  expect(isSamePlace(at('Leeds'), at(''))).toBe(true)
  expect(isSamePlace(at('Leeds', 'LS1 4DY'), at('Headingley', 'ls14dy'))).toBe(true)
  expect(isSamePlace(at('Leeds'), at('Bristol'))).toBe(false)
})

test('only somebody who speaks for it can have said something later than the file', () => {
  const saidAt = new Date('2026-03-31T10:00:00Z')
  expect(isSaidLater({ spokenFor: true, saidAt }, '2026-03-31')).toBe(true)
  expect(isSaidLater({ spokenFor: true, saidAt }, '2026-04-01')).toBe(false)
  expect(isSaidLater({ spokenFor: false, saidAt }, '2020-01-01')).toBe(false)
})
