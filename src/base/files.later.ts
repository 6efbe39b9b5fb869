import { act, kithItself, type Tx } from './db.ts'
import { removeBytes, storedBefore } from './files.store.ts'
import type { JobDeps, Later } from './jobs.ts'
import { forgetOnce } from './once.ts'
import { addDays, now } from './time.ts'
import './schema.ts'

const daysUnclaimed = 2
const daysOfSentLetters = 90

/** Out: the ids whose bytes have to go too. */
async function forgetUnclaimed(tx: Tx): Promise<string[]> {
  const gone = await tx
    .deleteFrom('files')
    .where('claimed', '=', false)
    .where('keptAt', '<', addDays(now(), -daysUnclaimed))
    .returning('id')
    .execute()
  return gone.map((row) => row.id)
}

const forgetDrafts = (tx: Tx) => tx.deleteFrom('drafts').where('keptUntil', '<', now()).execute()

const forgetLetters = (tx: Tx) =>
  tx
    .deleteFrom('outbox')
    .where('state', '=', 'sent')
    .where('sentAt', '<', addDays(now(), -daysOfSentLetters))
    .execute()

/** Of these ids those without a row. */
async function without(tx: Tx, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('files').select('id').where('id', 'in', ids).execute()
  const known = new Set(rows.map((row) => row.id))
  return ids.filter((id) => !known.has(id))
}

const atOnce = 1000

/**
 * Removes the bytes that no row speaks of: their transaction failed after they were written, or Kith
 * stopped before it removed them. Young ones are left: their transaction may still run.
 */
async function sweep({ db, config }: JobDeps): Promise<void> {
  // The disk's own clock, which KITH_CLOCK does not move.
  const ids = [...(await storedBefore(config.dataFolder, addDays(new Date(), -daysUnclaimed)))]
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce)
    for (const id of await act(db, kithItself, (tx) => without(tx, some)))
      await removeBytes(config.dataFolder, id)
  }
}

/** What a night takes away: pictures of forms never sent, old drafts, old letters, keys of forms. */
export const filesLater: Later = {
  jobs: {
    'house.forget': async (deps) => {
      const unclaimed = await act(deps.db, kithItself, async (tx) => {
        await forgetDrafts(tx)
        await forgetLetters(tx)
        await forgetOnce(tx)
        return forgetUnclaimed(tx)
      })
      for (const id of unclaimed) await removeBytes(deps.config.dataFolder, id)
      await sweep(deps)
    },
  },
  cron: [{ match: '20 3 * * *', job: 'house.forget' }],
}
