import { z } from 'zod'
import { choice, line, optionalLine, optionalProse, prose } from '#base/forms.ts'
import {
  type Answered,
  type DutyKind,
  type Harm,
  harms,
  howAnswered,
  levels,
  partsOf,
  termParts,
  yesNo,
} from './duties.questions.ts'

const days = z
  .string('duty.days-wrong')
  .transform((text) => text.trim())
  .pipe(z.string().regex(/^([1-9]|[1-8][0-9]|90)$/, 'duty.days-wrong'))

const most = 8000
const schemas: Record<Answered, () => z.ZodType<string, unknown>> = {
  words: () => prose('duty.missing', most),
  'words?': () => optionalProse(most),
  line: () => line('duty.missing', 300),
  'line?': () => optionalLine(300),
  choice: () => choice(yesNo, 'duty.choose'),
  days: () => days,
}

export const harmField = (harm: Harm) => `harm-${harm}` as const

/** The form of a record: each question, and a level for each kind of harm where it asks for them. */
export function dutyForm(kind: DutyKind) {
  const shape: Record<string, z.ZodType<string, unknown>> = {}
  for (const part of partsOf[kind]) {
    if (part.harms) for (const harm of harms) shape[harmField(harm)] = choice(levels, 'duty.choose')
    for (const question of part.questions) shape[question] = schemas[howAnswered(question)]()
  }
  return z.object(shape)
}

/** The words of the terms in one language. */
export const termsForm = z.object(
  Object.fromEntries(termParts.map((part) => [part, prose('duty.missing', most)])),
)
