import { type Lang, translator } from '#base/i18n.ts'
import { letter, type Paragraph } from '#base/letter.tsx'
import type { LetterLine, WelcomeWords } from './welcome.schema.ts'

export type WelcomeLetter = WelcomeWords & {
  lang: Lang
  coalition: { name: string; phone: string | null; phoneHours: string | null }
  person: string
  /** Who welcomes; null when they are forgotten. */
  welcomer: string | null
  /** Where the links lead; null: the letter has none. */
  origin: string | null
}

const paragraphs = (text: string): string[] =>
  text.split(/\n\s*\n/).filter((one) => one.trim() !== '')

const list = (heading: string, lines: LetterLine[], origin: string | null): Paragraph[] =>
  lines.length === 0
    ? []
    : [heading, ...lines.map(({ words, path }) => (origin ? `${words}\n${origin}${path}` : words))]

/** Welcomes a new member: the welcomer's words, people to meet, things to read or join. */
export function welcomeLetter(about: WelcomeLetter) {
  const { lang, coalition, person, welcomer, words, people, things, origin } = about
  const t = translator(lang)
  const subject = t('welcome.letter.subject', { coalition: coalition.name })
  return letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [
      t('letters.hello', { name: person }),
      ...paragraphs(words),
      ...list(t('welcome.letter.people'), people, origin),
      ...list(t('welcome.letter.things'), things, origin),
      t('welcome.letter.call'),
      ...(welcomer
        ? [t('welcome.letter.from', { name: welcomer, coalition: coalition.name })]
        : []),
    ],
  })
}
