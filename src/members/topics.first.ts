import type { TopicLine } from './topics.rules.ts'
import { topics as ours } from './topics.ts'

/** What Kith brings along, while the office has changed nothing. */
export const firstTopics: TopicLine[] = ours.map((code, at) => ({
  code,
  names: {},
  source: null,
  parent: null,
  offered: true,
  turn: at + 1,
  mergedInto: null,
}))
