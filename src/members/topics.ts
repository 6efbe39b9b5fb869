import type { Key } from '#base/i18n.ts'

/** What members work on. The words stand in locales/…/join.json under `topic.…`; the list is data. */
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
