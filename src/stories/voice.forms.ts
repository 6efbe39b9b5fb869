import { z } from 'zod'
import {
  choice,
  choices,
  line,
  optionalEmail,
  optionalLine,
  optionalProse,
  prose,
  tick,
} from '#base/forms.ts'
import { audienceChoice, checkAudience, dayField, readersField } from './audience.forms.ts'
import { uses } from './consent.schema.ts'
import { tellForms } from './forms.ts'

export const soundForm = z.object({ shown: choice(['yes', 'no'], 'voice.office.sound-missing') })

export const voiceForm = z.object({ remove: tick })

/** The words of a recording, as a moderator wrote them down: 30,000 words is about the most. */
export const transcriptForm = z.object({
  body: prose('voice.office.words-missing', 200_000),
})

/** How many people a sheet has lines for; the names of the second and third end in their number. */
export const otherRows = ['', '2', '3'] as const
type Row = (typeof otherRows)[number]

const otherOf = <R extends Row>(n: R) => {
  const fields = {
    [`otherName${n}`]: optionalLine(120),
    [`otherReach${n}`]: optionalLine(200),
    [`otherChild${n}`]: tick,
    [`otherGuardian${n}`]: optionalLine(120),
  }
  // Computed names are lost on the way: these are the ones just above.
  return fields as Record<
    `other${'Name' | 'Reach' | 'Guardian'}${R}`,
    ReturnType<typeof optionalLine>
  > &
    Record<`otherChild${R}`, typeof tick>
}
type Others = Record<`other${'Name' | 'Reach' | 'Guardian'}${Row}`, string> &
  Record<`otherChild${Row}`, boolean>

/** Somebody else in the story, as one row has them; without a name the row is empty. */
export const otherIn = (form: Others, n: Row) => ({
  name: form[`otherName${n}`],
  reach: form[`otherReach${n}`],
  child: form[`otherChild${n}`],
  guardian: form[`otherGuardian${n}`],
})

/** What whoever takes a call, or types in a sheet, writes down: all the pages of telling on one. */
export const officeForm = z
  .object({
    ...tellForms.who.shape,
    ...tellForms.what.shape,
    code: optionalLine(40),
    rang: optionalLine(120),
    phone: optionalLine(40),
    address: optionalProse(300),
    witness: optionalLine(120),
    spoken: choice(['en', 'cy', 'ur'], 'voice.office.spoken-missing'),
    audience: audienceChoice,
    readers: readersField,
    notBefore: dayField,
    uses: choices(uses, 'consent.uses.missing').refine(
      (chosen) => chosen.length > 0,
      'consent.uses.missing',
    ),
    until: tellForms.audience.shape.until,
    ...otherOf(''),
    ...otherOf('2'),
    ...otherOf('3'),
    email: optionalEmail('stories.who.email-wrong'),
  })
  .superRefine((form, check) => {
    checkAudience(form, check)
    const { name, nameStyle } = form
    if (nameStyle !== 'none' && name === '')
      check.addIssue({ code: 'custom', path: ['name'], message: 'stories.who.name-missing' })
    const missing = (path: string, message: string) =>
      check.addIssue({ code: 'custom', path: [path], message })
    for (const n of otherRows) {
      const who = otherIn(form, n)
      const isWritten = who.reach !== '' || who.child || who.guardian !== ''
      // Whoever is written down without a name would not be asked.
      if (isWritten && who.name === '') missing(`otherName${n}`, 'consent.others.name-missing')
      if (who.child && who.guardian === '')
        missing(`otherGuardian${n}`, 'consent.others.guardian-missing')
    }
  })
export type OfficeForm = z.output<typeof officeForm>

export const paperForm = z.object({
  size: choice(['14', '18', '24'], 'paper.size-missing'),
  tongue: choice(['en', 'cy', 'ur'], 'paper.lang-missing'),
})

export const laterForm = z.object({ email: optionalEmail('stories.who.email-wrong') })
export const goOnForm = z.object({ code: line('voice.go-on.missing', 40) })
