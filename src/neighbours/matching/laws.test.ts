// Laws that hold between the parts of the engine.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultHunt } from './candidates.ts'
import { matchedValue } from './certificate.ts'
import { fitting } from './fitting.ts'
import { TIE } from './graph.ts'
import { squaredDistance, WORDS } from './layout.ts'
import { madeUpYear } from './made-up-year.ts'
import { makeUp, scarceSkills } from './made-up.ts'
import { bruteForcePool } from './naive.ts'
import { defaultObjective, objectiveOf, scarceObjective, tieBitsFor } from './objective.ts'
import { packCards } from './pack.ts'
import { qualityOf } from './pairs.ts'
import { anyCard, easy, settings } from './people.testing.ts'
import { solvePairs } from './plan.ts'
import { below, seeded } from './random.ts'
import { allowed, bitsFit, waysToMeet } from './rules.ts'
import {
  criteria,
  defaultScore,
  focuses,
  QUALITY,
  quality,
  qualityBetween,
  reciprocal,
  viewsOf,
} from './score.ts'
import { replay, shareOf, together, type Policy } from './simulate.ts'
import { solve } from './solve.ts'
import { scoring, towns, world } from './world.testing.ts'

const packedPair = (cards: Parameters<typeof packCards>[0]) =>
  packCards(
    cards.map((card) => ({ ...card, ready: true, capacity: 1 })),
    settings,
  ).people.words

describe('two people', () => {
  const two = fc.tuple(anyCard(), anyCard()).filter(([a, b]) => a.id !== b.id)

  test('may meet in one direction exactly when they may in the other, and fit equally', () => {
    fc.assert(
      fc.property(two, (pair) => {
        const P = packedPair(pair)
        expect(allowed(P, 0, WORDS)).toBe(allowed(P, WORDS, 0))
        expect(qualityOf(scoring, P, 0, 1)).toBe(qualityOf(scoring, P, 1, 0))
      }),
      { numRuns: 500, seed: 41 },
    )
  })

  test('fit as well as the views of both say, and never better than their distance allows', () => {
    fc.assert(
      fc.property(two, (pair) => {
        const P = packedPair(pair)
        const squared = squaredDistance(P, 0, WORDS)
        const ways = waysToMeet(P, 0, WORDS, squared)
        fc.pre(ways !== 0)
        const views = viewsOf(scoring, P, 0, WORDS, ways, squared)
        const sorted = pair.toSorted((a, b) => (a.id < b.id ? -1 : 1))
        const view = (who: 'a' | 'b', focus: (typeof focuses)[number]) =>
          criteria.reduce((sum, one) => sum + defaultScore.weights[focus][one] * views[who][one], 0)
        const slow = reciprocal(view('a', sorted[0]!.focus), view('b', sorted[1]!.focus))
        const fast = quality(scoring, P, 0, WORDS, ways, squared)
        expect(Math.abs(slow - fast)).toBeLessThanOrEqual(1)
        expect(fast).toBeGreaterThanOrEqual(1)
        expect(fast).toBeLessThanOrEqual(QUALITY + 1)
        expect(fast).toBeLessThanOrEqual(
          qualityBetween(
            scoring,
            focuses.indexOf(sorted[0]!.focus),
            focuses.indexOf(sorted[1]!.focus),
            squared,
            ways,
          ),
        )
      }),
      { numRuns: 500, seed: 42 },
    )
  })

  test('the fast run over many people agrees with the rules one by one', () => {
    const words = makeUp({ count: 600, seed: 43, towns }).words
    // All zeros and all ones among them.
    words.fill(0, 10 * WORDS, 11 * WORDS).fill(-1, 20 * WORDS, 21 * WORDS)
    const into = new Int32Array(600)
    for (let me = 0; me < 600; me++) {
      const size = fitting(words, me * WORDS, 0, 0, 600, into)
      const slow = [...Array(600).keys()].filter((k) => bitsFit(words, me * WORDS, k * WORDS))
      expect([...into.subarray(0, size)]).toEqual(slow)
    }
  })

  test('someone who told us nothing is scored with the mean, not with nothing', () => {
    const shy = packedPair([easy('a', { likes: [], dislikes: [] }), easy('b', { side: 'younger' })])
    const apart = packedPair([easy('a', { likes: ['c'] }), easy('b', { side: 'younger' })])
    expect(qualityOf(scoring, shy, 0, 1)).toBeGreaterThan(qualityOf(scoring, apart, 0, 1))
  })
})

