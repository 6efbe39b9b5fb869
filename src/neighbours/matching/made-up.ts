// Made-up people, from a seed: for tests, benchmarks and a coalition's first look at the simulator.
// Shares come from Census 2021 (language, loneliness) where it says so in docs/matching.md; the rest is
// assumed. Nobody here exists.

import type { People } from './crowd.ts'
import {
  BACKGROUND_KNOWN,
  EITHER,
  FOCUS_AT,
  INTERESTS_KNOWN,
  OLDER,
  SHARED,
  SIDES_AT,
  SLOTS_AT,
  SLOTS_KNOWN,
  WISHED_AT,
  WORDS,
  YOUNGER,
} from './layout.ts'
import { below, seeded } from './random.ts'

/** A town: where it is in metres, how many live there, and how far it spreads. */
export type Town = { x: number; y: number; people: number; spread: number }

export type MadeUp = {
  count: number
  seed: number
  towns: readonly Town[]
  older?: number
  onePool?: boolean
  unknown?: number
}

/** One borough of a large city. */
export const borough: readonly Town[] = [{ x: 567_000, y: 186_000, people: 620_000, spread: 2_500 }]

/** Places by longitude and latitude on a flat map of the British Isles, in metres. */
export const townAt = (longitude: number, latitude: number, people: number): Town => ({
  x: (longitude + 8.7) * 111_320 * Math.cos((54 * Math.PI) / 180),
  y: (latitude - 49.8) * 110_574,
  people,
  // About four thousand people to a square kilometre.
  spread: Math.sqrt(people / 4000 / Math.PI) * 600,
})

// Thousands of people by main language other than English, Census 2021 England and Wales (TS024).
const otherLanguages = [
  612, 472, 291, 270, 225, 215, 204, 199, 189, 160, 125, 120, 120, 112, 111, 100, 118, 96, 87, 77,
  60, 40, 35, 22,
]
const interestCount = 48

type Dice = { random: () => number; chance: (share: number) => boolean; normal: () => number }

function diceOf(seed: number): Dice {
  const random = seeded(seed)
  const normal = () => {
    let u = 0
    while (u === 0) u = random()
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random())
  }
  return { random, chance: (share) => random() < share, normal }
}

/** Draws an index with the given weights. */
function drawer(weights: readonly number[]): (random: () => number) => number {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (const [k, weight] of weights.entries()) sums[k] = sum += weight
  return (random) => {
    const value = random() * sum
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! > value) high = middle
      else low = middle + 1
    }
    return low
  }
}

const bitsWith = (dice: Dice, shares: readonly number[]): number =>
  shares.reduce((bits, share, bit) => (dice.chance(share) ? bits | (1 << bit) : bits), 0)

function languagesOf(dice: Dice, draw: (random: () => number) => number): number {
  // 91.1% have English as their main language, 7.1% speak it well besides another, 1.8% do not.
  const q = dice.random()
  if (q > 0.911) return (1 << (draw(dice.random) + 1)) | (q < 0.982 ? 1 : 0)
  return dice.chance(0.06) ? 1 | (1 << (1 + draw(dice.random))) : 1
}

function slotsOf(dice: Dice, older: boolean): number {
  let slots = 0
  for (let day = 0; day < 7; day++) {
    const free = older ? [0.55, 0.65, 0.3] : day > 4 ? [0.5, 0.5, 0.45] : [0.12, 0.15, 0.45]
    slots |= bitsWith(dice, free) << (day * 3)
  }
  return slots === 0 ? 1 << 17 : slots
}

function genderRefused(dice: Dice, gender: number, older: boolean): number {
  if (gender === 0) return dice.chance(older ? 0.25 : 0.1) ? 2 : 0
  return gender === 1 && dice.chance(0.06) ? 1 : 0
}

function traitsOf(dice: Dice, older: boolean): { has: number; refuses: number } {
  const gender = dice.chance(0.005) ? 2 : dice.chance(older ? 0.58 : 0.66) ? 0 : 1
  const habits = bitsWith(dice, [older ? 0.08 : 0.13, 0.28, 0.24])
  const background = bitsWith(dice, Array(8).fill(0.5))
  const gendered = genderRefused(dice, gender, older)
  const smoke = (habits & 1) === 0 && dice.chance(0.3) ? 8 : 0
  return {
    has: (1 << gender) | (habits << 3) | (background << 16),
    refuses: gendered | smoke | (bitsWith(dice, [0.08, 0.06]) << 4),
  }
}

/** needs and offers: 0 dementia-aware, 1 step-free, 2 driver, 3 practised with hearing loss, 5 a long commitment */
export const scarceSkills = 0b1101
const skillsOf = (dice: Dice, older: boolean) =>
  older
    ? { needs: bitsWith(dice, [0.08, 0.12, 0.05, 0.06]), offers: dice.chance(0.5) ? 32 : 0 }
    : { offers: bitsWith(dice, [0.35, 0.8, 0.45, 0.3]), needs: dice.chance(0.04) ? 32 : 0 }

function agesOf(dice: Dice, older: boolean): number {
  const within = (from: number, years: number) => Math.floor(from + dice.random() * years)
  if (older) {
    const age = dice.chance(0.3)
      ? within(65, 10)
      : dice.chance(0.6)
        ? within(75, 10)
        : within(85, 12)
    return age | (18 << 8) | ((dice.chance(0.15) ? 40 : 64) << 16)
  }
  const age = dice.chance(0.6)
    ? within(21, 15)
    : dice.chance(0.63)
      ? within(36, 15)
      : within(51, 14)
  return age | ((dice.chance(0.1) ? 75 : 60) << 8) | (110 << 16)
}

