import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { openKith, type Kith } from '../../tests/kith.ts'
import { importFile, importMembers } from './import.file.ts'

const csv = (text: string | Buffer, name = 'members.csv') =>
  new File([text as BlobPart], name, { type: 'text/csv' })
const charities = new URL('../../../shared/data/register/charities-2464.csv', import.meta.url)

const three = `Name,Charity number,Website,Town,Email
Harbour Shed,1095833,www.shed.example.org,Leeds,hello@shed.example.org
,1,,,
"=cmd|' /C calc'!A0",,,Nowhereville,bad mail
`

async function openOffice() {
  const kith = await openKith()
  const secretary = await kith.makePerson({ name: 'Sioned Parry', roles: ['secretary'] })
  await kith.signIn(secretary)
  return { kith, secretary }
}

/** Uploads a sheet. Out: the address of its page of columns. */
async function upload(kith: Kith, file: File): Promise<string> {
  const answer = await kith.send('/members/import', { file })
  expect(
    answer.status,
    await answer
      .clone()
      .text()
      .then((html) => html.slice(0, 4000)),
  ).toBe(303)
  return answer.headers.get('location')!
}

const guessed = { header: 'yes', kind: 'charity' }
/** Chooses what the page of columns has chosen already. */
async function accept(kith: Kith, address: string, changed: Record<string, string> = {}) {
  const html = await kith.page(address)
  const fields: Record<string, string> = { ...guessed }
  for (const [, name = '', options = ''] of html.matchAll(
    /<select[^>]* name="(column-\d+)"[^>]*>(.*?)<\/select>/gs,
  ))
    fields[name] = /<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''
  const answer = await kith.send(address, { ...fields, ...changed })
  return { answer, fields }
}

const countOf = async (kith: Kith, table: string) =>
  Number((await kith.owner.query(`select count(*) as n from ${table}`)).rows[0].n)

test('a secretary brings members from a spreadsheet, sees first what will happen, and takes them back', async () => {
  const { kith, secretary } = await openOffice()
  await kith.page('/members/import')
  const address = await upload(kith, csv(three))
  const { answer, fields } = await accept(kith, address)
  expect(fields).toMatchObject({
    'column-0': 'name',
    'column-1': 'orgId',
    'column-2': 'website',
    'column-3': 'place',
    'column-4': 'email',
  })
  expect(answer.headers.get('location')).toBe(`${address}/preview`)
  const preview = await kith.page(`${address}/preview`)
  expect(preview).toContain('2 members come')
  expect(preview).toContain('One row cannot come')
  expect(preview).toContain('There is no name')
  expect(preview).toContain('The email address is not complete')
  expect(preview).toContain('Import 2 members')
  expect(await countOf(kith, 'organisations')).toBe(0)

  const problems = await (await kith.visit(`${address}/problems.csv`)).text()
  expect(problems).toContain('3,There is no name')
  expect(problems).toContain("'=cmd|")

  const once = crypto.randomUUID()
  const done = await kith.send(`${address}/preview`, { once })
  expect(done.status).toBe(303)
  const again = await kith.send(`${address}/preview`, { once })
  expect(again.headers.get('location')).toBe(done.headers.get('location'))
  expect(await kith.page(done.headers.get('location')!)).toContain(
    '2 members came from members.csv',
  )
  expect(await countOf(kith, 'organisations')).toBe(2)
  expect(await kith.journal()).toEqual(['import.done'])
  const shed = await act(kith.db, kithItself, (tx) =>
    tx
      .selectFrom('organisations')
      .selectAll()
      .where('orgId', '=', 'GB-CHC-1095833')
      .executeTakeFirstOrThrow(),
  )
  expect(shed).toMatchObject({
    kind: 'charity',
    website: 'https://www.shed.example.org',
    email: 'hello@shed.example.org',
    emailAudience: 'staff',
    checkedAt: null,
  })
  const list = await kith.page('/members')
  expect(list).toContain('Harbour Shed')
  expect(list).not.toContain('hello@shed.example.org')
  expect(await (await kith.visit('/members.csv')).text()).toContain(
    `"'=cmd|' /C calc'!A0"`.replaceAll('"', ''),
  )

  const id = new URL(done.headers.get('location')!, 'http://x').searchParams.get('done')
  await kith.page(`/members/imports/${id}/undo`)
  const undone = await kith.send(`/members/imports/${id}/undo`)
  const imports = await kith.page(undone.headers.get('location')!)
  expect(imports).toContain('2 members were taken away')
  expect(imports).toContain(secretary.name)
  expect(await countOf(kith, 'organisations')).toBe(0)
  expect(await countOf(kith, 'directory')).toBe(0)
  expect(await countOf(kith, 'directory_terms')).toBe(0)
  expect(await kith.journal()).toEqual(['import.done', 'import.undone'])
  const twice = await kith.send(`/members/imports/${id}/undo`)
  expect(await kith.page(twice.headers.get('location')!)).toContain('undone already')
})

