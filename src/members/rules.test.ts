import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  answerBack,
  decide,
  type Decision,
  isOpen,
  seenAs,
  type Standing,
  withdraw,
} from './rules.ts'

const monday = new Date('2026-11-23T09:00:00Z')
const tuesday = new Date('2026-11-24T09:00:00Z')
const zadie = { id: crypto.randomUUID(), own: false }
const waiting: Standing = {
  state: 'asked',
  talk: [],
  waitingSince: monday,
  decidedAt: null,
  decidedBy: null,
  reason: null,
}
const admit: Decision = { verdict: 'admit' }
const askBack: Decision = { verdict: 'ask-back', words: 'Who runs it?' }
const decline: Decision = { verdict: 'decline', words: 'You sell things' }

const done = <T, E>(result: { ok: true; value: T } | { ok: false; error: E }): T => {
  if (!result.ok) throw new Error(`Refused: ${String(result.error)}`)
  return result.value
}

test('who is admitted is so by name and date', () => {
  const admitted = done(decide(waiting, admit, zadie, tuesday))
  expect(admitted).toMatchObject({
    state: 'admitted',
    decidedAt: tuesday,
    decidedBy: zadie.id,
    reason: null,
  })
})

test('who is declined reads why', () => {
  expect(done(decide(waiting, decline, zadie, tuesday))).toMatchObject({
    state: 'declined',
    reason: 'You sell things',
  })
})

test('what is asked back waits for the applicant, and their answer waits for the office again', () => {
  const asked = done(decide(waiting, askBack, zadie, monday))
  expect(asked).toMatchObject({ state: 'asked-back', decidedAt: null })
  const answered = done(answerBack(asked, 'Three of us', tuesday))
  expect(answered).toMatchObject({ state: 'asked', waitingSince: tuesday })
  expect(answered.talk.map((turn) => turn.text)).toEqual(['Who runs it?', 'Three of us'])
})

test('nobody decides on their own application', () => {
  expect(decide(waiting, admit, { ...zadie, own: true }, tuesday)).toEqual({
    ok: false,
    error: 'own-application',
  })
})

test('what is decided stays decided', () => {
  for (const over of [
    done(decide(waiting, admit, zadie, monday)),
    done(withdraw(waiting, monday)),
  ]) {
    const refused = { ok: false, error: 'already-decided' }
    expect(decide(over, admit, zadie, tuesday)).toEqual(refused)
    expect(answerBack(over, 'But', tuesday)).toEqual(refused)
    expect(withdraw(over, tuesday)).toEqual(refused)
  }
})

test('an answer needs a question', () => {
  expect(answerBack(waiting, 'By the way', tuesday)).toEqual({ ok: false, error: 'not-asked-back' })
})

test('who read the page before it changed reads it again', () => {
  const seen = seenAs(waiting)
  const asked = done(decide(waiting, askBack, zadie, tuesday, seen))
  expect(decide(asked, admit, zadie, tuesday, seen)).toEqual({
    ok: false,
    error: 'changed-meanwhile',
  })
  expect(decide(asked, admit, zadie, tuesday, seenAs(asked)).ok).toBe(true)
})

type Step = (standing: Standing, at: Date) => ReturnType<typeof withdraw>
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ decision: fc.constantFrom(admit, askBack, decline), own: fc.boolean() }).map(
    ({ decision, own }): Step =>
      (standing, at) =>
        decide(standing, decision, { ...zadie, own }, at),
  ),
  fc.string().map(
    (words): Step =>
      (standing, at) =>
        answerBack(standing, words, at),
  ),
  fc.constant<Step>(withdraw),
)

test('whatever is tried in whatever order, what is decided is final and the talk only grows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let standing = waiting
      steps.forEach((take, n) => {
        const at = new Date(monday.getTime() + n * 60_000)
        const taken = take(standing, at)
        const next = taken.ok ? taken.value : standing
        expect(taken.ok && !isOpen(standing)).toBe(false)
        expect(next.talk.slice(0, standing.talk.length)).toEqual(standing.talk)
        expect(isOpen(next)).toBe(next.decidedAt === null)
        expect(next.state === 'asked-back').toBe(isOpen(next) && next.talk.at(-1)?.by === 'office')
        standing = next
      })
    }),
    { numRuns: 2000 },
  )
})
