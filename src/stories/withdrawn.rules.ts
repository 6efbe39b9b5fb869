/**
 * What is kept outside the database of something that ended: a story was taken back (`withdrawn`), a use of it ended
 * (`ended`), its teller changed it (`changed`), said for whom it is (`for`), before which day it must not be shown
 * (`day`) or took off whom they had named (`reader-off`), somebody in it said no, or yes after that (`no`, `yes`),
 * its teller said no to an edited version or a translation, a moderator took it off the pages, or showed it again
 * (`down`, `up`). Ids only.
 */
const whats = [
  'withdrawn',
  'ended',
  'changed',
  'for',
  'day',
  'reader-off',
  'down',
  'up',
  'no',
  'yes',
  'edit-no',
  'translation-no',
] as const
export type Ending = {
  at: Date
  what: (typeof whats)[number]
  storyId: string
  /** The consent that ended, whoever in the story answered or was taken off; the story itself for all others. */
  id: string
  /** The entry of the journal that says the same. A database that does not have it is older than this line. */
  entry: string
  /**
   * By which channel it was said, such as `web`; for whom it is, such as `members`; the day, in milliseconds since
   * 1970, or `none`; of a translation its language.
   */
  how: string
}

/** As a line: `2026-11-23T10:00:00.000Z ended STORY CONSENT ENTRY web`. */
export const writtenEnding = ({ at, what, storyId, id, entry, how }: Ending): string =>
  [at.toISOString(), what, storyId, id, entry, how].join(' ')

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const pattern = new RegExp(
  `^(\\S{24}) (${whats.join('|')}) (${uuid}) (${uuid}) (${uuid}) ([a-z0-9-]{1,20})$`,
)

/** Reads a line; null when it is none, such as one that was cut off when the power failed. */
export function readEnding(line: string): Ending | null {
  const [, at = '', what, storyId, id, entry, how] = pattern.exec(line) ?? []
  const moment = new Date(at)
  if (!storyId || !id || !entry || !how || Number.isNaN(moment.getTime())) return null
  return { at: moment, what: what as Ending['what'], storyId, id, entry, how } // one of these, by the pattern
}

// What takes the place of what: a yes of a no.
const undoes: Partial<Record<Ending['what'], Ending['what']>> = { yes: 'no', up: 'down' }

/** Of lines with the same key the last one holds. */
function keyOf({ what, id, entry, how }: Ending): string {
  if (what === 'changed') return entry
  if (what === 'translation-no') return `${what} ${id} ${how}`
  return `${undoes[what] ?? what} ${id}`
}

/** What holds of all these, each once: of those who said several things what they said last. */
export function standing(endings: readonly Ending[]): Ending[] {
  const last = new Map<string, Ending>()
  for (const ending of endings.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
    last.set(keyOf(ending), ending)
  return [...last.values()].filter(({ what }) => !undoes[what])
}
