import { describe, expect, test } from 'vitest'
import { addMinutes } from '#base/time.ts'
import {
  codesOnSheet,
  printedCode,
  printedName,
  type Sheet,
  sheetNameOf,
  typePaperCode,
  wrongAnHour,
  wrongInAll,
} from './paper.rules.ts'
import { isNamed, mayMakeCodes, phoneKey, readOutTries, typeReadOut } from './read-out.rules.ts'

const now = new Date('2026-11-23T10:00:00Z')
const fresh: Sheet = {
  wrongTries: 0,
  hourTries: 0,
  hourBegan: null,
  endsAt: addMinutes(now, 1_000_000),
}
const good = { spentAt: null }

describe('a code on paper', () => {
  test('works, and a right one costs no try', () => {
    expect(typePaperCode(fresh, good, now)).toEqual({ after: fresh, refused: null })
  })

  test('that was used, or that there is none of, costs one', () => {
    const once = { ...fresh, wrongTries: 1, hourTries: 1, hourBegan: now }
    expect(typePaperCode(fresh, { spentAt: now }, now)).toEqual({ after: once, refused: 'spent' })
    expect(typePaperCode(fresh, null, now)).toEqual({ after: once, refused: 'wrong-code' })
  })

  test('of a sheet that has ended opens nothing, at its last moment already', () => {
    const old = { ...fresh, endsAt: now }
    expect(typePaperCode(old, good, now)).toEqual({ after: old, refused: 'ended' })
  })

  test('waits an hour after five wrong ones, then it works again', () => {
    let sheet = fresh
    for (let n = 0; n < wrongAnHour; n += 1) sheet = typePaperCode(sheet, null, now).after
    expect(typePaperCode(sheet, good, now).refused).toBe('too-many-tries')
    expect(typePaperCode(sheet, good, addMinutes(now, 59)).refused).toBe('too-many-tries')
    expect(typePaperCode(sheet, good, addMinutes(now, 60)).refused).toBeNull()
  })

  // Wherever they come from: what counts stands on the sheet, not on the network.
  test.each([
    ['all at once', 0],
    ['over a week', 1],
    ['over three months', 13],
    ['over a year and a half', 80],
  ])('of ten thousand guesses %s a hundred count at most: one chance in 100,000', (_, minutes) => {
    let sheet = fresh
    let counted = 0
    for (let n = 0; n < 10_000; n += 1) {
      const { after, refused } = typePaperCode(sheet, null, addMinutes(now, n * minutes))
      if (refused === 'wrong-code') counted += 1
      sheet = after
    }
    expect(counted).toBeLessThanOrEqual(wrongInAll)
    expect((counted * codesOnSheet) / 1e8).toBeLessThanOrEqual(1e-5)
    // After a hundred the sheet opens nothing any more, not even with a right code.
    const later = typePaperCode(sheet, good, addMinutes(now, 900_000))
    expect(later.refused).toBe(counted === wrongInAll ? 'too-many-tries' : null)
  })
})

test('the name of a sheet is read however it is typed, and nothing else is one', () => {
  for (const typed of ['Robin 4827', 'robin4827', ' ROBIN-4827 ', 'Robin – 4827'])
    expect(sheetNameOf(typed)).toBe('robin-4827')
  for (const typed of ['robin', '4827', 'robin 48279', 'r@b.example', "robin';4827x"])
    expect(sheetNameOf(typed)).toBeNull()
  expect(printedName('robin-4827')).toBe('Robin 4827')
  expect(printedCode('48219937')).toBe('4821-9937')
})

describe('a code that is read out', () => {
  const code = { codeHash: 'right', tries: 0, endsAt: addMinutes(now, 15), spentAt: null }

  test('works once', () => {
    const { after, refused } = typeReadOut(code, 'right', now)
    expect(refused).toBeNull()
    expect(typeReadOut(after, 'right', now)).toEqual({ after, refused: 'spent' })
  })

  test('works for fifteen minutes', () => {
    expect(typeReadOut(code, 'right', addMinutes(now, 15)).refused).toBe('ended')
  })

  test('is guessed five times at most, of a million', () => {
    let tried = code
    let counted = 0
    for (let n = 0; n < 10_000; n += 1) {
      const { after, refused } = typeReadOut(tried, 'wrong', now)
      if (refused === 'wrong-code') counted += 1
      tried = after
    }
    expect(counted).toBe(readOutTries)
    expect(typeReadOut(tried, 'right', now).refused).toBe('too-many-tries')
  })

  test('is made for nobody with a role, and not for oneself', () => {
    expect(mayMakeCodes('a', null)).toBe('no-such-person')
    expect(mayMakeCodes('a', { id: 'a', roles: ['secretary'] })).toBe('themselves')
    expect(mayMakeCodes('a', { id: 'b', roles: ['welcomer'] })).toBe('has-role')
    expect(mayMakeCodes('a', { id: 'b', roles: [] })).toBeNull()
  })

  test('is for whom the phone number, the address or the sheet names', () => {
    const typed = (email: string, phone: string | null, sheet: string | null) => ({
      email,
      phone,
      sheet,
    })
    const dilys = { email: 'Dilys@example.org', phone: '+44 113 496 0000', sheet: 'robin-4827' }
    expect(phoneKey('0113 4960000')).toBe(phoneKey(dilys.phone))
    expect(phoneKey('999')).toBeNull()
    expect(isNamed(typed('dilys@example.org', null, null), dilys)).toBe(true)
    expect(isNamed(typed('', phoneKey('(0113) 496 0000'), null), dilys)).toBe(true)
    expect(isNamed(typed('', null, 'robin-4827'), dilys)).toBe(true)
    expect(isNamed(typed('x', phoneKey('0113 496 0001'), 'robin-4828'), dilys)).toBe(false)
    expect(isNamed(typed('', null, null), { email: null, phone: null, sheet: null })).toBe(false)
  })
})
