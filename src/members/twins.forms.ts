import { z } from 'zod'
import { optionalProse } from '#base/forms.ts'
import { type Choices, type Field, fieldNames, type Side } from './merge.rules.ts'

/** "These are two", with why, for whoever looks later. */
export const areTwoForm = z.object({ words: optionalProse(2000) })

const side = z.enum(['a', 'b'])

export type Chosen = { stays: Side | undefined; seen: string; choices: Partial<Choices> }

/** Which of the two each field is taken from; what was not chosen is as we guess it. */
export const mergeForm = z
  .object({
    stays: side.optional().catch(undefined),
    seen: z.string().max(4000).optional(),
    ...Object.fromEntries(fieldNames.map((field) => [field, side.optional().catch(undefined)])),
  })
  .transform((sent: Record<string, unknown>): Chosen => {
    const chosen = fieldNames.filter((field) => sent[field] !== undefined)
    return {
      stays: sent['stays'] as Side | undefined, // checked above
      seen: typeof sent['seen'] === 'string' ? sent['seen'] : '',
      choices: Object.fromEntries(chosen.map((field) => [field, sent[field]])) as Partial<
        Record<Field, Side>
      >, // checked above
    }
  })
