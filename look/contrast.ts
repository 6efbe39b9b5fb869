import { closing, readStyle } from './css.ts'
import { oklchToHex } from './oklch.ts'

type Colours = Record<string, string>
/** The four schemes a reader or their device can ask for. */
export type Scheme = 'light' | 'dark' | 'more' | 'more-dark'

/** WCAG 2 contrast of two sRGB hex colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const tokens = readStyle('tokens.css')

function blockAfter(start: string, within: string): string {
  const at = within.indexOf(start)
  if (at < 0) throw new Error(`tokens.css has no ${start}`)
  const open = within.indexOf('{', at)
  return within.slice(open + 1, closing(within, open) - 1)
}

const coloursIn = (block: string): Colours =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)].map(
      ([, name, l, c, h]) => [name, oklchToHex(Number(l), Number(c), Number(h))],
    ),
  )

function colours(block: string, page: string, band: string, action: string): Colours {
  const chosen = (name: 'band' | 'action', dye: string) =>
    block.includes(`[data-${name}="${dye}"]`)
      ? coloursIn(blockAfter(`[data-${name}="${dye}"]`, block))
      : {}
  return {
    ...coloursIn(blockAfter(page, block)),
    ...chosen('band', band),
    ...chosen('action', action),
  }
}

/** The colours of a page, by token, for a coalition with this band and action. */
export function coloursOf(scheme: Scheme, band: string, action: string): Colours {
  const own = tokens.slice(0, tokens.indexOf('@dark'))
  const of = (name: string) => colours(blockAfter(name, tokens), '& {', band, action)
  const light = colours(own, ':root {', band, action)
  if (scheme === 'light') return light
  if (scheme === 'more') return { ...light, ...of('@more {') }
  const dark = { ...light, ...of('@dark') }
  // In the style sheet the dark rules are stronger than those of @more, and @more-dark comes last.
  return scheme === 'dark'
    ? dark
    : { ...light, ...of('@more {'), ...of('@dark'), ...of('@more-dark') }
}

const text = 4.5
const border = 3
const body = 7

/** Every pair that the style puts together: foreground, background, the least contrast. */
const pairs: readonly (readonly [string, string, number])[] = [
  ['ink', 'paper', body],
  ['ink', 'surface', body],
  ['ink', 'surface-2', body],
  ['ink-soft', 'paper', text],
  ['ink-soft', 'surface', text],
  ['ink-soft', 'surface-2', text],
  ['ink-soft', 'good-bg', text],
  ['link', 'paper', text],
  ['link', 'surface', text],
  ['link', 'surface-2', text],
  ['link', 'good-bg', text],
  ['link', 'warn-bg', text],
  ['link', 'bad-bg', text],
  ['link-visited', 'paper', text],
  ['link-visited', 'surface', text],
  ['link-visited', 'surface-2', text],
  ['on-action', 'action', text],
  ['on-action', 'action-hover', text],
  ['action', 'paper', text],
  ['action', 'surface', text],
  ['action', 'surface-2', text],
  ['on-bad', 'bad', text],
  ['good', 'good-bg', text],
  ['warn', 'warn-bg', text],
  ['bad', 'bad-bg', text],
  ['info', 'info-bg', text],
  ['bad', 'paper', text],
  ['bad', 'surface', text],
  ['ink', 'warn-bg', text],
  ['ink', 'bad-bg', text],
  ['ink', 'good-bg', body],
  ['ink', 'info-bg', text],
  ['on-band', 'band', body],
  ['on-band-soft', 'band', text],
  ['mark', 'band', border],
  ['line-strong', 'paper', border],
  ['line-strong', 'surface', border],
  ['line-strong', 'surface-2', border],
  ['action', 'info-bg', border],
  ['focus', 'focus-edge', border],
  ['focus', 'band', border],
]

/** What a coalition with these dyes would show too faintly, as sentences; none is the promise. */
export function misses(scheme: Scheme, band: string, action: string): string[] {
  const page = coloursOf(scheme, band, action)
  return pairs.flatMap(([front, back, least]) => {
    const [a, b] = [page[front], page[back]]
    if (!a || !b) return [`${scheme}: ${front} or ${back} has no colour`]
    const found = contrast(a, b)
    return found < least
      ? [
          `${scheme}, ${band} and ${action}: ${front} on ${back} is ${found.toFixed(2)}, not ${least}`,
        ]
      : []
  })
}
