import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as pathOf } from 'node:path'
import { expect, test } from 'vitest'
import { openKith, walk, ways } from '../../tests/joining.ts'
import type { Kith } from '../../tests/kith.ts'
import { ask, memberships } from '../../tests/vetting.ts'
import { loadRegister } from './register.actions.ts'
import { loadRegisterFile } from './register.file.ts'
import { readHeads, shortAbout } from './register.row.ts'
import { readSought, registerPage } from './register.numbers.ts'
import { registers } from './registers.ts'

const charities = new URL('../../../shared/data/register/charities-2464.csv', import.meta.url)

const header = 'org_id,name,postcode,active,activities,web,UKCAT\n'
const rows = `GB-CHC-1095833,NEIGHBOURS FIRST,LS1 4DY,True,We ring people who live alone.,www.neighbours.example.org,AN101
GB-CHC-1000340,FREEDOM FROM TORTURE,N7 7JW,True,We care for survivors.,,
GB-CHC-1000566,THE SALVATION ARMY INTERNATIONAL TRUST,EC4V 4EH,True,"",,
GB-CHC-1000001,Old Times Club,LS1,False,Gone,,
GB-SC-SC012345,Clwb Te Môn,LL58,True,"Tea",,
GB-CHC-12,No Such Number,LS1,True,,,
GB-CHC-1000777,,LS1,True,,,
`
const file = (text = header + rows) => new File([text], 'register.csv', { type: 'text/csv' })

async function load(kith: Kith, text = header + rows) {
  const path = await mkdtemp(pathOf(tmpdir(), 'kith-register-'))
  try {
    await writeFile(pathOf(path, 'r.csv'), text)
    return await loadRegisterFile(kith, { path: pathOf(path, 'r.csv'), name: 'r.csv' })
  } finally {
    await rm(path, { recursive: true })
  }
}

const find = async (kith: Kith, q: string) => {
  const html = await kith.page(`/join/find?q=${encodeURIComponent(q)}`)
  return [...html.matchAll(/name="organisation" value="((?:GB|IE)-[^"]+)"/g)].map(([, id]) => id)
}

const begin = (kith: Kith, kind = 'charity') => kith.send('/join/kind', { kind })

test('a register is loaded, and somebody finds their organisation instead of typing it', async () => {
  const kith = await openKith()
  const said = await load(kith)
  expect(said.lines).toEqual([
    'GB-CHC: 3 organisations, 1 gone.',
    'GB-SC: one organisation, none gone.',
    '2 rows had no number that we know, or no name, and stayed out.',
  ])
  expect((await begin(kith)).headers.get('location')).toBe('/join/find')
  const page = await kith.page('/join/find')
  expect(page).toContain('Find your organisation')
  expect(page).toContain('find.')

  expect(await find(kith, 'sal')).toEqual(['GB-CHC-1000566'])
  expect(await find(kith, 'SALVATOIN')).toEqual(['GB-CHC-1000566'])
  expect(await find(kith, 'tê mon')).toEqual(['GB-SC-SC012345'])
  expect(await find(kith, '1000')).toEqual(['GB-CHC-1000340', 'GB-CHC-1000566'])
  expect(await find(kith, '12345')).toEqual(['GB-SC-SC012345'])
  expect(await find(kith, 'GB-CHC-1095833')).toEqual(['GB-CHC-1095833'])
  expect(await find(kith, 'old times')).toEqual([])
  expect(await find(kith, "ab%' _c%%")).toEqual([])

  const none = await kith.send('/join/find', { q: 'neighbours' })
  expect(none.status).toBe(422)
  expect(await kith.checked(none)).toContain('Choose your organisation, or say that it is not here')
  const chosen = await kith.send('/join/find', { q: 'neigh', organisation: 'GB-CHC-1095833' })
  expect(chosen.headers.get('location')).toBe('/join/name')
  const name = await kith.page('/join/name')
  expect(name).toContain('value="Neighbours First"')
  expect(name).toContain('This comes from the register')
  expect(await kith.page('/join/register')).toContain('value="1095833"')
  expect(await kith.page('/join/about')).toContain('We ring people who live alone.')
  expect(await kith.page('/join/place')).toContain('value="LS1 4DY"')
  expect(await kith.page('/join/website')).toContain('https://www.neighbours.example.org')
})

