import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Card, Request } from './card.ts'
import { mayMeet } from './naive-rules.ts'
import { anyCard, easy, requestOf, settings } from './people.testing.ts'
import { propose, type Plan } from './plan.ts'
import { seeded, shuffled } from './random.ts'

function planned(request: Request): Plan {
  const outcome = propose(request)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.plan
}

const pairsOf = (plan: Plan) =>
  plan.proposals.map(({ a, b }) => [a, b].toSorted().join(' ')).toSorted()
const crowd = (side?: fc.Arbitrary<Card['side']>, most = 30) =>
  fc.uniqueArray(anyCard(side), { selector: (card) => card.id, maxLength: most })
const anySide = fc.constantFrom<Card['side']>('older', 'younger', 'either')

describe('a plan', () => {
  test('breaks no rule, whoever the people are', () => {
    fc.assert(
      fc.property(crowd(anySide), (cards) => {
        const byId = new Map(cards.map((card) => [card.id, card]))
        for (const { a, b } of planned(requestOf(cards)).proposals) {
          expect(mayMeet(byId.get(a)!, byId.get(b)!, settings)).toBe(true)
          expect(byId.get(a)!.ready && byId.get(b)!.ready).toBe(true)
        }
      }),
      { numRuns: 300, seed: 11 },
    )
  })

  test('weighs every pair that the rules on paper allow, and no other', () => {
    fc.assert(
      fc.property(crowd(undefined, 20), (cards) => {
        // Without a bar the engine's pairs are exactly those of the plain rules.
        const open = { ...settings, objective: { ...settings.objective, bar: 0 } }
        const there = cards.filter((card) => card.ready && card.capacity > 0)
        let pairs = 0
        for (const [k, one] of there.entries())
          for (const two of there.slice(k + 1)) if (mayMeet(one, two, open)) pairs++
        expect(planned(requestOf(cards, { settings: open })).pairs).toBe(pairs)
      }),
      { numRuns: 300, seed: 12 },
    )
  })

  test('gives nobody more matches than they have room for, nor the same one twice', () => {
    fc.assert(
      fc.property(crowd(anySide), (cards) => {
        const plan = planned(requestOf(cards))
        expect(new Set(pairsOf(plan)).size).toBe(plan.proposals.length)
        for (const card of cards)
          expect(
            plan.proposals.filter(({ a, b }) => a === card.id || b === card.id).length,
          ).toBeLessThanOrEqual(card.capacity)
        expect(plan.proven).toBe(true)
      }),
      { numRuns: 200, seed: 13 },
    )
  })

  test('is the same whatever the order of the cards, with people who are alike in all but their id', () => {
    fc.assert(
      fc.property(crowd(anySide, 12), fc.integer(), (cards, seed) => {
        const twins = cards.flatMap((card) => [
          card,
          { ...card, id: `${card.id}-twin` },
          { ...card, id: `${card.id}-third` },
        ])
        const first = planned(requestOf(twins))
        const again = planned(requestOf(shuffled(twins, seeded(seed))))
        expect(again.proposals).toEqual(first.proposals)
        expect(again.unmatched).toEqual(first.unmatched)
      }),
      { numRuns: 150, seed: 14 },
    )
  })

  test('is the same pairs when the two sides change places', () => {
    fc.assert(
      fc.property(crowd(undefined, 24), (cards) => {
        const even = cards.map((card) => ({
          ...card,
          clearedUntil: { visit: '2030-01-01', out: '2030-01-01' },
        }))
        const swapped = even.map((card) => ({
          ...card,
          side: card.side === 'older' ? ('younger' as const) : ('older' as const),
        }))
        // What tells the sides apart on purpose: whose wait counts more, and whose skills are scarce.
        const equal = {
          ...settings,
          objective: { ...settings.objective, volunteerWait: 1, rare: 0 },
        }
        expect(pairsOf(planned(requestOf(swapped, { settings: equal })))).toEqual(
          pairsOf(planned(requestOf(even, { settings: equal }))),
        )
      }),
      { numRuns: 150, seed: 15 },
    )
  })

  test('never proposes a pair that is blocked, and never someone on hold', () => {
    const cards = [
      easy('ann'),
      easy('bob', { side: 'younger' }),
      easy('cem', { side: 'younger', ready: false }),
    ]
    expect(pairsOf(planned(requestOf(cards)))).toEqual(['ann bob'])
    expect(pairsOf(planned(requestOf(cards, { blocked: [['bob', 'ann']] })))).toEqual([])
  })

  test('leaves nobody unmatched for having waited longer', () => {
    fc.assert(
      fc.property(
        crowd(undefined, 20),
        fc.nat(19),
        fc.integer({ min: 1, max: 400 }),
        (cards, who, longer) => {
          const before = planned(requestOf(cards))
          const one = cards[who % Math.max(1, cards.length)]
          if (!one || before.unmatched.includes(one.id)) return
          const after = planned(
            requestOf(
              cards.map((card) =>
                card === one ? { ...card, waitDays: card.waitDays + longer } : card,
              ),
            ),
          )
          expect(after.unmatched).not.toContain(one.id)
        },
      ),
      { numRuns: 200, seed: 16 },
    )
  })

  test('is not worth less for one more person, or for a rule that someone drops', () => {
    fc.assert(
      fc.property(crowd(undefined, 16), anyCard(), (cards, more) => {
        const value = planned(requestOf(cards)).value
        if (cards.some((card) => card.id === more.id)) return
        expect(planned(requestOf([...cards, more])).value).toBeGreaterThanOrEqual(value - 1)
        const dropped = cards.map((card, k) => (k === 0 ? { ...card, refuses: [] } : card))
        expect(planned(requestOf(dropped)).value).toBeGreaterThanOrEqual(value - 1)
      }),
      { numRuns: 150, seed: 17 },
    )
  })

  test('moves a proposal that someone has seen only for a better reason than a little', () => {
    const cards = [
      easy('ann', { likes: ['a', 'b'] }),
      easy('bob', { side: 'younger', likes: ['a', 'b', 'c'] }),
      easy('cem', { side: 'younger', likes: ['a', 'b', 'c'], x: 300 }),
    ]
    expect(pairsOf(planned(requestOf(cards)))).toEqual(['ann bob'])
    expect(pairsOf(planned(requestOf(cards, { shown: [['ann', 'cem']] })))).toEqual(['ann cem'])
  })

  test('keeps what nobody asked about out of it: those who are alike in all else can change places', () => {
    // "woman" and "man" matter only to those who refuse one of them; here nobody does.
    fc.assert(
      fc.property(crowd(undefined, 20), (cards) => {
        const nobodyAsked = cards.map((card) => ({ ...card, refuses: [] }))
        const other = nobodyAsked.map((card) => ({
          ...card,
          has: card.has.includes('woman') ? ['man'] : ['woman'],
        }))
        expect(pairsOf(planned(requestOf(other)))).toEqual(pairsOf(planned(requestOf(nobodyAsked))))
      }),
      { numRuns: 100, seed: 18 },
    )
  })

  test('counts a clearance only until the day it ends', () => {
    const cards = [
      easy('ann', { channels: ['visit'] }),
      easy('bob', { side: 'younger', channels: ['visit'], clearedUntil: { visit: '2027-03-01' } }),
    ]
    expect(pairsOf(planned(requestOf(cards)))).toEqual(['ann bob'])
    expect(
      pairsOf(planned(requestOf(cards, { settings: { ...settings, startOn: '2027-03-02' } }))),
    ).toEqual([])
  })

  test('copes with nobody, one side only, everyone the same and everyone refused', () => {
    expect(planned(requestOf([])).proposals).toEqual([])
    expect(planned(requestOf([easy('ann'), easy('bea')])).proposals).toEqual([])
    const same = Array.from({ length: 60 }, (_, k) =>
      easy(`p${k}`, { side: k % 2 ? 'older' : 'younger' }),
    )
    expect(planned(requestOf(same)).proposals.length).toBe(30)
    const refused = same.map((card) => ({ ...card, has: ['smokes'], refuses: ['smokes'] }))
    expect(planned(requestOf(refused)).proposals).toEqual([])
    expect(planned(requestOf(same.map((card) => ({ ...card, capacity: 0 })))).proposals).toEqual([])
  })

  test('copes with someone whom ten thousand people suit', () => {
    const cards = [
      easy('ann', { capacity: 3 }),
      ...Array.from({ length: 10_000 }, (_, k) => easy(`v${k}`, { side: 'younger', x: k })),
    ]
    const plan = planned(requestOf(cards, { settings: { ...settings, allPairsUpTo: 20_000 } }))
    expect(plan.proposals.length).toBe(3)
    expect(plan.pairs).toBe(10_000)
  })

  test('with candidates and pricing rounds it reaches what all pairs would give', () => {
    const random = seeded(19)
    const cards = Array.from({ length: 400 }, (_, k) =>
      easy(`p${k}`, {
        side: k % 2 ? 'older' : 'younger',
        x: Math.floor(random() * 60_000),
        y: Math.floor(random() * 60_000),
        likes: settings.vocabulary.interests.filter(() => random() < 0.5),
        waitDays: Math.floor(random() * 300),
      }),
    )
    const all = planned(requestOf(cards))
    const hunt = { ...settings.hunt, shortlist: 3, budget: 10, farBudget: 10 }
    const some = planned(
      requestOf(cards, { settings: { ...settings, allPairsUpTo: 0, pricingRounds: 30, hunt } }),
    )
    expect(some.pairs).toBeLessThan(all.pairs / 4)
    expect(some.proven).toBe(true)
    expect(some.proposals).toEqual(all.proposals)
  })
})

