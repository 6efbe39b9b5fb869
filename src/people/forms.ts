import { z } from 'zod'
import { choice, clean, email, line, optionalLine, tick } from '#base/forms.ts'
import { coalitionRoles } from './schema.ts'

export const askForm = z.object({
  email: email('people.email-missing', 'people.email-wrong'),
  own: tick,
  to: optionalLine(500),
})

// Codes are read out, copied with a space in the middle, and typed with digits of other scripts.
const plainDigits = (text: string) =>
  text.replace(/\p{Nd}/gu, (digit) => String(valueOfDigit(digit)))
const digits = (text: string) =>
  plainDigits(text).replace(/[\s\u200B-\u200F\u2010-\u2015\u2066-\u2069.-]/g, '')

/** The digits of every script stand in tens, in order, from their zero on. */
function valueOfDigit(digit: string): number {
  const point = digit.codePointAt(0) ?? 0
  let zero = point
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return (point - zero) % 10
}

export const codeForm = z.object({
  code: z
    .string('people.code-missing')
    .transform(digits)
    .pipe(
      z
        .string()
        .min(1, 'people.code-missing')
        .regex(/^\d{6}$/, 'people.code-shape'),
    ),
})

/** The button behind the link. The code may be missing: then the page asks for it. */
export const linkForm = z.object({
  code: z
    .string()
    .optional()
    .transform((text) => digits(text ?? ''))
    .pipe(z.string().regex(/^(\d{6})?$/, 'people.code-shape')),
  own: tick,
})

export const signOutForm = z.object({ everywhere: tick })

const paperCode = z
  .string('keys.code-missing')
  .transform(digits)
  .pipe(
    z
      .string()
      .min(1, 'keys.code-missing')
      .regex(/^\d{8}$/, 'keys.code-shape'),
  )

/** A mail address, a phone number or the name of a sheet. */
const named = (missing: string) =>
  z
    .string(missing)
    .transform((text) => plainDigits(clean(text)).trim())
    .pipe(z.string().min(1, missing).max(254, missing))

export const paperForm = z.object({
  name: named('keys.name-missing'),
  code: paperCode,
  own: tick,
  to: optionalLine(500),
})

export const readOutForm = codeForm.extend({
  name: named('keys.who-missing'),
  own: tick,
  to: optionalLine(500),
})

// What a browser says of a passkey is some hundred bytes of JSON; the library reads it.
const answer = z.string('keys.passkey-failed').min(2, 'keys.passkey-failed').max(20_000)

export const passkeyForm = z.object({ answer, mine: tick, to: optionalLine(500) })
export const newPasskeyForm = z.object({ name: line('keys.passkey-name-missing', 60), answer })
export const againPaperForm = z.object({ paper: paperCode, to: optionalLine(500) })
export const againCodeForm = codeForm.extend({ to: optionalLine(500) })
export const againForm = z.object({ to: optionalLine(500) })

const reason = (missing: string) => line(missing, 500)
const role = choice(coalitionRoles, 'people.office.role-missing')
export const giveForm = z.object({ role, reason: reason('people.office.reason-missing') })
export const takeForm = z.object({ taken: role, why: reason('people.office.reason-missing') })
