import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import './appeal.schema.ts'
import { noteTrace } from './consent.queries.ts'

const mostHosts = 50

/** Notes that a site shows a story: its host, never who read it there. At most 50 sites a story. */
export async function noteEmbed(tx: Tx, storyId: string, host: string, at: Date): Promise<void> {
  const place = `embed: ${host}`
  const known = await tx
    .selectFrom('storyTraces')
    .select('place')
    .where('storyId', '=', storyId)
    .where('place', 'like', 'embed: %')
    .execute()
  if (known.length < mostHosts || known.some((one) => one.place === place))
    await noteTrace(tx, storyId, place, at)
}

/** Whether a story ever stood on the pages for everyone. */
export async function wasPublic(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{ was: boolean }>`select kith_was_public(${id}) as was`.execute(db)
  return rows[0]?.was ?? false
}

/**
 * Writes down what followed from a story: "two volunteers came". The door for every room that knows of
 * something; `what` names no person. Part of the caller's transaction, as Kith itself or a moderator.
 */
export const recordEffect = (
  tx: Tx,
  {
    storyId,
    what,
    at,
    notedBy = null,
  }: { storyId: string; what: string; at: Date; notedBy?: string | null },
) =>
  tx
    .insertInto('storyEffects')
    .values({ id: crypto.randomUUID(), storyId, what, at, notedBy })
    .execute()

/** What a story led to, the first first. */
export const effectsOf = (tx: Tx, storyId: string) =>
  tx
    .selectFrom('storyEffects')
    .select(['what', 'at'])
    .where('storyId', '=', storyId)
    .orderBy('at')
    .limit(200)
    .execute()
