import { z } from 'zod'
import { email, optionalLine, tick } from '#base/forms.ts'

export const askForm = z.object({
  email: email('people.email-missing', 'people.email-wrong'),
  own: tick,
  to: optionalLine(500),
})

// Codes are read out, copied with a space in the middle, and typed with digits of other scripts.
const digits = (text: string) =>
  text
    .replace(/\p{Nd}/gu, (digit) => String(valueOfDigit(digit)))
    .replace(/[\s\u200B-\u200F\u2066-\u2069.-]/g, '')

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
