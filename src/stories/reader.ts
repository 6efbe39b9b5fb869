import type { Finder } from './reader.find.ts'
import { birthDates, childSurnames, healthWords } from './reader.persons.ts'
import { addresses, hospitals, postcodes, schools } from './reader.places.ts'
import { mails, phones, webs } from './reader.reach.ts'
import { plainOf } from './reader.text.ts'

/** What a mark is about. */
export const markKinds = [
  'phone',
  'email',
  'web',
  'postcode',
  'address',
  'school',
  'hospital',
  'child-surname',
  'birth-date',
  'medical',
] as const
export type MarkKind = (typeof markKinds)[number]
/** What a reader should look at: from `start` up to `end` (UTF-16 units of the text as it was written). */
export type Mark = { kind: MarkKind; start: number; end: number }

const finders: Record<MarkKind, Finder> = {
  'phone': phones,
  'email': mails,
  'web': webs,
  'postcode': postcodes,
  'address': addresses,
  'school': schools,
  'hospital': hospitals,
  'child-surname': childSurnames,
  'birth-date': birthDates,
  'medical': healthWords,
} // prettier-ignore

/** Of marks that lie on each other the one named first in `markKinds` stays, and of one kind the longer. */
function apart(marks: Mark[]): Mark[] {
  const order = (mark: Mark) => markKinds.indexOf(mark.kind)
  const kept: Mark[] = []
  for (const mark of marks.toSorted(
    (a, b) => a.start - b.start || order(a) - order(b) || b.end - a.end,
  )) {
    const last = kept.at(-1)
    if (!last || mark.start >= last.end) kept.push(mark)
    else if (order(mark) < order(last)) kept[kept.length - 1] = mark
    else if (mark.kind === last.kind) last.end = Math.max(last.end, mark.end)
  }
  return kept
}

/**
 * Reads a story for safety and marks what could lead to somebody or hurt them: numbers, addresses, schools,
 * hospitals, surnames of children, dates of birth, words of illness; in English and Welsh, in the digits of
 * any script. It never judges and never changes a word: a person looks at each mark. In order, apart.
 */
export function marksIn(written: string): Mark[] {
  const { text, at } = plainOf(written)
  const all = markKinds.flatMap((kind) =>
    [...finders[kind](text)].map(({ start, end }) => ({ kind, start, end })),
  )
  return apart(all).map(({ kind, start, end }) => ({
    kind,
    start: at(start),
    end: at(end - 1) + 1,
  }))
}
