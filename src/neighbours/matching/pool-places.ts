// One pool where some have room for several: each place becomes a copy of the person. Between two people
// who both have several, copies could let them meet twice; there a bridge of two nodes stands for the
// pair, worth its weight unused and twice its weight used (Tutte 1954, in the form of Schrijver 2003, §21).

import type { PoolRows } from './blossom-state.ts'
import { rowsOf } from './rows.ts'
import type { PoolPair, PoolSolution } from './pool.ts'

export type Places = {
  rows: PoolRows
  count: number
  /** who a node stands for; -1 for a node of a bridge */
  person: Int32Array
  /** worth that bridges add to every plan */
  idle: bigint
}

export function placesOf(pairs: readonly PoolPair[], capacity: ArrayLike<number>): Places {
  const copies: number[][] = []
  const person: number[] = []
  for (let v = 0; v < capacity.length; v++) {
    copies.push(Array.from({ length: capacity[v]! }, (_, k) => person.length + k))
    for (let k = 0; k < capacity[v]!; k++) person.push(v)
  }
  const edges: { left: number; right: number; weight: number }[] = []
  const join = (some: number[], others: number[], weight: number) => {
    for (const a of some)
      for (const b of others)
        edges.push({ left: a, right: b, weight }, { left: b, right: a, weight })
  }
  let idle = 0n
  for (const { a, b, weight } of pairs) {
    const some = copies[a]!
    const others = copies[b]!
    if (some.length <= 1 || others.length <= 1) join(some, others, weight)
    else {
      const bridge = person.push(-1, -1) - 2
      join(some, [bridge], weight)
      join([bridge], [bridge + 1], weight)
      join([bridge + 1], others, weight)
      idle += BigInt(weight)
    }
  }
  return {
    count: capacity.length,
    rows: rowsOf(edges, person.length),
    person: Int32Array.from(person),
    idle,
  }
}

/** Who crosses into each end of a bridge. */
function crossings(person: Int32Array, pairs: readonly PoolPair[]): Map<number, number> {
  const crossed = new Map<number, number>()
  for (const { a, b } of pairs) {
    if (person[a] === -1 && person[b] !== -1) crossed.set(a, person[b]!)
    if (person[b] === -1 && person[a] !== -1) crossed.set(b, person[a]!)
  }
  return crossed
}

/** Bridges are the nodes that stand for nobody, two by two, behind everyone's copies. */
function bridged({ person, rows }: Places, crossed: Map<number, number>): PoolPair[] {
  const pairs: PoolPair[] = []
  const people = person.includes(-1) ? person.indexOf(-1) : person.length
  for (let bridge = people; bridge < person.length; bridge += 2) {
    const a = crossed.get(bridge)
    const b = crossed.get(bridge + 1)
    if (a !== undefined && b !== undefined)
      pairs.push({
        a: Math.min(a, b),
        b: Math.max(a, b),
        weight: rows.weight[rows.offset[bridge]!]!,
      })
  }
  return pairs
}

/** The solution in terms of people again. */
export function peopleOf(places: Places, solution: PoolSolution): PoolSolution {
  const { person } = places
  const direct = solution.pairs
    .filter(({ a, b }) => person[a] !== -1 && person[b] !== -1)
    .map(({ a, b, weight }) => ({ a: person[a]!, b: person[b]!, weight }))
  const pairs = [...direct, ...bridged(places, crossings(person, solution.pairs))]
  const value = pairs.reduce((sum, pair) => sum + BigInt(pair.weight), 0n)
  const bound = solution.bound - places.idle
  const price = new Float64Array(places.count)
  for (const [node, who] of person.entries())
    if (who >= 0) price[who] = Math.max(price[who]!, solution.price[node]!)
  return { ...solution, pairs, value, bound, price, proven: solution.proven && value === bound }
}
