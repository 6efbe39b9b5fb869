import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMinutes } from '#base/time.ts'
import {
  type Chance,
  codeTries,
  deviceOf,
  maskName,
  open,
  pressLink,
  safePath,
  sessionEnds,
  typeCode,
} from './sign-in.rules.ts'

const start = new Date('2026-11-22T10:00:00Z')
const later = (minutes: number) => addMinutes(start, minutes)
const chance: Chance = {
  channel: 'mail',
  codeHash: 'right',
  browserHash: 'the one that asked',
  tries: 0,
  endsAt: later(10),
  spentAt: null,
}
const here = { codeHash: null, browserHash: 'the one that asked' }

describe('a code', () => {
  test('lets its person in once', () => {
    const { after, refused } = typeCode(chance, 'right', later(1))
    expect(refused).toBe(null)
    expect(typeCode(after, 'right', later(2)).refused).toBe('spent')
  })

  test('that is wrong costs a try', () => {
    expect(typeCode(chance, 'wrong', later(1))).toEqual({
      after: { ...chance, tries: 1 },
      refused: 'wrong-code',
    })
  })

  test('is too late after its ten minutes, to the millisecond', () => {
    expect(typeCode(chance, 'right', new Date(chance.endsAt.getTime() - 1)).refused).toBe(null)
    expect(typeCode(chance, 'right', chance.endsAt).refused).toBe('ended')
  })

  test('does nothing for a link that has none', () => {
    expect(typeCode({ ...chance, codeHash: null }, 'right', later(1)).refused).toBe('wrong-code')
  })

  test('is never right after five wrong ones, in whatever order they come', () => {
    const guess = fc.constantFrom('right', 'wrong', 'wronger')
    fc.assert(
      fc.property(fc.array(guess, { maxLength: 12 }), (guesses) => {
        let now = chance
        let wrong = 0
        let kept = true
        for (const hash of guesses) {
          const { after, refused } = typeCode(now, hash, later(1))
          if (refused === null && wrong >= codeTries) kept = false
          if (refused === 'wrong-code') wrong += 1
          now = after
        }
        expect(kept && now.tries <= codeTries).toBe(true)
      }),
    )
  })

  test('never works outside its time, and never twice, whenever it is typed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 30 }), { maxLength: 10 }), (minutes) => {
        let now = chance
        let entered = 0
        let late = false
        for (const minute of minutes.toSorted((a, b) => a - b)) {
          const { after, refused } = typeCode(now, 'right', later(minute))
          if (refused === null) entered += 1
          if (refused === null && minute >= 10) late = true
          now = after
        }
        expect(late || entered > 1).toBe(false)
      }),
    )
  })
})

describe('a link', () => {
  test('is enough in the browser that asked for it', () => {
    expect(pressLink(chance, here, later(1)).refused).toBe(null)
  })

  test('asks for the code anywhere else, and that costs no try', () => {
    for (const browserHash of [null, 'a scanner'])
      expect(pressLink(chance, { codeHash: null, browserHash }, later(1))).toEqual({
        after: chance,
        refused: 'code-needed',
      })
  })

  test('opens anywhere with the right code, and counts wrong ones', () => {
    const elsewhere = { codeHash: 'right', browserHash: null }
    expect(pressLink(chance, elsewhere, later(1)).refused).toBe(null)
    expect(pressLink(chance, { ...elsewhere, codeHash: 'wrong' }, later(1)).after.tries).toBe(1)
  })

  test('that nobody asked for in a browser never matches a browser without a cookie', () => {
    const nowhere = { ...chance, browserHash: null }
    expect(pressLink(nowhere, { codeHash: null, browserHash: null }, later(1)).refused).toBe(
      'code-needed',
    )
  })

  test('handed over by the office needs nothing more, once and in time', () => {
    const office: Chance = { ...chance, channel: 'office', codeHash: null, browserHash: null }
    const shown = { codeHash: null, browserHash: null }
    const { after, refused } = pressLink(office, shown, later(1))
    expect(refused).toBe(null)
    expect(pressLink(after, shown, later(1)).refused).toBe('spent')
    expect(pressLink(office, shown, later(10)).refused).toBe('ended')
  })

  test('is closed when its code was typed wrongly five times', () => {
    expect(open({ ...chance, tries: codeTries }, later(1))).toEqual({
      ok: false,
      error: 'too-many-tries',
    })
  })
})

test('a session on a shared computer ends after 30 minutes without a page, and after 12 hours anyway', () => {
  const shared = { shared: true, madeAt: start, seenAt: start }
  expect(sessionEnds(shared)).toEqual(later(30))
  expect(sessionEnds({ ...shared, seenAt: later(719) })).toEqual(later(720))
  expect(sessionEnds({ ...shared, shared: false })).toEqual(later(30 * 24 * 60))
})

describe('the way back after signing in', () => {
  test.each(['/desk', '/outbox?state=failed&page=2', '/'])('leads to %s', (path) => {
    expect(safePath(path, '/account')).toBe(path)
  })

  test.each([
    '',
    undefined,
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    '\\/evil',
    '/\t/evil.example',
    '/\n/evil',
    'javascript:alert(1)',
    '/café',
    '/sign-out',
    '/sign-in/code',
    `/${'a'.repeat(500)}`,
  ])('does not lead to %j', (path) => {
    expect(safePath(path, '/account')).toBe('/account')
  })

  test('never leaves this site, whatever is asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', 'a', '%', '?', '#', '\t') }),
        (to) => {
          expect(new URL(safePath(to, '/'), 'http://kith.example').host).toBe('kith.example')
        },
      ),
    )
  })
})

test('a stranger sees no more of a name than its ends', () => {
  expect(maskName('Dilys Jones')).toBe('D…s')
  expect(maskName(' A ')).toBe('…')
  expect(maskName('')).toBe('…')
})

test('a device is called what its owner calls it', () => {
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1'
  const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36 Edg/120.0'
  expect(deviceOf(iphone)).toBe('Safari, iPhone')
  expect(deviceOf(edge)).toBe('Edge, Windows')
  expect(deviceOf('curl/8')).toBe('')
  expect(deviceOf(undefined)).toBe('')
})
