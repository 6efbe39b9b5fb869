import { z } from 'zod'
import { line, optionalEmail, optionalLine, optionalProse, tick } from '#base/forms.ts'
import { webAddress } from './join.forms.ts'

const digits = (text: string) => text.replace(/\D/g, '').length
const isPhone = (text: string) =>
  text === '' || (/^[+\d][\d\s().\-/]*$/.test(text) && digits(text) >= 7 && digits(text) <= 15)

const website = optionalLine(300).transform((text, issues) => {
  const address = text === '' ? '' : webAddress(text)
  if (address === null) issues.addIssue('join.website.wrong')
  return address ?? ''
})

/** What everybody sees of an entry, to be put right on one page. */
export const changeForm = z.object({
  name: line('join.name.missing', 150).refine(
    (text) => /[\p{L}\p{N}]/u.test(text),
    'join.name.missing',
  ),
  about: optionalProse(2000),
  website,
  email: optionalEmail('join.email.wrong'),
  phone: optionalLine(40).refine(isPhone, 'join.phone.wrong'),
  place: line('join.place.missing', 100),
  keepPlace: tick,
})

/** How a call of the office went; what was changed has a form of its own. */
export const callForm = z.object({
  outcome: z.enum(['right', 'missed', 'closed', 'unreached'], 'freshness.office.outcome-missing'),
})
