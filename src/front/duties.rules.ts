import { addDays } from '#base/time.ts'

/** A record is looked at again after a year; Ofcom's guidance says at least every 12 months. */
const yearDays = 365
/** A new service has three months for its first records (Online Safety Act 2023, Schedule 3). */
const firstDays = 90

export type Standing = { lookedAt: Date | null; dueAt: Date; isDue: boolean }

/** How a record stands. `beganAt`: when the coalition set its Kith up. */
export function standingOf(lookedAt: Date | null, beganAt: Date, at: Date): Standing {
  const dueAt = lookedAt ? addDays(lookedAt, yearDays) : addDays(beganAt, firstDays)
  return { lookedAt, dueAt, isDue: dueAt <= at }
}

/** Before this moment whatever was saved last is a year old. */
export const yearBefore = (at: Date): Date => addDays(at, -yearDays)

/**
 * What the two stages of a children's access assessment lead to (Online Safety Act 2023, sections 35 and 36).
 * Who is not sure is treated as "yes": the duty does not wait until it is known.
 */
export function childrenMayCome(answers: Record<string, string>): boolean {
  if (answers['ageCheck'] === 'yes') return false
  return answers['childUsers'] !== 'no' || answers['attracts'] !== 'no'
}
