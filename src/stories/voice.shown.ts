import { act, type Db, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { now } from '#base/time.ts'
import { tagsOf } from './consent.actions.ts'
import { lockStory } from './queries.ts'
import { setShown } from './voice.queries.ts'

/**
 * A moderator keeps the sound of a story back, which says what was left out of its words, or lets it be heard again.
 * Out: whether there is such a story.
 */
export const showSound = (
  db: Db,
  who: Who & { personId: string },
  storyId: string,
  shown: boolean,
): Promise<boolean> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, storyId)
    if (!story || story.state === 'withdrawn') return false
    if (!(await setShown(tx, storyId, shown))) return true
    await dropPages(tx, tagsOf(storyId))
    const { tellerId: person } = story
    const what = shown ? 'story.sound-shown' : 'story.sound-left-out'
    await record(tx, { what, about: storyId, who: who.personId, person, at: now() })
    return true
  })
