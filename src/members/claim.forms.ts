import { z } from 'zod'
import { choice, line } from '#base/forms.ts'
import { claimWays, type ClaimWay } from './entry.schema.ts'
import { contactFields } from './people.forms.ts'

/** Who says that an entry is theirs, and how it is checked: one of the ways that there are for this entry. */
export const claimForm = (ways: readonly ClaimWay[]) =>
  z
    .object({
      ...contactFields,
      role: line('entry.role.missing', 100),
      way: choice(claimWays, 'claim.way.missing').refine(
        (way) => ways.includes(way),
        'claim.way.missing',
      ),
    })
    .refine(({ email, phone }) => email !== '' || phone !== '', {
      path: ['email'],
      message: 'entry.reach-missing',
    })

export const codeForm = z.object({ code: line('claim.code.missing', 40) })
export const answerForm = z.object({ answer: choice(['yes', 'no'], 'claim.answer.missing') })
export const callForm = z.object({
  outcome: choice(['yes', 'no', 'missed'], 'claim.answer.missing'),
})
