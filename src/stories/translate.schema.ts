import type { Generated, Selectable } from 'kysely'
import type { PublishedStory } from './schema.ts'

/**
 * One a language. Kept as long as the story; gone, with its words, when the story is taken back. Waits again
 * when the words that it was made from become others.
 */
export type StoryTranslationsTable = {
  id: string
  storyId: string
  lang: string
  /** Empty, like the body, while somebody was asked to translate it and has not begun. */
  title: string
  body: string
  pictureWords: string | null
  translator: string | null
  translatorId: string | null
  wordsHash: string
  state: 'draft' | 'asked' | 'yes' | 'no'
  editedBy: string | null
  editedAt: Date
  readBy: string | null
  readAt: Date | null
  readByTeller: boolean
  askedAt: Date | null
  answeredAt: Date | null
  channel: 'link' | 'phone' | 'letter' | null
  takenBy: string | null
  wish: string | null
  keyHash: string | null
}
export type StoryTranslation = Selectable<StoryTranslationsTable>

/** Public; leaves the moment the public story leaves, or its teller says no. */
export type PublishedTranslationsTable = {
  id: string
  storyId: string
  lang: string
  title: string
  body: string
  pictureWords: string | null
  translator: string
  publishedAt: Date
  words: Generated<string>
}

/** A public story in the words of a translation; `publishedAt` is when these became public. */
export type TranslatedStory = PublishedStory & {
  translationId: string
  translator: string
  original: { lang: string; title: string }
}

declare module '#base/db.ts' {
  interface Tables {
    storyTranslations: StoryTranslationsTable
    publishedTranslations: PublishedTranslationsTable
  }
}
