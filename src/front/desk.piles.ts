import { type Db, kithItself, type Who } from '#base/db.ts'
import type { DeskPile, FindPile } from '#base/desk.ts'
import {
  callPile,
  claimsPile,
  handOverPile,
  membershipsPile,
  ringPile,
  twinsPile,
  welcomePile,
} from '#members/index.ts'
import {
  againPile,
  appealsPile,
  translationsPile,
  waitingReports,
  waitingStories,
  wordsPile,
  yearPile,
} from '#stories/index.ts'
import { dutiesPile } from './duties.queries.ts'
import { promisePile } from './promises.queries.ts'
import { rhythmPile } from './rhythms.pile.ts'

const reportsPile: FindPile = async (db, who, most) => {
  const { total, rows } = await waitingReports(db, who, most)
  return {
    id: 'waiting-reports',
    title: 'front.desk.reports',
    total,
    items: rows.map(({ id, title, sentAt }) => ({ href: `/reports/${id}`, title, since: sentAt })),
    allHref: '/reports',
  }
}

const storiesPile: FindPile = async (db, who, most) => {
  const { total, rows } = await waitingStories(db, who, most)
  return {
    id: 'waiting-stories',
    title: 'front.desk.stories',
    total,
    items: rows.map(({ id, title, lang, toldAt }) => ({
      href: `/stories/${id}/decision`,
      title,
      lang,
      since: toldAt,
    })),
    allHref: '/stories/waiting',
  }
}

/** What waits for whom, by role: one line brings a pile to their desk. */
const pilesOf: Record<string, FindPile[]> = {
  secretary: [
    membershipsPile,
    ringPile,
    welcomePile,
    claimsPile,
    handOverPile,
    callPile,
    twinsPile,
    promisePile,
    rhythmPile,
    dutiesPile,
  ],
  moderator: [
    reportsPile,
    appealsPile,
    storiesPile,
    wordsPile,
    translationsPile,
    againPile,
    yearPile,
  ],
  welcomer: [welcomePile],
}

// Somebody may be in danger: what is reported is read before anything else.
const first = 'waiting-reports'

const oldest = ({ items }: DeskPile): number => items[0]?.since.getTime() ?? Infinity

/** The order of the desk: reports, then whatever has waited longest. */
const byWaiting = (a: DeskPile, b: DeskPile): number =>
  Number(b.id === first) - Number(a.id === first) || oldest(a) - oldest(b)

/** Everything that waits for somebody with these roles; a pile that two roles share is there once. */
export async function pilesFor(
  db: Db,
  who: Who,
  roles: readonly string[],
  most: number,
): Promise<DeskPile[]> {
  const finders = new Set(roles.flatMap((role) => pilesOf[role] ?? []))
  const piles = await Promise.all([...finders].map((find) => find(db, who, most)))
  return piles.filter(({ total }) => total > 0).toSorted(byWaiting)
}

/** How much waits in the whole coalition, as numbers: for whoever takes the office over. Names nobody. */
export async function allPiles(db: Db): Promise<DeskPile[]> {
  const piles = await pilesFor(db, kithItself, Object.keys(pilesOf), 1)
  return piles.map((pile) => ({ ...pile, items: [] }))
}
