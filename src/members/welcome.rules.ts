import type { Kind } from './schema.ts'

/** Who has just joined, as far as it is used to find people to meet. */
export type Newcomer = { kind: Kind; topics: readonly string[]; place: string }

/** A member whom a new one could meet. `km`: how far they are from each other; null when that is not known. */
export type Neighbour = {
  organisationId: string
  name: string
  kind: Kind
  place: string
  topics: readonly string[]
  km: number | null
}

/** Why they should meet. A person gives no sector: they come for themselves. */
export type Reason =
  | { why: 'near'; km: number | null; place: string }
  | { why: 'topic'; topics: string[] }
  | { why: 'sector'; kind: Kind }
export type Suggestion = { neighbour: Neighbour; reasons: Reason[] }

/** People meet who live less than an hour apart. */
const nearKm = 40

const isNear = ({ place }: Newcomer, { km, place: theirs }: Neighbour) =>
  km === null ? place !== '' && place.toLowerCase() === theirs.toLowerCase() : km <= nearKm

/** Why a new member should meet this one, the nearest reason first; nothing when there is no reason. */
export function reasonsFor(newcomer: Newcomer, neighbour: Neighbour): Reason[] {
  const shared = neighbour.topics.filter((topic) => newcomer.topics.includes(topic))
  const { km, place, kind } = neighbour
  return [
    ...(isNear(newcomer, neighbour) ? [{ why: 'near', km, place } as const] : []),
    ...(shared.length > 0 ? [{ why: 'topic', topics: shared } as const] : []),
    ...(kind !== newcomer.kind ? [{ why: 'sector', kind } as const] : []),
  ]
}

const far = ({ km }: Neighbour) => km ?? Number.POSITIVE_INFINITY
const byWay = (a: Suggestion, b: Suggestion) =>
  far(a.neighbour) - far(b.neighbour) || a.neighbour.name.localeCompare(b.neighbour.name) || 0
const sharedIn = ({ reasons }: Suggestion) =>
  reasons.reduce((n, reason) => (reason.why === 'topic' ? reason.topics.length : n), 0)
const byTopics = (a: Suggestion, b: Suggestion) => sharedIn(b) - sharedIn(a) || byWay(a, b)
const byReasons = (a: Suggestion, b: Suggestion) =>
  b.reasons.length - a.reasons.length || byWay(a, b)

const slots = [
  { why: 'near', best: byWay },
  { why: 'topic', best: byTopics },
  { why: 'sector', best: byWay },
] as const

/**
 * Whom a new member could meet: first one who is near, one who works on the same and one of another sector,
 * then whoever has the most reasons. Out: at most `most`, nobody twice, nobody without a reason.
 */
export function suggestPeople(
  newcomer: Newcomer,
  neighbours: readonly Neighbour[],
  most = 6,
): Suggestion[] {
  const known = new Map(neighbours.map((one) => [one.organisationId, one]))
  const rest = [...known.values()]
    .map((neighbour) => ({ neighbour, reasons: reasonsFor(newcomer, neighbour) }))
    .filter(({ reasons }) => reasons.length > 0)
  const chosen: Suggestion[] = []
  const take = (one: Suggestion | undefined) => {
    if (!one) return
    chosen.push(one)
    rest.splice(rest.indexOf(one), 1)
  }
  for (const { why, best } of slots)
    take(rest.filter(({ reasons }) => reasons.some((one) => one.why === why)).toSorted(best)[0])
  return [...chosen, ...rest.toSorted(byReasons)].slice(0, most)
}

/** Days within which a new member is welcomed. */
export const welcomeDays = 7
