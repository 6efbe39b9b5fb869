import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { openKith, walk, ways } from '../../tests/joining.ts'
import type { Kith } from '../../tests/kith.ts'
import { ask, memberships } from '../../tests/vetting.ts'
import { importTopicsFile } from './topics.file.ts'
import { readTopics, topicBook } from './topics.queries.ts'
import { firstTopics } from './topics.first.ts'
import { joinTaxonomy, settled, slugOf, topicsFor } from './topics.rules.ts'

const ukcat = new URL('../../../shared/data/taxonomy/ukcat.csv', import.meta.url)
const csv = (text: string) => new File([text], 'topics.csv', { type: 'text/csv' })
const small = `Code,tag,Category,Subcategory,Level
AN,Animals,Animals,,1
AN101,Cats,Animals,,3
AN100,Pets,Animals,Pets,2
AN102,Hamsters,Animals,Pets,3
AR,Arts,Arts,,1
`
const offered = (html: string) =>
  [...html.matchAll(/name="topics" value="([^"]+)"/g)].map(([, code]) => code)

async function openOffice() {
  const kith = await openKith()
  await kith.signIn('secretary')
  return kith
}

async function joinPage(kith: Kith) {
  await kith.send('/join/kind', { kind: 'group' })
  return kith.page('/join/topics')
}

test('a taxonomy comes in with its top level offered and the rest switched off', async () => {
  const kith = await openOffice()
  expect(offered(await joinPage(kith))).toHaveLength(16)
  const done = await kith.send('/topics/import', { file: csv(small) })
  const page = await kith.page(done.headers.get('location')!)
  expect(page).toContain('5 topics were read. 4 are new, 1 of them offered.')
  const lines = await readTopics(kith.db)
  const of = (code: string) => lines.find((line) => line.code === code)
  expect(of('arts')).toMatchObject({ source: 'AR', names: {}, offered: true })
  expect(of('hamsters')).toMatchObject({ parent: 'pets', offered: false })
  expect(of('pets')).toMatchObject({ parent: 'animals', offered: false })
  expect(of('cats')).toMatchObject({ parent: 'animals', names: { en: 'Cats' } })
  expect(offered(await joinPage(kith))).toContain('animals')
  // Once more changes nothing.
  await kith.send('/topics/import', { file: csv(small) })
  expect(await readTopics(kith.db)).toEqual(lines)
})

test('the office ticks what is offered, and the form of joining offers that', async () => {
  const kith = await openOffice()
  await kith.send('/topics/import', { file: csv(small) })
  const done = await kith.send('/topics', { offered: ['cats', 'arts', 'no-such-topic'] })
  expect(await kith.page(done.headers.get('location')!)).toContain('2 topics are offered now.')
  expect(offered(await joinPage(kith)).toSorted()).toEqual(['arts', 'cats'])
  const wrong = await kith.send('/join/topics', { topics: ['loneliness'] })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('Choose from the list')
  expect((await kith.send('/join/topics', { topics: ['cats'] })).status).toBe(303)
})

test('a topic is called what the office calls it, in each language, on every page', async () => {
  const kith = await openKith()
  const { id } = await ask(kith)
  await kith.signIn('secretary')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  const { organisationId } = (await memberships(kith))[0]!
  expect(await kith.page('/topics')).toContain('one member')
  expect(await kith.page('/topics/one?topic=befriending')).toContain('Name in Cymraeg')
  await kith.send('/topics/names', {
    topic: 'befriending',
    'name-en': 'Ring a friend',
    'name-cy': 'Ffonio ffrind',
  })
  await kith.send('/join/kind', { kind: 'group' })
  for (const path of ['/members', `/members/${organisationId}`, '/join/topics'])
    expect(await kith.page(path), path).toContain('Ring a friend')
  expect(await kith.page(`/memberships/${id}`)).toContain('Ring a friend')
  await kith.visit('/join?lang=cy')
  expect(await kith.page(`/members/${organisationId}`)).toContain('Ffonio ffrind')
  await kith.visit('/join?lang=en')
  await kith.send('/topics/names', { topic: 'befriending', 'name-en': '', 'name-cy': '' })
  expect(await kith.page('/join/topics')).toContain('Friendly calls and visits')
  const long = await kith.send('/topics/names', { topic: 'befriending', 'name-en': 'x'.repeat(81) })
  expect(long.status).toBe(422)
})

