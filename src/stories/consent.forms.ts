import { z } from 'zod'
import { choice, line } from '#base/forms.ts'
import { uses } from './consent.schema.ts'

export const answerForm = z.object({ answer: choice(['yes', 'no'], 'consent.person.missing') })

export const answerForThemForm = z.object({
  answer: choice(['yes', 'no'], 'consent.person.missing'),
  channel: choice(['phone', 'letter'], 'consent.office.channel-missing'),
})

export const endForm = z.object({ use: choice(uses, 'consent.office.which-missing') })

export const endForThemForm = z.object({
  use: choice([...uses, 'whole'] as const, 'consent.office.which-missing'),
  channel: choice(['phone', 'letter'], 'consent.office.channel-missing'),
})

export const codeForm = z.object({ code: line('consent.code.missing', 40) })
