// Everything that comes in is checked here, once, and refused with the name of the field. A NaN in a
// distance or a weight would not crash anything: it would quietly match people badly.

import type { Card, Request, Settings, Vocabulary } from './card.ts'
import { channels } from './layout.ts'
import { criteria, focuses } from './score.ts'

export type Problem = {
  /** such as cards[3].x or settings.objective.bar */
  field: string
  problem: string
}

/** Weights may go this far: with all of them at their limits a pair still fits into WEIGHT_LIMIT. */
export const limits = {
  waitPerYear: 1.5,
  waitYears: 2,
  rare: 0.5,
  shown: 0.5,
  starred: 0.5,
  capacity: 50,
  metres: 10_000_000,
  range: 655_000,
  people: 2 ** 21,
}

type Notes = { found: Problem[] }
const note = (notes: Notes, field: string, problem: string) => {
  notes.found.push({ field, problem })
}

function number(
  notes: Notes,
  field: string,
  value: unknown,
  low: number,
  high: number,
  whole = false,
): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) note(notes, field, 'is not a number')
  else if (value < low || value > high) note(notes, field, `is not between ${low} and ${high}`)
  else if (whole && !Number.isInteger(value)) note(notes, field, 'is not a whole number')
}

function words(notes: Notes, field: string, value: unknown, known: readonly string[]): void {
  if (!Array.isArray(value)) return note(notes, field, 'is not a list')
  const strange = value.find((word) => !known.includes(word as string)) // any value is only compared
  if (strange !== undefined)
    note(notes, field, `has a word that is not known: ${String(strange).slice(0, 40)}`)
}

function choice(notes: Notes, field: string, value: unknown, known: readonly string[]): void {
  if (!known.includes(value as string)) note(notes, field, `is none of ${known.join(', ')}`) // any value is only compared
}

const truth = (notes: Notes, field: string, value: unknown): void => {
  if (typeof value !== 'boolean') note(notes, field, 'is not true or false')
}

export const isDay = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))

function text(notes: Notes, field: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || value.length > 64)
    note(notes, field, 'is not a text of 1 to 64 characters')
}

function cleared(notes: Notes, field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    return note(notes, field, 'is not a list of days by channel')
  for (const [channel, until] of Object.entries(value)) {
    choice(notes, field, channel, channels)
    if (!isDay(until)) note(notes, `${field}.${channel}`, 'is not a day like 2027-03-31')
  }
}

function slots(notes: Notes, field: string, value: unknown): void {
  if (value === null) return
  if (!Array.isArray(value)) return note(notes, field, 'is not a list')
  for (const slot of value) number(notes, field, slot, 0, 20, true)
}

function card(notes: Notes, at: string, value: Card, v: Vocabulary): void {
  if (typeof value !== 'object' || value === null) return note(notes, at, 'is not a card')
  text(notes, `${at}.id`, value.id)
  choice(notes, `${at}.side`, value.side, ['older', 'younger', 'either'])
  for (const key of ['x', 'y'] as const)
    number(notes, `${at}.${key}`, value[key], -limits.metres, limits.metres)
  for (const key of ['visitRange', 'outRange'] as const)
    number(notes, `${at}.${key}`, value[key], 0, limits.range)
  for (const key of ['age', 'youngest', 'oldest'] as const)
    number(notes, `${at}.${key}`, value[key], 0, 150, true)
  number(notes, `${at}.waitDays`, value.waitDays, 0, 36_500, true)
  number(notes, `${at}.capacity`, value.capacity, 0, limits.capacity, true)
  words(notes, `${at}.languages`, value.languages, v.languages)
  words(notes, `${at}.channels`, value.channels, channels)
  words(notes, `${at}.has`, value.has, v.traits)
  words(notes, `${at}.refuses`, value.refuses, v.traits)
  words(notes, `${at}.needs`, value.needs, v.skills)
  words(notes, `${at}.offers`, value.offers, v.skills)
  words(notes, `${at}.likes`, value.likes, v.interests)
  words(notes, `${at}.dislikes`, value.dislikes, v.interests)
  words(notes, `${at}.experiences`, value.experiences, v.experiences)
  if (value.background !== null) words(notes, `${at}.background`, value.background, v.background)
  text(notes, `${at}.organisation`, value.organisation)
  choice(notes, `${at}.focus`, value.focus, focuses)
  cleared(notes, `${at}.clearedUntil`, value.clearedUntil)
  slots(notes, `${at}.slots`, value.slots)
  for (const key of ['shared', 'anyone', 'ready'] as const) truth(notes, `${at}.${key}`, value[key])
}

