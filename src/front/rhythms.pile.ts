import { act, type Db, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { now } from '#base/time.ts'
import { listRhythms } from './rhythms.queries.ts'
import { dayOf, beginOf } from './rhythms.rules.ts'

/** For the desk: what the office does again and again, and is due. */
export const rhythmPile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const due = await listRhythms(tx, dayOf(now()))
    return {
      id: 'rhythms-due',
      title: 'office.rhythms.pile',
      total: due.length,
      items: due.slice(0, most).map(({ id, what, keeper, nextOn }) => ({
        href: `/rhythms/${id}`,
        title: what,
        ...(keeper ? { meta: keeper } : {}),
        since: beginOf(nextOn),
      })),
      allHref: '/rhythms',
    }
  })
