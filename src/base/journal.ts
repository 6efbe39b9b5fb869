import type { Tx } from './db.ts'
import { addJob } from './jobs.ts'
import { now } from './time.ts'
import './schema.ts'

export type Entry = {
  id: string
  /** A fact, such as `story.published`. */
  what: string
  about: string | null
  who: string | null
  /** Whose record it is about, when it is somebody's: they can read who did what to it. */
  person?: string | null
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
    .values({ id, person: null, ...news, detail: JSON.stringify(detail) })
    .execute()
  const entry = { id, ...news, at: news.at.toISOString(), detail }
  await addJob(tx, 'journal', entry)
}

/** One reading of somebody's record. `what`: such as `person.read`; `fields`: the private ones that were shown. */
export type Reading = {
  what: string
  about: string
  /** Whose it is; null when they are known by this record only, such as the sender of a report. */
  person: string | null
  fields?: readonly string[]
}

/**
 * Writes down that staff read what is private of somebody: who looked, at whom, at which fields, never what
 * stood there. Reading one's own record is nobody's concern. Nothing follows from it.
 */
export async function recordReading(
  tx: Tx,
  who: string | null,
  ...readings: Reading[]
): Promise<void> {
  const at = now()
  const entries = readings
    .filter(({ person }) => person === null || person !== who)
    .map(({ what, about, person, fields = [] }) => {
      const detail = JSON.stringify({ fields })
      return { id: crypto.randomUUID(), what, about, person, who, at, detail }
    })
  if (entries.length > 0) await tx.insertInto('journal').values(entries).execute()
}
