import { z } from 'zod'
import { choice, optionalLine } from '#base/forms.ts'
import { labelForms } from '#base/print.ts'
import { kinds } from './schema.ts'

const names = Object.keys(labelForms) as [string, ...string[]] // two of them

export const labelsForm = z.object({
  form: choice(names, 'print.form.missing').transform((name) => name as keyof typeof labelForms),
  start: z.coerce
    .number('print.start.wrong')
    .int('print.start.wrong')
    .min(1, 'print.start.wrong')
    .max(21, 'print.start.wrong'),
  kind: z.union([z.literal(''), z.enum(kinds)]).optional(),
  region: optionalLine(80),
})