const sizes: Record<keyof Vocabulary, number> = {
  languages: 31,
  traits: 16,
  background: 8,
  skills: 31,
  scarce: 31,
  interests: 48,
  experiences: 16,
}

function vocabulary(notes: Notes, at: string, value: Vocabulary): void {
  for (const [key, most] of Object.entries(sizes) as [keyof Vocabulary, number][]) {
    const list = value[key]
    if (!Array.isArray(list)) note(notes, `${at}.${key}`, 'is not a list')
    else if (list.length > most) note(notes, `${at}.${key}`, `has more than ${most} words`)
    else if (new Set(list).size < list.length) note(notes, `${at}.${key}`, 'has a word twice')
  }
}

function scoreWeights(notes: Notes, at: string, weights: Settings['score']['weights']): void {
  for (const focus of focuses) {
    let sum = 0
    for (const criterion of criteria) {
      const weight = weights[focus]?.[criterion]
      number(notes, `${at}.${focus}.${criterion}`, weight, 0, 1)
      sum += weight ?? 0
    }
    if (Math.abs(sum - 1) > 1e-9) note(notes, `${at}.${focus}`, 'does not add up to 1')
  }
}

function settings(notes: Notes, at: string, value: Settings): void {
  vocabulary(notes, `${at}.vocabulary`, value.vocabulary)
  const { objective, score, hunt } = value
  for (const key of ['waitPerYear', 'waitYears', 'rare', 'shown', 'starred'] as const) {
    number(notes, `${at}.objective.${key}`, objective[key], 0, limits[key])
  }
  for (const key of ['volunteerWait', 'bar'] as const)
    number(notes, `${at}.objective.${key}`, objective[key], 0, 1)
  scoreWeights(notes, `${at}.score.weights`, score.weights)
  for (const [key, mean] of Object.entries(score.means))
    number(notes, `${at}.score.means.${key}`, mean, 0, 1)
  for (const [key, channel] of Object.entries(score.channelValue))
    number(notes, `${at}.score.channelValue.${key}`, channel, 0, 1)
  number(notes, `${at}.hunt.shortlist`, hunt.shortlist, 1, 254, true)
  for (const key of ['budget', 'farBudget'] as const)
    number(notes, `${at}.hunt.${key}`, hunt[key], 0, 1e9, true)
  number(notes, `${at}.hunt.cell`, hunt.cell, 1, 1e6)
  words(notes, `${at}.clearanceFor`, value.clearanceFor, channels)
  if (!isDay(value.startOn)) note(notes, `${at}.startOn`, 'is not a day like 2027-03-31')
  number(notes, `${at}.allPairsUpTo`, value.allPairsUpTo, 0, 20_000, true)
  number(notes, `${at}.pricingRounds`, value.pricingRounds, 0, 100, true)
}

function everyCard(notes: Notes, cards: readonly Card[], known: Vocabulary): void {
  if (cards.length > limits.people) note(notes, 'cards', `has more than ${limits.people} people`)
  const ids = new Set<unknown>()
  for (const [k, one] of cards.entries()) {
    card(notes, `cards[${k}]`, one, known)
    if (ids.has(one?.id)) note(notes, `cards[${k}].id`, 'is there twice')
    ids.add(one?.id)
    // Whoever sends a thousand wrong cards learns enough from the first.
    if (notes.found.length >= 100) return
  }
}

function pairs(
  notes: Notes,
  list: 'blocked' | 'shown' | 'starred',
  value: Request['blocked'],
): void {
  for (const [k, pair] of value.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2 || pair[0] === pair[1])
      note(notes, `${list}[${k}]`, 'is not a pair of two people')
  }
}

/** What is wrong with a request, field by field; empty when it may come in. */
export function problemsOf(request: Request): Problem[] {
  const notes: Notes = { found: [] }
  settings(notes, 'settings', request.settings)
  everyCard(notes, request.cards, request.settings.vocabulary)
  for (const list of ['blocked', 'shown', 'starred'] as const) pairs(notes, list, request[list])
  return notes.found
}
