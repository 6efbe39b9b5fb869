import { z } from 'zod'
import { choice, choices, email, line, optionalLine, prose } from '#base/forms.ts'
import { languages } from '#base/i18n.ts'
import { dyes } from '#base/ui/dyes.ts'

const spoken = Object.keys(languages) as [string, ...string[]] // three languages at least

const smtpForm = /^smtps?:\/\/\S+$/

/** One page of the wizard asks one thing. The order of this table is the order of the pages. */
export const setupForms = {
  name: z.object({
    name: line('setup.name.missing', 80),
    purpose: prose('setup.purpose.missing', 300),
  }),
  place: z.object({
    place: line('setup.place.missing', 80),
    languages: choices(spoken, 'setup.languages.missing').refine(
      (chosen) => chosen.length > 0,
      'setup.languages.missing',
    ),
    phone: optionalLine(40),
    phoneHours: optionalLine(60),
  }),
  you: z.object({
    person: line('setup.you.missing', 120),
    email: email('setup.you.email-missing', 'setup.you.email-wrong'),
  }),
  mail: z
    .object({
      mail: choice(['later', 'smtp'], 'setup.mail.missing'),
      smtp: optionalLine(300),
      mailFrom: optionalLine(200),
    })
    .superRefine(({ mail, smtp, mailFrom }, check) => {
      if (mail === 'later') return
      if (!smtpForm.test(smtp))
        check.addIssue({ code: 'custom', path: ['smtp'], message: 'setup.mail.smtp-wrong' })
      if (!/^\S+@\S+\.\S+$/.test(mailFrom))
        check.addIssue({ code: 'custom', path: ['mailFrom'], message: 'setup.mail.from-wrong' })
    }),
  colours: z.object({
    band: choice(dyes, 'setup.colours.missing'),
    action: choice(dyes, 'setup.colours.missing'),
  }),
  example: z.object({ example: choice(['no', 'yes'], 'setup.example.missing') }),
} as const

export type SetupPage = keyof typeof setupForms
export const setupPages = Object.keys(setupForms) as SetupPage[] // the table's own keys
export const isSetupPage = (name: string): name is SetupPage => Object.hasOwn(setupForms, name)

/** Everything the wizard asks, as one form: for the check at its end and for `kith setup`. */
export const wholeSetup = z.object({
  ...setupForms.name.shape,
  ...setupForms.place.shape,
  ...setupForms.you.shape,
  mail: setupForms.mail.shape.mail,
  smtp: setupForms.mail.shape.smtp,
  mailFrom: setupForms.mail.shape.mailFrom,
  ...setupForms.colours.shape,
  ...setupForms.example.shape,
})
export type Setup = z.output<typeof wholeSetup>

/** The first page whose answers are not good yet; null when all are. */
export const firstOpenPage = (answers: Record<string, unknown>): SetupPage | null =>
  setupPages.find((page) => !setupForms[page].safeParse(answers).success) ?? null
