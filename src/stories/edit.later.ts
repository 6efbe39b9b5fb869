import { act, kithItself } from '#base/db.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { askAboutEdit } from './edit.letters.tsx'
import { findEdit } from './edit.queries.ts'
import { codeOf, storyKey } from './keys.ts'
import { findStory } from './queries.ts'

const ask = (deps: JobDeps, entry: Entry) =>
  act(deps.db, kithItself, async (tx) => {
    const story = await findStory(tx, entry.about ?? '')
    // Given up, or changed by its teller, before the letter was written: there is nothing to ask.
    if (!story || (await findEdit(tx, story.id))?.state !== 'asked') return
    const origin = letterOrigin(deps.config, entry.detail['origin'], entry.who !== null)
    const href = origin && `${origin}/stories/mine/${storyKey(deps.secret, story.id)}/edit`
    const code = codeOf(deps.secret, 'story', story.id)
    await askAboutEdit(tx, { story, key: `edit ${entry.id}`, code, href })
  })

/** What follows from an edited version: its teller is asked. */
export const editLater: Later = { on: { 'edit.asked': ask } }
