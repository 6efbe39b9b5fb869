import { describe, expect, test } from 'vitest'
import { dualBound, flaws } from './certificate.ts'
import { graphOf, TIE, type Graph } from './graph.ts'
import { bruteForce, checkCertificate, type Problem } from './naive.ts'
import { below, seeded } from './random.ts'
import { rowsOf } from './rows.ts'
import { solve } from './solve.ts'

function randomProblem(random: () => number): Problem {
  const lefts = 1 + below(random, 5)
  const rights = 1 + below(random, 5)
  const most = 1 + below(random, 20)
  const density = random()
  const capacity = () => (random() < 0.6 ? 1 : below(random, 4))
  const edges = []
  for (let left = 0; left < lefts; left++) {
    for (let right = 0; right < rights; right++) {
      if (random() < density) edges.push({ left, right, weight: 1 + below(random, most) })
    }
  }
  const capacities = (n: number) => Array.from({ length: n }, capacity)
  return { edges, leftCapacity: capacities(lefts), rightCapacity: capacities(rights) }
}

const graphOfProblem = (p: Problem): Graph =>
  graphOf(
    rowsOf(p.edges, p.leftCapacity.length),
    Int32Array.from(p.leftCapacity),
    Int32Array.from(p.rightCapacity),
  )

const claimOf = (graph: Graph, pairs: { left: number; right: number }[]) => ({
  pairs,
  leftPrice: graph.left.dual,
  rightPrice: graph.right.dual,
})

describe('the exact solver', () => {
  test('finds the best of all matchings for ten thousand small groups, and proves it', () => {
    const random = seeded(1)
    for (let k = 0; k < 10_000; k++) {
      const problem = randomProblem(random)
      const graph = graphOfProblem(problem)
      // Several epsilons, so that the repair starts from good prices and from poor ones.
      const solution = solve(graph, { epsilon: [1, 3, 1000][k % 3]! })
      expect(solution.proven, `graph ${k}`).toBe(true)
      expect(solution.value, `graph ${k}`).toBe(BigInt(bruteForce(problem)))
      expect(checkCertificate(problem, claimOf(graph, solution.pairs)), `graph ${k}`).toEqual({
        value: solution.value,
      })
    }
  })

  test('agrees with its own certificate on larger groups', () => {
    const random = seeded(2)
    for (const size of [50, 300, 1000]) {
      const edges = []
      for (let left = 0; left < size; left++) {
        for (let k = 0; k < 12; k++)
          edges.push({
            left,
            right: (left + below(random, 40)) % size,
            weight: (1 + below(random, 1e6)) * TIE,
          })
      }
      const once = [...new Map(edges.map((edge) => [edge.left * size + edge.right, edge])).values()]
      const problem = {
        edges: once,
        leftCapacity: Array.from({ length: size }, () => 1 + below(random, 2)),
        rightCapacity: Array.from({ length: size }, () => below(random, 3)),
      }
      const graph = graphOfProblem(problem)
      const solution = solve(graph)
      expect(flaws(graph)).toEqual([])
      expect(checkCertificate(problem, claimOf(graph, solution.pairs))).toEqual({
        value: solution.value,
      })
    }
  })

  test('gives a valid matching and a valid bound whenever it is stopped', () => {
    const random = seeded(3)
    const edges = []
    for (let left = 0; left < 2000; left++) {
      for (let k = 0; k < 10; k++)
        edges.push({ left, right: (left + k * k) % 2000, weight: (1 + below(random, 1e6)) * TIE })
    }
    const problem = { edges, leftCapacity: Array(2000).fill(1), rightCapacity: Array(2000).fill(1) }
    const best = solve(graphOfProblem(problem)).value
    for (const patience of [0, 1, 2, 3, 5, 8, 12]) {
      const graph = graphOfProblem(problem)
      let asked = 0
      const solution = solve(graph, { stop: () => asked++ >= patience })
      expect(new Set(solution.pairs.map((pair) => pair.left)).size).toBe(solution.pairs.length)
      expect(new Set(solution.pairs.map((pair) => pair.right)).size).toBe(solution.pairs.length)
      expect(solution.value <= best).toBe(true)
      expect(solution.bound >= best).toBe(true)
      expect(solution.bound).toBe(dualBound(graph))
    }
  })
})
