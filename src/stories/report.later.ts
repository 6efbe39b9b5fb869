import { act, kithItself } from '#base/db.ts'
import type { Later } from '#base/jobs.ts'
import { forgetReports } from './report.queries.ts'

/** What a night takes away of reports. */
export const reportLater: Later = {
  jobs: { 'reports.forget': async ({ db }) => void (await act(db, kithItself, forgetReports)) },
  cron: [{ match: '30 3 * * *', job: 'reports.forget' }],
}
