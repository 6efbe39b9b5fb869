import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Outcome, problemOf, settle } from './mail.outcome.ts'
import { addMinutes } from './time.ts'

const at = new Date('2026-11-22T10:00:00Z')
const letter = { kind: 'membership.admitted', tries: 1, nextTryAt: at, writtenAt: at }
const signIn = { ...letter, kind: 'sign-in' }

test('a letter that was taken is sent', () => {
  expect(settle(letter, { kind: 'sent' }, at)).toMatchObject({
    state: 'sent',
    sentAt: at,
    problem: null,
  })
})

test('a letter waits for a mail server that is away, and that is not counted as its try', () => {
  expect(settle(letter, { kind: 'unreachable', why: 'ECONNREFUSED' }, at)).toMatchObject({
    state: 'waiting',
    tries: 0,
    nextTryAt: addMinutes(at, 1),
    problem: 'unreachable ECONNREFUSED',
  })
})

test('a letter that is not wanted now waits longer each time, and in the end for a person', () => {
  const later = { kind: 'later', why: '451 greylisted' } as const
  expect(settle(letter, later, at)).toMatchObject({
    state: 'waiting',
    nextTryAt: addMinutes(at, 2),
  })
  expect(settle({ ...letter, tries: 5 }, later, at).nextTryAt).toEqual(addMinutes(at, 32))
  expect(settle({ ...letter, tries: 20 }, later, at)).toMatchObject({
    state: 'failed',
    problem: 'gave-up 451 greylisted',
  })
})

test('somebody waits for a letter to sign in, so it is tried every minute', () => {
  const { nextTryAt } = settle({ ...signIn, tries: 5 }, { kind: 'later', why: '451' }, at)
  expect(nextTryAt).toEqual(addMinutes(at, 1))
})

test('a refused letter waits for a person', () => {
  expect(settle(letter, { kind: 'refused', why: '550' }, at).state).toBe('failed')
})

test('a letter whose fate is unknown goes once more when it lets somebody in, and else not by itself', () => {
  const unknown = { kind: 'unknown', why: '' } as const
  expect(settle(letter, unknown, at)).toMatchObject({ state: 'failed', problem: 'unknown' })
  expect(settle(signIn, unknown, at).state).toBe('waiting')
  expect(settle({ ...signIn, tries: 2 }, unknown, at).state).toBe('failed')
})

test('an ordinary letter that may have arrived is never sent again by itself', () => {
  const outcome = fc.oneof(
    fc.constant<Outcome>({ kind: 'sent' }),
    fc.record({ kind: fc.constant('unknown' as const), why: fc.string() }),
  )
  fc.assert(
    fc.property(outcome, fc.integer({ min: 1, max: 30 }), (how, tries) => {
      expect(settle({ ...letter, tries }, how, at).state).not.toBe('waiting')
    }),
  )
})

test('what is kept about a problem is a word and what the server said', () => {
  expect(problemOf('refused 550 no such box')).toEqual({ kind: 'refused', why: '550 no such box' })
  expect(problemOf('unknown')).toEqual({ kind: 'unknown', why: '' })
  expect(problemOf(null)).toBe(null)
  expect(problemOf('something else')).toBe(null)
})
