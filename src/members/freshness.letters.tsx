import { type Lang, translator } from '#base/i18n.ts'
import { letter, type Paragraph } from '#base/letter.tsx'
import type { PublicFacts } from './freshness.queries.ts'

type Coalition = { name: string; phone: string | null; phoneHours: string | null }

export type FreshnessLetter = {
  occasion: 'asked' | 'reminded'
  lang: Lang
  coalition: Coalition
  /** What everybody sees of the organisation, and who reads the letter; nobody by name at its own address. */
  reader: PublicFacts & { person: string | null }
  /** The private link; null where the address of this Kith is not known: then they ring. */
  link: string | null
}

const shortened = (text: string) => (text.length > 600 ? `${text.slice(0, 600).trimEnd()}…` : text)

/** "Is this still right?" with what everybody sees now. Out: what the outbox takes. */
export function freshnessLetter({ occasion, lang, coalition, reader, link }: FreshnessLetter) {
  const t = translator(lang)
  const { name, about, place, region, website, email, phone, person } = reader
  const where = [...new Set([place, region])].filter(Boolean).join(', ')
  const facts = [
    name,
    shortened(about),
    where && `${t('directory.place')}: ${where}`,
    website && `${t('directory.website')}: ${website}`,
    email && `${t('directory.email')}: ${email}`,
    phone && `${t('directory.phone')}: ${phone}`,
  ].filter(Boolean)
  const paragraphs: Paragraph[] = [
    ...(person ? [t('letters.hello', { name: person })] : []),
    t(`freshness.letter.${occasion}`, { coalition: coalition.name }),
    { quote: facts.join('\n') },
    link ? t('freshness.letter.how') : t('freshness.letter.ring'),
  ]
  const heading = t('freshness.still')
  return letter({
    coalition,
    lang,
    subject: t(`freshness.letter.${occasion}.subject`, { name }),
    heading,
    paragraphs,
    button: link ? { label: t('freshness.letter.button'), href: link } : undefined,
    after: [t('freshness.letter.why')],
  })
}

/** Tells the office that an organisation says it has closed. */
export function closedLetter(told: {
  lang: Lang
  coalition: Coalition
  name: string
  link: string | null
}) {
  const { lang, coalition, name, link } = told
  const t = translator(lang)
  const subject = t('freshness.office.closed', { name })
  return letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [t('freshness.office.closed.what', { name })],
    button: link ? { label: t('freshness.office.closed.button'), href: link } : undefined,
  })
}
