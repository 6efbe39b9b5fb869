import type { Lang } from '#base/i18n.ts'
import type { ReplyTexts } from './replies.schema.ts'

/** What may stand in braces in a saved reply. */
export const placeholders = ['name', 'organisation', 'coalition', 'phone'] as const
export type Placeholder = (typeof placeholders)[number]
export type Filling = Partial<Record<Placeholder, string | null>>

/**
 * Fills what stands in braces: "Dear {name}" becomes "Dear Femi". What is not known here stays as it is, so
 * that whoever sends it sees what they have to write themselves.
 */
export const fill = (text: string, filling: Filling): string =>
  text.replace(/\{(\w+)\}/g, (whole, word: string) =>
    Object.hasOwn(filling, word) ? (filling[word as Placeholder] ?? whole) : whole,
  )

/** The words of a saved reply for a reader of this language; else in English, else in whatever there is. */
export function textFor(texts: ReplyTexts, lang: Lang): string {
  const some = Object.values(texts).find((text) => text.trim() !== '')
  return texts[lang]?.trim() || texts.en?.trim() || some || ''
}

/** What was typed already stays, and the saved words follow it. */
export const putIn = (typed: string, saved: string): string =>
  typed.trim() === '' ? saved : `${typed.trimEnd()}\n\n${saved}`
