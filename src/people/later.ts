import type { JobDeps, Later } from '#base/jobs.ts'
import { forgetLimits } from '#base/limits.ts'
import { forgetSessions } from './sessions.queries.ts'
import { forgetSignIns, writeSignInLetter } from './sign-in.actions.ts'

/** Everything here is kept no longer than schema.ts says. */
async function tidy({ db }: JobDeps): Promise<void> {
  await forgetSessions(db)
  await forgetSignIns(db)
  await forgetLimits(db)
}

export const peopleLater: Later = {
  jobs: { 'sign-in.letter': writeSignInLetter, 'people.tidy': tidy },
  cron: [{ match: '13 * * * *', job: 'people.tidy' }],
}
