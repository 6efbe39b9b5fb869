import { z } from 'zod'
import { optionalLine } from '#base/forms.ts'
import { type Lang, languages } from '#base/i18n.ts'

const list = z
  .union([z.array(z.string().max(60)), z.string().max(60)])
  .optional()
  .transform((chosen) => (chosen === undefined ? [] : [chosen].flat()))

export const offerForm = z.object({ offered: list })

/** The names of a topic, by language. */
export const namesForm = z
  .looseObject({ topic: optionalLine(60) })
  .transform(({ topic, ...rest }, issues) => {
    const names: Partial<Record<Lang, string>> = {}
    for (const lang of Object.keys(languages) as Lang[]) {
      const sent = rest[`name-${lang}`]
      const read = optionalLine(80).safeParse(typeof sent === 'string' ? sent : undefined)
      if (read.success) names[lang] = read.data
      else
        for (const { message } of read.error.issues)
          issues.addIssue({ code: 'custom', path: [`name-${lang}`], message })
    }
    return { topic, names }
  })

export const mergeForm = z.object({ topic: optionalLine(100), into: optionalLine(60) })
