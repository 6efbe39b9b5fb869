import { type Key, type Lang, translator } from '#base/i18n.ts'
import { letter, type Paragraph } from '#base/letter.tsx'

export type Occasion = 'asked' | 'asked-back' | 'admitted' | 'declined' | 'withdrawn'

export type MembershipLetter = {
  occasion: Occasion
  lang: Lang
  coalition: { name: string; phone: string | null; phoneHours: string | null }
  /** The applicant's name, and what their membership is called. */
  person: string
  name: string
  /** What the office asked back, or why it declined. */
  words: string | null
  /** The private link, with the code that confirms the address where it is not yet; null: none. */
  link: string | null
  /** Whether the link asks them to confirm their address. */
  confirms: boolean
  /** The page of the new member; null where there is none. */
  memberLink: string | null
}

function paragraphsOf(about: MembershipLetter): Paragraph[] {
  const { occasion, lang, coalition, person, words, link, confirms } = about
  const t = translator(lang)
  const hello = t('letters.hello', { name: person })
  const quote = words ? [{ quote: words }] : []
  const withLink = (key: Key) => (link ? [t(key)] : [])
  const confirm = confirms ? withLink('join.letter.confirm') : []
  switch (occasion) {
    case 'asked':
      return [
        hello,
        t('join.letter.asked', { coalition: coalition.name }),
        ...confirm,
        ...withLink('join.letter.asked.link'),
      ]
    case 'asked-back':
      return [hello, t('join.letter.asked-back'), ...quote, t('join.letter.asked-back.how')]
    case 'admitted':
      return [
        hello,
        t('join.letter.admitted', { coalition: coalition.name }),
        ...confirm,
        ...withLink('join.letter.admitted.next'),
      ]
    case 'declined':
      return [hello, t('join.letter.declined'), ...quote, t('join.letter.declined.next')]
    case 'withdrawn':
      return [hello, t('join.letter.withdrawn')]
  }
}

/** A letter to who applied. Out: what the outbox takes. */
export function membershipLetter(about: MembershipLetter) {
  const { occasion, lang, coalition, name, link, memberLink } = about
  const t = translator(lang)
  const subject = t(`join.letter.${occasion}.subject`, { name, coalition: coalition.name })
  return letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: paragraphsOf(about),
    button:
      link === null || occasion === 'withdrawn'
        ? undefined
        : { label: t(`join.letter.${occasion}.button`), href: link },
    after: memberLink ? [`${t('join.letter.page')}\n${memberLink}`] : [],
  })
}
