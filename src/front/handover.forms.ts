import { z } from 'zod'
import { optionalProse } from '#base/forms.ts'

/** A note may be emptied: what it said stays among its earlier versions. */
export const noteForm = z.object({
  text: optionalProse(20_000),
  seen: z
    .string()
    .max(36)
    .optional()
    .transform((id) => id ?? ''),
})
