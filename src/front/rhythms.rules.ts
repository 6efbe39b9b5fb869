import type { Day, RhythmsTable } from './office.schema.ts'

/** How often: every so many days, or on a weekday of each month (week 5: the last). */
export type Beat = Pick<RhythmsTable, 'everyDays' | 'week' | 'weekday'>

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })

/** The day on the office's wall at this moment. */
export const dayOf = (at: Date): Day => calendar.format(at)

/** Midday of a day, so that no time zone of a reader makes another day of it. */
export const middayOf = (day: Day): Date => new Date(`${day}T12:00:00Z`)

/** The moment at which a day begins on the office's wall: in summer, the last hour of the day before in UTC. */
export const beginOf = (day: Day): Date => {
  const midnight = new Date(`${day}T00:00:00Z`)
  const summer = new Date(midnight.getTime() - 3_600_000)
  return dayOf(summer) === day ? summer : midnight
}

const dayFrom = (year: number, month: number, day: number): Day | null => {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal && year >= 2000 && year <= 2100 ? date.toISOString().slice(0, 10) : null
}

/** Reads a day as a browser sends it (2026-11-23) or as people write it (23/11/2026); null when it is none. */
export function readDay(text: string): Day | null {
  const machine = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim())
  if (machine) return dayFrom(Number(machine[1]), Number(machine[2]), Number(machine[3]))
  const written = /^(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})$/.exec(text.trim())
  return written ? dayFrom(Number(written[3]), Number(written[2]), Number(written[1])) : null
}

export const plusDays = (day: Day, days: number): Day => {
  const date = middayOf(day)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Whole days from one day to another; negative when the second comes first. */
export const daysFrom = (from: Day, to: Day): number =>
  Math.round((middayOf(to).getTime() - middayOf(from).getTime()) / 86_400_000)

/** Such as the first Tuesday: `month` and `weekday` count from 1, Monday is 1; `week` 5 is the last one. */
function weekdayOfMonth(year: number, month: number, week: number, weekday: number): Day {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay() || 7
  const offset = (weekday - first + 7) % 7
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const day = offset + 1 + (week - 1) * 7
  const date = new Date(Date.UTC(year, month - 1, day > length ? day - 7 : day))
  return date.toISOString().slice(0, 10)
}

/** The first such day of a month that comes after `after`. */
function nextOfMonth(after: Day, week: number, weekday: number): Day {
  const [year = 0, month = 0] = after.split('-').map(Number)
  const months = [0, 1, 2].map((more) => {
    const at = month - 1 + more
    return weekdayOfMonth(year + Math.floor(at / 12), (at % 12) + 1, week, weekday)
  })
  return months.find((day) => day > after) ?? after
}

/**
 * When it is due again, once it was done: in its rhythm, counted from the day it was due, so that doing it
 * late once does not move it for good; and always later than today.
 */
export function nextAfter({ everyDays, week, weekday }: Beat, dueOn: Day, today: Day): Day {
  if (everyDays === null) return nextOfMonth(dueOn > today ? dueOn : today, week ?? 1, weekday ?? 1)
  const late = Math.max(0, daysFrom(dueOn, today))
  return plusDays(dueOn, (Math.floor(late / everyDays) + 1) * everyDays)
}

/** When it is due for the first time, unless the office says so: such a day of this month or the next. */
export const firstOf = (beat: Beat, today: Day): Day =>
  beat.everyDays === null
    ? nextOfMonth(plusDays(today, -1), beat.week ?? 1, beat.weekday ?? 1)
    : plusDays(today, beat.everyDays)