const refused = (request: unknown) => {
  const outcome = propose(request as Request)
  return outcome.ok ? [] : outcome.problems.map(({ field }) => field)
}

describe('the door', () => {
  test('refuses numbers that are none, with the name of the field', () => {
    for (const bad of [Number.NaN, Infinity, -Infinity, '3', null]) {
      expect(refused(requestOf([easy('ann', { x: bad as number })]))).toEqual(['cards[0].x'])
      expect(refused(requestOf([easy('ann', { waitDays: bad as number })]))).toEqual([
        'cards[0].waitDays',
      ])
      const objective = { ...settings.objective, waitPerYear: bad as number }
      expect(refused(requestOf([], { settings: { ...settings, objective } }))).toEqual([
        'settings.objective.waitPerYear',
      ])
    }
  })

  test('refuses words that are not known, days that are none, weights that do not add up and ids twice', () => {
    expect(refused(requestOf([easy('ann', { likes: ['opera'] })]))).toEqual(['cards[0].likes'])
    expect(refused(requestOf([easy('ann', { clearedUntil: { visit: 'soon' } })]))).toEqual([
      'cards[0].clearedUntil.visit',
    ])
    expect(refused(requestOf([easy('ann'), easy('ann')]))).toEqual(['cards[1].id'])
    const weights = {
      ...settings.score.weights,
      balanced: { ...settings.score.weights.balanced, time: 0.9 },
    }
    expect(
      refused(requestOf([], { settings: { ...settings, score: { ...settings.score, weights } } })),
    ).toEqual(['settings.score.weights.balanced'])
    expect(refused(requestOf([], { blocked: [['ann', 'ann']] }))).toEqual(['blocked[0]'])
  })

  test('stays exact with every weight at its limit', () => {
    const objective = {
      waitPerYear: 1.5,
      waitYears: 2,
      volunteerWait: 1,
      rare: 0.5,
      shown: 0.5,
      starred: 0.5,
      bar: 0,
    }
    const cards = Array.from({ length: 40 }, (_, k) =>
      easy(`p${k}`, {
        side: k % 2 ? 'older' : 'younger',
        waitDays: 36_500,
        likes: k % 3 ? ['a'] : ['b'],
      }),
    )
    const plan = planned(
      requestOf(cards, { settings: { ...settings, objective }, starred: [['p0', 'p1']] }),
    )
    expect(plan.proven).toBe(true)
    expect(plan.proposals.length).toBe(20)
  })
})
