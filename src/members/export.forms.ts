import { z } from 'zod'
import { choice, choices, tick } from '#base/forms.ts'
import { kinds } from './schema.ts'

export const exportStates = ['admitted', 'asked', 'asked-back', 'declined', 'ended'] as const

/** Which members an export holds, and as what. No kind ticked means all of them. */
export const exportForm = z
  .object({
    state: choices(exportStates, 'export.missing-state'),
    kind: choices(kinds, 'export.missing-state'),
    people: tick,
    format: choice(['csv', 'json'], 'export.missing-format'),
  })
  .superRefine(({ state }, issues) => {
    if (state.length === 0)
      issues.addIssue({ code: 'custom', path: ['state'], message: 'export.missing-state' })
  })
export type ExportChoice = z.output<typeof exportForm>
