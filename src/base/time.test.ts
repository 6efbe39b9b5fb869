import { afterEach, expect, test } from 'vitest'
import { addDays, addMinutes, daysBetween, moveClock, now, parseShift } from './time.ts'

afterEach(() => moveClock(0))

test('a shift of the clock is read as it is written, and anything else is refused', () => {
  expect(parseShift('+183d')).toBe(183 * 86_400_000)
  expect(parseShift(' -2h ')).toBe(-7_200_000)
  expect(parseShift('+30m')).toBe(1_800_000)
  for (const wrong of ['', '183d', '+d', '+1w', '+1.5h', '+1234567d', '+1d; drop', '٣d'])
    expect(parseShift(wrong), wrong).toBeNull()
})

test('somebody who moves the clock by half an hour lives half an hour later', () => {
  const before = Date.now()
  moveClock(1_800_000)
  expect(now().getTime() - before).toBeGreaterThanOrEqual(1_800_000)
  expect(now().getTime() - before).toBeLessThan(1_860_000)
})

test('days and minutes are counted whole', () => {
  const noon = new Date('2026-02-28T12:00:00Z')
  expect(addDays(noon, 1).toISOString()).toBe('2026-03-01T12:00:00.000Z')
  expect(addMinutes(noon, -30).toISOString()).toBe('2026-02-28T11:30:00.000Z')
  expect(daysBetween(noon, addMinutes(noon, 1439))).toBe(0)
  expect(daysBetween(noon, addDays(noon, 2))).toBe(2)
  expect(daysBetween(noon, addMinutes(noon, -1))).toBe(-1)
})
