import { act, type Db, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { now } from '#base/time.ts'
import { callsDue, countCalls } from './freshness.call.queries.ts'

/** Whom to ring now, with how many there are in all. */
export const findCalls = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const at = now()
    return { total: await countCalls(tx, at), rows: await callsDue(tx, at, most) }
  })

/** Entries that no letter reaches, or that left the list: for the desk, to be rung. */
export const callPile: FindPile = async (db, who, most) => {
  const { total, rows } = await findCalls(db, who, most)
  return {
    id: 'to-call',
    title: 'freshness.office.pile',
    total,
    items: rows.map(({ id, name, place, phone, since }) => ({
      href: `/members/${id}/call`,
      title: name,
      meta: [place, phone].filter(Boolean).join(', '),
      since,
    })),
    allHref: '/members/calls',
  }
}
