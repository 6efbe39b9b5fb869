import { sql } from 'kysely'
import type { Db, Tx } from '#base/db.ts'
import './appeal.schema.ts'
import { noteTrace } from './consent.queries.ts'
import type { EffectKind } from './year.rules.ts'

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
 * something; `what` names no person. Part of the caller's transaction, as Kith itself or a moderator. Out: its id.
 */
export async function recordEffect(
  tx: Tx,
  {
    storyId,
    kind = 'other',
    what,
    at,
    notedBy = null,
  }: { storyId: string; kind?: EffectKind; what: string; at: Date; notedBy?: string | null },
): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insertInto('storyEffects').values({ id, storyId, kind, what, at, notedBy }).execute()
  return id
}

export type Effect = { id: string; kind: EffectKind; what: string; at: Date }

/** What a story led to, the first first, at most two hundred. */
export const effectsOf = (tx: Tx, storyId: string): Promise<Effect[]> =>
  tx
    .selectFrom('storyEffects')
    .select(['id', 'kind', 'what', 'at'])
    .where('storyId', '=', storyId)
    .orderBy('at')
    .orderBy('id')
    .limit(200)
    .execute()
