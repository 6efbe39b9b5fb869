import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { hostileWords } from '../../tests/hostile/words.ts'
import { openKith } from '../../tests/joining.ts'
import type { Kith } from '../../tests/kith.ts'
import { ask, memberships } from '../../tests/vetting.ts'
import { membersAsCsv, membersAsJson, questionsFor } from './export.formats.ts'
import type { ExportedMember } from './export.queries.ts'
import { fieldsOf, pages } from './join.questions.ts'
import { translator } from '#base/i18n.ts'
import { undefused } from './spreadsheet.ts'

const csvChoice = { state: 'admitted', people: '', format: 'csv' }
const read = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true })

/** A member, and somebody who waits; the office is signed in. */
async function openOffice() {
  const kith = await openKith()
  const { id } = await ask(kith)
  await kith.signIn('secretary')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  await kith.signIn(null)
  await ask(kith, 'Waiting Club')
  await kith.signIn('secretary')
  return kith
}

const send = async (kith: Kith, fields: Record<string, string | string[]>) => {
  const answer = await kith.send('/members/export', fields)
  expect(answer.status).toBe(200)
  return answer
}

test('the office exports all members with all their answers, and the journal says so', async () => {
  const kith = await openOffice()
  await kith.page('/members/export')
  const answer = await send(kith, csvChoice)
  const day = new Date().toISOString().slice(0, 10)
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename="members-${day}.csv"`,
  )
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const rows = read(bytes.toString())
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({
    name: 'Neighbours First',
    state: 'admitted',
    org_id: 'GB-CHC-1095833',
    email: 'hello@example.org',
    'Register number [registerNumber]': '1095833',
    'Why they want to join [why]': '',
  })
  // People are in it only when they were asked for.
  expect(bytes.toString()).not.toContain('femi@example.org')
  const whole = await send(kith, {
    state: ['admitted', 'asked'],
    kind: ['charity', 'group'],
    people: 'yes',
    format: 'csv',
  })
  const text = await whole.text()
  expect(read(text)).toHaveLength(2)
  expect(read(text)[0]).toMatchObject({
    representatives: expect.stringContaining('Femi Adeyemi, Trustee, femi@example.org'),
    'Their mail address [yourEmail]': 'femi@example.org',
  })
  expect(read(await (await send(kith, { ...csvChoice, kind: 'group' })).text())).toHaveLength(0)

  const entries = await act(kith.db, kithItself, (tx) =>
    tx
      .selectFrom('journal')
      .select('detail')
      .where('what', '=', 'membership.exported')
      .orderBy('at')
      .execute(),
  )
  expect(entries.map(({ detail }) => detail)).toMatchObject([
    { rows: 1, states: ['admitted'], kinds: [], people: false, format: 'csv' },
    { rows: 2, states: ['admitted', 'asked'], kinds: ['charity', 'group'], people: true },
    { rows: 0, kinds: ['group'] },
  ])
})

test('the same as JSON, with every question and its words', async () => {
  const kith = await openOffice()
  const answer = await send(kith, { ...csvChoice, format: 'json', people: 'yes' })
  expect(answer.headers.get('content-type')).toContain('application/json')
  const whole = (await answer.json()) as Record<string, unknown>
  expect(whole).toMatchObject({
    version: 1,
    format: 'kith-members',
    orgIdScheme: 'https://org-id.guide',
    coalition: 'Northtown Together',
    count: 1,
    members: [
      {
        name: 'Neighbours First',
        orgId: 'GB-CHC-1095833',
        answers: { about: 'We ring people.', topics: ['befriending'], yourName: 'Femi Adeyemi' },
        representatives: [{ name: 'Femi Adeyemi', role: 'Trustee' }],
      },
    ],
  })
  const keys = (whole['questions'] as { key: string }[]).map(({ key }) => key)
  const asked = pages.flatMap((page) => fieldsOf[page]).filter((key) => key !== 'keepPlace')
  expect(keys).toEqual(asked)
})

test('what is missing in the form is said, and nothing leaves', async () => {
  const kith = await openOffice()
  for (const [fields, words] of [
    [{ format: 'csv' }, 'Choose at least one'],
    [{ state: 'admitted' }, 'Choose CSV or JSON'],
    [{ ...csvChoice, state: 'everybody' }, 'Choose at least one'],
  ] as const) {
    const answer = await kith.send('/members/export', fields)
    expect(answer.status).toBe(422)
    expect(await kith.checked(answer)).toContain(words)
  }
  expect(await kith.journal()).not.toContain('membership.exported')
})

const member = (name: string): ExportedMember => ({
  id: crypto.randomUUID(),
  kind: 'group',
  name,
  about: name,
  topics: [name],
  website: null,
  orgId: null,
  numberCheckedAt: null,
  address: name,
  postcode: null,
  place: name,
  region: null,
  country: null,
  latitude: -3.5,
  longitude: null,
  precision: 'area',
  email: null,
  emailAudience: 'staff',
  phone: '+44 113 496 0000',
  phoneAudience: 'staff',
  checkedAt: null,
  updatedAt: new Date(),
  example: false,
  membershipId: crypto.randomUUID(),
  state: 'admitted',
  channel: 'web',
  lang: 'en',
  askedAt: new Date(),
  decidedAt: null,
  reason: name,
  answers: { about: name, topics: [name], why: name },
  people: [{ name, role: name, email: null, phone: null }],
})
const everything = { state: ['admitted' as const], kind: [], people: true, format: 'csv' as const }

async function textOf(found: AsyncGenerator<string>): Promise<string> {
  let text = ''
  for await (const piece of found) text += piece
  return text
}

test('no cell of an export is run as a formula, and each is read back as it was', async () => {
  const cells = [
    ...hostileWords.map((words) => words.toWellFormed()),
    '=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', "=cmd|' /C calc'!A0", "'=1", '＝1', '＋1',
    '=HYPERLINK("http://evil.example","x")', ';=1', '"=1', '%0A-3', '=DDE("cmd";"/C calc";"x")',
  ] // prettier-ignore
  const t = translator('en')
  async function* found() {
    yield cells.map(member)
  }
  const questions = questionsFor(t, everything)
  const text = await textOf(membersAsCsv(found(), questions, everything))
  const rows: string[][] = parse(text, { bom: true, from_line: 2 })
  expect(rows.length).toBe(cells.length)
  rows.forEach((row, at) => {
    for (const cell of row)
      if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell, cells[at]).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
    expect(undefused(row[3]!)).toBe(cells[at])
  })
  const about = { coalition: 'x', origin: 'http://localhost', at: new Date(), rows: cells.length }
  const json = JSON.parse(await textOf(membersAsJson(found(), questions, everything, about)))
  expect(json.members.map((one: { name: string }) => one.name)).toEqual(cells)
})

test(
  'a hundred thousand rows go out piece by piece, and memory stays flat',
  { timeout: 60_000 },
  async () => {
    const one = member('Tea Club')
    async function* found() {
      for (let at = 0; at < 200; at++) yield Array.from({ length: 500 }, () => one)
    }
    const questions = questionsFor(translator('en'), everything)
    const before = process.memoryUsage().heapUsed
    let most = 0
    let pieces = 0
    for await (const piece of membersAsCsv(found(), questions, everything)) {
      pieces += piece.length > 0 ? 1 : 0
      if (pieces % 20 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before)
    }
    expect(pieces).toBe(201)
    expect(most).toBeLessThan(150 * 1024 * 1024)
  },
)

test('nobody but the secretary exports', async () => {
  const kith = await openOffice()
  for (const role of ['moderator', 'welcomer', null] as const) {
    await kith.signIn(role)
    expect((await kith.visit('/members/export')).status).toBe(404)
    expect((await kith.send('/members/export', csvChoice)).status).toBe(404)
  }
  expect((await memberships(kith)).length).toBe(2)
})
