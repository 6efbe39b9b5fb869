import { z } from 'zod'
import { choice, line, optionalLine, prose, tick } from '#base/forms.ts'
import { dyes } from '#base/ui/dyes.ts'
import { tellingLanguages } from './languages.ts'

const tongues = Object.keys(tellingLanguages) as [string, ...string[]] // a list of many

/** What a collection and a campaign say of themselves. */
export const aboutShape = {
  name: line('lists.name-missing', 120),
  words: prose('lists.words-missing', 4000),
  lang: choice(tongues, 'stories.what.lang-missing'),
  colour: choice(dyes, 'lists.colour-missing'),
  slug: optionalLine(60),
}

const place = z
  .string()
  .optional()
  .transform((text) => (text ?? '').trim() || '0')
  .pipe(z.string().regex(/^\d{1,4}$/, 'lists.place-wrong'))
  .transform(Number)

export const collectionForm = z.object({ ...aboutShape, place })

/** The lists that a story is put into: any number of collections, one campaign at most. */
export const filedForm = z.object({
  collections: z
    .union([z.array(z.uuid()).max(500), z.uuid()])
    .optional()
    .transform((chosen) => (chosen === undefined ? [] : [chosen].flat())),
  campaign: z
    .union([z.uuid(), z.literal('')])
    .optional()
    .transform((id) => id || null),
})

export const removeForm = z.object({ sure: tick })

/** What is pressed beside a story in a list: "add-ID", "first-ID", "up-ID", "down-ID" or "remove-ID". */
export const pressedForm = z.object({
  do: z.string().regex(/^(add|first|up|down|remove)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
})
