import { describe, expect, test } from 'vitest'
import { auction } from './auction.ts'
import { findPair, graphOf, TIE } from './graph.ts'
import { below, seeded } from './random.ts'
import { rowsOf } from './rows.ts'
import { solve } from './solve.ts'
import { blockingPairs, suitor } from './suitor.ts'
import { world } from './world.testing.ts'

describe('approximations keep their word', () => {
  test('suitor is stable, and worth at least half; the auction is within epsilon a person', () => {
    for (const seed of [48, 49]) {
      const { graph, pairs } = world(500, seed, true)
      const exact = graph()
      const best = solve(exact)
      const guess = suitor(graph())
      const value = guess.reduce((sum, pair) => sum + BigInt(pair.weight), 0n)
      expect(value * 2n >= best.value).toBe(true)
      expect(blockingPairs(exact, guess)).toBe(0)
      const unitGraph = () =>
        graphOf(pairs, exact.left.capacity.slice().fill(1), exact.right.capacity.slice().fill(1))
      const epsilon = 1000 * TIE
      const bids = auction(unitGraph(), epsilon)
      expect(bids.finished).toBe(true)
      const sold = solve(unitGraph(), { epsilon })
      const unit = unitGraph()
      const auctioned = [...bids.holds].reduce(
        (sum, j, i) => sum + (j < 0 ? 0n : BigInt(unit.left.weight[findPair(unit.left, i, j)]!)),
        0n,
      )
      expect(auctioned + BigInt(epsilon) * BigInt(unit.left.count) >= sold.value).toBe(true)
    }
  })

  test('suitor chooses what greedy would, best pair first', () => {
    const random = seeded(51)
    for (let k = 0; k < 300; k++) {
      const edges = [...Array(36).keys()]
        .filter(() => random() < 0.6)
        .map((cell) => ({
          left: Math.floor(cell / 6),
          right: cell % 6,
          weight: 1 + below(random, 1e6),
        }))
      const capacity = () => Int32Array.from({ length: 6 }, () => below(random, 3))
      const graph = graphOf(rowsOf(edges, 6), capacity(), capacity())
      const left = graph.left.capacity.slice()
      const right = graph.right.capacity.slice()
      const greedy = edges
        .toSorted((a, b) => b.weight - a.weight)
        .filter((edge) => {
          if (left[edge.left] === 0 || right[edge.right] === 0) return false
          left[edge.left]!--
          right[edge.right]!--
          return true
        })
      expect(suitor(graph)).toEqual(greedy.toSorted((a, b) => a.left - b.left || a.right - b.right))
    }
  })

  test('the gap that is reported never widens with more time', () => {
    const { graph } = world(900, 52, true)
    let last = 1n << 62n
    for (const patience of [0, 2, 4, 5, 6, 8, 100]) {
      let asked = 0
      const solution = solve(graph(), { stop: () => asked++ >= patience })
      const gap = solution.bound - solution.value
      expect(gap >= 0n && gap <= last).toBe(true)
      last = gap
    }
    expect(last).toBe(0n)
  })
})