test('two topics become one, and the members follow; a ring is not possible', async () => {
  const kith = await openKith()
  const { id } = await ask(kith)
  await kith.signIn('secretary')
  await kith.send(`/memberships/${id}/decision`, { verdict: 'admit' })
  const { organisationId } = (await memberships(kith))[0]!
  await act(kith.db, kithItself, (tx) =>
    tx
      .updateTable('organisations')
      .set({ topics: ['befriending', 'tea', 'loneliness'] })
      .where('id', '=', organisationId)
      .execute(),
  )
  const done = await kith.send('/topics/merge', { topic: 'befriending', into: 'loneliness' })
  expect(await kith.page(done.headers.get('location')!)).toContain('One member followed')
  const topics = async () =>
    (await kith.owner.query(`select topics from organisations`)).rows[0].topics as string[]
  expect(await topics()).toEqual(['loneliness', 'tea'])
  const page = await kith.page(`/members/${organisationId}`)
  expect(page).toContain('topic=loneliness')
  expect(page).not.toContain('topic=befriending')

  // A word of their own becomes part of a topic as well.
  expect(await kith.page('/topics')).toContain('Words of members’ own')
  await kith.page('/topics/one?topic=tea')
  await kith.send('/topics/merge', { topic: 'tea', into: 'food' })
  expect(await topics()).toEqual(['loneliness', 'food'])

  const ring = await kith.send('/topics/merge', { topic: 'loneliness', into: 'befriending' })
  expect(ring.status).toBe(422)
  expect(await kith.checked(ring)).toContain('cannot be made part of itself')
  const none = await kith.send('/topics/merge', { topic: 'loneliness', into: '' })
  expect(none.status).toBe(422)
  // What was answered long ago is read as what it is now.
  expect(settled(await topicBook(kith.db), 'befriending')).toBe('loneliness')
  expect((await kith.journal()).filter((what) => what === 'topic.merged')).toHaveLength(2)
})

test('with many topics the first twenty by use are seen, and the rest behind “More topics”', async () => {
  const kith = await openOffice()
  const many = Array.from({ length: 60 }, (_, at) => `T${at},Topic number ${at}`)
  await kith.send('/topics/import', { file: csv(`code,name\n${many.join('\n')}\n`) })
  const html = await joinPage(kith)
  expect(html.indexOf('More topics')).toBeGreaterThan(html.indexOf('value="loneliness"'))
  expect(offered(html)).toHaveLength(76)
  const [before = ''] = html.split('<details')
  expect(offered(before)).toHaveLength(20)
  await kith.send('/join/topics', { topics: ['topic-number-59'] })
  const again = await kith.page('/join/topics')
  expect(offered(again.split('<details')[0] ?? '')).toContain('topic-number-59')
})

test('what is no list of topics is refused with a sentence', async () => {
  const kith = await openOffice()
  for (const [text, words] of [
    ['a,b\n1,2\n', 'The first row must name the columns'],
    ['code,name\n,\n', 'No row has a code and a name'],
    ['code,name\n', 'No row has a code and a name'],
    ['<html></html>', 'This is a web page'],
  ] as const) {
    const answer = await kith.send('/topics/import', { file: csv(text) })
    expect(answer.status, text).toBe(422)
    expect(await kith.checked(answer)).toContain(words)
  }
  expect((await kith.send('/topics/import')).status).toBe(422)
  expect((await kith.visit('/topics/one?topic=nothing')).status).toBe(404)
})

test('a name becomes a word for addresses, in whatever script, and no two are the same', () => {
  expect(slugOf("Townswomen's Guild")).toBe('townswomens-guild')
  expect(slugOf('Château & café')).toBe('chateau-cafe')
  const lines = joinTaxonomy(firstTopics, [
    { source: '1', name: 'بلیاں', above: [] },
    { source: '2', name: 'Cats', above: [] },
    { source: '3', name: 'CATS!', above: ['2'] },
    { source: '4', name: 'Four', above: ['4'] },
  ])
  const codes = lines.map((line) => line.code)
  expect(new Set(codes).size).toBe(4)
  for (const code of codes) expect(code).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/)
  expect(lines[3]?.parent).toBeNull()
})

test('the words of a register mean the topic that is offered, or the one above it', () => {
  const lines = joinTaxonomy(firstTopics, [
    { source: 'AN', name: 'Animals', above: [] },
    { source: 'AN101', name: 'Cats', above: ['Animals'] },
  ])
  const book = new Map([...firstTopics, ...lines].map((line) => [line.code, line]))
  expect(topicsFor(book, ['AN101', 'AN', 'Arts', 'ZZ9'])).toEqual(['animals', 'arts'])
})

test.skipIf(!existsSync(ukcat))(
  'UK-CAT comes in as it is (skipped where that file is not beside the project)',
  async () => {
    const kith = await openKith()
    expect(readFileSync(ukcat).length).toBeGreaterThan(1000)
    const said = await importTopicsFile(kith, ukcat.pathname)
    expect(said.data).toMatchObject({ topics: 254 })
    const lines = await readTopics(kith.db)
    expect(lines.filter((line) => line.offered).length).toBeLessThan(45)
    await walk(kith, ways['group']!)
    await kith.signIn('secretary')
    await kith.page('/topics')
  },
)
