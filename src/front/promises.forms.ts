import { z } from 'zod'
import { choice, line, optionalLine } from '#base/forms.ts'
import { keeperField } from './rhythms.forms.ts'
import { readDay } from './rhythms.rules.ts'

/** "We said we would…": what, to whom, by when, who looks after it. */
export const promiseForm = z.object({
  what: line('office.promises.what-missing', 500),
  toWords: optionalLine(200),
  byOn: z.string('office.promises.by-missing').transform((text, issues) => {
    const day = readDay(text)
    if (day !== null) return day
    const message = text.trim() === '' ? 'office.promises.by-missing' : 'office.day-wrong'
    issues.addIssue({ code: 'custom', message })
    return z.NEVER
  }),
  keeper: keeperField,
  membership: optionalLine(36),
  organisation: optionalLine(36),
})
export type PromiseDraft = z.output<typeof promiseForm>

export const closingForm = z.object({
  how: choice(['done', 'ended'], 'office.promises.how-missing'),
})