test('what the script asks for is the same, and holds no person', async () => {
  const kith = await openKith()
  await load(kith)
  await begin(kith)
  const answer = await kith.visit('/join/register.json?q=free')
  expect(await answer.json()).toEqual({
    said: 'One found. Choose it below',
    found: [
      {
        value: 'GB-CHC-1000340',
        label: 'Freedom from Torture',
        hint: expect.stringContaining('Charity 1000340'),
      },
    ],
  })
  expect(await (await kith.visit('/join/register.json?q=fr')).json()).toEqual({
    said: '',
    found: [],
  })
  const short = await kith.visit('/join/find?q=fr')
  expect(short.status).toBe(422)
  expect(await kith.checked(short)).toContain('Write at least three letters')
})

test('who types their way through a whole register is told to wait', async () => {
  const kith = await openKith()
  await load(kith)
  await begin(kith)
  let status = 200
  for (let at = 0; at < 245 && status === 200; at++)
    ({ status } = await kith.visit('/join/register.json?q=free'))
  expect(status).toBe(429)
  expect((await kith.visit('/join/find?q=free')).status).toBe(429)
})

test('where no register is loaded for their kind, nobody is asked to search', async () => {
  const kith = await openKith()
  expect((await begin(kith)).headers.get('location')).toBe('/join/name')
  expect((await kith.visit('/join/find')).headers.get('location')).toBe('/join/name')
  await load(kith)
  expect((await begin(kith, 'company')).headers.get('location')).toBe('/join/name')
  expect((await begin(kith, 'group')).headers.get('location')).toBe('/join/name')
  expect((await begin(kith, 'organisation')).headers.get('location')).toBe('/join/find')
})

test('whoever is not there goes on as before', async () => {
  const kith = await openKith()
  await load(kith)
  await begin(kith)
  const none = await kith.send('/join/find', { q: 'free', organisation: 'none' })
  expect(none.headers.get('location')).toBe('/join/name')
  const strange = await kith.send('/join/find', { q: 'free', organisation: 'GB-CHC-9999999' })
  expect(strange.status).toBe(422)
  expect(await kith.checked(strange)).toContain('not on the register any more')
})

test('a number on the register is shown as checked, with the date, to the office and to everyone', async () => {
  const kith = await openKith()
  await load(kith)
  const { id } = await ask(kith)
  await kith.signIn('secretary')
  const vetting = await kith.page(`/memberships/${id}`)
  expect(vetting).toContain('Charity 1095833')
  expect(vetting).toMatch(/checked\s*<time/)
  expect(vetting).toContain('regid=1095833&amp;subid=0')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  const { organisationId } = (await memberships(kith))[0]!
  await kith.signIn(null)
  const page = await kith.page(`/members/${organisationId}`)
  expect(page).toContain('Charity 1095833')
  expect(page).toMatch(/checked\s*<time/)

  // The next file has it no longer.
  await load(kith, `${header}GB-CHC-1000340,Freedom from Torture,N7 7JW,True,,,\n`)
  expect(await kith.page(`/members/${organisationId}`)).not.toMatch(
    /Charity 1095833<\/bdi>, checked/,
  )
  await load(kith)
  expect(await kith.page(`/members/${organisationId}`)).toMatch(/checked\s*<time/)
})

test('who gives the number of a member learns only that it is listed; the office sees whose it is', async () => {
  const kith = await openKith()
  await load(kith)
  const { id, link } = await ask(kith)
  const other = ways['charity']!
  await walk(kith, [['kind', { kind: 'charity' }]])
  await walkRest(kith, other)
  // Who has only applied is nobody's business.
  expect(await kith.page('/join/check')).not.toContain('is listed here already')
  await kith.signIn('secretary')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  await kith.signIn(null)
  const check = await kith.page('/join/check')
  expect(check).toContain('is listed here already')
  expect(check).not.toContain(link)
  expect(await kith.page('/join/find?q=1095833')).toContain('A member here already')
  await kith.send('/join', { once: crypto.randomUUID() })
  const second = (await memberships(kith)).at(-1)!
  await kith.signIn('secretary')
  const vetting = await kith.page(`/memberships/${second.id}`)
  expect(vetting).toContain('This number is a member’s already')
  expect(vetting).toContain(`/memberships/${id}`)
})

async function walkRest(kith: Kith, pages: (typeof ways)[string]) {
  for (const [page, fields] of pages.slice(1)) await kith.send(`/join/${page}`, fields)
}

