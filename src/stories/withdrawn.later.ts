import type { Later } from '#base/jobs.ts'
import { factsThatEnd, keepTakenBack, noteEnding, noteWithdrawn } from './withdrawn.actions.ts'

/** What ends is noted outside the database too, so that an older copy of it brings nothing back. */
export const withdrawnLater: Later = {
  on: {
    ...Object.fromEntries(factsThatEnd.map((fact) => [fact, noteEnding])),
    'account.deleted': noteWithdrawn,
  },
  jobs: {
    'stories.taken-back': async (deps) => {
      await keepTakenBack(deps)
    },
  },
  cron: [{ match: '*/5 * * * *', job: 'stories.taken-back' }],
}
