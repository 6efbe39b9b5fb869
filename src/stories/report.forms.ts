import { z } from 'zod'
import { choice, optionalEmail, prose } from '#base/forms.ts'
import { harms } from './report.rules.ts'

export const mostWords = 4000

export const reportForm = z.object({
  about: z.string().optional(),
  harm: choice(harms, 'report.harm.missing'),
  words: prose('report.words.missing', mostWords),
  email: optionalEmail('report.email.wrong').transform((email) => email || null),
  once: z.string().optional(),
})

export const reportDecisionForm = z.object({
  verdict: choice(['kept', 'taken-down'], 'report.desk.verdict.missing'),
  rule: z.string().trim().max(500).default(''),
  reason: prose('report.desk.reason.missing', mostWords),
})

export const againForm = z.object({ again: prose('report.desk.again.missing', mostWords) })
