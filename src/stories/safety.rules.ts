import type { MarkKind } from './reader.ts'
import type { StorySafety } from './safety.schema.ts'

/** What may hurt somebody long after: the reader of a story proposes that a second person reads it too. */
export const sensitiveKinds: readonly MarkKind[] = ['child-surname', 'medical']

/**
 * What a moderator's yes means for a story: it is enough; it is the first of two; it is the second; or it is
 * the same person's once more, which is nobody's second pair of eyes.
 */
export function readingOf(
  safety: Pick<StorySafety, 'firstBy' | 'firstAt' | 'secondAt'> | undefined,
  moderatorId: string,
): 'enough' | 'first' | 'second' | 'again' {
  if (!safety || safety.secondAt) return 'enough'
  if (!safety.firstAt) return 'first'
  return safety.firstBy === moderatorId ? 'again' : 'second'
}

/** Whether everyone who has to read it has read it. */
export const readEnough = (safety: Pick<StorySafety, 'secondAt'> | undefined): boolean =>
  safety === undefined || safety.secondAt !== null

/** Where letters stand in a story, as a button carries it: "body|120|132|phone". */
export type Spot = { field: Field; start: number; end: number; kind: string }
export const fields = ['title', 'body', 'byline', 'pictureWords'] as const
export type Field = (typeof fields)[number]

export const spotOf = ({ field, start, end, kind }: Spot): string =>
  [field, start, end, kind].join('|')

export function readSpot(text: string): Spot | null {
  const [, field, start, end, kind] =
    /^(title|body|byline|pictureWords)\|(\d{1,7})\|(\d{1,7})\|([a-z-]{1,20})$/.exec(text) ?? []
  if (!field || !kind) return null
  return { field: field as Field, start: Number(start), end: Number(end), kind }
}
