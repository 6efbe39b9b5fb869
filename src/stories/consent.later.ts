import { act, kithItself } from '#base/db.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import { type Entry, record } from '#base/journal.ts'
import { limit } from '#base/limits.ts'
import { letterOrigin } from '#base/links.ts'
import { addDays, now } from '#base/time.ts'
import { endByItself } from './consent.actions.ts'
import { askPerson, writeOfConsent } from './consent.letters.tsx'
import { consentsOf, dueToAskAgain, outlivedConsents, peopleIn } from './consent.queries.ts'
import { askAgain } from './consent.rules.ts'
import { codeOf, personKey, storyKey } from './keys.ts'
import { findStory } from './queries.ts'

// A story that names the same address again and again must not fill somebody's letterbox.
const mostADay = 5

/** Writes to everyone in a story who has a mail address and was not asked yet. */
const askEveryone = (deps: JobDeps, entry: Entry) =>
  act(deps.db, kithItself, async (tx) => {
    const story = await findStory(tx, entry.about ?? '')
    if (!story || story.state === 'withdrawn') return
    const origin = letterOrigin(deps.config, entry.detail['origin'], entry.who !== null)
    for (const person of await peopleIn(tx, story.id)) {
      if (person.state !== 'asked' || !person.email) continue
      const within = await limit(tx, 'story person', person.email.toLowerCase(), mostADay, 86_400)
      if (!within.ok) continue
      const code = codeOf(deps.secret, 'person', person.id)
      const href = origin && `${origin}/stories/yes/${personKey(deps.secret, person.id)}`
      await askPerson(tx, { story, person, code, href })
    }
  })

/** Tells the teller which use has ended, whoever ended it. */
const tellEnded = (deps: JobDeps, entry: Entry) =>
  act(deps.db, kithItself, async (tx) => {
    const story = await findStory(tx, entry.about ?? '')
    if (!story) return
    const ended = (await consentsOf(tx, story.id)).filter(
      (one) => one.endedAt?.getTime() === entry.at.getTime(),
    )
    const uses = [...new Set(ended.map((one) => one.use))]
    if (uses.length === 0) return
    const origin = letterOrigin(deps.config, entry.detail['origin'])
    const href = origin && `${origin}/stories/mine/${storyKey(deps.secret, story.id)}`
    await writeOfConsent(tx, { story, occasion: 'ended', key: `consent ${entry.id}`, uses, href })
  })

/** What was agreed to until a moment ends with it. */
const endOutlived = ({ db }: JobDeps): Promise<void> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    await endByItself(tx, await outlivedConsents(tx, at), 'time', at)
  })

/** Every night: who agreed a year ago is asked once more. */
async function keepConsents(deps: JobDeps): Promise<void> {
  const at = now()
  await endOutlived(deps)
  const yearAgo = addDays(at, -askAgain.afterDays)
  const silentSince = addDays(at, -askAgain.waitDays)
  const { rows } = await act(deps.db, kithItself, (tx) => dueToAskAgain(tx, yearAgo, silentSince))
  for (const { id, askedAgainAt } of rows)
    await act(deps.db, kithItself, async (tx) => {
      const story = await findStory(tx, id)
      if (!story) return
      if (askedAgainAt) {
        const open = (await consentsOf(tx, id)).filter((one) => one.endedAt === null)
        return endByItself(tx, open, 'no-answer', at)
      }
      await tx.updateTable('stories').set({ askedAgainAt: at }).where('id', '=', id).execute()
      const origin = letterOrigin(deps.config, '')
      const href = origin && `${origin}/stories/mine/${storyKey(deps.secret, id)}`
      const key = `consent again ${id} ${at.toISOString().slice(0, 10)}`
      await writeOfConsent(tx, { story, occasion: 'again', key, uses: [], href })
      await record(tx, { what: 'consent.asked-again', about: id, who: null, at })
    })
}

/** What follows from what was agreed to. */
export const consentLater: Later = {
  on: {
    'story.told': askEveryone,
    'story.changed': askEveryone,
    'edit.answered': askEveryone,
    'consent.ended': tellEnded,
  },
  jobs: { 'consents.keep': keepConsents, 'consents.outlived': endOutlived },
  cron: [
    { match: '50 3 * * *', job: 'consents.keep' },
    { match: '*/5 * * * *', job: 'consents.outlived' },
  ],
}
