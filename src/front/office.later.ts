import type { Later } from '#base/jobs.ts'
import { forgetBy } from '#base/retention.ts'
import { officeRules } from './office.retention.ts'

/** What is kept no longer of the office goes every night by the rules; this does it at once. */
export const officeLater: Later = {
  jobs: { 'office.forget': (deps) => forgetBy(deps, officeRules) },
}