test('what somebody changed since the import stays when it is undone', async () => {
  const { kith } = await openOffice()
  const done = await importMembers(kith.house, kithItself, {
    name: 'a.csv',
    bytes: Buffer.from('name\nOne\nTwo\nThree\n'),
    write: true,
  })
  const importId = done.ok ? done.value.imported!.importId : ''
  await act(kith.db, kithItself, (tx) =>
    tx
      .updateTable('organisations')
      .set({ about: 'We changed this', updatedAt: new Date(Date.now() + 1000) })
      .where('name', '=', 'Two')
      .execute(),
  )
  const undone = await kith.send(`/members/imports/${importId}/undo`)
  const page = await kith.page(undone.headers.get('location')!)
  expect(page).toContain('2 members were taken away again.')
  expect(page).toContain('One was changed since and stays.')
  expect(await kith.page('/members')).toContain('Two')
})

test('likely duplicates are named, and stay out unless they are let in', async () => {
  const { kith } = await openOffice()
  await importMembers(kith.house, kithItself, {
    name: 'a.csv',
    bytes: Buffer.from('name,org id\nTea Club,GB-CHC-1095833\nBristol Befriending Network,\n'),
    write: true,
  })
  const sheet = `name,org id
The Tea Club Ltd.,
Somebody Else,GB-CHC-1095833
Bristol Befrending Network,
New One,
NEW ONE,
New one Limited,
Tea Club,GB-CHC-1122334
`
  const address = await upload(kith, csv(sheet))
  await accept(kith, address)
  const preview = await kith.page(`${address}/preview`)
  expect(preview).toContain('same name as Tea Club (a member already)')
  expect(preview).toContain('same register number as Tea Club (a member already)')
  expect(preview).toContain(
    'name nearly the same as Bristol Befriending Network (a member already)',
  )
  expect(preview).toContain('same name as New One (line 5 of this sheet)')
  expect(preview).toContain('3 members come')
  expect(preview).toContain('4 likely duplicates stay out')
  const count = async (duplicates: string) => {
    await kith.send(`${address}/duplicates`, { duplicates })
    return /<strong>(\w+) members? comes?/.exec(await kith.page(`${address}/preview`))?.[1] ?? ''
  }
  expect(await count('skip')).toBe('2')
  expect(await count('add')).toBe('7')
})

test('a sheet without names of columns is noticed, and its first row is not lost', async () => {
  const { kith } = await openOffice()
  const address = await upload(kith, csv('Tea Club,LS1 4AP\nChess Club,CF10 1AA\n'))
  expect(await kith.page(address)).toContain('no names of columns')
  await accept(kith, address, { header: 'no' })
  expect(await kith.page(`${address}/preview`)).toContain('2 members come')
})

test('columns that make no sense are refused with what was chosen', async () => {
  const { kith } = await openOffice()
  const address = await upload(kith, csv(three))
  const none = await accept(kith, address, { 'column-0': '' })
  expect(none.answer.status).toBe(422)
  expect(await kith.checked(none.answer)).toContain('Say which column holds the name')
  const twice = await accept(kith, address, { 'column-3': 'name' })
  expect(await kith.checked(twice.answer)).toContain('Two columns hold the same')
})

