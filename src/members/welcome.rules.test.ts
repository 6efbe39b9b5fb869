import { expect, test } from 'vitest'
import { fill, putIn, textFor } from './replies.rules.ts'
import { type Neighbour, reasonsFor, suggestPeople } from './welcome.rules.ts'

const newcomer = { kind: 'charity', topics: ['befriending', 'carers'], place: 'Leeds' } as const
const neighbour = (name: string, more: Partial<Neighbour> = {}): Neighbour => ({
  organisationId: name,
  name,
  kind: 'charity',
  place: 'York',
  topics: [],
  km: 300,
  ...more,
})
const namesOf = (neighbours: Neighbour[], most?: number) =>
  suggestPeople(newcomer, neighbours, most).map((one) => one.neighbour.name)

test('a new member meets one who is near, one on the same topic and one of another sector', () => {
  const bakery = neighbour('Bakery', { kind: 'company' })
  const walkers = neighbour('Walkers', { km: 3 })
  const carers = neighbour('Carers', { topics: ['carers'], km: 200 })
  expect(namesOf([bakery, carers, walkers])).toEqual(['Walkers', 'Carers', 'Bakery'])
})

test('the nearest comes first, and more topics in common count for more than the way', () => {
  const near = [neighbour('Far', { km: 30 }), neighbour('Next door', { km: 1 })]
  const topics = [
    neighbour('One', { topics: ['carers'], km: 50 }),
    neighbour('Both', { topics: ['carers', 'befriending'], km: 400 }),
  ]
  expect(namesOf([...near, ...topics], 2)).toEqual(['Next door', 'Both'])
})

test('nobody is suggested twice, and nobody without a reason', () => {
  const one = neighbour('Everything', { km: 2, topics: ['carers'], kind: 'group' })
  expect(namesOf([one, one, neighbour('Nothing')])).toEqual(['Everything'])
  expect(suggestPeople(newcomer, [])).toEqual([])
})

test('at most as many are suggested as were asked for', () => {
  const many = Array.from({ length: 40 }, (_, n) => neighbour(`N${n}`, { km: n }))
  expect(namesOf(many)).toHaveLength(6)
})

test('every reason is said, and a place without a position counts when it is the same', () => {
  const all = neighbour('All', { km: null, place: 'LEEDS', topics: ['carers'], kind: 'company' })
  expect(reasonsFor(newcomer, all)).toEqual([
    { why: 'near', km: null, place: 'LEEDS' },
    { why: 'topic', topics: ['carers'] },
    { why: 'sector', kind: 'company' },
  ])
  expect(reasonsFor({ ...newcomer, place: '' }, neighbour('No', { km: null, place: '' }))).toEqual(
    [],
  )
})

test('what stands in braces is filled, and what is not known stays', () => {
  expect(fill('Dear {name} of {organisation}, {toString} {name}', { name: 'Femi' })).toBe(
    'Dear Femi of {organisation}, {toString} Femi',
  )
  expect(fill('{name}', { name: null })).toBe('{name}')
  expect(fill('{name}', { name: '{organisation}', organisation: 'X' })).toBe('{organisation}')
})

test('a saved reply is in the reader’s language where it can be', () => {
  expect(textFor({ en: 'Hello', cy: 'Helo' }, 'cy')).toBe('Helo')
  expect(textFor({ en: 'Hello', cy: ' ' }, 'cy')).toBe('Hello')
  expect(textFor({ ur: 'سلام' }, 'cy')).toBe('سلام')
  expect(textFor({}, 'en')).toBe('')
})

test('nothing that was typed is lost when a saved reply is put in', () => {
  expect(putIn('  ', 'Saved')).toBe('Saved')
  expect(putIn('Typed', 'Saved')).toBe('Typed\n\nSaved')
})
