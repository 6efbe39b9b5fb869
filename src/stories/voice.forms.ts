import { z } from 'zod'
import { choice, choices, line, optionalEmail, optionalLine, prose, tick } from '#base/forms.ts'
import { uses } from './consent.schema.ts'
import { otherForm, tellForms } from './forms.ts'

export const voiceForm = z.object({ remove: tick })

/** The words of a recording, as a moderator wrote them down: 30,000 words is about the most. */
export const transcriptForm = z.object({
  body: prose('voice.office.words-missing', 200_000),
})

/** What whoever takes a call, or types in a sheet, writes down: all the pages of telling on one. */
export const officeForm = z
  .object({
    ...tellForms.who.shape,
    ...tellForms.what.shape,
    code: optionalLine(40),
    rang: optionalLine(120),
    phone: optionalLine(40),
    address: optionalLine(300),
    witness: optionalLine(120),
    spoken: choice(['en', 'cy', 'ur'], 'voice.office.spoken-missing'),
    audience: tellForms.audience.shape.audience,
    uses: choices(uses, 'consent.uses.missing').refine(
      (chosen) => chosen.length > 0,
      'consent.uses.missing',
    ),
    until: tellForms.audience.shape.until,
    ...otherForm.shape,
    otherName: optionalLine(120),
    otherHow: z.enum(['named', 'pictured']).optional().default('named'),
    email: optionalEmail('stories.who.email-wrong'),
  })
  .superRefine(({ name, nameStyle, otherChild, otherGuardian }, check) => {
    if (nameStyle !== 'none' && name === '')
      check.addIssue({ code: 'custom', path: ['name'], message: 'stories.who.name-missing' })
    if (otherChild && otherGuardian === '')
      check.addIssue({
        code: 'custom',
        path: ['otherGuardian'],
        message: 'consent.others.guardian-missing',
      })
  })
export type OfficeForm = z.output<typeof officeForm>

export const paperForm = z.object({
  size: choice(['14', '18', '24'], 'paper.size-missing'),
  tongue: choice(['en', 'cy', 'ur'], 'paper.lang-missing'),
})

export const laterForm = z.object({ email: optionalEmail('stories.who.email-wrong') })
export const goOnForm = z.object({ code: line('consent.code.missing', 40) })
