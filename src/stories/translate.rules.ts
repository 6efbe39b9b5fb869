import { err, ok, type Result } from '#base/result.ts'
import type { PublishedStory, Story } from './schema.ts'
import type { StoryTranslation, TranslatedStory } from './translate.schema.ts'

/** What is written for a translation, and who is thanked for it. */
export type Translated = Pick<
  StoryTranslation,
  'title' | 'body' | 'pictureWords' | 'translator' | 'translatorId'
>

export type TranslateRefusal = 'no-such-story' | 'not-public' | 'same-language'
export type ReadRefusal = 'no-such-translation' | 'own-words' | 'other-words'

/** Whether a story may be translated: it is decided on, and for everyone; words for a few stay with them. */
export function mayTranslate(
  story: Pick<Story, 'state' | 'audience' | 'lang'> | undefined,
  lang: string,
): Result<null, TranslateRefusal> {
  if (!story || story.state === 'withdrawn') return err('no-such-story')
  if (story.state !== 'published' || story.audience !== 'public') return err('not-public')
  return story.lang === lang ? err('same-language') : ok(null)
}

/** Nobody has agreed to it, and nobody has read it: where every change of the words leads back to. */
const unread = {
  state: 'draft',
  askedAt: null,
  answeredAt: null,
  channel: null,
  takenBy: null,
  wish: null,
  readBy: null,
  readAt: null,
  readByTeller: false,
} as const

/** A translation that nobody has begun. */
export const emptyTranslation = (
  of: Pick<StoryTranslation, 'id' | 'storyId' | 'lang' | 'wordsHash'>,
  by: string | null,
  now: Date,
): StoryTranslation => ({
  ...of,
  ...unread,
  title: '',
  body: '',
  pictureWords: null,
  translator: null,
  translatorId: null,
  editedBy: by,
  editedAt: now,
  keyHash: null,
})

const isSame = (before: StoryTranslation, words: Translated, wordsHash: string) =>
  before.title === words.title &&
  before.body === words.body &&
  (before.pictureWords ?? '') === (words.pictureWords ?? '') &&
  before.translator === words.translator &&
  before.translatorId === words.translatorId &&
  before.wordsHash === wordsHash

/**
 * A translation with these words, made from the story as it is now; null when nothing differs. A yes was said to
 * other words, and others were read: it is a draft again.
 */
export const translateWith = (
  before: StoryTranslation,
  words: Translated,
  { by, wordsHash, now }: { by: string | null; wordsHash: string; now: Date },
): StoryTranslation | null =>
  isSame(before, words, wordsHash)
    ? null
    : { ...before, ...words, ...unread, wordsHash, editedBy: by, editedAt: now }

/**
 * Somebody who reads the language says that it says what the story says. Refused for who wrote or made it, and
 * for words that were changed since (`version`: see versionOf).
 */
export function readTranslation(
  translation: StoryTranslation | undefined,
  reader: string,
  version: number,
  now: Date,
): Result<StoryTranslation, ReadRefusal> {
  if (!translation || translation.body === '') return err('no-such-translation')
  if (translation.editedAt.getTime() !== version) return err('other-words')
  if (translation.editedBy === reader || translation.translatorId === reader)
    return err('own-words')
  return ok({ ...translation, readBy: reader, readAt: now })
}

/** What the teller's answer means besides a yes or no: they may have read it, and the translator is done. */
export const heard = (
  translation: StoryTranslation,
  { hasRead, now }: { hasRead: boolean; now: Date },
): StoryTranslation => {
  if (translation.state !== 'yes') return translation
  const closed = { ...translation, keyHash: null }
  return hasRead && !translation.readAt ? { ...closed, readAt: now, readByTeller: true } : closed
}

/** What a translation still needs before it is public. */
export function needsOf(
  translation: Pick<StoryTranslation, 'body' | 'state' | 'readAt'>,
  isStale: boolean,
): ('words' | 'again' | 'reader' | 'teller')[] {
  if (translation.body === '') return ['words']
  if (isStale) return ['again']
  return [
    ...(translation.readAt ? [] : ['reader' as const]),
    ...(translation.state === 'yes' ? [] : ['teller' as const]),
  ]
}

/** Where a story is read in these words. */
export const pathOf = (story: PublishedStory | TranslatedStory): string =>
  'original' in story ? `/stories/${story.id}/${story.lang}` : `/stories/${story.id}`