test('what is no spreadsheet gets a sentence', async () => {
  const { kith } = await openOffice()
  const problem = async (file: File | null) => {
    const answer = await kith.send('/members/import', file ? { file } : {})
    expect(answer.status).toBe(422)
    return kith.checked(answer)
  }
  expect(await problem(csv('<!doctype html><html><body>Members</body></html>'))).toContain(
    'This is a web page',
  )
  expect(await problem(csv(' \n'))).toContain('There is nothing in this file')
  expect(await problem(csv(Buffer.from('504b0304ffffffffffffffff', 'hex'), 'x.xlsx'))).toContain(
    'damaged',
  )
  expect(await problem(null)).toContain('Choose a file')
})

test('fifty columns and one name come through; a header alone brings nobody', async () => {
  const { kith } = await openOffice()
  const wide = `${Array.from({ length: 50 }, (_, at) => (at === 30 ? 'Name' : `Col ${at}`)).join(',')}\n${Array.from({ length: 50 }, (_, at) => `v${at}`).join(',')}\n`
  const address = await upload(kith, csv(wide))
  await accept(kith, address)
  expect(await kith.page(`${address}/preview`)).toContain('One member comes')
  const alone = await upload(kith, csv('Name,Town\n'))
  await accept(kith, alone)
  expect(await kith.page(`${alone}/preview`)).toContain('nobody comes')
})

test('two who import the same sheet at once do not add everybody twice', async () => {
  const { kith } = await openOffice()
  const bytes = Buffer.from(
    `name\n${Array.from({ length: 300 }, (_, at) => `Club number ${at} of ${at * 7}`).join('\n')}\n`,
  )
  const one = () => importMembers(kith.house, kithItself, { name: 'a.csv', bytes, write: true })
  const both = await Promise.all([one(), one()])
  const refusals = both.flatMap((done) => (done.ok ? [] : [done.error]))
  expect(refusals.filter((refusal) => refusal === 'busy' || refusal === 'nothing')).toHaveLength(1)
  expect(await countOf(kith, 'organisations')).toBe(300)
})

test('only the secretary imports; for everybody else the pages are not there', async () => {
  const { kith } = await openOffice()
  const address = await upload(kith, csv(three))
  for (const role of ['moderator', null] as const) {
    await kith.signIn(role)
    for (const path of [
      '/members/import',
      '/members/imports',
      address,
      `${address}/preview`,
      `${address}/problems.csv`,
    ])
      expect((await kith.visit(path)).status, path).toBe(404)
    expect((await kith.send(`${address}/preview`)).status).toBe(404)
  }
  await kith.signIn('secretary')
  expect((await kith.visit(`/members/import/${crypto.randomUUID()}`)).status).toBe(404)
})

test.skipIf(!existsSync(charities))(
  'the register of large charities goes in as it is (skipped where that file is not beside the project)',
  async () => {
    const { kith } = await openOffice()
    const address = await upload(kith, csv(readFileSync(charities), 'charities-2464.csv'))
    const { fields } = await accept(kith, address)
    expect(fields).toMatchObject({
      'column-0': 'orgId',
      'column-2': 'name',
      'column-3': 'postcode',
      'column-6': 'about',
      'column-13': 'website',
    })
    const preview = await kith.page(`${address}/preview`)
    expect(preview).toContain('2,456 members come')
    expect(preview).toContain('8 rows cannot come')
    const done = await kith.send(`${address}/preview`)
    expect(await kith.page(done.headers.get('location')!)).toContain(
      '2,456 members came from charities-2464.csv',
    )
    expect(await kith.page('/members?q=freedom%20from%20torture')).toContain('FREEDOM FROM TORTURE')
    const said = await importFile(kith.house, { path: charities.pathname, write: false })
    expect(said.lines.join('\n')).toContain('2,456 likely duplicates stay out')
  },
)
