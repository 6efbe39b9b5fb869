import { addMinutes } from '#base/time.ts'
import type { Refusal } from './sign-in.rules.ts'

export const codesOnSheet = 10
export const sheetDays = 730
/** Wrong codes an hour, and in all: then the sheet opens nothing any more. */
export const wrongAnHour = 5
export const wrongInAll = 100

export type Sheet = {
  wrongTries: number
  hourTries: number
  hourBegan: Date | null
  endsAt: Date
}

const inThisHour = ({ hourBegan, hourTries }: Sheet, at: Date): number =>
  hourBegan && at < addMinutes(hourBegan, 60) ? hourTries : 0

/**
 * Types a code from a sheet. In: what the sheet holds of it (null: no such code). Out: what becomes of the
 * sheet, to be kept either way, and why not, when it does not count. What was typed wrongly in all is never
 * forgiven: who guesses patiently, from however many networks, has a hundred guesses at ten codes among
 * 10⁸, which is one chance in 100,000; then the sheet is spent.
 */
export function typePaperCode<S extends Sheet>(
  sheet: S,
  code: { spentAt: Date | null } | null,
  at: Date,
): { after: S; refused: Refusal | null } {
  if (at >= sheet.endsAt) return { after: sheet, refused: 'ended' }
  const tries = inThisHour(sheet, at)
  if (sheet.wrongTries >= wrongInAll || tries >= wrongAnHour)
    return { after: sheet, refused: 'too-many-tries' }
  if (code && code.spentAt === null) return { after: sheet, refused: null }
  const after = {
    ...sheet,
    wrongTries: sheet.wrongTries + 1,
    hourTries: tries + 1,
    hourBegan: tries === 0 ? at : sheet.hourBegan,
  }
  return { after, refused: code ? 'spent' : 'wrong-code' }
}

/** "48219937" as it is printed: "4821-9937". */
export const printedCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** Birds: short, known to everybody, hard to mishear. Together with four digits they name a sheet. */
export const sheetWords = [
  'robin',
  'heron',
  'swift',
  'eagle',
  'finch',
  'raven',
  'stork',
  'goose',
  'gull',
  'dove',
  'owl',
  'swan',
  'wren',
  'duck',
  'crane',
  'kite',
] as const

/** A sheet's name as it is compared: "Robin 4827" gives "robin-4827". In: its digits are 0 to 9 already. */
export function sheetNameOf(typed: string): string | null {
  const match = /^([a-z]+)[^a-z0-9]*(\d{4})$/.exec(typed.trim().toLowerCase())
  return match ? `${match[1]}-${match[2]}` : null
}

/** "robin-4827" as people read it: "Robin 4827". */
export const printedName = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replace('-', ' ')
