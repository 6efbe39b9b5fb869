import { act, kithItself } from '#base/db.ts'
import { addJob, type JobDeps, type Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { addDays, now } from '#base/time.ts'
import { keepTwinsOf, lookThrough } from './twins.actions.ts'

/** So many at a time, a second or two in one transaction. */
const atOnce = 100

type Look = { importId: string | null; since: string; after: string | null }

/** An application names its organisation in the detail; a change is about the organisation itself. */
function organisationIn({ what, about, detail }: Entry): string | null {
  const named = detail['organisationId']
  if (typeof named === 'string') return named
  return what.startsWith('organisation.') ? about : null
}

const look = ({ db }: JobDeps, entry: Entry): Promise<void> =>
  act(db, kithItself, async (tx) => {
    const id = organisationIn(entry)
    if (id) await keepTwinsOf(tx, id)
  })

/** After a merge was undone both are there again. */
const lookAtBoth = ({ db }: JobDeps, { about, detail }: Entry): Promise<void> =>
  act(db, kithItself, async (tx) => {
    for (const id of [detail['organisationId'], about])
      if (typeof id === 'string') await keepTwinsOf(tx, id)
  })

const afterImport = ({ db }: JobDeps, entry: Entry): Promise<void> =>
  act(db, kithItself, (tx) =>
    addJob(tx, 'twins.look', {
      importId: entry.about,
      since: entry.at.toISOString(),
      after: null,
    } satisfies Look),
  )

async function lookOn({ db }: JobDeps, { importId, since, after }: Look): Promise<void> {
  const last = await lookThrough(db, { importId, since: new Date(since), after }, atOnce)
  if (last === null) return
  await act(db, kithItself, (tx) =>
    addJob(tx, 'twins.look', { importId, since, after: last } satisfies Look),
  )
}

/** Whatever changed without an entry of its own is looked at the night after. */
const lookAtNight = (deps: JobDeps): Promise<void> =>
  lookOn(deps, { importId: null, since: addDays(now(), -2).toISOString(), after: null })

/** Likely duplicates are looked for as they arise: after an application, a change, an import. */
export const twinsLater: Later = {
  on: {
    'membership.asked': look,
    'membership.corrected': look,
    'membership.readdressed': look,
    'membership.declined': look,
    'membership.withdrawn': look,
    'membership.ended': look,
    'organisation.changed': look,
    'organisation.entered': look,
    'organisation.merged': look,
    'organisation.unmerged': lookAtBoth,
    'import.done': afterImport,
  },
  jobs: { 'twins.look': lookOn, 'twins.night': lookAtNight },
  cron: [{ match: '50 2 * * *', job: 'twins.night' }],
}