function likesOf(
  dice: Dice,
  draw: (random: () => number) => number,
): [number, number, number, number] {
  const words: [number, number, number, number] = [0, 0, 0, 0]
  for (let k = 5 + below(dice.random, 5); k > 0; k--) {
    const interest = draw(dice.random)
    words[interest >>> 5]! |= 1 << (interest & 31)
  }
  for (let k = 1 + below(dice.random, 4); k > 0; k--) {
    const interest = below(dice.random, interestCount)
    const word = interest >>> 5
    if (((words[word]! >>> (interest & 31)) & 1) === 0) words[2 + word]! |= 1 << (interest & 31)
  }
  // Two in five told us of something that they went through: one or two of sixteen.
  if (dice.chance(0.4)) words[1] |= 1 << (16 + below(dice.random, 16))
  if (dice.chance(0.2)) words[1] |= 1 << (16 + below(dice.random, 16))
  return words
}

const channelsOf = (dice: Dice, older: boolean): number =>
  bitsWith(dice, older ? [0.7, 0.4, 0.75, 0.2, 0.25] : [0.48, 0.6, 0.8, 0.5, 0.3]) || 4

type Draws = {
  town: (random: () => number) => number
  language: (random: () => number) => number
  old: (random: () => number) => number
  young: (random: () => number) => number
}

function drawsOf(towns: readonly Town[], dice: Dice): Draws {
  const taste = Array.from({ length: interestCount }, (_, k) => k)
  for (let i = interestCount - 1; i > 0; i--) {
    const j = below(dice.random, i + 1)
    const kept = taste[i]!
    taste[i] = taste[j]!
    taste[j] = kept
  }
  return {
    town: drawer(towns.map((town) => town.people)),
    language: drawer(otherLanguages),
    old: drawer(taste.map((_, k) => 1 / (4 + k))),
    young: drawer(taste.map((other, k) => 0.5 / (4 + k) + 0.5 / (4 + other))),
  }
}

function fill(
  words: Int32Array,
  p: number,
  older: boolean,
  dice: Dice,
  draws: Draws,
  made: MadeUp,
): void {
  const town = made.towns[draws.town(dice.random)] as Town // drawn below their number
  const x = Math.round(town.x + dice.normal() * town.spread)
  const y = Math.round(town.y + dice.normal() * town.spread)
  const known = made.unknown ?? 0
  const knows = (bit: number) => (known > 0 && dice.chance(known) ? 0 : bit)
  const channels = channelsOf(dice, older)
  const focus = dice.chance(0.4) ? 0 : 1 + below(dice.random, 7)
  const traits = traitsOf(dice, older)
  const skills = skillsOf(dice, older)
  const likes = likesOf(dice, older ? draws.old : draws.young)
  const organisation =
    ((Math.floor(x / 40_000) * 40 + Math.floor(y / 40_000)) * 3 + below(dice.random, 3)) & 0xffff
  const sides = made.onePool ? EITHER : older ? OLDER : YOUNGER
  const range = older ? 2500 : Math.min(2500, Math.round(350 * Math.exp(0.6 * dice.normal())))
  words.set(
    [
      x,
      y,
      languagesOf(dice, draws.language),
      channels |
        (slotsOf(dice, older) << SLOTS_AT) |
        (focus << FOCUS_AT) |
        knows(INTERESTS_KNOWN) |
        knows(SLOTS_KNOWN) |
        knows(BACKGROUND_KNOWN),
      traits.has,
      traits.refuses,
      skills.needs,
      skills.offers,
      organisation |
        (dice.chance(0.8) ? SHARED : 0) |
        (sides << SIDES_AT) |
        (channels << WISHED_AT),
      agesOf(dice, older),
      ...likes,
      range | (range << 16),
      Math.min(700, Math.round(-Math.log(1 - dice.random()) * (older ? 150 : 40))),
    ],
    p,
  )
}

/** `count` people, 55% of them older unless told otherwise; younger people may have two or three places. */
export function makeUp(made: MadeUp): People {
  const dice = diceOf(made.seed)
  const draws = drawsOf(made.towns, dice)
  const words = new Int32Array(made.count * WORDS)
  const capacity = new Uint8Array(made.count).fill(1)
  for (let k = 0; k < made.count; k++) {
    const older = dice.chance(made.older ?? 0.55)
    fill(words, k * WORDS, older, dice, draws, made)
    if (made.onePool) onePoolOf(words, k * WORDS, dice)
    else if (!older) capacity[k] = dice.chance(0.8) ? 1 : dice.chance(0.75) ? 2 : 3
  }
  return {
    words,
    stable: Uint32Array.from({ length: made.count }, (_, k) => Math.imul(k + 1, 0x9e3779b1) >>> 0),
    capacity,
  }
}

/** Neighbours with neighbours: ages as each of them asks, nothing needed. */
function onePoolOf(words: Int32Array, p: number, dice: Dice): void {
  const age = words[p + 9]! & 255
  const youngest = dice.chance(0.5) ? 18 : Math.max(18, age - 15)
  const oldest = dice.chance(0.5) ? 110 : Math.min(120, age + 15)
  words[p + 9] = age | (youngest << 8) | (oldest << 16)
  words[p + 6] = 0
}
