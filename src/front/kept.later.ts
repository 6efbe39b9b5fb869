import type { JobDeps, Later } from '#base/jobs.ts'
import { forgetAtNight } from '#base/retention.ts'
import { allRules } from './kept.rules.ts'

/** Every night, what was kept long enough goes: after the log was checked, so that it is checked whole. */
export const keptLater: Later = {
  jobs: { 'retention.night': (deps: JobDeps) => forgetAtNight(deps, allRules) },
  cron: [{ match: '30 4 * * *', job: 'retention.night' }],
}
