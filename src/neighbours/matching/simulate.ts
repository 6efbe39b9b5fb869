// Replays a year, or some: people come, wait, are proposed to each other, say yes or no, or give up. A plan
// that is best today can still starve those with needs; only time shows it. Every policy has the same
// hours of coordinators: as many proposals a week, however often it plans.

import type { People } from './crowd.ts'
import { graphOf, pairsOf } from './graph.ts'
import { LANGUAGES, NEEDS, OLDER, sidesOf, WAIT_DAYS, WORDS } from './layout.ts'
import { aboveBar, rarePoints, tieOf, waitPoints, weightOf, type Objective } from './objective.ts'
import { pairKey, qualityOf } from './pairs.ts'
import { rowsOf } from './rows.ts'
import { QUALITY, type Scoring } from './score.ts'
import { solve } from './solve.ts'

export type Arrival = { row: number; day: number }
export type Policy = {
  name: string
  /** exact: this engine. longest-wait: a fair spreadsheet, longest wait first, best partner. */
  how: 'exact' | 'longest-wait'
  objective: Objective
  /** days between plans */
  every: number
  proposalsPerWeek: number
}

export type Year = {
  people: People
  arrivals: readonly Arrival[]
  days: number
  /** only people who came on these days are counted, so that all had their time */
  countFrom: number
  countUntil: number
  /** chance a day that someone who waits gives up */
  givesUp: { older: number; younger: number }
}

export type Group = { came: number; matched: number }
export type Outcome = {
  everyone: Group
  extraNeeds: Group
  others: Group
  gaveUp: number
  /** days from coming to a match, or to the end for those who still wait; sorted */
  waits: number[]
  qualitySum: number
  proposals: number
  /** proposals that stood yesterday, could stand today, and do not */
  moved: number
  stood: number
}

type Waiting = { row: number; since: number; places: number; older: boolean }
type State = { waiting: Waiting[]; declined: Set<number>; plan: Set<number>; outcome: Outcome }
type Candidate = { a: Waiting; b: Waiting; quality: number; weight: number }

const newOutcome = (): Outcome => ({
  everyone: { came: 0, matched: 0 },
  extraNeeds: { came: 0, matched: 0 },
  others: { came: 0, matched: 0 },
  gaveUp: 0,
  waits: [],
  qualitySum: 0,
  proposals: 0,
  moved: 0,
  stood: 0,
})

const hasExtraNeeds = (people: People, row: number): boolean =>
  people.words[row * WORDS + NEEDS] !== 0 || (people.words[row * WORDS + LANGUAGES]! & 1) === 0

const counted = (year: Year, one: Waiting): boolean =>
  one.older && one.since >= year.countFrom && one.since < year.countUntil

function tally(year: Year, outcome: Outcome, one: Waiting, key: keyof Group): void {
  if (!counted(year, one)) return
  outcome.everyone[key]++
  outcome[hasExtraNeeds(year.people, one.row) ? 'extraNeeds' : 'others'][key]++
}

function come(year: Year, state: State, arrival: Arrival): void {
  const older = sidesOf(year.people.words, arrival.row * WORDS) === OLDER
  const one: Waiting = {
    row: arrival.row,
    since: arrival.day,
    places: year.people.capacity[arrival.row]!,
    older,
  }
  state.waiting.push(one)
  tally(year, state.outcome, one, 'came')
}

function giveUp(year: Year, state: State, random: () => number): void {
  state.waiting = state.waiting.filter((one) => {
    const stays = random() >= (one.older ? year.givesUp.older : year.givesUp.younger)
    if (!stays && counted(year, one)) state.outcome.gaveUp++
    return stays
  })
}

/** Every pair that the rules allow today, with its worth under this policy. */
function candidatesToday(
  year: Year,
  state: State,
  policy: Policy,
  scoring: Scoring,
  day: number,
): Candidate[] {
  const { people } = year
  const P = people.words
  const older = state.waiting.filter((one) => one.older)
  const younger = state.waiting.filter((one) => !one.older)
  for (const one of state.waiting) P[one.row * WORDS + WAIT_DAYS] = day - one.since
  const found: Candidate[] = []
  for (const a of older) {
    for (const b of younger) {
      const key = pairKey(a.row, b.row)
      const quality = state.declined.has(key) ? 0 : qualityOf(scoring, P, a.row, b.row)
      if (quality === 0 || !aboveBar(policy.objective, P, a.row * WORDS, b.row * WORDS, quality))
        continue
      found.push({ a, b, quality, weight: worth(year, state, policy, a.row, b.row, quality) })
    }
  }
  return found
}

function worth(
  { people }: Year,
  state: State,
  { objective }: Policy,
  a: number,
  b: number,
  quality: number,
): number {
  const P = people.words
  const stick = state.plan.has(pairKey(a, b)) ? objective.shown : 0
  const points =
    quality +
    waitPoints(objective, P, a * WORDS) +
    waitPoints(objective, P, b * WORDS) -
    rarePoints(objective, P, a * WORDS, b * WORDS) +
    stick
  return weightOf(points, tieOf(people.stable[a]!, people.stable[b]!, 12))
}

