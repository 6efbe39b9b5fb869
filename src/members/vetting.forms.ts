import { z } from 'zod'
import { choice, prose } from '#base/forms.ts'
import type { Decision } from './rules.ts'

const verdicts = ['admit', 'ask-back', 'decline'] as const
const words = (missing: string) => prose(missing, 5000)

/** One form with a button for each verdict; only asking back and declining need words. */
export const decisionForm = z
  .object({
    verdict: choice(verdicts, 'vetting.verdict.missing'),
    words: z.string().optional(),
    seen: z.string().max(60).optional(),
  })
  .transform(
    (
      { verdict, words: written = '', seen },
      issues,
    ): { decision: Decision; seen: string | undefined } => {
      if (verdict === 'admit') return { decision: { verdict }, seen }
      const read = words(
        verdict === 'decline' ? 'vetting.reason.missing' : 'vetting.question.missing',
      ).safeParse(written)
      if (read.success) return { decision: { verdict, words: read.data }, seen }
      const message = read.error.issues[0]?.message ?? 'vetting.reason.missing'
      issues.addIssue({ code: 'custom', path: ['words'], message })
      return z.NEVER
    },
  )
