import { act, kithItself } from '#base/db.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { limit } from '#base/limits.ts'
import { letterOrigin } from '#base/links.ts'
import { addDays, now } from '#base/time.ts'
import { letterKeyOf, showWhatIsDue } from './audience.actions.ts'
import { writeToReader } from './audience.letters.tsx'
import {
  forgetLetters,
  goneReaders,
  noteWritten,
  readersOf,
  unwritten,
} from './audience.queries.ts'
import { isReadable } from './audience.rules.ts'
import { consentsOf, peopleIn } from './consent.queries.ts'
import { allAgreed, usesHeld } from './consent.rules.ts'
import { codeOf, readerKey } from './keys.ts'
import { findStory } from './queries.ts'

// Whoever is named in story after story must not find their letterbox full.
const mostADay = 5

/** Writes to everyone a story is told to, once it can be read: whoever has an address and no letter yet. */
const writeTo = (deps: JobDeps, storyId: string, origin: string | null) =>
  act(deps.db, kithItself, async (tx) => {
    const story = await findStory(tx, storyId)
    if (story?.audience !== 'named') return
    const at = now()
    const everyone = allAgreed(await peopleIn(tx, story.id))
    const site = usesHeld(await consentsOf(tx, story.id), at).has('site')
    if (!isReadable(story, { everyone, site })) return
    for (const reader of await readersOf(tx, story.id)) {
      if (reader.writtenAt || !reader.email) continue
      const to = reader.email.toLowerCase()
      const within = await limit(tx, 'story reader', to, mostADay, 86_400)
      if (!within.ok) continue
      const key = letterKeyOf(reader.id)
      const code = codeOf(deps.secret, 'reader', reader.id)
      const href = origin && `${origin}/stories/for/${readerKey(deps.secret, reader.id)}`
      await writeToReader(tx, { story, reader, key, code, href })
      await noteWritten(tx, reader.id, at)
    }
  })

const writeToReaders = (deps: JobDeps, { about, who, detail }: Entry) =>
  writeTo(deps, about ?? '', letterOrigin(deps.config, detail['origin'], who !== null))

/** Whom a teller took off by sending the whole form anew gets no letter that waits. */
const forgetGone = ({ db }: JobDeps, { about }: Entry) =>
  act(db, kithItself, async (tx) => {
    const gone = await goneReaders(tx, about ?? '')
    if (gone.length > 0) await forgetLetters(tx, gone.map(({ id }) => letterKeyOf(id))) // prettier-ignore
  })

// Who was named longer ago than this, and could not be written to, is told by the teller.
const triedForDays = 14

/** Shows what is due, and writes to whoever was named and could not be written to before. */
async function keepDays(deps: JobDeps): Promise<void> {
  await showWhatIsDue(deps.db)
  const since = addDays(now(), -triedForDays)
  const waiting = await act(deps.db, kithItself, (tx) => unwritten(tx, since))
  for (const { id } of waiting) await writeTo(deps, id, letterOrigin(deps.config, ''))
}

/** What follows from who may read a story, and from when. */
export const audienceLater: Later = {
  on: {
    'story.published': writeToReaders,
    'story.restored': writeToReaders,
    'story.answered': writeToReaders,
    'story.changed': forgetGone,
    'story.day': writeToReaders,
    'story.day-came': writeToReaders,
    'story.audience': writeToReaders,
    'story.reader-named': writeToReaders,
    'edit.answered': writeToReaders,
  },
  jobs: { 'stories.days': keepDays },
  cron: [{ match: '*/5 * * * *', job: 'stories.days' }],
}
