import { z } from 'zod'
import type { Answers } from '#base/drafts.ts'
import { optionalLine, optionalProse } from '#base/forms.ts'
import { pageForm } from './join.forms.ts'
import type { Kind } from './schema.ts'

/** Who may have an entry that the office keeps: people have none. */
export const keptKinds = ['group', 'charity', 'organisation', 'company'] as const

const topicsAmong = (codes: ReadonlySet<string>) =>
  z
    .union([z.array(z.string()), z.string()])
    .optional()
    .transform((chosen) => [...new Set([chosen ?? []].flat())])
    .refine((chosen) => chosen.every((topic) => codes.has(topic)), 'join.topics.wrong')

const kept = z
  .string()
  .optional()
  .transform((ticked) => (ticked === 'yes' ? 'yes' : ''))

/** What is asked of an entry. `number`: whether its register number is; `codes`: topics that may be chosen. */
export type EntryAsked = { kind: Kind; number: boolean; codes: ReadonlySet<string> }

/** Everything about an entry on one page. Out: answers, as the join form has them. */
export const entryForm = ({ kind, number, codes }: EntryAsked) =>
  z.looseObject({}).transform((values, issues): Answers => {
    const given: Answers = { register: 'none', ...(values as Answers) } // readForm sends texts and lists
    const own = z.object({
      about: optionalProse(2000),
      topics: topicsAmong(codes),
      postcode: optionalLine(12),
      seen: optionalLine(400),
      checked: kept,
    })
    const parts: z.ZodType<Answers>[] = [
      pageForm('name', kind),
      ...(number ? [pageForm('register', kind)] : []),
      own,
      pageForm('place', kind),
      pageForm('website', kind),
      pageForm('contact', kind),
    ]
    const answers: Answers = {}
    for (const part of parts) {
      const read = part.safeParse(given)
      if (read.success) Object.assign(answers, read.data)
      else
        for (const { path, message } of read.error.issues)
          issues.addIssue({ code: 'custom', path: [...path], message })
    }
    return answers
  })
