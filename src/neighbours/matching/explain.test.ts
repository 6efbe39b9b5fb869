import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Card } from './card.ts'
import { alternatives, costOf, why, whyNot } from './explain.ts'
import { introductionFields, introductionText } from './introduction.ts'
import { nearestMisses } from './miss.ts'
import { mayMeet } from './naive-rules.ts'
import { anyCard, easy, requestOf, settings } from './people.testing.ts'
import { propose, type Plan } from './plan.ts'
import { whereToRecruit } from './recruit.ts'

function planned(cards: readonly Card[], change = {}): Plan {
  const outcome = propose(requestOf(cards, change))
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.plan
}
const crowd = (side?: fc.Arbitrary<Card['side']>) =>
  fc.uniqueArray(anyCard(side), { selector: (card) => card.id, minLength: 4, maxLength: 20 })

describe('why these two', () => {
  const cards = [
    easy('joan', {
      waitDays: 210,
      needs: ['dementia'],
      refuses: ['smokes'],
      experiences: ['widowed'],
      likes: ['a', 'b'],
      dislikes: ['c'],
    }),
    easy('tom', {
      side: 'younger',
      offers: ['dementia'],
      experiences: ['widowed'],
      likes: ['a'],
      dislikes: ['c'],
      slots: [4],
      x: 800,
    }),
  ]

  test('the coordinator reads what speaks for it, what to mind, and how long they waited', () => {
    const { coordinator } = why(planned(cards), 'joan', 'tom')!
    expect(coordinator.lines.join('\n')).toContain('less than a kilometre apart')
    expect(coordinator.lines.join('\n')).toContain('7 months')
    expect(coordinator.needsMet).toEqual(['dementia'])
    expect(coordinator.cautions).toEqual(['The only time in common is Tuesday afternoon'])
  })

  test('the two people never read of health, refusals, waiting or rank', () => {
    const { introduction } = why(planned(cards), 'joan', 'tom')!
    expect(Object.keys(introduction).toSorted()).toEqual([...introductionFields].toSorted())
    const text = JSON.stringify(introduction) + introductionText(introduction).join(' ')
    for (const secret of [
      'dementia',
      'smokes',
      'widowed',
      '210',
      'wait',
      'months',
      'strong',
      'score',
    ])
      expect(text).not.toContain(secret)
    expect(introductionText(introduction)).toContain('You both like a')
  })

  test('whoever they are, an introduction holds only fields on the list and only what both share', () => {
    fc.assert(
      fc.property(crowd(), (people) => {
        const plan = planned(people)
        for (const { a, b } of plan.proposals) {
          const { introduction } = why(plan, a, b)!
          expect(Object.keys(introduction).toSorted()).toEqual([...introductionFields].toSorted())
          const [one, two] = [a, b].map((id) => people.find((card) => card.id === id)!)
          expect(
            introduction.likes.every(
              (like) => one!.likes.includes(like) && two!.likes.includes(like),
            ),
          ).toBe(true)
        }
      }),
      { numRuns: 100, seed: 21 },
    )
  })
})

describe('why not those two', () => {
  test('names a rule exactly when the rules on paper forbid the pair', () => {
    fc.assert(
      fc.property(crowd(fc.constantFrom('older', 'younger', 'either')), (people) => {
        const plan = planned(people)
        const there = people.filter((card) => card.ready && card.capacity > 0)
        for (const [k, one] of there.entries()) {
          for (const two of there.slice(k + 1)) {
            const reason = whyNot(plan, one.id, two.id)
            expect(reason?.rule === undefined || reason.rule === 'bar').toBe(
              mayMeet(one, two, settings),
            )
            expect(whyNot(plan, two.id, one.id)?.rule).toBe(reason?.rule)
          }
        }
      }),
      { numRuns: 100, seed: 22 },
    )
  })

  test('says nothing about a blocked pair but that it is not to be proposed', () => {
    const plan = planned(
      [easy('ann', { refuses: ['smokes'] }), easy('bob', { side: 'younger', has: ['smokes'] })],
      { blocked: [['ann', 'bob']] },
    )
    expect(whyNot(plan, 'ann', 'bob')).toEqual({
      rule: 'blocked',
      words: 'These two are not to be proposed',
    })
    expect(why(plan, 'ann', 'bob')).toBeUndefined()
    expect(costOf(plan, 'ann', 'bob')).toBeUndefined()
  })
})

