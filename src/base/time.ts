const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Reads a shift of the clock such as `+183d`, `-2h` or `+30m`.
 * Out: milliseconds; null when the text is none of these.
 */
export function parseShift(text: string): number | null {
  const match = /^([+-])(\d{1,6})([mhd])$/.exec(text.trim())
  if (!match) return null
  const length = Number(match[2]) * units[match[3] as keyof typeof units]
  return match[1] === '-' ? -length : length
}

const inProduction = process.env['NODE_ENV'] === 'production'
let shift = inProduction ? 0 : (parseShift(process.env['KITH_CLOCK'] ?? '') ?? 0)

/** The one clock of the house. Outside production KITH_CLOCK (for example +183d) moves it. */
export const now = (): Date => new Date(Date.now() + shift)

/** Moves the clock by milliseconds, for tests; refused in production. */
export function moveClock(milliseconds: number): void {
  if (inProduction) throw new Error('The clock does not move in production')
  shift = milliseconds
}

export const addDays = (date: Date, days: number): Date => new Date(date.getTime() + days * units.d)
export const addMinutes = (date: Date, minutes: number): Date =>
  new Date(date.getTime() + minutes * units.m)
/** Whole days from one moment to another; negative when the second comes first. */
export const daysBetween = (from: Date, to: Date): number =>
  Math.floor((to.getTime() - from.getTime()) / units.d)
