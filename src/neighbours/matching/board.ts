// One change at a time, on cards: someone comes, goes, or says no, and the plan is exact again at once. A
// plan of two sides is mended where it changed; one pool, which is small, is planned anew.
//
// The plan that is handed in is used up: go on with the one that comes back.

import type { Card } from './card.ts'
import { dualBound, matchedValue } from './certificate.ts'
import { problemsOf, type Problem } from './door.ts'
import { pairsOf } from './graph.ts'
import { LANGUAGES, ORGANISATION, POOL, WORDS } from './layout.ts'
import { arrive, decline, leave } from './live.ts'
import { stableOf, waitPoints } from './objective.ts'
import { packCard } from './pack.ts'
import { pairKey, weightBetween } from './pairs.ts'
import { planOf, propose, type Ground, type Outcome, type Plan } from './plan.ts'

type Sides = NonNullable<Ground['sides']>

function reread(plan: Plan, sides: Sides): Plan {
  const { graph } = sides.live
  const found = Array.from(pairsOf(graph), ([i, j, weight]) => ({
    a: sides.leftRows[i]!,
    b: sides.rightRows[j]!,
    weight,
  }))
  return planOf('sides', plan.ground, found, matchedValue(graph), dualBound(graph), plan.pairs)
}

const lengthened = (array: Int32Array, more: ArrayLike<number>): Int32Array => {
  const longer = new Int32Array(array.length + more.length)
  longer.set(array)
  longer.set(more, array.length)
  return longer
}

/** The number of an organisation among those who are there, or a new one. */
function organisationOf(ground: Ground, name: string): number {
  const { cards, people } = ground.packed
  const numberAt = (row: number) => people.words[row * WORDS + POOL]! & ORGANISATION
  const known = cards.findIndex((card) => card.organisation === name)
  if (known >= 0) return numberAt(known)
  return cards.reduce((most, _, row) => Math.max(most, numberAt(row) + 1), 0)
}

/** Adds a card to everything that explanations look back at. Returns its row. */
function enrol(ground: Ground, card: Card): number {
  const { packed, pricing } = ground
  const row = packed.cards.length
  const words = new Int32Array(WORDS)
  packCard(card, ground.request.settings, organisationOf(ground, card.organisation), words, 0)
  const { people } = packed
  packed.people = {
    words: lengthened(people.words, words),
    stable: Uint32Array.from([...people.stable, stableOf(card.id)]),
    capacity: Uint8Array.from([...people.capacity, card.capacity]),
  }
  packed.cards.push(card)
  packed.rowOf.set(card.id, row)
  pricing.packed = packed.people.words
  pricing.stable = packed.people.stable
  pricing.rowOf = lengthened(pricing.rowOf, [row])
  pricing.wait = lengthened(pricing.wait, [waitPoints(ground.objective, words, 0)])
  return row
}

function refusals(ground: Ground, card: Card): Problem[] {
  const found = problemsOf({ ...ground.request, cards: [card] })
  return ground.packed.rowOf.has(card.id)
    ? [...found, { field: 'cards[0].id', problem: 'is there already' }]
    : found
}

/** Gives an enrolled newcomer a node, with every pair that is possible. Returns how many those are. */
function join(ground: Ground, sides: Sides, row: number, card: Card): number {
  const older = card.side === 'older'
  const others = older ? sides.rightRows : sides.leftRows
  const possible = Array.from(
    others,
    (other, node) => [node, weightBetween(ground.scoring, ground.pricing, row, other)] as const,
  ).filter(([, weight]) => weight > 0)
  const node = arrive(sides.live, older ? 'left' : 'right', card.capacity, possible)
  if (older) {
    sides.leftRows = lengthened(sides.leftRows, [row])
    sides.leftOf.set(row, node)
  } else {
    sides.rightRows = lengthened(sides.rightRows, [row])
    sides.rightOf.set(row, node)
  }
  return possible.length
}

/** Someone new is ready. Refused, with the name of the field, when the card is not right. */
export function comes(plan: Plan, card: Card): Outcome {
  const { ground } = plan
  const problems = refusals(ground, card)
  if (problems.length > 0) return { ok: false, problems }
  const cards = [...ground.request.cards.filter(({ id }) => id !== card.id), card]
  const { sides } = ground
  if (!sides || card.side === 'either') return propose({ ...ground.request, cards })
  ground.request = { ...ground.request, cards }
  if (!card.ready || card.capacity === 0) return { ok: true, plan }
  const possible = join(ground, sides, enrol(ground, card), card)
  return { ok: true, plan: reread({ ...plan, pairs: plan.pairs + possible }, sides) }
}

/** Someone is matched, on hold, or gone. A plan without them is returned; nothing changes for a stranger. */
export function goes(plan: Plan, id: string): Plan {
  const { ground } = plan
  const row = ground.packed.rowOf.get(id)
  ground.request = {
    ...ground.request,
    cards: ground.request.cards.filter((card) => card.id !== id),
  }
  if (row === undefined) return plan
  const { sides } = ground
  if (!sides) return anew(plan)
  ground.packed.rowOf.delete(id)
  // Someone who speaks no language is possible for nobody: explanations pass them over.
  ground.packed.people.words[row * WORDS + LANGUAGES] = 0
  const left = sides.leftOf.get(row)
  if (left !== undefined) leave(sides.live, 'left', left)
  else leave(sides.live, 'right', sides.rightOf.get(row) ?? 0)
  return reread(plan, sides)
}

/** "Not these two": the pair is blocked from now on. */
export function declines(plan: Plan, a: string, b: string): Plan {
  const { ground } = plan
  ground.request = { ...ground.request, blocked: [...ground.request.blocked, [a, b]] }
  const i = ground.packed.rowOf.get(a)
  const j = ground.packed.rowOf.get(b)
  if (i === undefined || j === undefined) return plan
  const { sides } = ground
  if (!sides) return anew(plan)
  ground.notes = { ...ground.notes, blocked: new Set([...ground.notes.blocked, pairKey(i, j)]) }
  ground.pricing.notes = ground.notes
  const left = sides.leftOf.get(i) ?? sides.leftOf.get(j)
  const right = sides.rightOf.get(i) ?? sides.rightOf.get(j)
  if (left !== undefined && right !== undefined) decline(sides.live, left, right)
  return reread(plan, sides)
}

function anew(plan: Plan): Plan {
  const outcome = propose(plan.ground.request)
  if (!outcome.ok)
    throw new Error('a request that was accepted is refused without one of its cards')
  return outcome.plan
}
