import { z } from 'zod'
import { choice, optionalEmail, prose } from '#base/forms.ts'
import { setupForms } from './setup.forms.ts'

const ruleLines = (text: string) =>
  text
    .split('\n')
    .map((rule) => rule.trim())
    .filter((rule) => rule !== '')

/** Each part of the coalition's page is a form of its own: what is wrong in one loses nothing in another. */
export const coalitionForms = {
  about: z.object({
    ...setupForms.name.shape,
    ...setupForms.place.shape,
    email: optionalEmail('setup.you.email-wrong'),
  }),
  mail: setupForms.mail,
  colours: setupForms.colours,
  rules: z.object({
    rules: prose('setup.rules.missing', 4000)
      .transform(ruleLines)
      .refine((rules) => rules.length > 0, 'setup.rules.missing'),
  }),
  doors: z.object({ doors: choice(['open', 'closed'], 'setup.doors.missing') }),
} as const

export type CoalitionPart = keyof typeof coalitionForms
export const isCoalitionPart = (name: string): name is CoalitionPart =>
  Object.hasOwn(coalitionForms, name)
export type CoalitionChange = {
  [Part in CoalitionPart]: { part: Part; given: z.output<(typeof coalitionForms)[Part]> }
}[CoalitionPart]
