import { act, kithItself, type Tx } from '#base/db.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { forgetBy } from '#base/retention.ts'
import { storyKey } from './keys.ts'
import { type Occasion, writeToTeller } from './letters.tsx'
import { findStory, forgetDraftsOf, lastDecision } from './queries.ts'
import { storyRules } from './retention.ts'

/**
 * The story that its teller hears of, and what they hear; null when there is nothing to say. What waits for its
 * day is said to wait, and to be published when the day comes.
 */
async function toTell(tx: Tx, id: string | null, meant: Occasion) {
  const story = await findStory(tx, id ?? '')
  if (!story?.email) return null
  if (meant !== 'published') return { story, occasion: meant }
  const occasion: Occasion = story.notBefore ? 'waiting' : 'published'
  return story.state === 'published' ? { story, occasion } : null
}

const tell = (meant: Occasion) => (deps: JobDeps, entry: Entry) =>
  act(deps.db, kithItself, async (tx) => {
    const found = await toTell(tx, entry.about, meant)
    if (!found) return
    const { story, occasion } = found
    const origin = letterOrigin(deps.config, entry.detail['origin'], entry.who !== null)
    const isOut = occasion === 'published' && story.audience === 'public'
    const mine = `${origin}/stories/mine/${storyKey(deps.secret, story.id)}`
    const decision = occasion === 'declined' ? await lastDecision(tx, story.id) : undefined
    await writeToTeller(tx, {
      story,
      occasion,
      key: `story ${entry.id}`,
      ...(origin !== null && {
        button: isOut
          ? { label: 'stories.letter.read', href: `${origin}/stories/${story.id}` }
          : { label: 'stories.letter.mine', href: mine },
      }),
      quote: [decision?.rule, decision?.reason].flatMap((quote) => (quote ? [{ quote }] : [])),
    })
  })

const forgetDrafts = ({ db, secret }: JobDeps, { about }: Entry) =>
  act(db, kithItself, (tx) => forgetDraftsOf(tx, storyKey(secret, about ?? '')))

/** What follows from what happens to a story: letters to its teller, and in the end forgetting, every night by the rules. */
export const storiesLater: Later = {
  on: {
    'story.told': tell('told'),
    'story.published': tell('published'),
    'story.day-came': tell('published'),
    'story.declined': tell('declined'),
    'story.changed': tell('changed'),
    'story.withdrawn': forgetDrafts,
  },
  jobs: { 'stories.forget': (deps) => forgetBy(deps, storyRules) },
}
