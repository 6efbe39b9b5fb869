import { z } from 'zod'
import { choice, line, optionalLine } from '#base/forms.ts'
import { tellingLanguages } from './languages.ts'

const tongues = Object.keys(tellingLanguages) as [string, ...string[]] // a list of many

export const editionForm = z.object({
  title: line('lists.name-missing', 120),
  lang: choice(tongues, 'stories.what.lang-missing'),
  size: choice(['14', '18', '24'], 'lists.edition.size-missing').transform(Number),
})

export const sayForm = z.object({ story: z.uuid(), say: optionalLine(400) })
