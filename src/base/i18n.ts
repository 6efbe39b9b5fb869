import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Key } from './i18n.keys.ts'

/** The languages that Kith's own words exist in, by their own names. */
export const languages = { en: 'English', cy: 'Cymraeg', ur: 'اردو' } as const
export type Lang = keyof typeof languages
export type { Key }
export type Words = Record<string, string | number | Date>
/** Says the words under a key in one language, with what stands in them. */
export type T = (key: Key, words?: Words) => string

export const isLang = (text: string): text is Lang => Object.hasOwn(languages, text)
export const directionOf = (lang: string): 'ltr' | 'rtl' =>
  ['ar', 'ur', 'fa', 'he', 'ps', 'sd', 'ckb', 'yi'].includes(lang.split('-')[0] ?? '')
    ? 'rtl'
    : 'ltr'

/** The locale for dates and numbers: the words say "en", the calendar is British. */
export const localeOf = (lang: Lang): string => (lang === 'en' ? 'en-GB' : lang)

const numbers = new Map<string, Intl.NumberFormat>()

/** A number as a reader of this language (BCP 47) writes it. Making a format costs more than a page. */
export function numberIn(lang: string, n: number): string {
  const format = numbers.get(lang) ?? new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang)
  numbers.set(lang, format)
  return format.format(n)
}

const folder = new URL('../../locales/', import.meta.url)

function readWords(lang: Lang): Record<string, string> {
  const files = readdirSync(new URL(`${lang}/`, folder)).filter((name) => name.endsWith('.json'))
  const all: Record<string, string> = {}
  for (const name of files.toSorted())
    Object.assign(all, JSON.parse(readFileSync(new URL(`${lang}/${name}`, folder), 'utf8')))
  return all
}

const isolate = (value: string) => `\u2068${value}\u2069`

function makeTranslator(lang: Lang): T {
  const english = readWords('en')
  const own = lang === 'en' ? english : readWords(lang)
  const formats = new Map<string, IntlMessageFormat>()
  const rightToLeft = directionOf(lang) === 'rtl'

  function formatOf(key: string): IntlMessageFormat {
    const known = formats.get(key)
    if (known) return known
    const text = own[key] ?? english[key] ?? key
    const spoken = own[key] === undefined ? 'en' : lang
    const made = new IntlMessageFormat(text, localeOf(spoken), undefined, { ignoreTag: true })
    formats.set(key, made)
    return made
  }

  return (key, words) => {
    if (!words) {
      const text = own[key] ?? english[key]
      // Most words have nothing in them to fill.
      if (text !== undefined && !text.includes('{') && !text.includes("'")) return text
    }
    const filled = { ...words }
    for (const [name, value] of Object.entries(filled))
      // A Latin name must not turn the direction of the sentence around it.
      if (rightToLeft && typeof value === 'string') filled[name] = isolate(value)
    return String(formatOf(key).format(filled))
  }
}

const translators = new Map<Lang, T>()

/** The words of one language; what it lacks is said in English. */
export function translator(lang: Lang): T {
  const known = translators.get(lang)
  if (known) return known
  const made = makeTranslator(lang)
  translators.set(lang, made)
  return made
}

/**
 * The language to answer in: what was chosen, else the first of the browser's that the coalition speaks,
 * else the coalition's first.
 */
export function chooseLang(
  chosen: string | undefined,
  accepts: string | undefined,
  spoken: readonly Lang[],
): Lang {
  const wanted = [chosen ?? '', ...(accepts ?? '').slice(0, 200).toLowerCase().split(',')]
  for (const part of wanted) {
    const tag = part.trim().split(/[-;]/, 1)[0] ?? ''
    if (isLang(tag) && spoken.includes(tag)) return tag
  }
  return spoken[0] ?? 'en'
}
