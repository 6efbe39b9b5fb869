import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import './consent.schema.ts'
import './schema.ts'

export type ToAsk = { id: string; title: string; lang: string; since: Date; total: number }

/**
 * Stories of tellers without a mail address, who told by telephone or on paper or have an account, and have to be
 * asked whether they still agree: somebody rings or writes to them. The one that waits longest first.
 */
export async function tellersToAsk(tx: Tx, most: number): Promise<ToAsk[]> {
  const { rows } = await sql<ToAsk>`
    select s.id, s.title, s.lang, s.asked_again_at as since, (count(*) over ())::int as total
    from stories s
    where s.asked_again_at is not null and s.email is null and s.state = 'published' and not s.example
      and (s.channel in ('phone', 'paper') or s.teller_id is not null)
      and exists (select from consents c where c.story_id = s.id and c.ended_at is null)
    order by s.asked_again_at, s.id limit ${most}`.execute(tx)
  return rows
}

/** For the desk: who has to be asked by telephone or on paper whether they still agree. */
export const againPile: FindPile = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => {
    const rows = await tellersToAsk(tx, most)
    return {
      id: 'stories-again',
      title: 'again.office.pile',
      total: rows[0]?.total ?? 0,
      items: rows.map(({ id, title, lang, since }) => ({
        href: `/stories/${id}/consents`,
        title,
        lang,
        since,
      })),
      allHref: '/stories/again',
    }
  })
