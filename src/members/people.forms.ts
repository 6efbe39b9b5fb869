import { z } from 'zod'
import { email, line, optionalEmail, optionalLine, prose } from '#base/forms.ts'
import { optionalPhone } from './join.forms.ts'

const role = optionalLine(100)
const name = line('join.your-name.missing', 150).refine(
  (text) => /[\p{L}\p{N}]/u.test(text),
  'join.your-name.missing',
)

export const inviteForm = z.object({
  email: email('entry.invite.missing', 'join.your-email.wrong'),
  role,
})
export const roleForm = z.object({ role: line('entry.role.missing', 100) })
export const removalForm = z.object({ reason: prose('entry.office.reason-missing', 1000) })
/** Who accepts an invitation and has no account yet. */
export const nameForm = z.object({ name })

/** Somebody as they say who they are: a mail address or a phone is enough. */
export const contactFields = {
  name,
  role,
  email: optionalEmail('join.your-email.wrong'),
  phone: optionalPhone,
}
export const contactForm = z
  .object(contactFields)
  .refine(({ email: mail, phone }) => mail !== '' || phone !== '', {
    path: ['email'],
    message: 'entry.reach-missing',
  })
