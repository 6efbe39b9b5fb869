// Both sides of a made-up country, for tests.

import { defaultHunt, huntLeft, huntOf, huntRight } from './candidates.ts'
import { huntInParts } from './divided.ts'
import { graphOf } from './graph.ts'
import { sidesOf, WORDS } from './layout.ts'
import { borough, makeUp, scarceSkills, townAt } from './made-up.ts'
import { defaultObjective, objectiveOf } from './objective.ts'
import { capacityOf, noNotes, pricingOf, rowsOfAll, rowsOfHunt } from './pairs.ts'
import { defaultScore, scoringOf } from './score.ts'

export const scoring = scoringOf(defaultScore)
export const towns = [
  ...borough,
  townAt(-3, 53, 90_000),
  townAt(-1.5, 55, 4_000),
  townAt(-4, 57, 2_000),
]

/** With all pairs, or with candidates: found at once or in parts. */
export function world(count: number, seed: number, all: boolean, parts = 0) {
  const people = makeUp({ count, seed, towns, unknown: 0.1 })
  const rows = [...Array(count).keys()]
  const side = (older: boolean) =>
    Int32Array.from(rows.filter((row) => (sidesOf(people.words, row * WORDS) === 1) === older))
  const hunt = huntOf(people, side(true), side(false), scoring, { ...defaultHunt, cell: 2_000 })
  if (parts > 0) huntInParts(hunt, parts)
  else if (!all) huntLeft(hunt, 0, hunt.left.count)
  if (!all) huntRight(hunt)
  const rowOf = Int32Array.from([...hunt.left.ids, ...hunt.right.ids])
  const pricing = pricingOf(
    hunt.packed,
    rowOf,
    people.stable,
    objectiveOf(defaultObjective, scarceSkills),
    noNotes,
    count * 2,
  )
  const pairs = all ? rowsOfAll(hunt, pricing) : rowsOfHunt(hunt, pricing)
  return {
    hunt,
    pairs,
    graph: () =>
      graphOf(
        pairs,
        capacityOf(hunt.left.ids, people.capacity),
        capacityOf(hunt.right.ids, people.capacity),
      ),
  }
}
