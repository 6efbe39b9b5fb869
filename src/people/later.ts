import type { JobDeps, Later } from '#base/jobs.ts'
import { forgetLimits } from '#base/limits.ts'
import { factorLetter, roleLetter } from './factors.later.ts'
import { forgetSheets } from './paper.actions.ts'
import { forgetChallenges } from './passkey.actions.ts'
import { forgetReadOutCodes } from './read-out.actions.ts'
import { forgetSessions } from './sessions.queries.ts'
import { forgetSignIns, writeSignInLetter } from './sign-in.actions.ts'

/** Everything here is kept no longer than schema.ts says. */
async function tidy({ db }: JobDeps): Promise<void> {
  await forgetSessions(db)
  await forgetSignIns(db)
  await forgetSheets(db)
  await forgetReadOutCodes(db)
  await forgetChallenges(db)
  await forgetLimits(db)
}

export const peopleLater: Later = {
  on: {
    'codes.made': factorLetter,
    'codes.read-out': factorLetter,
    'passkey.added': factorLetter,
    'passkey.removed': factorLetter,
    'role.given': roleLetter,
    'role.taken': roleLetter,
  },
  jobs: { 'sign-in.letter': writeSignInLetter, 'people.tidy': tidy },
  cron: [{ match: '13 * * * *', job: 'people.tidy' }],
}