function planExactly(candidates: Candidate[]): Candidate[] {
  const left = [...new Set(candidates.map(({ a }) => a))]
  const right = [...new Set(candidates.map(({ b }) => b))]
  const leftOf = new Map(left.map((one, k) => [one, k]))
  const rightOf = new Map(right.map((one, k) => [one, k]))
  const edges = candidates.map((one) => ({
    left: leftOf.get(one.a) ?? 0,
    right: rightOf.get(one.b) ?? 0,
    weight: one.weight,
  }))
  const graph = graphOf(
    rowsOf(edges, left.length),
    Int32Array.from(left, ({ places }) => places),
    Int32Array.from(right, ({ places }) => places),
  )
  solve(graph)
  const chosen = new Map(
    candidates.map((one, k) => [(leftOf.get(one.a) ?? 0) * 65_536 + (rightOf.get(one.b) ?? 0), k]),
  )
  return Array.from(
    pairsOf(graph),
    ([i, j]) => candidates[chosen.get(i * 65_536 + j) ?? 0] as Candidate,
  ) // every pair came from one
}

/** Longest wait first, best partner who is left. */
function planByWait(candidates: Candidate[]): Candidate[] {
  const places = new Map<Waiting, number>()
  const plan: Candidate[] = []
  const sorted = candidates.toSorted(
    (x, y) =>
      x.a.since - y.a.since || x.a.row - y.a.row || y.quality - x.quality || x.b.row - y.b.row,
  )
  const done = new Set<Waiting>()
  for (const one of sorted) {
    const left = places.get(one.b) ?? one.b.places
    if (done.has(one.a) || left === 0) continue
    done.add(one.a)
    places.set(one.b, left - 1)
    plan.push(one)
  }
  return plan
}

function countMoves(state: State, candidates: Candidate[], plan: Candidate[]): void {
  const keys = new Set(plan.map(({ a, b }) => pairKey(a.row, b.row)))
  for (const { a, b } of candidates) {
    const key = pairKey(a.row, b.row)
    if (!state.plan.has(key)) continue
    state.outcome.stood++
    if (!keys.has(key)) state.outcome.moved++
  }
  state.plan = keys
}

/** A proposal is made: the better it fits, the likelier two people say yes. */
function decide(year: Year, state: State, one: Candidate, day: number, random: () => number): void {
  const { outcome } = state
  outcome.proposals++
  state.plan.delete(pairKey(one.a.row, one.b.row))
  if (random() >= Math.min(0.97, 0.45 + (0.6 * one.quality) / QUALITY)) {
    state.declined.add(pairKey(one.a.row, one.b.row))
    return
  }
  one.a.places--
  one.b.places--
  tally(year, outcome, one.a, 'matched')
  if (!counted(year, one.a)) return
  outcome.waits.push(day - one.a.since)
  outcome.qualitySum += one.quality / QUALITY
}

function planDay(
  year: Year,
  state: State,
  policy: Policy,
  scoring: Scoring,
  day: number,
  random: () => number,
): void {
  const candidates = candidatesToday(year, state, policy, scoring, day)
  const plan = policy.how === 'exact' ? planExactly(candidates) : planByWait(candidates)
  countMoves(state, candidates, plan)
  const hours = Math.round((policy.proposalsPerWeek * policy.every) / 7)
  // Coordinators take the plan's most urgent pairs first: what the plan itself is made of.
  const first = policy.how === 'exact' ? plan.toSorted((x, y) => y.weight - x.weight) : plan
  for (const one of first.slice(0, hours)) decide(year, state, one, day, random)
  state.waiting = state.waiting.filter((one) => one.places > 0)
}

/** Plays a year under one policy. The same seed meets every policy with the same luck of the draw. */
export function replay(
  year: Year,
  policy: Policy,
  scoring: Scoring,
  random: () => number,
): Outcome {
  const people: People = { ...year.people, words: year.people.words.slice() }
  const own = { ...year, people }
  const state: State = { waiting: [], declined: new Set(), plan: new Set(), outcome: newOutcome() }
  const byDay = Map.groupBy(year.arrivals, ({ day }) => day)
  for (let day = 0; day < year.days; day++) {
    for (const arrival of byDay.get(day) ?? []) come(own, state, arrival)
    giveUp(own, state, random)
    if (day % policy.every === 0) planDay(own, state, policy, scoring, day, random)
  }
  for (const one of state.waiting)
    if (counted(own, one)) state.outcome.waits.push(year.days - one.since)
  state.outcome.waits.sort((a, b) => a - b)
  return state.outcome
}

/** Adds up outcomes of several runs. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const sum = newOutcome()
  for (const one of outcomes) {
    for (const group of ['everyone', 'extraNeeds', 'others'] as const) {
      sum[group].came += one[group].came
      sum[group].matched += one[group].matched
    }
    for (const key of ['gaveUp', 'qualitySum', 'proposals', 'moved', 'stood'] as const)
      sum[key] += one[key]
    sum.waits.push(...one.waits)
  }
  sum.waits.sort((a, b) => a - b)
  return sum
}

export const shareOf = ({ came, matched }: Group): number => (came === 0 ? 0 : matched / came)
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
