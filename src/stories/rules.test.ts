import fc from 'fast-check'
import { expect, test } from 'vitest'
import { err } from '#base/result.ts'
import {
  beginningOf,
  bylineOf,
  changeStory,
  decide,
  type Draft,
  newStory,
  takeDown,
  withdrawStory,
} from './rules.ts'
import type { Story } from './schema.ts'

const now = new Date('2020-04-21T09:00:00Z')
const draft: Draft = {
  name: 'Kofi Mensah',
  nameStyle: 'first',
  town: 'Leeds',
  email: 'kofi@example.org',
  lang: 'en',
  title: 'A walk',
  body: 'A hundred laps.',
  audience: 'public',
  pictureId: null,
  pictureWords: null,
}
const told = { id: 's', tellerId: 'kofi', keyHash: 'k', codeHash: null, spoken: 'en' }
const agreed = { now, othersAgreed: true }
const story = newStory(draft, told, now)
const mona = { id: 'mona', email: 'mona@example.org' }
const publish = { verdict: 'publish' } as const

test('nobody decides on their own story, whichever of their names it came under', () => {
  expect(decide(story, publish, { id: 'kofi', email: null }, agreed)).toEqual(err('own-story'))
  const alias = { id: 'other', email: 'KOFI@example.org' }
  expect(decide(story, publish, alias, agreed)).toEqual(err('own-story'))
})

test('a decision is made once', () => {
  const declined = { ...story, state: 'declined' as const }
  expect(decide(declined, publish, mona, agreed)).toEqual(err('already-decided'))
  expect(takeDown(story)).toEqual(err('already-decided'))
})

test('the people in a story are asked first', () => {
  expect(decide(story, publish, mona, { now, othersAgreed: false })).toEqual(
    err('others-not-asked'),
  )
})

test('what was taken back is not changed and not taken back again', () => {
  const gone = withdrawStory(story)
  expect(gone.ok && gone.value.body).toBe('')
  if (!gone.ok) throw new Error('It was taken back')
  expect(withdrawStory(gone.value)).toEqual(err('withdrawn'))
  expect(changeStory(gone.value, draft)).toEqual(err('withdrawn'))
})

test('a name is shown as its teller allows', () => {
  const named = { name: 'Kofi Mensah', town: 'Leeds' }
  expect(bylineOf({ ...named, nameStyle: 'full' })).toBe('Kofi Mensah')
  expect(bylineOf({ ...named, nameStyle: 'first' })).toBe('Kofi')
  expect(bylineOf({ ...named, nameStyle: 'first-and-town' })).toBe('Kofi, Leeds')
  expect(bylineOf({ ...named, nameStyle: 'none' })).toBe('')
  expect(bylineOf({ name: null, town: null, nameStyle: 'full' })).toBe('')
})

const step = fc.oneof(
  fc.record({
    do: fc.constant('publish' as const),
    who: fc.constantFrom('kofi', 'mona'),
    othersAgreed: fc.boolean(),
  }),
  fc.record({ do: fc.constant('decline' as const), who: fc.constantFrom('kofi', 'mona') }),
  fc.record({ do: fc.constant('change' as const) }),
  fc.record({ do: fc.constant('withdraw' as const) }),
  fc.record({ do: fc.constant('take-down' as const) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function take(before: Story, one: Step) {
  switch (one.do) {
    case 'publish':
      return decide(before, publish, { id: one.who, email: null }, { ...agreed, ...one })
    case 'decline': {
      const declined = { verdict: 'decline' as const, rule: 'r', reason: 'w' }
      return decide(before, declined, { id: one.who, email: null }, agreed)
    }
    case 'change':
      return changeStory(before, draft)
    case 'withdraw':
      return withdrawStory(before)
    case 'take-down':
      return takeDown(before)
  }
}

test('in whatever order things happen, nothing is public without a decision and the yes of others', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let held: Story = story
      for (const one of steps) {
        const next = take(held, one)
        if (!next.ok) continue
        const isOut = next.value.state === 'published'
        const isRight =
          one.do === 'publish' && one.who === 'mona' && one.othersAgreed && held.state === 'told'
        expect(isOut && !isRight).toBe(false)
        expect((next.value.state === 'published') === (next.value.publishedAt !== null)).toBe(true)
        if (held.state === 'withdrawn') throw new Error('It came back')
        held = next.value
      }
    }),
    { numRuns: 2000 },
  )
})

test('the beginning of a text ends at a word and never in the middle of a letter', () => {
  expect(beginningOf('one two three', 9)).toBe('one two …')
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.integer({ min: 5, max: 40 }),
      (text, most) => {
        const shown = beginningOf(text, most)
        expect(shown.isWellFormed()).toBe(true)
        expect(shown.length).toBeLessThanOrEqual(most + 2)
      },
    ),
  )
})
