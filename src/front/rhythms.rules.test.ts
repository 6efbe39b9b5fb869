import { expect, test } from 'vitest'
import { dayOf, daysFrom, firstOf, nextAfter, plusDays, readDay, beginOf } from './rhythms.rules.ts'

const every = (everyDays: number) => ({ everyDays, week: null, weekday: null })
const monthly = (week: number, weekday: number) => ({ everyDays: null, week, weekday })

test('a rhythm goes on from the day it was due, however late it was done', () => {
  expect(nextAfter(every(14), '2026-11-23', '2026-11-23')).toBe('2026-12-07')
  expect(nextAfter(every(14), '2026-11-23', '2026-11-20')).toBe('2026-12-07')
  expect(nextAfter(every(14), '2026-11-23', '2026-12-07')).toBe('2026-12-21')
  expect(nextAfter(every(14), '2026-11-23', '2027-01-01')).toBe('2027-01-04')
})

test('the first Tuesday of the month is followed by the first Tuesday of the next', () => {
  expect(nextAfter(monthly(1, 2), '2026-11-03', '2026-11-03')).toBe('2026-12-01')
  expect(nextAfter(monthly(1, 2), '2026-12-01', '2026-12-05')).toBe('2027-01-05')
  expect(nextAfter(monthly(5, 5), '2026-10-30', '2026-10-30')).toBe('2026-11-27')
  expect(nextAfter(monthly(5, 5), '2026-11-27', '2027-03-01')).toBe('2027-03-26')
})

test('a new rhythm begins with the next day that fits', () => {
  expect(firstOf(monthly(4, 1), '2026-11-23')).toBe('2026-11-23')
  expect(firstOf(monthly(4, 1), '2026-11-24')).toBe('2026-12-28')
  expect(firstOf(every(7), '2026-11-23')).toBe('2026-11-30')
})

test('a day is read as browsers send it and as people write it, and only if it exists', () => {
  expect(readDay('2026-11-23')).toBe('2026-11-23')
  expect(readDay(' 3/2/2027 ')).toBe('2027-02-03')
  expect(readDay('29.2.2028')).toBe('2028-02-29')
  for (const wrong of [
    '',
    '2026-02-30',
    '31/4/2026',
    'tomorrow',
    '1999-01-01',
    '20261123',
    '1/1/9999',
  ])
    expect(readDay(wrong), wrong).toBeNull()
})

test('a day is the office’s day, also at midnight and when the clocks change', () => {
  expect(dayOf(new Date('2026-07-01T23:30:00Z'))).toBe('2026-07-02')
  expect(dayOf(new Date('2026-12-01T23:30:00Z'))).toBe('2026-12-01')
  expect(plusDays('2027-03-27', 2)).toBe('2027-03-29')
  expect(daysFrom('2027-03-27', '2027-03-29')).toBe(2)
})

test('a day begins at midnight on the wall, in winter and in summer', () => {
  expect(beginOf('2026-11-23').toISOString()).toBe('2026-11-23T00:00:00.000Z')
  expect(beginOf('2026-07-01').toISOString()).toBe('2026-06-30T23:00:00.000Z')
  // The clocks go forward and back in these nights, after midnight.
  expect(beginOf('2026-03-29').toISOString()).toBe('2026-03-29T00:00:00.000Z')
  expect(beginOf('2026-10-25').toISOString()).toBe('2026-10-24T23:00:00.000Z')
})
