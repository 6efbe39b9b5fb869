import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { commands } from './cli.commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const run = async (
  kith: Kith,
  command: string,
  words: string[] = [],
  values: Record<string, unknown> = {},
) => {
  const found = commands[command]
  if (!found) throw new Error(`There is no ${command}`)
  return found.run(kith.house, words, values)
}

const setup = { name: 'Northtown Together', place: 'Leeds', email: 'zadie@example.org' }
const pathIn = (lines: string[]) => /http:\/\/localhost(?::\d+)?(\/\S+)/.exec(lines.join(' '))?.[1]

test('one line sets a Kith up, and its link lets the first secretary in', async () => {
  const kith = await openKith({ setUp: false })
  const said = await run(kith, 'setup', [], setup)
  expect(said.ok).toBe(true)
  const link = pathIn(said.lines) ?? ''
  await kith.page(link)
  expect((await kith.send(link)).status).toBe(303)
  await kith.page('/desk')
  expect(await run(kith, 'setup', [], setup)).toMatchObject({ ok: false })
  expect(await run(kith, 'setup-link')).toMatchObject({ ok: false })
})

test.each([
  [{ ...setup, name: undefined }, '--name'],
  [{ ...setup, email: 'zadie' }, '--email'],
  [{ ...setup, place: 'Nowhereham' }, 'Nowhereham'],
  [{ ...setup, languages: 'xx' }, '--languages'],
])('what is missing or wrong is said, and nothing is set up', async (values, word) => {
  const kith = await openKith({ setUp: false })
  const said = await run(kith, 'setup', [], values)
  expect(said.ok).toBe(false)
  expect(said.lines.join(' ')).toContain(word)
  expect(await kith.db.selectFrom('coalition').select('one').execute()).toEqual([])
})

test('a sign-in link is for somebody who is known', async () => {
  const kith = await openKith()
  await kith.makePerson({ email: 'mona@example.org' })
  const said = await run(kith, 'sign-in-link', ['MONA@example.org'])
  const link = pathIn(said.lines) ?? ''
  expect(await kith.page(link)).toContain('M…a')
  expect(await run(kith, 'sign-in-link', ['x@example.org'])).toMatchObject({ ok: false })
  expect(await run(kith, 'sign-in-link')).toMatchObject({ ok: false })
})

test('a spreadsheet of members is looked at first, and comes with --yes', async () => {
  const kith = await openKith()
  const path = fileOf('members.csv', 'name,place\nLamp Street,Leeds\n,York\n')
  const looked = await run(kith, 'import members', [path])
  expect(looked.ok).toBe(true)
  const count = async () => (await kith.db.selectFrom('directory').select('name').execute()).length
  expect(await count()).toBe(0)
  const done = await run(kith, 'import members', [path], { yes: true })
  expect(done.ok, done.lines.join('\n')).toBe(true)
  expect(await count()).toBe(1)
})

test.each([
  ['import members', []],
  ['import members', [join(folder, 'nothing.csv')]],
  ['import places', []],
  ['import places', [join(folder, 'nothing.csv')]],
])('“kith %s %s” without a file that can be read says so', async (command, words) => {
  const kith = await openKith()
  const said = await run(kith, command, words)
  expect(said.ok).toBe(false)
  expect(said.lines.join('')).not.toBe('')
})

test('postcode areas come in, and bad rows are named by their line', async () => {
  const kith = await openKith()
  const path = fileOf('areas.csv', 'postcode,latitude,longitude\nLS1,53.797,-1.547\nLS2,far,away\n')
  const said = await run(kith, 'import places', [path])
  expect(said.lines.join('\n')).toMatch(/1 postcode areas? came in[\s\S]*line 3/)
  await kith.owner.query("delete from places where kind = 'postcode'")
})

test('the doctor says how it is', async () => {
  const kith = await openKith()
  const said = await run(kith, 'doctor')
  expect(said.lines.join('\n')).toContain('The database')
  expect(said.data).toBeDefined()
})
