import type { Db } from '#base/db.ts'
import { type Lang, translator } from '#base/i18n.ts'
import type { FindThings } from '#members/index.ts'
import { latestStories } from '#stories/index.ts'

const most = 2

/** The newest stories, first those in the reader's language. */
async function storiesFor(db: Db, lang: Lang) {
  const stories = await latestStories(db, 20)
  const own = stories.filter((story) => story.lang === lang)
  const others = stories.filter((story) => story.lang !== lang)
  return [...own, ...others].slice(0, most)
}

/**
 * What of this coalition a new member could read or join: a story, who else is near, their own story, then
 * another story, the feed and what the coalition is. Only what exists.
 */
export const thingsToRead: FindThings = async (db, lang, place) => {
  const t = translator(lang)
  const [first, ...more] = (await storiesFor(db, lang)).map(({ id, title }) => ({
    id: `story:${id}`,
    words: t('welcome.thing.story', { title }),
    path: `/stories/${id}`,
  }))
  const near = new URLSearchParams({ near: place })
  return [
    ...(first ? [first] : []),
    { id: 'near', words: t('welcome.thing.near', { place }), path: `/members?${near}` },
    { id: 'tell', words: t('welcome.thing.tell'), path: '/stories/new' },
    ...more,
    ...(first ? [{ id: 'feed', words: t('welcome.thing.feed'), path: '/feeds/stories.rss' }] : []),
    { id: 'about', words: t('welcome.thing.about'), path: '/about' },
  ]
}
