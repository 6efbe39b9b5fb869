import type { Later } from '#base/jobs.ts'
import { forgetBy } from '#base/retention.ts'
import { storyRules } from './retention.ts'

/** What is kept no longer of reports goes every night by the rules; this does it at once. */
export const reportLater: Later = {
  jobs: { 'reports.forget': (deps) => forgetBy(deps, storyRules) },
}
