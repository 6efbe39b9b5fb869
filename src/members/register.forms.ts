import { z } from 'zod'
import { optionalLine } from '#base/forms.ts'

/** Which organisation of the register is theirs; '' while none was chosen, 'none' when it is not there. */
export const findForm = z.object({ organisation: optionalLine(60), q: optionalLine(100) })
