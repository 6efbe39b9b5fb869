import { type Lang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'

type Merged = {
  lang: Lang
  coalition: { name: string; phone: string | null; phoneHours: string | null }
  /** Who applied, what for, and the member that it turned out to be. */
  person: string
  asked: string
  name: string
  /** The member's page; null where there is none. */
  link: string | null
}

/** To who applied for a member that was there already. Out: what the outbox takes. */
export function mergedLetter({ lang, coalition, person, asked, name, link }: Merged) {
  const t = translator(lang)
  const subject = t('merged.letter.subject', { name: asked })
  return letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [
      t('letters.hello', { name: person }),
      t('merged.letter.what', { asked, name }),
      t('merged.letter.speak', { name }),
      t('merged.letter.wrong'),
    ],
    button: link === null ? undefined : { label: t('merged.letter.button', { name }), href: link },
    after: [],
  })
}
