import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exchangeBroken, exchangeFit, proposeExchange, type Ask, type Offer } from './exchange.ts'

const ask = (id: string, change: Partial<Ask> = {}): Ask => ({
  id,
  organisation: `of ${id}`,
  category: 'room',
  tags: ['large'],
  place: { x: 0, y: 0 },
  range: 30_000,
  from: '2027-01-01',
  until: '2027-12-31',
  places: 1,
  quantity: 1,
  admitted: true,
  is: ['registered charity'],
  ageDays: 5,
  urgent: false,
  ...change,
})
const offer = (id: string, change: Partial<Offer> = {}): Offer => ({
  id,
  organisation: `of ${id}`,
  category: 'room',
  tags: ['large'],
  place: { x: 1000, y: 0 },
  range: 30_000,
  from: '2027-01-01',
  until: '2027-12-31',
  places: 1,
  quantity: 1,
  admitted: true,
  conditions: [],
  ...change,
})
const pairs = (asks: Ask[], offers: Offer[]) => {
  const outcome = proposeExchange(asks, offers)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  expect(outcome.proven).toBe(true)
  return outcome.proposals.map((one) => `${one.ask} ${one.offer}`)
}

test('an offer answers an ask of the same kind, at the same time, within reach, whose conditions are met', () => {
  expect(pairs([ask('hall')], [offer('school')])).toEqual(['hall school'])
  const refusals: [Partial<Offer>, string][] = [
    [{ admitted: false }, 'admitted'],
    [{ organisation: 'of hall' }, 'organisation'],
    [{ category: 'van' }, 'category'],
    [{ from: '2028-01-01', until: '2028-02-01' }, 'dates'],
    [{ place: { x: 90_000, y: 0 } }, 'place'],
    [{ conditions: ['school'] }, 'conditions'],
  ]
  for (const [change, rule] of refusals) {
    expect(exchangeBroken(ask('hall'), offer('school', change))).toBe(rule)
    expect(pairs([ask('hall')], [offer('school', change)])).toEqual([])
  }
})

test('an offer with three places serves three asks, each once; the urgent one comes first', () => {
  const asks = [ask('a', { urgent: true }), ask('b'), ask('c'), ask('d', { places: 5 })]
  expect(pairs(asks, [offer('many', { places: 3 })]).length).toBe(3)
  expect(pairs(asks, [offer('one')])).toEqual(['a one'])
  expect(pairs([ask('d', { places: 5 })], [offer('many', { places: 3 })])).toEqual(['d many'])
})

test('the order of asks and offers does not matter', () => {
  const anyAsk = fc.record({
    ageDays: fc.nat(400),
    places: fc.nat(3),
    quantity: fc.integer({ min: 1, max: 9 }),
    tags: fc.subarray(['large', 'warm', 'quiet']),
  })
  fc.assert(
    fc.property(fc.array(anyAsk, { maxLength: 8 }), fc.array(anyAsk, { maxLength: 8 }), (a, b) => {
      const asks = a.map((one, k) => ask(`a${k}`, one))
      const offers = b.map((one, k) =>
        offer(`b${k}`, { places: one.places, tags: one.tags, quantity: one.quantity }),
      )
      expect(pairs(asks.toReversed(), offers.toReversed())).toEqual(pairs(asks, offers))
    }),
    { numRuns: 200, seed: 61 },
  )
})

test('fit is between nothing and one, and bad numbers are refused by name', () => {
  expect(exchangeFit(ask('a'), offer('b', { place: null }))).toBe(1)
  expect(
    exchangeFit(
      ask('a', { tags: [] }),
      offer('b', { tags: ['warm'], place: { x: 29_000, y: 0 }, quantity: 1e9 }),
    ),
  ).toBeLessThan(0.2)
  const outcome = proposeExchange(
    [ask('a', { quantity: Number.NaN })],
    [offer('b', { until: 'later' })],
  )
  expect(outcome.ok || outcome.problems.map(({ field }) => field)).toEqual([
    'asks[0].quantity',
    'offers[0].until',
  ])
})
