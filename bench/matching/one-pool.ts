// One pool, where anyone may meet anyone: ours against LEMON's MaxWeightedMatching, same optimum.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultHunt, huntLeft, huntOf, huntRight } from '#neighbours/matching/candidates.ts'
import { TIE } from '#neighbours/matching/graph.ts'
import { borough, makeUp, scarceSkills } from '#neighbours/matching/made-up.ts'
import { defaultObjective, objectiveOf } from '#neighbours/matching/objective.ts'
import { noNotes, pairKey, pricingOf, rowsOfHunt } from '#neighbours/matching/pairs.ts'
import { placesOf } from '#neighbours/matching/pool-places.ts'
import { solvePool, type PoolPair } from '#neighbours/matching/pool.ts'
import { defaultScore, scoringOf } from '#neighbours/matching/score.ts'
import { withLemon, type Anchor } from './sections.ts'
import { britain, cellFor, median, wholePoints } from './world.ts'

export type OnePool = {
  people: number
  region: string
  pairs: number
  oursMs: number
  value: number
  proven: boolean
  oddCycles: number
  lemon?: Anchor
}

function pairsOfPool(count: number, region: 'uk' | 'borough'): PoolPair[] {
  const people = makeUp({
    count,
    seed: 3,
    towns: region === 'uk' ? britain() : borough,
    onePool: true,
  })
  const everyone = Int32Array.from(Array(count).keys())
  const hunt = huntOf(people, everyone, everyone, scoringOf(defaultScore), {
    ...defaultHunt,
    shortlist: 13,
    cell: region === 'uk' ? cellFor(count) : 250,
  })
  huntLeft(hunt, 0, count)
  huntRight(hunt)
  const rowOf = Int32Array.from([...hunt.left.ids, ...hunt.right.ids])
  const rows = rowsOfHunt(
    hunt,
    pricingOf(
      hunt.packed,
      rowOf,
      people.stable,
      objectiveOf(defaultObjective, scarceSkills),
      noNotes,
      count,
    ),
  )
  const pairs = new Map<number, PoolPair>()
  for (let i = 0; i < count; i++) {
    for (let e = rows.offset[i]!; e < rows.offset[i + 1]!; e++) {
      const a = rowOf[i]!
      const b = hunt.right.ids[rows.to[e]!]!
      if (a !== b)
        pairs.set(pairKey(a, b), { a: Math.min(a, b), b: Math.max(a, b), weight: rows.weight[e]! })
    }
  }
  return [...pairs.values()]
}

export function onePool(count: number, region: 'uk' | 'borough', runs: number): OnePool {
  const pairs = pairsOfPool(count, region)
  const places = placesOf(pairs, new Int32Array(count).fill(1))
  const mine = median(runs, () => solvePool(places.rows))
  const value = wholePoints(mine.result.value)
  const lemon = withLemon((run, folder) => {
    const file = join(folder, 'pool.bin')
    const words = [
      Int32Array.of(count, pairs.length),
      Int32Array.from(pairs, (pair) => pair.a),
      Int32Array.from(pairs, (pair) => pair.b),
      Int32Array.from(pairs, (pair) => Math.floor(pair.weight / TIE)),
    ]
    writeFileSync(file, Buffer.concat(words.map((array) => Buffer.from(array.buffer))))
    const found = run(file, 'pool')
    return {
      name: 'LEMON MaxWeightedMatching',
      ms: found.ms,
      value: found.value,
      equal: found.value === value,
    }
  })
  const report = {
    people: count,
    region,
    pairs: pairs.length,
    oursMs: mine.ms,
    value,
    proven: mine.result.proven,
    oddCycles: mine.result.oddCycles,
  }
  return lemon ? { ...report, lemon } : report
}
