import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { record } from '#base/journal.ts'
import { distanceKm } from '#base/places.geo.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import * as queries from './twins.queries.ts'
import {
  calledSign,
  type Compared,
  hasNewReason,
  inOrder,
  type Likely,
  likelyOne,
  signsOf,
} from './twins.rules.ts'

/** Of one organisation no more than these are shown: the likeliest. */
const mostPairs = 5

const kmBetween = (a: Compared, b: Compared): number | null =>
  a.latitude === null || a.longitude === null || b.latitude === null || b.longitude === null
    ? null
    : distanceKm({ lat: a.latitude, lon: a.longitude }, { lat: b.latitude, lon: b.longitude })

/** Who may be this one, the likeliest first, without writing anything. Meant for Kith itself. */
export async function lookForTwins(tx: Tx, one: Compared): Promise<(Likely & { id: string })[]> {
  const { others, common } = await queries.candidatesOf(tx, one.id, signsOf(one))
  const sameNamed = common.get(calledSign(one) ?? '') ?? 0
  return others
    .flatMap((other) => {
      const likely = likelyOne(one, other, { km: kmBetween(one, other), common, sameNamed })
      return likely ? [{ id: other.id, ...likely }] : []
    })
    .toSorted((x, y) => y.score - x.score || (x.id < y.id ? -1 : 1))
    .slice(0, mostPairs)
}

/**
 * Looks for organisations that may be this one, and writes the pairs down; what speaks for a pair no longer
 * takes it off the list. A pair that somebody said is two stays so, unless something new speaks for it.
 */
export async function keepTwinsOf(tx: Tx, id: string): Promise<void> {
  const [one] = await queries.comparedOf(tx, [id])
  const before = await queries.pairsOf(tx, id)
  if (!one) {
    await queries.keepSigns(tx, id, [])
    const all = before.map((pair) => pair.id)
    if (all.length > 0) await queries.dropPairs(tx, all)
    return
  }
  await queries.keepSigns(tx, id, signsOf(one))
  const found = await lookForTwins(tx, one)
  const at = now()
  for (const { id: other, ...likely } of found) {
    const pair = inOrder(id, other)
    const known = before.find(({ a, b }) => a === pair.a && b === pair.b)
    const reopen = known?.state === 'different' && hasNewReason(known.reasons, likely.reasons)
    await queries.keepPair(tx, { ...pair, ...likely, at }, reopen)
  }
  const still = new Set(found.map((pair) => pair.id))
  const over = before.filter(({ a, b, state }) => state === 'open' && !still.has(a === id ? b : a))
  if (over.length > 0)
    await queries.dropPairs(
      tx,
      over.map((pair) => pair.id),
    )
}

export type PairRefusal = 'no-such-pair' | 'decided-already'

/** Somebody looked: these are two. `words`: why, if they said so. */
export const sayTheyAreTwo = (
  db: Db,
  who: Who,
  id: string,
  words: string,
): Promise<Result<null, PairRefusal>> =>
  act(db, who, async (tx) => {
    const pair = await queries.lockPair(tx, id)
    if (!pair) return err('no-such-pair')
    if (pair.state !== 'open') return err('decided-already')
    const at = now()
    await tx
      .updateTable('twins')
      .set({ state: 'different', decidedBy: who.personId, decidedAt: at, words: words || null })
      .where('id', '=', id)
      .execute()
    const detail = { a: pair.a, b: pair.b, reasons: pair.reasons.map(({ what }) => what) }
    await record(tx, { what: 'twins.different', about: pair.a, who: who.personId, at, detail })
    return ok(null)
  })

/** Members that may be there twice, for the desk. */
export const twinsPile: FindPile = (db, who, most) =>
  act(db, who, async (tx) => {
    const { rows, n } = await queries.openPairs(tx, 1, most)
    return {
      id: 'twins',
      title: 'twins.title',
      total: n,
      allHref: '/members/twins',
      items: rows.map(({ id, aName, bName, foundAt }) => ({
        href: `/members/twins/${id}`,
        title: aName === bName ? aName : `${aName} – ${bName}`,
        since: foundAt,
      })),
    }
  })

/** The members that came by an import, a few hundred at a time. Out: where to go on; null at the end. */
export const lookThrough = (
  db: Db,
  which: { importId: string | null; since: Date; after: string | null },
  most: number,
): Promise<string | null> =>
  act(db, kithItself, async (tx) => {
    const ids = await queries.toLookAt(tx, which, most)
    for (const id of ids) await keepTwinsOf(tx, id)
    return ids.length < most ? null : (ids.at(-1) ?? null)
  })
