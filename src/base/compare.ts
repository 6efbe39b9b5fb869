import { diffArrays } from 'diff'

/** A run of words that stands in both versions, only in the first, or only in the second. */
export type Run = { is: 'same' | 'gone' | 'new'; text: string }

// A text that was written anew has no differences worth reading: beyond this many the old words are shown as
// gone and the others as new. It also bounds the time and the memory of looking.
const mostChanges = 2000

/** Words with the space behind them; line breaks stay words of their own, so that paragraphs can be shown. */
const wordsIn = (text: string): string[] => text.match(/[^\s]+[^\S\n]*|\n+[^\S\n]*|[^\S\n]+/g) ?? []

const runOf = (is: Run['is'], words: string[]): Run[] =>
  words.length > 0 ? [{ is, text: words.join('') }] : []

/**
 * Compares two versions word by word, for texts of up to 30,000 words. Out: runs in reading order; those that
 * are not `new` are together the first text, those that are not `gone` the second.
 */
export function compareWords(before: string, after: string): Run[] {
  const [a, b] = [wordsIn(before), wordsIn(after)]
  const changes = diffArrays(a, b, { maxEditLength: mostChanges })
  if (!changes) return [...runOf('gone', a), ...runOf('new', b)]
  return changes.flatMap(({ added, removed, value }) =>
    runOf(added ? 'new' : removed ? 'gone' : 'same', value),
  )
}
