import { act, kithItself, type Tx } from './db.ts'
import { removeBytes, storedBefore } from './files.store.ts'
import type { JobDeps, Later } from './jobs.ts'
import { forgetBy, houseRules } from './retention.ts'
import { addDays } from './time.ts'
import './schema.ts'

const daysUnclaimed = 2
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

/** Every night bytes that no row speaks of; what is kept no longer goes by the rules of the house. */
export const filesLater: Later = {
  jobs: {
    'files.sweep': sweep,
    'house.forget': async (deps) => {
      await forgetBy(deps, houseRules)
      await sweep(deps)
    },
  },
  cron: [{ match: '20 3 * * *', job: 'files.sweep' }],
}
