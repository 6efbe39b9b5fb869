import type { Words } from './edit.rules.ts'
import { type Mark, marksIn } from './reader.ts'
import type { Field } from './safety.rules.ts'

/** The marks in each part of a story that readers see. */
export type Marks = Record<Field, Mark[]>

export const marksOf = (words: Words): Marks => ({
  title: marksIn(words.title),
  body: marksIn(words.body),
  byline: marksIn(words.byline),
  pictureWords: marksIn(words.pictureWords ?? ''),
})