describe('what a choice costs', () => {
  test('choosing Tom for Ann means that Bert waits', () => {
    const plan = planned([
      easy('ann'),
      easy('bert', { x: 15_000, y: 0 }),
      easy('tom', { side: 'younger', x: 15_000 }),
      easy('una', { side: 'younger', visitRange: 1000, channels: ['visit'] }),
    ])
    expect(plan.proposals.map(({ a, b }) => `${a} ${b}`)).toEqual(['ann una', 'bert tom'])
    const cost = costOf(plan, 'ann', 'tom')!
    expect(cost.waits).toEqual(['bert', 'una'])
    expect(cost.loss).toBeGreaterThan(0)
    expect(costOf(plan, 'ann', 'una')).toMatchObject({ loss: 0, ended: [], begun: [], waits: [] })
  })

  test('is what the plan would lose if it were made anew around them, in two sides and in one pool', () => {
    fc.assert(
      fc.property(
        crowd(fc.constantFrom('older', 'younger', 'either')),
        fc.nat(50),
        fc.nat(50),
        (people, a, b) => {
          const plan = planned(people)
          const one = people[a % people.length]!
          const two = people[b % people.length]!
          const cost = one === two ? undefined : costOf(plan, one.id, two.id)
          if (!cost) return
          expect(cost.loss).toBeGreaterThanOrEqual(0)
          const rest = people.map((card) =>
            card === one || card === two ? { ...card, capacity: card.capacity - 1 } : card,
          )
          const around = planned(rest, { blocked: [[one.id, two.id]] })
          const before = new Set(plan.proposals.map((pair) => `${pair.a} ${pair.b}`))
          const inPlan = before.has(`${one.id} ${two.id}`) || before.has(`${two.id} ${one.id}`)
          expect(cost.loss === 0 || !inPlan).toBe(true)
          expect(cost.begun.length - cost.ended.length).toBe(
            around.proposals.length + 1 - plan.proposals.length,
          )
        },
      ),
      { numRuns: 150, seed: 23 },
    )
  })

  test('alternatives come best first, each with its price', () => {
    const plan = planned([
      easy('ann'),
      ...[0, 1, 2, 3, 4, 5, 6].map((k) => easy(`v${k}`, { side: 'younger', x: k * 500 })),
    ])
    const others = alternatives(plan, 'ann')
    expect(others.map(({ id }) => id)).toEqual(['v0', 'v1', 'v2', 'v3', 'v4'])
    expect(others[0]!.proposed).toBe(true)
    expect(others.map(({ cost }) => cost.loss)).toEqual(
      others.map(({ cost }) => cost.loss).toSorted((x, y) => x - y),
    )
  })
})

describe('the nearest miss', () => {
  test('tells someone without anybody what one change of their own would open', () => {
    const cards = [
      easy('joan', { channels: ['visit'], visitRange: 1000, refuses: ['smokes'] }),
      ...[0, 1, 2].map((k) => easy(`far${k}`, { side: 'younger', x: 9000 })),
      easy('smoker', { side: 'younger', has: ['smokes'] }),
    ]
    expect(nearestMisses(planned(cards), 'joan').map(({ kind, people }) => [kind, people])).toEqual(
      [
        ['channel', 3],
        ['refusal', 1],
      ],
    )
  })

  test('never offers a channel without its clearance, nor a blocked person', () => {
    const cards = [
      easy('tom', { side: 'younger', channels: ['phone'], clearedUntil: {} }),
      easy('joan', { channels: ['visit'] }),
      easy('mary', { channels: ['letter'] }),
    ]
    expect(nearestMisses(planned(cards), 'tom').map(({ words }) => words)).toEqual([
      'If this way to meet were all right: letter',
    ])
    expect(nearestMisses(planned(cards, { blocked: [['mary', 'tom']] }), 'tom')).toEqual([])
  })
})

test('where to recruit: places that matter come first, and groups of few people are not there at all', () => {
  const short = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) =>
    easy(`east${k}`, { x: 100_000, visitRange: 5000 }),
  )
  const cards = [
    ...short,
    ...[0, 1, 2, 3, 4].map((k) =>
      easy(`e${k}`, { side: 'younger', x: 100_000, channels: ['visit'] }),
    ),
    ...[0, 1, 2, 3, 4].map((k) => easy(`w${k}`, { side: 'younger', channels: ['visit'] })),
    ...[0, 1].map((k) => easy(`n${k}`, { side: 'younger', y: 200_000, channels: ['visit'] })),
  ]
  const needs = whereToRecruit(planned(cards))
  expect(needs.map(({ at }) => at[0])).toEqual(['10 0', '0 0'])
  expect(needs[0]!.worth).toBeGreaterThan(needs[1]!.worth)
  expect(needs.every(({ people }) => people % 5 === 0)).toBe(true)
})
