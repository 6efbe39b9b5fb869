import { act, kithItself } from '#base/db.ts'
import type { JobDeps, Later } from '#base/jobs.ts'
import type { Entry } from '#base/journal.ts'
import { letterOrigin } from '#base/links.ts'
import { codeOf, storyKey } from './keys.ts'
import { findStory } from './queries.ts'
import { writeOfTranslation } from './translate.letters.tsx'
import { findTranslation } from './translate.queries.ts'

const write =
  (occasion: 'asked' | 'published', state: 'asked' | 'yes') => (deps: JobDeps, entry: Entry) =>
    act(deps.db, kithItself, async (tx) => {
      const story = await findStory(tx, entry.about ?? '')
      const lang = String(entry.detail['lang'] ?? '')
      // Given up, answered or changed before the letter was written: there is nothing to say.
      if (!story || (await findTranslation(tx, story.id, lang))?.state !== state) return
      const origin = letterOrigin(deps.config, entry.detail['origin'], entry.who !== null)
      const mine = origin && `${origin}/stories/mine/${storyKey(deps.secret, story.id)}`
      const href = mine && `${mine}/translations/${lang}`
      const code = codeOf(deps.secret, 'story', story.id)
      const key = `translation ${entry.id}`
      await writeOfTranslation(tx, { story, lang, occasion, key, code, href })
    })

/** What follows from a translation: its teller is asked, and told when it can be read. */
export const translateLater: Later = {
  on: {
    'translation.asked': write('asked', 'asked'),
    'translation.published': write('published', 'yes'),
  },
}
