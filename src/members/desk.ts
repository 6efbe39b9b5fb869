import { act, type Db, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { countWaiting, toRing, waitingIn } from './queries.ts'

/** For the desk: who wants to join. */
export const membershipsPile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const { asked } = await countWaiting(tx)
    const rows = await waitingIn(tx, 'asked', most)
    return {
      id: 'waiting-memberships',
      title: 'front.desk.memberships',
      total: asked,
      items: rows.map(({ id, name, place, waitingSince }) => ({
        href: `/memberships/${id}`,
        title: name,
        meta: place,
        since: waitingSince,
      })),
      allHref: '/memberships',
    }
  })

/** For the desk: people without a mail address, who hear by phone what became of their application. */
export const ringPile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const rows = await toRing(tx)
    return {
      id: 'to-ring',
      title: 'front.desk.to-ring',
      total: (await countWaiting(tx)).toRing,
      items: rows.slice(0, most).map(({ id, name, place, ringSince, waitingSince }) => ({
        href: `/memberships/${id}`,
        title: name,
        meta: place,
        since: ringSince ?? waitingSince,
      })),
      allHref: '/memberships',
    }
  })
