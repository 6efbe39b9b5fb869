// The policies that the benchmark replays a made-up year under.

import { scarceSkills } from '#neighbours/matching/made-up.ts'
import { defaultObjective, objectiveOf, scarceObjective } from '#neighbours/matching/objective.ts'
import type { Policy } from '#neighbours/matching/simulate.ts'

export const youngerWhenScarce = 0.55

const objective = (waitPerYear: number, rare: number) =>
  objectiveOf({ ...defaultObjective, waitPerYear, rare }, scarceSkills)
const weekly = { every: 7, proposalsPerWeek: 14 }
const daily = { every: 1, proposalsPerWeek: 14 }

export const policies: Policy[] = [
  {
    name: 'longest wait first, best partner, weekly',
    how: 'longest-wait',
    objective: objective(0, 0),
    ...weekly,
  },
  { name: 'quality only, weekly', how: 'exact', objective: objective(0, 0), ...weekly },
  { name: 'wait 1.0, weekly', how: 'exact', objective: objective(1, 0), ...weekly },
  { name: 'wait 1.0, rare 0.2, weekly', how: 'exact', objective: objective(1, 0.2), ...weekly },
  {
    name: 'wait 1.0, rare 0.1, monthly',
    how: 'exact',
    objective: objective(1, 0.1),
    every: 28,
    proposalsPerWeek: 14,
  },
  {
    name: 'longest wait first, best partner, daily',
    how: 'longest-wait',
    objective: objective(0, 0),
    ...daily,
  },
  { name: 'wait 1.0, rare 0.1, daily', how: 'exact', objective: objective(1, 0.1), ...daily },
  { name: 'wait 1.0, rare 0.2, daily', how: 'exact', objective: objective(1, 0.2), ...daily },
  {
    name: 'for scarce volunteers, daily',
    how: 'exact',
    objective: objectiveOf(scarceObjective, scarceSkills),
    ...daily,
  },
]
