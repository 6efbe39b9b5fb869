/** Languages that stories are often told in, by their own names; any other can be written in as well. */
export const tellingLanguages = {
  en: 'English',
  cy: 'Cymraeg',
  ar: 'العربية',
  bn: 'বাংলা',
  zh: '中文',
  cs: 'Čeština',
  fa: 'فارسی',
  fr: 'Français',
  gd: 'Gàidhlig',
  de: 'Deutsch',
  el: 'Ελληνικά',
  gu: 'ગુજરાતી',
  he: 'עברית',
  hi: 'हिन्दी',
  hu: 'Magyar',
  ga: 'Gaeilge',
  it: 'Italiano',
  ku: 'Kurdî',
  lt: 'Lietuvių',
  ne: 'नेपाली',
  ps: 'پښتو',
  pl: 'Polski',
  pt: 'Português',
  pa: 'ਪੰਜਾਬੀ',
  ro: 'Română',
  ru: 'Русский',
  sk: 'Slovenčina',
  so: 'Soomaali',
  es: 'Español',
  sw: 'Kiswahili',
  tl: 'Tagalog',
  ta: 'தமிழ்',
  ti: 'ትግርኛ',
  tr: 'Türkçe',
  uk: 'Українська',
  ur: 'اردو',
  vi: 'Tiếng Việt',
  yo: 'Yorùbá',
} as const

export type TellingLanguage = keyof typeof tellingLanguages
export const isTellingLanguage = (lang: string): lang is TellingLanguage =>
  Object.hasOwn(tellingLanguages, lang)

const spokenNames = new Map<string, Intl.DisplayNames>()

/** A language as the reader calls it: "Polish", "Pwyleg", "پولش". */
export function languageIn(lang: string, reader: string): string {
  const names = spokenNames.get(reader) ?? new Intl.DisplayNames([reader], { type: 'language' })
  spokenNames.set(reader, names)
  return names.of(lang) ?? lang
}

/** A language by its own name, or its code where we have none. */
export const languageName = (lang: string): string =>
  isTellingLanguage(lang) ? tellingLanguages[lang] : lang
