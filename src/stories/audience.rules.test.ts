import { expect, test } from 'vitest'
import {
  beginningOfDay,
  changeAudience,
  dayIn,
  dayOf,
  readersIn,
  writtenReaders,
} from './audience.rules.ts'
import type { Story } from './schema.ts'

test('people are read as they are written: names, addresses, both, once each', () => {
  const written = [
    'Ada Obi, ada@example.org',
    '',
    'Bola <bola@example.org>',
    'Granny Jones',
    'tom.o-hara@post.example.co.uk',
    'ADA@example.org',
  ].join('\n')
  const read = readersIn(written)
  expect(read).toEqual({
    ok: true,
    value: [
      { name: 'Ada Obi', email: 'ada@example.org' },
      { name: 'Bola', email: 'bola@example.org' },
      { name: 'Granny Jones', email: '' },
      { name: 'tom.o-hara@post.example.co.uk', email: 'tom.o-hara@post.example.co.uk' },
    ],
  })
  if (read.ok) expect(readersIn(writtenReaders(read.value))).toEqual(read)
})

test('a line that cannot be read is named by its number', () => {
  const lineOf = (text: string) => {
    const read = readersIn(text)
    return !read.ok && read.error.kind === 'wrong' ? read.error.line : null
  }
  expect(lineOf('Ada, ada@example.org\n\nBola, bola@')).toBe(3)
  expect(lineOf('Ada, ada@localhost')).toBe(1)
  expect(lineOf('ada@example.org bola@example.org')).toBe(1)
  expect(lineOf('x'.repeat(121))).toBe(1)
  expect(lineOf(' , ; <> ')).toBe(1)
})

test('twenty people fit, and no more', () => {
  const people = (n: number) => Array.from({ length: n }, (_, at) => `Person ${at}`).join('\n')
  expect(readersIn(people(20)).ok).toBe(true)
  expect(readersIn(people(21))).toEqual({ ok: false, error: { kind: 'many' } })
})

test('a day begins at midnight here, in winter and in summer', () => {
  expect(beginningOfDay('2027-01-05').toISOString()).toBe('2027-01-05T00:00:00.000Z')
  expect(beginningOfDay('2027-05-03').toISOString()).toBe('2027-05-02T23:00:00.000Z')
  // The nights on which the clocks change.
  expect(beginningOfDay('2027-03-28').toISOString()).toBe('2027-03-28T00:00:00.000Z')
  expect(beginningOfDay('2027-10-31').toISOString()).toBe('2027-10-30T23:00:00.000Z')
  expect(dayOf(new Date('2027-05-02T23:00:00Z'))).toBe('2027-05-03')
})

test('a day is today or later, at most five years ahead, and one that exists', () => {
  const now = new Date('2026-11-23T23:30:00Z')
  const at = (written: string) => {
    const read = dayIn(written, now)
    return read.ok ? (read.value?.toISOString() ?? null) : read.error
  }
  expect(at('')).toBe(null)
  expect(at('2026-11-23')).toBe(null)
  expect(at('2026-11-24')).toBe('2026-11-24T00:00:00.000Z')
  expect(at('3/5/2027')).toBe('2027-05-02T23:00:00.000Z')
  expect(at('03.05.2027')).toBe('2027-05-02T23:00:00.000Z')
  expect(at('2026-11-22')).toBe('past')
  expect(at('2031-11-23')).toBe('2031-11-23T00:00:00.000Z')
  expect(at('2031-11-24')).toBe('far')
  for (const wrong of ['2027-02-29', '31/4/2027', 'Tuesday', '5/2027', '99999-01-01'])
    expect(at(wrong), wrong).toBe('wrong')
})

const story = (audience: Story['audience'], state: Story['state'] = 'published') =>
  ({ audience, state, publishedAt: state === 'published' ? new Date() : null }) as Story

test('narrower needs nothing; wider needs a yes, and a moderator who read it for that many', () => {
  const no = { saidYes: false, readFor: null }
  expect(changeAudience(story('public'), 'named', no)).toMatchObject({
    ok: true,
    value: { audience: 'named', state: 'published' },
  })
  expect(changeAudience(story('named'), 'members', no)).toEqual({ ok: false, error: 'no-yes' })
  const yes = (readFor: Story['audience'] | null) => ({ saidYes: true, readFor })
  expect(changeAudience(story('named'), 'public', yes('members'))).toMatchObject({
    value: { audience: 'public', state: 'told', publishedAt: null },
  })
  expect(changeAudience(story('named'), 'members', yes('public'))).toMatchObject({
    value: { audience: 'members', state: 'published' },
  })
  expect(changeAudience(story('named', 'declined'), 'public', yes(null))).toMatchObject({
    value: { state: 'declined' },
  })
  expect(changeAudience(story('public', 'withdrawn'), 'named', no).ok).toBe(false)
})
