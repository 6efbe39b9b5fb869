import { readFileSync } from 'node:fs'
import { Features, transform } from 'lightningcss'
import { inHex } from './oklch.ts'

/** Files of the style in the order of their layers. */
const styleFiles = ['tokens.css', 'fonts.css', 'base.css'] as const

const here = new URL('./', import.meta.url)
const withoutComments = (css: string) => css.replace(/\/\*[\s\S]*?\*\//g, '')
/** One file of the style, without its comments. */
export const readStyle = (name: string) =>
  withoutComments(readFileSync(new URL(name, here), 'utf8'))

/** The position after the brace that closes the one at `open`. */
export function closing(css: string, open: number): number {
  let depth = 1
  let at = open + 1
  for (; depth > 0 && at < css.length; at++) {
    if (css[at] === '{') depth++
    if (css[at] === '}') depth--
  }
  return at
}

/**
 * Puts the contents of the @layer blocks one after the other, in the order that the style declares.
 * Browsers from before 2022 drop a whole @layer block, and every rule in it.
 */
export function unlayer(css: string): string {
  const found = new Map<string, string>()
  let order: string[] = []
  let rest = css.replace(/@layer ([\w, ]+);/g, (_, names: string) => {
    order = names.split(/, */)
    return ''
  })
  for (let at = rest.indexOf('@layer'); at >= 0; at = rest.indexOf('@layer')) {
    const open = rest.indexOf('{', at)
    const end = closing(rest, open)
    const name = rest.slice(at + 6, open).trim()
    found.set(name, (found.get(name) ?? '') + rest.slice(open + 1, end - 1))
    rest = rest.slice(0, at) + rest.slice(end)
  }
  if (rest.trim())
    throw new Error(`The style has a rule outside a layer: ${rest.trim().slice(0, 80)}`)
  const lost = [...found.keys()].filter((name) => !order.includes(name))
  if (lost.length > 0) throw new Error(`The style does not order its layers ${lost.join(', ')}`)
  return order.map((name) => found.get(name) ?? '').join('\n')
}

const byDevice = ':root:not([data-theme="light"])'
const byReader = ':root[data-theme="dark"]'
const dark = '(prefers-color-scheme: dark)'
const more = '(prefers-contrast: more)'

// A scheme is written once and holds twice: when the device asks for it, and when the reader does.
const schemes: Record<string, (rules: (page: string) => string) => string> = {
  '@dark': (rules) =>
    `@media screen and ${dark}{${rules(byDevice)}}@media screen{${rules(byReader)}}`,
  '@more': (rules) => `@media screen and ${more}{${rules(':root')}}`,
  '@more-dark': (rules) =>
    `@media screen and ${more} and ${dark}{${rules(byDevice)}}@media screen and ${more}{${rules(byReader)}}`,
}

/** Turns @dark, @more and @more-dark into media queries, "&" into the page they speak of. */
export function unfoldSchemes(css: string): string {
  let out = css
  for (const [name, unfold] of Object.entries(schemes)) {
    const at = out.search(new RegExp(`${name}\\s*\\{`))
    if (at < 0) continue
    const open = out.indexOf('{', at)
    const end = closing(out, open)
    const rules = out.slice(open + 1, end - 1)
    out = out.slice(0, at) + unfold((page) => rules.replaceAll('&', page)) + out.slice(end)
  }
  return out
}

const version = (major: number, minor = 0) => (major << 16) | (minor << 8)
const targets = {
  chrome: version(80),
  safari: version(13),
  ios_saf: version(12, 2),
  firefox: version(78),
  samsung: version(13),
}

/** What older phones cannot read; a build that leaves any of it stops. */
export const tooModern =
  /@layer|:is\(|:where\(|light-dark|[^-]inset:|color-mix|clamp\(|@supports|oklch/

/**
 * The whole style, small, for every phone since 2018: layers unwrapped, OKLCH given as sRGB.
 * `fontUrl` gives the address of a font file as the style sheet sees it.
 */
export function buildStyle(fontUrl: (file: string) => string): Uint8Array {
  const source = unlayer(styleFiles.map(readStyle).join('\n'))
  const css = unfoldSchemes(inHex(source)).replace(
    /url\(fonts\/([\w.-]+)\)/g,
    (_, file: string) => `url(${fontUrl(file)})`,
  )
  const { code } = transform({
    filename: 'kith.css',
    code: Buffer.from(css),
    minify: true,
    targets,
    // We write both directions by hand or with longhands that these browsers know.
    exclude: Features.LogicalProperties | Features.DirSelector | Features.LangSelectorList,
  })
  const left = tooModern.exec(code.toString())
  if (left) throw new Error(`The style uses ${left[0]}, which older phones cannot read`)
  return code
}
