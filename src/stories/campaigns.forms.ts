import { z } from 'zod'
import { prose } from '#base/forms.ts'
import { aboutShape } from './collections.forms.ts'

// A day of the calendar as a date field sends it, at midnight where the server stands.
const day = z
  .string('lists.day-wrong')
  .transform((text) => text.trim())
  .pipe(z.iso.date('lists.day-wrong'))
  .transform((text) => new Date(`${text}T00:00:00`))

export const campaignForm = z
  .object({
    ...aboutShape,
    call: prose('lists.call-missing', 1000),
    beginsOn: day,
    endsOn: day,
  })
  .superRefine(({ beginsOn, endsOn }, check) => {
    if (endsOn < beginsOn)
      check.addIssue({ code: 'custom', path: ['endsOn'], message: 'lists.ends-first' })
  })
