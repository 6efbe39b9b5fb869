/** What a finder finds: from `start` up to `end` of a plain text (UTF-16 units). */
export type Found = { start: number; end: number }
export type Finder = (text: string) => Iterable<Found>

export const whole = (match: RegExpMatchArray): Found => {
  const start = match.index ?? 0
  return { start, end: start + match[0].length }
}

/** The part of a match that is in its group of this name. */
export const part = (
  match: RegExpMatchArray & { indices?: RegExpIndicesArray },
  name: string,
): Found => {
  const [start = 0, end = 0] = match.indices?.groups?.[name] ?? []
  return { start, end }
}

export const before = (text: string, at: number, letters: number): string =>
  text.slice(Math.max(0, at - letters), at)
