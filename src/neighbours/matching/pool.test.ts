import { describe, expect, test } from 'vitest'
import { blossomsOf, leaves } from './blossom-state.ts'
import { grow, unsettled } from './blossom.ts'
import { bruteForcePool } from './naive.ts'
import { poolBound, solvePool } from './pool.ts'
import { below, seeded } from './random.ts'
import { rowsOf } from './rows.ts'

type PoolEdge = { a: number; b: number; weight: number }

function randomPool(random: () => number): { count: number; edges: PoolEdge[] } {
  const count = 2 + below(random, 8)
  const most = 1 + below(random, 25)
  const density = 0.2 + 0.6 * random()
  const edges: PoolEdge[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++)
      if (random() < density && edges.length < 18)
        edges.push({ a, b, weight: 1 + below(random, most) })
  }
  return { count, edges }
}

const rowsOfPool = (count: number, edges: PoolEdge[]) =>
  rowsOf(
    edges.flatMap(({ a, b, weight }) => [
      { left: a, right: b, weight },
      { left: b, right: a, weight },
    ]),
    count,
  )

describe('one pool of neighbours', () => {
  test('finds the best of all matchings for ten thousand small pools, and proves it', () => {
    const random = seeded(4)
    let odd = 0
    for (let k = 0; k < 10_000; k++) {
      const { count, edges } = randomPool(random)
      const solution = solvePool(rowsOfPool(count, edges), { epsilon: 1 + (k % 3) })
      odd += solution.oddCycles
      expect(solution.value, `pool ${k}`).toBe(BigInt(bruteForcePool(edges)))
      expect(solution.proven, `pool ${k}`).toBe(true)
    }
    expect(odd).toBeGreaterThan(1000)
  })

  test('finds it from a cold start too, through blossoms within blossoms', () => {
    const random = seeded(5)
    for (let k = 0; k < 10_000; k++) {
      const { count, edges } = randomPool(random)
      const s = blossomsOf(rowsOfPool(count, edges))
      s.price.fill(Math.max(0, ...edges.map((edge) => edge.weight)), 0, count)
      for (const root of unsettled(s)) if (s.mate[root]! < 0) grow(s, root)
      expect(unsettled(s)).toEqual([])
      expect(poolBound(s), `pool ${k}`).toBe(BigInt(bruteForcePool(edges)))
    }
  })

  test('prices of people and blossoms prove the best on larger pools', () => {
    const random = seeded(6)
    for (const count of [60, 250, 900]) {
      const met = new Map<number, PoolEdge>()
      for (let k = 0; k < count * 6; k++) {
        const a = below(random, count)
        const b = (a + 1 + below(random, 12)) % count
        if (a !== b)
          met.set(Math.min(a, b) * count + Math.max(a, b), {
            a: Math.min(a, b),
            b: Math.max(a, b),
            weight: 1 + below(random, 1000),
          })
      }
      const edges = [...met.values()]
      const s = blossomsOf(rowsOfPool(count, edges))
      s.price.fill(1000, 0, count)
      for (const root of unsettled(s)) if (s.mate[root]! < 0) grow(s, root)
      checkPoolPrices(s, edges)
      const warm = solvePool(rowsOfPool(count, edges))
      expect(warm.proven).toBe(true)
      expect(warm.value).toBe(poolBound(s))
    }
  })
})

/** The dual of Edmonds' matching polytope, checked pair by pair. Prices are doubled. */
function checkPoolPrices(s: ReturnType<typeof blossomsOf>, edges: PoolEdge[]): void {
  const blossoms = []
  for (let b = s.count; b < 2 * s.count; b++)
    if (s.base[b]! >= 0) blossoms.push({ price: s.price[b]!, people: new Set(leaves(s, b)) })
  let value = 0
  for (let v = 0; v < s.count; v++) {
    expect(s.price[v]).toBeGreaterThanOrEqual(0)
    const mate = s.mate[v]!
    const settled = mate < 0 ? s.price[v] === 0 : s.endpoint[s.mate[s.endpoint[mate]!]!] === v
    expect(settled).toBe(true)
    if (mate >= 0) value += s.weight[mate >> 1]! / 2
  }
  for (const { price } of blossoms) expect(price).toBeGreaterThanOrEqual(0)
  for (const { a, b, weight } of edges) {
    const around = blossoms
      .filter(({ people }) => people.has(a) && people.has(b))
      .reduce((sum, { price }) => sum + 2 * price, 0)
    expect(s.price[a]! + s.price[b]! + around).toBeGreaterThanOrEqual(2 * weight)
  }
  expect(BigInt(value)).toBe(poolBound(s))
}
