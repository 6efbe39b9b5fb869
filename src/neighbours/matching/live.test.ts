import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dualBound, flaws, matchedValue } from './certificate.ts'
import { ABSENT, graphOf, pairsOf, TIE } from './graph.ts'
import {
  arrive,
  comeBack,
  decline,
  leave,
  newLive,
  revalue,
  setCapacity,
  whatIf,
  type Live,
} from './live.ts'
import { tieOf } from './objective.ts'
import { rowsOf } from './rows.ts'
import { solve } from './solve.ts'

/** Everyone who is there and every pair that is possible, solved afresh. */
function fromScratch({ graph }: Live) {
  const there = (side: typeof graph.left, i: number) => side.dual[i] !== ABSENT
  const edges = []
  for (let i = 0; i < graph.left.count; i++) {
    for (let e = graph.left.start[i]!; e < graph.left.end[i]!; e++) {
      const j = graph.left.to[e]!
      if (there(graph.left, i) && there(graph.right, j))
        edges.push({ left: i, right: j, weight: graph.left.weight[e]! })
    }
  }
  const { left, right } = graph
  return solve(
    graphOf(
      rowsOf(edges, left.count),
      left.capacity.slice(0, left.count),
      right.capacity.slice(0, right.count),
    ),
  )
}

type Step = { what: number; a: number; b: number; size: number }
const step = fc.record({ what: fc.nat(7), a: fc.nat(1000), b: fc.nat(1000), size: fc.nat(12) })

/** Weights with a hashed tie-break, few distinct sizes: many near-ties, one best answer. */
const weighs = (size: number, left: number, right: number) =>
  (1 + size) * TIE + tieOf(left * 7919 + 1, right * 104729 + 2, 16)

function come(live: Live, { what, a, b, size }: Step): void {
  const { left, right } = live.graph
  const which = what % 2 === 0 ? 'left' : 'right'
  const me = live.graph[which].count
  const others = which === 'left' ? right.count : left.count
  const pairs = []
  for (let k = 0; k < others; k++) {
    if ((k * 31 + a) % 3 > 0)
      pairs.push([
        k,
        weighs((k * b + size) % 7, which === 'left' ? me : k, which === 'left' ? k : me),
      ] as const)
  }
  arrive(live, which, size % 4, pairs)
}

function resize(live: Live, which: 'left' | 'right', i: number, capacity: number): void {
  if (live.graph[which].dual[i] !== ABSENT) setCapacity(live, which, i, capacity)
}

function take(live: Live, one: Step): void {
  const { what, a, b, size } = one
  const { left, right } = live.graph
  if (what <= 1 || left.count === 0 || right.count === 0) return come(live, one)
  const i = a % left.count
  const j = b % right.count
  const [which, node] = a % 2 ? (['left', i] as const) : (['right', j] as const)
  const steps = [
    () => leave(live, 'left', i),
    () => leave(live, 'right', j),
    () => comeBack(live, which, node),
    () => decline(live, i, j),
    () => revalue(live, i, j, weighs(size, i, j)),
    () => resize(live, which, node, size % 4),
  ]
  steps[what - 2]!()
}

const listOf = (live: Live) => [...pairsOf(live.graph)].map(([i, j]) => `${i}-${j}`)

describe('the plan as people come and go', () => {
  test('after any sequence of changes it is the plan that a fresh start would find, pair by pair', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const live = newLive()
        for (const one of steps) {
          take(live, one)
          expect(flaws(live.graph)).toEqual([])
        }
        const fresh = fromScratch(live)
        expect(matchedValue(live.graph)).toBe(fresh.value)
        expect(dualBound(live.graph)).toBe(fresh.value)
        expect(listOf(live).toSorted()).toEqual(
          fresh.pairs.map((pair) => `${pair.left}-${pair.right}`).toSorted(),
        )
      }),
      { numRuns: 400, seed: 7 },
    )
  })

  test('someone who comes, or a rule that is relaxed, never lowers what the plan is worth', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), fc.nat(12), (steps, size) => {
        const live = newLive()
        for (const one of steps) take(live, one)
        const before = matchedValue(live.graph)
        take(live, { what: size % 2, a: size * 17, b: size * 5, size: 1 })
        const after = matchedValue(live.graph)
        expect(after >= before).toBe(true)
        const free = [...Array(live.graph.left.count).keys()].find(
          (i) =>
            live.graph.left.dual[i] !== ABSENT &&
            live.graph.left.end[i] === live.graph.left.start[i],
        )
        if (free !== undefined && live.graph.right.count > 0)
          revalue(live, free, 0, weighs(size, free, 0))
        expect(matchedValue(live.graph) >= after).toBe(true)
      }),
      { numRuns: 200, seed: 8 },
    )
  })

  test('asking what a choice would cost answers exactly and changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 8, maxLength: 30 }),
        fc.nat(50),
        fc.nat(50),
        (steps, a, b) => {
          const live = newLive()
          for (const one of steps) take(live, one)
          const { left, right } = live.graph
          const i = a % Math.max(1, left.count)
          const j = b % Math.max(1, right.count)
          const can = (side: typeof left, k: number) =>
            k < side.count && side.dual[k] !== ABSENT && side.capacity[k]! > 0
          if (!can(left, i) || !can(right, j)) return
          const before = listOf(live).toSorted()
          const value = matchedValue(live.graph)
          const weight = weighs(2, i, j)
          const answer = whatIf(live, i, j, weight)
          expect(listOf(live).toSorted()).toEqual(before)
          expect(flaws(live.graph)).toEqual([])
          // The same by force: nobody else may have that place, and the pair is worth its weight.
          const forced = newLiveWithout(live, i, j)
          expect(value - answer.loss).toBe(forced + BigInt(weight))
        },
      ),
      { numRuns: 300, seed: 9 },
    )
  })
})

function newLiveWithout(live: Live, i: number, j: number): bigint {
  decline(live, i, j)
  setCapacity(live, 'left', i, live.graph.left.capacity[i]! - 1)
  setCapacity(live, 'right', j, live.graph.right.capacity[j]! - 1)
  return fromScratch(live).value
}
