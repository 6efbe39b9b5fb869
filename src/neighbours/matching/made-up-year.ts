// Made-up years for the simulator: one borough, people coming day by day, volunteers ample or scarce.

import { OLDER, sidesOf, WORDS } from './layout.ts'
import { borough, makeUp } from './made-up.ts'
import type { Arrival, Year } from './simulate.ts'

/** `youngerPerDay` 0.75 is about 0.94 places for each older person, 0.55 about 0.69: scarce. */
export function madeUpYear(seed: number, youngerPerDay: number, days = 900): Year {
  const people = makeUp({ count: 3000, seed: 100 + seed, towns: borough })
  const arrivals: Arrival[] = []
  const rows = [...Array(3000).keys()]
  const queue = (older: boolean, perDay: number) => {
    const side = rows.filter((row) => (sidesOf(people.words, row * WORDS) === OLDER) === older)
    for (const [k, row] of side.entries()) {
      const day = Math.ceil((k + 1) / perDay) - 1
      if (day < days) arrivals.push({ row, day })
    }
  }
  queue(true, 1)
  queue(false, youngerPerDay)
  return {
    people,
    arrivals,
    days,
    countFrom: 180,
    countUntil: days - 180,
    givesUp: { older: 0.0012, younger: 0.006 },
  }
}
