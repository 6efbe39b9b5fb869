import type { Refusal } from './sign-in.rules.ts'

/** How long a code works that the office reads out. */
export const readOutMinutes = 15
/** How often a wrong one may be typed before it stops working. */
export const readOutTries = 5

export type ReadOut = { codeHash: string; tries: number; endsAt: Date; spentAt: Date | null }

/** Types a code that was read out. Out: what becomes of it, to be kept either way, and why not. */
export function typeReadOut<C extends ReadOut>(
  code: C,
  codeHash: string,
  at: Date,
): { after: C; refused: Refusal | null } {
  if (code.spentAt) return { after: code, refused: 'spent' }
  if (at >= code.endsAt) return { after: code, refused: 'ended' }
  if (code.tries >= readOutTries) return { after: code, refused: 'too-many-tries' }
  if (codeHash !== code.codeHash)
    return { after: { ...code, tries: code.tries + 1 }, refused: 'wrong-code' }
  return { after: { ...code, spentAt: at }, refused: null }
}

export type NotFor = 'themselves' | 'has-role' | 'no-such-person'

/**
 * Whether the office may make codes for somebody. Not for who has a role in the coalition: a secretary
 * could become another one, and sign in their name.
 */
export function mayMakeCodes(
  staffId: string,
  person: { id: string; roles: readonly string[] } | null,
): NotFor | null {
  if (!person) return 'no-such-person'
  if (person.id === staffId) return 'themselves'
  return person.roles.length > 0 ? 'has-role' : null
}

/** The digits of a phone number that are the same however it is written: "+44 113 496 0000", "0113 4960000". */
export function phoneKey(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  return digits.length >= 7 ? digits.slice(-9) : null
}

/** Whether what somebody typed names this person: their mail address, phone number or sheet. */
export function isNamed(
  typed: { email: string; phone: string | null; sheet: string | null },
  person: { email: string | null; phone: string | null; sheet: string | null },
): boolean {
  if (person.email && person.email.toLowerCase() === typed.email) return true
  if (typed.sheet && person.sheet === typed.sheet) return true
  return typed.phone !== null && person.phone !== null && phoneKey(person.phone) === typed.phone
}
