import { z } from 'zod'
import { choice, prose } from '#base/forms.ts'

const several = (pattern: RegExp) =>
  z
    .union([z.array(z.string()), z.string()])
    .optional()
    .transform((sent) => [...new Set([sent ?? []].flat().filter((one) => pattern.test(one)))])
    .pipe(z.array(z.string()).max(6, 'office.welcome.too-many'))

/** What a welcomer chooses: people to meet, things to read or join, and the words around them. */
export const welcomeForm = z.object({
  people: several(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  things: several(/^[\w:-]{1,80}$/),
  words: prose('office.welcome.words-missing', 5000),
  what: choice(['see', 'send'], 'office.welcome.what-missing'),
})
export type WelcomeDraft = z.output<typeof welcomeForm>

/** What came of ringing somebody, or that there is no need to. */
export const welcomeCallForm = z.object({
  came: choice(['talked', 'no-answer', 'known'], 'office.welcome.came-missing'),
})
