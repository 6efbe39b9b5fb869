import { addDays, addMinutes } from '#base/time.ts'
import { err, ok, type Result } from '#base/result.ts'

/** How long a link and its code work when they come by mail. */
export const signInMinutes = 10
/** How often a wrong code may be typed before it stops working. */
export const codeTries = 5

/** A chance to sign in: what the link, the code and the browser that asked were, as digests. */
export type Chance = {
  channel: 'mail' | 'office' | 'setup'
  codeHash: string | null
  browserHash: string | null
  tries: number
  endsAt: Date
  spentAt: Date | null
}
/** What someone shows to use it. */
export type Shown = { codeHash: string | null; browserHash: string | null }
/**
 * Why not. `code-needed`: the link was opened somewhere else than where it was asked for, as a mail
 * scanner does; that costs no try.
 */
export type Refusal = 'ended' | 'spent' | 'too-many-tries' | 'wrong-code' | 'code-needed'

/** What still has to be shown to use a link: nothing more, or the code. */
export const codeIsNeeded = (chance: Chance, browserHash: string | null): boolean =>
  chance.channel === 'mail' && (browserHash === null || browserHash !== chance.browserHash)

/** Whether a chance can still be used. Its last moment is not its own. */
export function open(
  chance: Chance,
  at: Date,
): Result<Chance, 'ended' | 'spent' | 'too-many-tries'> {
  if (chance.spentAt) return err('spent')
  if (at >= chance.endsAt) return err('ended')
  if (chance.tries >= codeTries) return err('too-many-tries')
  return ok(chance)
}

/**
 * Types the code. Out: what becomes of the chance, to be kept either way (a wrong code costs a try), and
 * why not, when it was not right.
 */
export function typeCode<C extends Chance>(
  chance: C,
  codeHash: string,
  at: Date,
): { after: C; refused: Refusal | null } {
  const usable = open(chance, at)
  if (!usable.ok) return { after: chance, refused: usable.error }
  if (chance.codeHash === null || codeHash !== chance.codeHash)
    return { after: { ...chance, tries: chance.tries + 1 }, refused: 'wrong-code' }
  return { after: { ...chance, spentAt: at }, refused: null }
}

/**
 * Presses the button behind the link: enough in the browser that asked, and for links that staff hand
 * over; anywhere else the code has to be typed as well.
 */
export function pressLink<C extends Chance>(
  chance: C,
  shown: Shown,
  at: Date,
): { after: C; refused: Refusal | null } {
  const usable = open(chance, at)
  if (!usable.ok) return { after: chance, refused: usable.error }
  if (!codeIsNeeded(chance, shown.browserHash))
    return { after: { ...chance, spentAt: at }, refused: null }
  if (shown.codeHash === null) return { after: chance, refused: 'code-needed' }
  return typeCode(chance, shown.codeHash, at)
}

export type Sitting = { shared: boolean; madeAt: Date; seenAt: Date }

/** When a session ends if nobody uses it, and when it ends anyway. */
export function sessionEnds({ shared, madeAt, seenAt }: Sitting): Date {
  const idle = shared ? addMinutes(seenAt, 30) : addDays(seenAt, 30)
  const latest = shared ? addMinutes(madeAt, 12 * 60) : addDays(madeAt, 180)
  return idle < latest ? idle : latest
}

/**
 * Where to go after signing in: a path of this site, or the given one. Anything that a browser could read
 * as another site ("//evil", "/\evil", "https:") is refused.
 */
export function safePath(to: string | undefined, otherwise: string): string {
  if (!to || to.length > 500 || !/^\/(?![/\\])[!-[\]-~]*$/.test(to)) return otherwise
  return /^\/sign-(in|out)\b/.test(to) ? otherwise : to
}

/** What a page shows of a name to who may be somebody else: "Dilys Jones" gives "D…s". */
export function maskName(name: string): string {
  const letters = [...name.trim().split(/\s+/)[0]!] // splitting gives one part at least
  return letters.length < 2 ? '…' : `${letters[0]}…${letters.at(-1)}`
}

const browsers: [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFxiOS\/|\bFirefox\//, 'Firefox'],
  [/\bCriOS\/|\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'Chromebook'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
]

/** A device as its owner would know it again: "Safari, iPhone"; '' when it does not say. */
export function deviceOf(agent: string | undefined): string {
  const found = (table: [RegExp, string][]) => table.find(([mark]) => mark.test(agent ?? ''))?.[1]
  return [found(browsers), found(systems)].filter(Boolean).join(', ')
}
