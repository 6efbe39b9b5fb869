import { now } from './time.ts'
import type { Tx } from './db.ts'
import './schema.ts'

/**
 * Claims the key that a form carries, so that a form sent twice is done once. Out: null the first time;
 * the second time where the first one led ('' while that is still being done).
 * The claim is part of the transaction: when it fails, the form may be sent again.
 */
export async function claimOnce(tx: Tx, key: string | undefined): Promise<string | null> {
  if (!key || !/^[0-9a-f-]{36}$/.test(key)) return null
  const claimed = await tx
    .insertInto('once')
    .values({ key, location: null, at: now() })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst()
  if (claimed.numInsertedOrUpdatedRows === 1n) return null
  const first = await tx
    .selectFrom('once')
    .select('location')
    .where('key', '=', key)
    .executeTakeFirst()
  return first?.location ?? ''
}

/** Remembers where a form led. */
export async function settleOnce(tx: Tx, key: string | undefined, location: string): Promise<void> {
  if (key) await tx.updateTable('once').set({ location }).where('key', '=', key).execute()
}
