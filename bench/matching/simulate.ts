// npm run simulate -- --year FILE.json | made-up   [--scarce] [--seeds 6] [--svg FILE.svg]
//   [--wait 1] [--rare 0.1] [--volunteer-wait 0.25] [--bar 0.35] [--every 1] [--per-week 14]
//
// Replays a coalition's own year under its weights and under others: who is matched, how long they wait,
// how well they fit, whether extra needs wait longer, and how often proposals move.
//
// The file holds { "settings": {…}, "people": [{ "card": {…}, "came": "2026-04-01" }, …] }, cards as in
// src/neighbours/matching/card.ts; settings may be left out. waitDays in cards is not read.

import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { defaultSettings, type Card, type Settings } from '#neighbours/matching/card.ts'
import { problemsOf } from '#neighbours/matching/door.ts'
import { scarceSkills } from '#neighbours/matching/made-up.ts'
import {
  defaultObjective,
  objectiveOf,
  scarceObjective,
  type ObjectiveSettings,
} from '#neighbours/matching/objective.ts'
import { packCards, scarceBits } from '#neighbours/matching/pack.ts'
import { seeded } from '#neighbours/matching/random.ts'
import { defaultScore, scoringOf, type Scoring } from '#neighbours/matching/score.ts'
import {
  quantile,
  replay,
  shareOf,
  together,
  type Outcome,
  type Policy,
  type Year,
} from '#neighbours/matching/simulate.ts'
import { madeUpYear } from '#neighbours/matching/made-up-year.ts'
import { youngerWhenScarce } from './policies.ts'

const { values: words } = parseArgs({
  options: {
    year: { type: 'string', default: 'made-up' },
    scarce: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '6' },
    svg: { type: 'string' },
    wait: { type: 'string' },
    rare: { type: 'string' },
    'volunteer-wait': { type: 'string' },
    bar: { type: 'string' },
    every: { type: 'string', default: '1' },
    'per-week': { type: 'string', default: '14' },
  },
})

type Played = { years: Year[]; scoring: Scoring; scarce: number }
const dayNumber = (day: string): number => Math.floor(Date.parse(day) / 86_400_000)

function fromFile(path: string, seeds: number): Played {
  const file = JSON.parse(readFileSync(path, 'utf8')) as {
    settings?: Partial<Settings>
    people: { card: Card; came: string }[]
  } // checked at the door below
  const settings: Settings = { ...defaultSettings, ...file.settings }
  const cards = file.people.map(({ card }) => ({ ...card, waitDays: 0 }))
  const problems = problemsOf({ cards, settings, blocked: [], shown: [], starred: [] })
  if (problems.length > 0)
    throw new Error(problems.map(({ field, problem }) => `${field} ${problem}`).join('\n'))
  const packed = packCards(cards, settings)
  const days = file.people.map(({ came }) => dayNumber(came))
  const first = Math.min(...days)
  const arrivals = file.people.flatMap(({ card }, k) => {
    const row = packed.rowOf.get(card.id)
    return row === undefined ? [] : [{ row, day: days[k]! - first }]
  })
  const length = Math.max(...days) - first + 1
  const year: Year = {
    people: packed.people,
    arrivals,
    days: length + 90,
    countFrom: 0,
    countUntil: length,
    givesUp: { older: 0.0012, younger: 0.006 },
  }
  return {
    years: Array.from({ length: seeds }, () => year),
    scoring: scoringOf(settings.score),
    scarce: scarceBits(settings.vocabulary),
  }
}

const madeUp = (seeds: number): Played => ({
  years: Array.from({ length: seeds }, (_, k) =>
    madeUpYear(k, words.scarce ? youngerWhenScarce : 0.75),
  ),
  scoring: scoringOf(defaultScore),
  scarce: scarceSkills,
})

function numberOf(word: string | undefined, otherwise: number): number {
  const value = word === undefined ? otherwise : Number(word)
  if (!Number.isFinite(value) || value < 0) throw new Error(`${word} is not a number`)
  return value
}

function policiesOf(scarce: number): Policy[] {
  const usual = words.scarce ? scarceObjective : defaultObjective
  const own: ObjectiveSettings = {
    ...usual,
    waitPerYear: numberOf(words.wait, usual.waitPerYear),
    rare: numberOf(words.rare, usual.rare),
    volunteerWait: numberOf(words['volunteer-wait'], usual.volunteerWait),
    bar: numberOf(words.bar, usual.bar),
  }
  const proposalsPerWeek = numberOf(words['per-week'], 14)
  const every = Math.max(1, Math.round(numberOf(words.every, 1)))
  const exact = (name: string, settings: ObjectiveSettings, days = every): Policy => ({
    name,
    how: 'exact',
    objective: objectiveOf(settings, scarce),
    every: days,
    proposalsPerWeek,
  })
  return [
    exact('your weights', own),
    { ...exact('longest wait first', own), how: 'longest-wait' },
    exact('quality only', { ...own, waitPerYear: 0, rare: 0 }),
    exact('no rare skills', { ...own, rare: 0 }),
    exact('your weights, monthly', own, 28),
  ]
}

const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toFixed(1)}%` : '–'

const rowOf = (name: string, o: Outcome): string[] => [
  name,
  percent(shareOf(o.everyone)),
  percent(shareOf(o.extraNeeds)),
  percent(shareOf(o.others)),
  String(quantile(o.waits, 0.5)),
  String(quantile(o.waits, 0.9)),
  (o.qualitySum / Math.max(1, o.everyone.matched)).toFixed(3),
  percent(o.moved / o.stood),
]

/** A bar for everyone, for people with extra needs and for others, for every policy. */
function drawing(results: { name: string; outcome: Outcome }[]): string {
  const bars = results.flatMap(({ name, outcome }, k) =>
    [outcome.everyone, outcome.extraNeeds, outcome.others].map((group, g) => {
      const y = 40 + k * 70 + g * 16
      const share = shareOf(group)
      const label = g === 0 ? `<text x="8" y="${y - 6}">${name}</text>` : ''
      const fill = ['#1f4e5f', '#c2562d', '#8aa29e'][g]
      return `${label}<rect x="8" y="${y}" width="${(share * 480).toFixed(1)}" height="13" fill="${fill}"/><text x="${(share * 480 + 14).toFixed(1)}" y="${y + 11}">${percent(share)}</text>`
    }),
  )
  const height = 60 + results.length * 70
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 580 ${height}" font-family="sans-serif" font-size="12" role="img"><title>Matched: everyone, people with extra needs, others</title>${bars.join('')}<text x="8" y="${height - 12}">From the top: everyone, people with extra needs, others.</text></svg>`
}

const seeds = Math.max(1, Math.round(numberOf(words.seeds, 6)))
const played = words.year === 'made-up' ? madeUp(seeds) : fromFile(words.year, seeds)
const results = policiesOf(played.scarce).map((policy) => ({
  name: policy.name,
  outcome: together(
    played.years.map((year, k) => replay(year, policy, played.scoring, seeded(k * 7 + 3))),
  ),
}))
const table = [
  [
    'policy',
    'matched',
    'extra needs',
    'others',
    'wait, median days',
    'p90',
    'quality',
    'proposals moved',
  ],
  ...results.map(({ name, outcome }) => rowOf(name, outcome)),
]
for (const row of table)
  console.log(row.map((cell, k) => (k === 0 ? cell.padEnd(24) : cell.padStart(18))).join(''))
if (words.svg) writeFileSync(words.svg, drawing(results))
