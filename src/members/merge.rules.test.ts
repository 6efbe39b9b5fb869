import { expect, test } from 'vitest'
import {
  backTo,
  isEqual,
  likelyChoices,
  mayStay,
  mayUndo,
  type Row,
  united,
  unitedMembership,
} from './merge.rules.ts'

const row = (more: Row): Row => ({
  id: crypto.randomUUID(), name: 'Tea Room', kind: 'group', about: '', topics: [], website: null,
  org_id: null, address: null, postcode: null, place: 'Leeds', region: null, country: 'GB',
  latitude: 53.8, longitude: -1.5, precision: 'near', email: null, email_audience: 'staff', phone: null,
  phone_audience: 'staff', checked_at: null, updated_at: '2026-01-01T00:00:00+00:00', ...more,
}) // prettier-ignore
const at = new Date('2026-06-01T00:00:00Z')

test('what was checked last is kept, the longer text, and what is there at all', () => {
  const a = row({
    about: 'We meet for tea on Tuesdays',
    phone: '0113',
    checked_at: '2026-01-01T00:00:00+00:00',
  })
  const b = row({ about: 'Tea', name: 'The Tea Room', checked_at: '2026-05-01T00:00:00+00:00' })
  expect(likelyChoices({ a, b })).toMatchObject({ name: 'b', about: 'a', phone: 'a', place: 'b' })
})

test('topics are united, and a mail address keeps its audience', () => {
  const a = row({ topics: ['food', 'arts'], email: 'a@example.org', email_audience: 'public' })
  const b = row({ topics: ['arts', 'sport'], checked_at: '2026-05-01T00:00:00+00:00' })
  const result = united({ a, b }, 'b', { ...likelyChoices({ a, b }), email: 'a' }, at)
  expect(result).toMatchObject({
    id: b['id'],
    topics: ['arts', 'sport', 'food'],
    email: 'a@example.org',
    email_audience: 'public',
    checked_at: '2026-05-01T00:00:00+00:00',
  })
})

test('a member stays and the application goes into it; of two alike either may stay', () => {
  expect(mayStay('admitted', 'asked')).toBe('a')
  expect(mayStay('asked-back', 'admitted')).toBe('b')
  expect(mayStay('admitted', 'admitted')).toBe('either')
  expect(mayStay(null, 'asked')).toBe('b')
  expect(mayStay(null, null)).toBe('either')
})

test('talk and answers of both are kept', () => {
  const turn = (day: number, text: string) => ({
    by: 'office',
    text,
    at: `2026-01-0${day}T00:00:00.000Z`,
  })
  const kept = {
    answers: { why: 'To help', topics: ['food'] },
    talk: [turn(1, 'a'), turn(3, 'c')],
    person_id: null,
  }
  const gone = {
    answers: { why: 'To learn', size: 'dozens', topics: ['arts'] },
    talk: [turn(2, 'b')],
    person_id: 'p',
  }
  expect(unitedMembership(kept, gone)).toEqual({
    person_id: 'p',
    answers: { why: 'To help\n\nTo learn', size: 'dozens', topics: ['food', 'arts'] },
    talk: [turn(1, 'a'), turn(2, 'b'), turn(3, 'c')],
  })
})

test('what was changed after a merge stays; everything else goes back', () => {
  const back = backTo(
    { name: 'Tea Room', phone: '1' },
    { name: 'The Tea Room', phone: '2' },
    { name: 'The Tea Room', phone: '3' },
  )
  expect(back.map(({ column, goesBack }) => [column, goesBack])).toEqual([
    ['name', true],
    ['phone', false],
  ])
})

test('what was said after a merge stays in the talk', () => {
  const turn = (text: string) => ({ by: 'office', text, at: '2026-01-01T00:00:00.000Z' })
  const [back] = backTo(
    { talk: [turn('mine')] },
    { talk: [turn('mine'), turn('theirs')] },
    { talk: [turn('mine'), turn('theirs'), turn('since')] },
  )
  expect(back).toMatchObject({ goesBack: true, before: [turn('mine'), turn('since')] })
})

test('a time is the same however it is written', () => {
  expect(isEqual('2026-01-01T01:00:00+01:00', '2026-01-01T00:00:00.000Z')).toBe(true)
  expect(isEqual({ a: 1, b: [{ y: 1, x: 2 }] }, { b: [{ x: 2, y: 1 }], a: 1 })).toBe(true)
  expect(isEqual('a', 'b')).toBe(false)
  expect(isEqual(null, undefined)).toBe(true)
})

test('the merge that came last is undone first, and none after thirty days or twice', () => {
  const merge = (id: string, day: number) => ({
    id, keptId: 'k', goneId: 'g', mergedAt: new Date(Date.UTC(2026, 4, day)), undoneAt: null,
  }) // prettier-ignore
  const one = merge('one', 20)
  expect(mayUndo(one, [], at)).toEqual({ ok: true, value: null })
  expect(mayUndo(one, [merge('two', 21), merge('three', 22)], at)).toMatchObject({
    error: { why: 'undo-first', first: { id: 'three' } },
  })
  expect(mayUndo(merge('old', 1), [], at)).toMatchObject({ error: { why: 'too-late' } })
  expect(mayUndo({ ...one, undoneAt: at }, [], at)).toMatchObject({
    error: { why: 'undone-already' },
  })
})
