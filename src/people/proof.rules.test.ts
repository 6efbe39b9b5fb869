import { describe, expect, test } from 'vitest'
import { addMinutes } from '#base/time.ts'
import {
  freshKinds,
  hasSecond,
  isStrong,
  isSure,
  mayChangeFactors,
  type Means,
  offers,
  type Proofs,
  withProof,
} from './proof.rules.ts'

const now = new Date('2026-11-23T10:00:00Z')
const ago = (minutes: number) => addMinutes(now, -minutes).toISOString()

describe('what counts as two factors', () => {
  test.each<[string, Proofs, boolean]>([
    ['nothing', {}, false],
    ['mail alone', { mail: ago(1) }, false],
    ['paper alone', { paper: ago(1) }, false],
    ['a passkey alone: it asked for a finger or a PIN', { passkey: ago(1) }, true],
    ['a passkey a while ago', { passkey: ago(15) }, false],
    ['mail and paper just now', { mail: ago(10), paper: ago(1) }, true],
    ['mail long ago, paper just now', { mail: ago(5000), paper: ago(1) }, true],
    [
      'paper long ago, mail just now: the mailbox is on the stolen laptop too',
      { paper: ago(5000), mail: ago(1) },
      false,
    ],
    ['both a while ago', { mail: ago(16), paper: ago(15) }, false],
    [
      'a code from the office and mail: a secretary holds it too',
      { office: ago(1), mail: ago(1) },
      false,
    ],
    ['a code from the office in a session of paper', { paper: ago(60), office: ago(1) }, false],
    ['a link from setting up, and mail', { setup: ago(2), mail: ago(1) }, true],
    ['a proof from tomorrow', { passkey: ago(-5) }, false],
    ['what is no time', { passkey: 'never' }, false],
  ])('%s', (_, proofs, strong) => expect(isStrong(proofs, now)).toBe(strong))

  test('a proof is fresh for fifteen minutes, its last moment not', () => {
    expect(freshKinds({ mail: ago(14), paper: ago(15) }, now)).toEqual(['mail'])
    expect(withProof({ mail: 'x' }, 'paper', now)).toEqual({ mail: 'x', paper: now.toISOString() })
  })

  test('who has no role shows again in any way that it is them; staff need two', () => {
    expect(isSure({ mail: ago(1) }, [], now)).toBe(true)
    expect(isSure({ mail: ago(15) }, [], now)).toBe(false)
    expect(isSure({ mail: ago(1) }, ['secretary'], now)).toBe(false)
    expect(isSure({ passkey: ago(1) }, ['secretary'], now)).toBe(true)
  })
})

const mail: Means = { mail: true, paper: false, passkey: false }
const sheet: Means = { ...mail, paper: true }
const secretary = (means: Means) => ({ roles: ['secretary'], means })
const member = (means: Means) => ({ roles: [], means })

describe('who may change the ways into an account', () => {
  test('staff who have no second factor begin with a fresh sign-in', () => {
    expect(hasSecond(mail)).toBe(false)
    expect(mayChangeFactors({ mail: ago(1) }, secretary(mail), now)).toBe(true)
    expect(mayChangeFactors({ mail: ago(20) }, secretary(mail), now)).toBe(false)
  })

  test('staff who have one show it: a mailbox alone must not replace it', () => {
    expect(mayChangeFactors({ mail: ago(1) }, secretary(sheet), now)).toBe(false)
    expect(mayChangeFactors({ mail: ago(1), paper: ago(1) }, secretary(sheet), now)).toBe(true)
  })

  test('a code that the office made lets nobody stay in the account', () => {
    expect(mayChangeFactors({ office: ago(1) }, member(mail), now)).toBe(false)
    expect(mayChangeFactors({ office: ago(1), mail: ago(1) }, member(mail), now)).toBe(true)
  })
})

describe('what is asked for', () => {
  test('only what is enough, where something is', () => {
    const all = { mail: true, paper: true, passkey: true }
    expect(offers({ mail: ago(600) }, secretary(all), now)).toEqual(['passkey', 'paper'])
    expect(offers({ mail: ago(1) }, secretary(all), now)).toEqual(['passkey', 'paper'])
    expect(offers({ paper: ago(1) }, secretary(sheet), now)).toEqual(['mail'])
  })

  test('one after the other, where nothing is enough by itself', () => {
    expect(offers({ paper: ago(600) }, secretary(sheet), now)).toEqual(['paper', 'mail'])
    expect(offers({ mail: ago(600) }, secretary(mail), now)).toEqual(['mail'])
  })

  test('any way that there is, of somebody without a role', () => {
    expect(offers({}, member(sheet), now)).toEqual(['paper', 'mail'])
    expect(offers({}, member({ mail: false, paper: false, passkey: false }), now)).toEqual([])
  })
})
