import type { Key, T } from '#base/i18n.ts'

/** What Kith brings along. The words stand in locales/…/join.json under `topic.…`; the office adds and trims. */
export const topics = [
  'loneliness',
  'befriending',
  'older-people',
  'young-people',
  'families',
  'carers',
  'disability',
  'mental-health',
  'newcomers',
  'faith',
  'food',
  'arts',
  'sport',
  'nature',
  'digital',
  'research',
] as const
export type Topic = (typeof topics)[number]

export const isTopic = (word: string): word is Topic => (topics as readonly string[]).includes(word)
/** The key of a topic's words. */
export const topicKey = (topic: Topic): Key => `topic.${topic}`

/** What the office calls topics, in the reader's language: the name of a code that has one. */
export type TopicNames = (code: string) => string | undefined

/** A topic in the reader's words; a word of a member's own is shown as it is. */
export const topicWords = (t: T, topic: string, names?: TopicNames): string =>
  names?.(topic) ?? (isTopic(topic) ? t(topicKey(topic)) : topic)

/** Topics to choose from, the most used first: code and words. */
export type TopicChoice = readonly [code: string, words: string]
