import { z } from 'zod'
import { choice, line, optionalLine, optionalProse } from '#base/forms.ts'
import type { Beat } from './rhythms.rules.ts'
import { readDay } from './rhythms.rules.ts'

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Who looks after it, chosen from a list; nobody is an answer too. */
export const keeperField = z
  .string()
  .optional()
  .transform((id) => (id && isId.test(id) ? id : null))

const whole = (text: string, least: number, most: number): number | null => {
  const n = /^\d{1,4}$/.test(text) ? Number(text) : 0
  return n >= least && n <= most ? n : null
}

type Sent = { how: 'days' | 'month'; everyDays: string; week: string; weekday: string }

function beatOf({ how, everyDays, week, weekday }: Sent): Beat | null {
  if (how === 'days') {
    const days = whole(everyDays, 1, 1100)
    return days === null ? null : { everyDays: days, week: null, weekday: null }
  }
  const [inMonth, day] = [whole(week, 1, 5), whole(weekday, 1, 7)]
  return inMonth === null || day === null ? null : { everyDays: null, week: inMonth, weekday: day }
}

/** What the office does again and again. Without a date it begins with the next that fits. */
export const rhythmForm = z
  .object({
    what: line('office.rhythms.what-missing'),
    note: optionalProse(2000),
    how: choice(['days', 'month'], 'office.rhythms.how-missing'),
    everyDays: optionalLine(4),
    week: optionalLine(1),
    weekday: optionalLine(1),
    nextOn: optionalLine(20),
    keeper: keeperField,
  })
  .transform(({ what, note, keeper, nextOn, ...sent }, issues) => {
    const beat = beatOf(sent)
    const wrong = (path: string, message: string) =>
      issues.addIssue({ code: 'custom', path: [path], message })
    if (!beat)
      wrong(
        sent.how === 'days' ? 'everyDays' : 'week',
        sent.how === 'days' ? 'office.rhythms.days-wrong' : 'office.rhythms.week-wrong',
      )
    const next = nextOn === '' ? null : readDay(nextOn)
    if (nextOn !== '' && next === null) wrong('nextOn', 'office.day-wrong')
    if (!beat) return z.NEVER
    return { what, note, keeperId: keeper, beat, nextOn: next }
  })
export type RhythmDraft = z.output<typeof rhythmForm>

/** Done, or left out this time; `due` is the day that the page showed. */
export const turnForm = z.object({
  turn: choice(['done', 'left-out'], 'office.rhythms.turn-missing'),
  due: z.string().max(10),
})
