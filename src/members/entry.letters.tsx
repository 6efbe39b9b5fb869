import { type Lang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'

/**
 * `invited`: to speak for an organisation; `speaks`: you do from now on; `removed`: no longer. To an entry's own
 * address: `claimed` (somebody says that this is theirs), `told` (they speak for it now). `refused`: to who
 * claimed and was not confirmed.
 */
export type EntryOccasion = 'invited' | 'speaks' | 'removed' | 'claimed' | 'told' | 'refused'

export type EntryLetter = {
  occasion: EntryOccasion
  lang: Lang
  coalition: { name: string; phone: string | null; phoneHours: string | null }
  /** What the organisation is called. */
  name: string
  /** Whom we write to; null where nobody is known by name. */
  to: string | null
  /** Who claims the entry, with their role. */
  person?: string
  /** The reason of the office, in its words. */
  words?: string
  link: string | null
}

// Those that ask something or open a door; the others only tell.
const withButton: ReadonlySet<EntryOccasion> = new Set(['invited', 'speaks', 'claimed'])
const asking: ReadonlySet<EntryOccasion> = new Set(['invited', 'claimed'])
type Leading = 'invited' | 'speaks' | 'claimed'
type Asking = 'invited' | 'claimed'
const leads = (occasion: EntryOccasion): occasion is Leading => withButton.has(occasion)
const asks = (occasion: EntryOccasion): occasion is Asking => asking.has(occasion)

function paragraphsOf({ occasion, lang, coalition, name, to, person, words, link }: EntryLetter) {
  const t = translator(lang)
  return [
    ...(to ? [t('letters.hello', { name: to })] : []),
    t(`entry.letter.${occasion}`, { name, coalition: coalition.name }),
    ...[person, words].flatMap((quote) => (quote ? [{ quote }] : [])),
    ...(asks(occasion) && link === null ? [t('entry.letter.ring')] : []),
  ]
}

/** A letter about who speaks for an organisation. Out: what the outbox takes. */
export function entryLetter(about: EntryLetter) {
  const { occasion, lang, coalition, name, link } = about
  const t = translator(lang)
  const heading = t(`entry.letter.${occasion}.subject`, { name })
  return letter({
    coalition,
    lang,
    subject: heading,
    heading,
    paragraphs: paragraphsOf(about),
    button:
      link !== null && leads(occasion)
        ? { label: t(`entry.letter.${occasion}.button`), href: link }
        : undefined,
    after: asks(occasion) ? [t(`entry.letter.${occasion}.not-you`)] : [],
  })
}
