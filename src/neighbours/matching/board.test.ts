import fc from 'fast-check'
import { expect, test } from 'vitest'
import { comes, declines, goes } from './board.ts'
import type { Card } from './card.ts'
import { costOf, whyNot } from './explain.ts'
import { anyCard, easy, requestOf } from './people.testing.ts'
import { propose, type Plan } from './plan.ts'

function planned(cards: readonly Card[], change = {}): Plan {
  const outcome = propose(requestOf(cards, change))
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.plan
}

function came(plan: Plan, card: Card): Plan {
  const outcome = comes(plan, card)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.plan
}

const people = (side?: fc.Arbitrary<Card['side']>) =>
  fc.uniqueArray(anyCard(side), { selector: (card) => card.id, minLength: 4, maxLength: 24 })

test.each([
  ['two sides', undefined],
  ['one pool', fc.constantFrom<Card['side']>('older', 'younger', 'either')],
])(
  'after people come, go and say no, the plan of %s is worth what a new one would be',
  (_, side) => {
    fc.assert(
      fc.property(people(side), fc.nat(23), fc.nat(23), (cards, a, b) => {
        const half = Math.floor(cards.length / 2)
        let plan = planned(cards.slice(0, half))
        for (const card of cards.slice(half)) plan = came(plan, card)
        expect(plan.value).toBe(planned(cards).value)
        const [one, two] = [cards[a % cards.length]!, cards[b % cards.length]!]
        fc.pre(one !== two)
        plan = declines(plan, one.id, two.id)
        expect(plan.value).toBe(planned(cards, { blocked: [[one.id, two.id]] }).value)
        plan = goes(plan, two.id)
        expect(plan.value).toBe(planned(cards.filter((card) => card !== two)).value)
        expect(plan.proven).toBe(true)
        expect(plan.unmatched).not.toContain(two.id)
        expect(plan.proposals.flatMap((pair) => [pair.a, pair.b])).not.toContain(two.id)
      }),
      { numRuns: 120, seed: 71 },
    )
  },
)

test('explanations know who came, who went, and what was declined', () => {
  let plan = planned([easy('ann'), easy('bob', { side: 'younger' })])
  plan = came(plan, easy('una', { side: 'younger', likes: ['a'] }))
  expect(costOf(plan, 'ann', 'una')?.waits).toEqual(['bob'])
  plan = declines(plan, 'ann', 'bob')
  expect(plan.proposals.map(({ a, b }) => `${a} ${b}`)).toEqual(['ann una'])
  expect(whyNot(plan, 'ann', 'bob')?.rule).toBe('blocked')
  plan = goes(plan, 'una')
  expect(plan.proposals).toEqual([])
  expect(whyNot(plan, 'ann', 'una')).toBeDefined()
  expect(comes(plan, easy('ann')).ok).toBe(false)
})
