import type { Tx } from './db.ts'
import { addJob } from './jobs.ts'
import './schema.ts'

export type Entry = {
  id: string
  /** A fact, such as `story.published`. */
  what: string
  about: string | null
  who: string | null
  at: Date
  /** Ids, states and reasons; never names or addresses. */
  detail: Record<string, unknown>
}

type News = Omit<Entry, 'id' | 'detail'> & { detail?: Record<string, unknown> }

/**
 * Writes down what happened, in the transaction in which it happened. What follows from it (letters,
 * copies, tidying up) is done by the rooms' `later.ts` after commit.
 */
export async function record(tx: Tx, { detail = {}, ...news }: News): Promise<void> {
  const id = crypto.randomUUID()
  await tx
    .insertInto('journal')
    .values({ id, ...news, detail: JSON.stringify(detail) })
    .execute()
  const entry = { id, ...news, at: news.at.toISOString(), detail }
  await addJob(tx, 'journal', entry)
}
