// Asks and offers between organisations, on the same core: places on both sides, one pair at most once.
// The engine proposes; an offer is only ever taken up by people.

import { graphOf, pairsOf, TIE } from './graph.ts'
import { stableOf, tieBitsFor, tieOf, weightOf } from './objective.ts'
import { rowsOf } from './rows.ts'
import { solve, type SolveOptions } from './solve.ts'
import { isDay, limits, type Problem } from './door.ts'

type Either = {
  id: string
  organisation: string
  category: string
  tags: readonly string[]
  /** metres on a grid; null when it can be anywhere, such as online */
  place: { x: number; y: number } | null
  /** how far it can be from there, in metres */
  range: number
  from: string
  until: string
  /** how many others may share in it */
  places: number
  quantity: number
  /** its organisation's membership is admitted and current */
  admitted: boolean
}
export type Ask = Either & {
  /** what the asker is, such as 'registered charity' */ is: readonly string[]
  ageDays: number
  urgent: boolean
}
export type Offer = Either & { /** what an asker must be */ conditions: readonly string[] }

export type ExchangeSettings = {
  /** points for a year that an ask has waited, as a share of the best fit; and for an urgent one */
  waitPerYear: number
  urgent: number
  /** points for an asker whose organisation gave more often than it received, by organisation, 0…1 */
  balance: ReadonlyMap<string, number>
  bar: number
}
export const defaultExchange: ExchangeSettings = {
  waitPerYear: 1,
  urgent: 0.5,
  balance: new Map(),
  bar: 0.2,
}

export type ExchangeRule =
  | 'admitted'
  | 'organisation'
  | 'category'
  | 'dates'
  | 'place'
  | 'conditions'
export const exchangeWords: Record<ExchangeRule, string> = {
  admitted: 'One of the two is not a member at present',
  organisation: 'Both are from the same organisation',
  category: 'They are about different things',
  dates: 'They are not at the same time',
  place: 'They are too far apart',
  conditions: 'The offer asks for something that the asker is not',
}

const metresApart = (ask: Ask, offer: Offer): number =>
  ask.place && offer.place
    ? Math.hypot(ask.place.x - offer.place.x, ask.place.y - offer.place.y)
    : 0

const exchangeRules: readonly (readonly [ExchangeRule, (ask: Ask, offer: Offer) => boolean])[] = [
  ['admitted', (ask, offer) => ask.admitted && offer.admitted],
  ['organisation', (ask, offer) => ask.organisation !== offer.organisation],
  ['category', (ask, offer) => ask.category === offer.category],
  ['dates', (ask, offer) => ask.from <= offer.until && offer.from <= ask.until],
  ['place', (ask, offer) => metresApart(ask, offer) <= Math.min(ask.range, offer.range)],
  ['conditions', (ask, offer) => offer.conditions.every((condition) => ask.is.includes(condition))],
]

/** The first rule between an ask and an offer; undefined when they may meet. */
export const exchangeBroken = (ask: Ask, offer: Offer): ExchangeRule | undefined =>
  exchangeRules.find(([, holds]) => !holds(ask, offer))?.[0]

/** How well an offer fits an ask, 0…1: what it is about, how near, and whether it is as much as is needed. */
export function exchangeFit(ask: Ask, offer: Offer): number {
  const shared = ask.tags.filter((tag) => offer.tags.includes(tag)).length
  const all = new Set([...ask.tags, ...offer.tags]).size
  const about = all === 0 ? 0.5 : shared / all
  const near = 2 ** (-metresApart(ask, offer) / 20_000)
  const much = Math.min(ask.quantity, offer.quantity) / Math.max(ask.quantity, offer.quantity, 1e-9)
  return 0.5 * about + 0.25 * near + 0.25 * much
}

function points(ask: Ask, offer: Offer, settings: ExchangeSettings): number {
  const fit = exchangeFit(ask, offer)
  if (fit < settings.bar) return 0
  const wait = (settings.waitPerYear * Math.min(730, ask.ageDays)) / 365
  return Math.max(
    1,
    Math.round(
      (fit +
        wait +
        (ask.urgent ? settings.urgent : 0) +
        (settings.balance.get(ask.organisation) ?? 0)) *
        1_000_000,
    ),
  )
}

function problemsIn(at: string, one: Ask | Offer): Problem[] {
  const found: Problem[] = []
  const number = (field: string, value: unknown, low: number, high: number) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < low || value > high)
      found.push({ field: `${at}.${field}`, problem: `is not a number between ${low} and ${high}` })
  }
  if (one.place)
    for (const key of ['x', 'y'] as const)
      number(`place.${key}`, one.place[key], -limits.metres, limits.metres)
  number('range', one.range, 0, limits.metres)
  number('places', one.places, 0, 1000)
  number('quantity', one.quantity, 0, 1e12)
  if ('ageDays' in one) number('ageDays', one.ageDays, 0, 36_500)
  for (const key of ['from', 'until'] as const)
    if (!isDay(one[key]))
      found.push({ field: `${at}.${key}`, problem: 'is not a day like 2027-03-31' })
  return found
}

export type ExchangeProposal = { ask: string; offer: string; fit: number }
export type ExchangeOutcome =
  | { ok: true; proposals: ExchangeProposal[]; value: number; bound: number; proven: boolean }
  | { ok: false; problems: Problem[] }

const whole = (value: bigint): number => Number(value / BigInt(TIE))
const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

/** Which offer might answer which ask. */
export function proposeExchange(
  asks: readonly Ask[],
  offers: readonly Offer[],
  settings: ExchangeSettings = defaultExchange,
  options: SolveOptions = {},
): ExchangeOutcome {
  const problems = [
    ...asks.flatMap((ask, k) => problemsIn(`asks[${k}]`, ask)),
    ...offers.flatMap((offer, k) => problemsIn(`offers[${k}]`, offer)),
  ]
  if (problems.length > 0) return { ok: false, problems }
  const left = asks.toSorted(byId)
  const right = offers.toSorted(byId)
  const bits = tieBitsFor(left.reduce((sum, ask) => sum + ask.places, 0))
  const edges = left.flatMap((ask, i) =>
    right.flatMap((offer, j) => {
      const worth = exchangeBroken(ask, offer) ? 0 : points(ask, offer, settings)
      return worth === 0
        ? []
        : [
            {
              left: i,
              right: j,
              weight: weightOf(worth, tieOf(stableOf(ask.id), stableOf(offer.id), bits)),
            },
          ]
    }),
  )
  const graph = graphOf(
    rowsOf(edges, left.length),
    Int32Array.from(left, ({ places }) => places),
    Int32Array.from(right, ({ places }) => places),
  )
  const solution = solve(graph, options)
  const found = solution.proven
    ? Array.from(pairsOf(graph), ([i, j]) => [i, j] as const)
    : solution.pairs.map((pair) => [pair.left, pair.right] as const)
  const proposals = found.map(([i, j]) => {
    const ask = left[i] as Ask // nodes are places in the sorted lists
    const offer = right[j] as Offer
    return { ask: ask.id, offer: offer.id, fit: exchangeFit(ask, offer) }
  })
  return {
    ok: true,
    proposals,
    value: whole(solution.value),
    bound: whole(solution.bound),
    proven: solution.proven,
  }
}
