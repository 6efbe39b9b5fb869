import { expect, test } from 'vitest'
import {
  afterMiss,
  marksOf,
  percentRight,
  suggestsEnding,
  withinLetters,
} from './freshness.rules.ts'
import { pointsOf } from './health.views.tsx'

const at = new Date('2027-01-01T03:00:00Z')
const nothing = { fresh: 0, asked: 0, stale: 0, off: 0, bounced: 0, unreachable: 0, alone: 0 }

test('letters stop at the most of a night, the longest unchecked first, and nobody gets half of theirs', () => {
  const rows = [{ letters: 2 }, { letters: 3 }, { letters: 1 }]
  expect(withinLetters(rows, 6)).toEqual(rows)
  expect(withinLetters(rows, 5)).toEqual(rows.slice(0, 2))
  expect(withinLetters(rows, 4)).toEqual(rows.slice(0, 1))
  expect(withinLetters(rows, 1)).toEqual([])
})

test('half a year and a year are counted in days from the last check', () => {
  const marks = marksOf(at)
  expect(marks.askBefore.toISOString()).toBe('2026-07-02T03:00:00.000Z')
  expect(marks.offBefore.toISOString()).toBe('2026-01-01T03:00:00.000Z')
})

test('who is not reached is rung again in a week, and after three calls an ending is suggested', () => {
  const first = afterMiss(0, at)
  expect([first.tries, first.callAt.toISOString()]).toEqual([1, '2027-01-08T03:00:00.000Z'])
  expect([2, 3, 4].map(suggestsEnding)).toEqual([false, true, true])
})

test('the share that is right counts what has left the list, and an empty list is right', () => {
  expect(percentRight(nothing)).toBe(100)
  expect(percentRight({ ...nothing, fresh: 30, asked: 10, stale: 10, off: 10 })).toBe(67)
})

test('the line of the health goes by date from left to right, and up as more is right', () => {
  const days = [
    { ...nothing, day: '2026-01-01', stale: 1 },
    { ...nothing, day: '2026-01-02', fresh: 1, stale: 1 },
    { ...nothing, day: '2026-01-05', fresh: 1 },
  ]
  expect(pointsOf(days)).toBe('0.0,200.0 160.0,100.0 640.0,0.0')
  expect(pointsOf(days.slice(0, 1))).toBe('0.0,200.0')
})