describe('candidates', () => {
  test('are the same however the work is divided', () => {
    const whole = world(1200, 44, false).pairs
    for (const parts of [1, 3, 7]) expect(world(1200, 44, false, parts).pairs).toEqual(whole)
  })

  test('keep at least 99% of the optimum over all pairs', () => {
    for (const seed of [45, 46]) {
      const best = solve(world(1500, seed, true).graph()).value
      const kept = solve(world(1500, seed, false).graph()).value
      expect(Number((kept * 10_000n) / best) / 10_000).toBeGreaterThanOrEqual(0.99)
    }
  })

  test('someone whose language is rare is shown everyone who speaks it', () => {
    const { hunt, pairs } = world(1500, 47, false)
    const all = world(1500, 47, true).pairs
    for (let i = 0; i < hunt.left.count; i++) {
      if ((hunt.packed[i * WORDS + 2]! & 1) === 1) continue
      const shown = new Set(pairs.to.subarray(pairs.offset[i]!, pairs.offset[i + 1]!))
      const possible = all.to.subarray(all.offset[i]!, all.offset[i + 1]!)
      expect(shown.size).toBeGreaterThanOrEqual(Math.min(defaultHunt.shortlist, possible.length))
    }
  })
})

test('tie-breaks of a whole plan never add up to a point', () => {
  for (const places of [1, 10, 5_000, 1_000_000, 2 ** 21])
    expect(places * (2 ** tieBitsFor(places) - 1)).toBeLessThan(TIE)
})

test('in one pool, people with several places meet each other once, and as well as can be', () => {
  const random = seeded(53)
  for (let k = 0; k < 1500; k++) {
    const count = 2 + below(random, 4)
    const capacity = Array.from({ length: count }, () => below(random, 4))
    const some = [...Array(count * count).keys()].map((one) => ({
      a: Math.floor(one / count),
      b: one % count,
      weight: 1 + below(random, 30),
    }))
    const pairs = some.filter(({ a, b }) => a < b && random() < 0.7)
    const solution = solvePairs(pairs, capacity, {})
    expect(solution.proven).toBe(true)
    expect(solution.value).toBe(BigInt(bestWithPlaces(pairs, capacity)))
    expect(new Set(solution.pairs.map(({ a, b }) => a * 10 + b)).size).toBe(solution.pairs.length)
    const ones = solvePairs(
      pairs,
      capacity.map(() => 1),
      {},
    )
    expect(ones.value).toBe(BigInt(bruteForcePool(pairs)))
  }
})

function bestWithPlaces(
  pairs: { a: number; b: number; weight: number }[],
  capacity: number[],
  from = 0,
): number {
  const pair = pairs[from]
  if (!pair) return 0
  const without = bestWithPlaces(pairs, capacity, from + 1)
  if (capacity[pair.a] === 0 || capacity[pair.b] === 0) return without
  const less = capacity.map((places, v) => (v === pair.a || v === pair.b ? places - 1 : places))
  return Math.max(without, pair.weight + bestWithPlaces(pairs, less, from + 1))
}

const play = (objective: typeof defaultObjective) => {
  const policy: Policy = {
    name: '',
    how: 'exact',
    objective: objectiveOf(objective, scarceSkills),
    every: 7,
    proposalsPerWeek: 14,
  }
  return together(
    [0, 1, 2].map((seed) => replay(madeUpYear(seed, 0.55), policy, scoring, seeded(seed))),
  )
}

describe('over a year', () => {
  test('waiting and rare skills keep those with extra needs from being left behind', () => {
    const fair = play(scarceObjective)
    const blind = play({ ...defaultObjective, waitPerYear: 0, rare: 0 })
    expect(shareOf(fair.others) - shareOf(fair.extraNeeds)).toBeLessThan(0.05)
    expect(shareOf(blind.others) - shareOf(blind.extraNeeds)).toBeGreaterThan(0.1)
    expect(shareOf(fair.everyone)).toBeGreaterThan(shareOf(blind.everyone))
  })

  test('the same seed replays the same year', () => {
    const policy: Policy = {
      name: '',
      how: 'exact',
      objective: objectiveOf(defaultObjective, scarceSkills),
      every: 7,
      proposalsPerWeek: 14,
    }
    const once = () => replay(madeUpYear(5, 0.75, 400), policy, scoring, seeded(5))
    expect(once()).toEqual(once())
  })
})

test('the value of a matching is the sum of its weights', () => {
  const { graph } = world(500, 54, true)
  const one = graph()
  const { pairs, value } = solve(one)
  expect(matchedValue(one)).toBe(value)
  expect(pairs.reduce((sum, pair) => sum + BigInt(pair.weight), 0n)).toBe(value)
})
