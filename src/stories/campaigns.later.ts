import { act, kithItself } from '#base/db.ts'
import type { Later } from '#base/jobs.ts'
import { dropPages } from '#base/pages.ts'

/** What follows from the clock: a campaign begins and ends with its days, and ready pages say so within the hour's first minute. */
export const campaignsLater: Later = {
  on: {},
  jobs: {
    'campaigns.turn': ({ db }) => act(db, kithItself, (tx) => dropPages(tx, ['campaigns'])),
  },
  cron: [{ match: '0 * * * *', job: 'campaigns.turn' }],
}