test('the office loads a register, sees what is loaded, and takes it out again', async () => {
  const kith = await openKith()
  await kith.signIn('secretary')
  expect(await kith.page('/registers')).toContain('No register is loaded yet')
  const done = await kith.send('/registers', { file: file() })
  const page = await kith.page(done.headers.get('location')!)
  expect(page).toContain('The register is loaded.')
  expect(page).toContain('2 rows had no number')
  expect(page).toContain('register.csv')
  for (const [bad, words] of [
    ['a,b\n1,2\n', 'The first row must name the columns'],
    [header, 'No row has a number'],
    ['<!doctype html><html>', 'This is a web page'],
  ] as const) {
    const answer = await kith.send('/registers', { file: file(bad) })
    expect(answer.status).toBe(422)
    expect(await kith.checked(answer)).toContain(words)
  }
  expect((await kith.send('/registers')).status).toBe(422)
  await kith.page('/registers/GB-CHC/removal')
  const gone = await kith.send('/registers/GB-CHC/removal')
  expect(await kith.page(gone.headers.get('location')!)).toContain('GB-CHC was removed')
  expect((await kith.send('/registers/GB-CHC/removal')).status).toBe(404)
  expect(await kith.journal()).toEqual(['register.loaded', 'register.removed'])
})

test('a file that has only a part of the register does not empty it', async () => {
  const kith = await openKith()
  const many = Array.from({ length: 300 }, (_, at) => `GB-CHC-1${100000 + at},Club ${at},,True,,,`)
  await load(kith, `${header}${many.join('\n')}\n`)
  const part = await load(kith, `${header}${many.slice(0, 20).join('\n')}\n`)
  expect(part).toMatchObject({ ok: false, lines: [expect.stringContaining('looks like a part')] })
  const less = await load(kith, `${header}${many.slice(0, 290).join('\n')}\n`)
  expect(less.lines).toEqual(['GB-CHC: 290 organisations, 10 gone.'])
})

test('nobody but the office writes a register, not even past the pages', async () => {
  const kith = await openKith()
  const who = { personId: null, roles: [] }
  async function* none() {
    yield { line: 1, cells: ['org_id', 'name'] }
    yield { line: 2, cells: ['GB-CHC-1095833', 'Mine'] }
  }
  await expect(loadRegister(kith.db, who, { file: 'x', rows: none() })).rejects.toThrow(/office/)
})

test('every impossible number gets a sentence beside its field that says what one looks like', async () => {
  const kith = await openKith()
  await kith.send('/join/kind', { kind: 'organisation' })
  for (const register of Object.keys(registers)) {
    const answer = await kith.send('/join/register', { register, registerNumber: '?!12' })
    expect(answer.status, register).toBe(422)
    expect(await kith.checked(answer), register).toMatch(/such as .*Check it/)
  }
})

test('columns are known by the names that registers give them', () => {
  const of = (line: string) => readHeads(line.split(','))
  expect(
    of(' CompanyName, CompanyNumber,RegAddress.PostTown,RegAddress.PostCode,CompanyStatus'),
  ).toEqual({
    ok: true,
    value: { name: 0, companyNumber: 1, place: 2, postcode: 3, status: 4 },
  })
  expect(of('Charity Number,Charity Name,Charity Status,Postcode')).toEqual({
    ok: true,
    value: { number: 0, name: 1, status: 2, postcode: 3 },
  })
  expect(of('name,town').ok).toBe(false)
})

test('what an organisation says in capitals is calmed, and cut after a sentence', () => {
  expect(shortAbout('WE RING PEOPLE. THEY RING BACK.')).toBe('We ring people. They ring back.')
  const long = `${'A sentence of some length stands here. '.repeat(20)}`
  expect(shortAbout(long)).toMatch(/here\.$/)
  expect(shortAbout(long).length).toBeLessThanOrEqual(600)
})

test('the page of a number on its register is known only where its address is certain', () => {
  expect(registerPage('GB-COH-01234567')).toContain('/company/01234567')
  expect(registerPage('GB-SC-SC012345')).toContain('number=SC012345')
  expect(registerPage('IE-CHY-12345')).toBeNull()
  expect(registerPage('XX-ABC-1')).toBeNull()
  expect(readSought('a', ['GB-CHC'])).toBeNull()
})

test.skipIf(!existsSync(charities))(
  'the register of large charities goes in as it is (skipped where that file is not beside the project)',
  { timeout: 60_000 },
  async () => {
    const kith = await openKith()
    const said = await load(kith, readFileSync(charities, 'utf8'))
    expect(said.lines[0]).toMatch(/^GB-CHC: 1,817 organisations, 55 gone/)
    await begin(kith)
    expect(await find(kith, 'freedom from tor')).toContain('GB-CHC-1000340')
    expect(await find(kith, 'fredom from tortur')).toContain('GB-CHC-1000340')
    expect((await load(kith, readFileSync(charities, 'utf8'))).lines[0]).toBe(said.lines[0])
  },
)
