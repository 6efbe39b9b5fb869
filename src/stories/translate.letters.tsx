import type { Tx } from '#base/db.ts'
import { isLang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import { languageIn } from './languages.ts'
import { coalitionOf } from './queries.ts'
import type { Story } from './schema.ts'

type About = {
  story: Story
  lang: string
  /** They are asked, or it has become public. */
  occasion: 'asked' | 'published'
  key: string
  code: string
  /** Null for the code alone. */
  href: string | null
}

/** Writes to a teller about a translation of their story; nothing when they gave no address. */
export async function writeOfTranslation(tx: Tx, about: About): Promise<void> {
  const { story, occasion, key, code, href } = about
  const coalition = await coalitionOf(tx)
  if (!story.email || !coalition) return
  const lang = isLang(story.spoken) ? story.spoken : 'en'
  const t = translator(lang)
  const words = {
    title: story.title,
    coalition: coalition.name,
    language: languageIn(about.lang, lang),
  }
  const subject = t(`translate.letter.${occasion}.subject`)
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [t(`translate.letter.${occasion}`, words), t(`translate.letter.${occasion}.next`)],
    code,
    button: href ? { label: t('translate.letter.button'), href } : undefined,
  })
  await putInOutbox(tx, {
    key,
    kind: `translation.${occasion}`,
    toPerson: story.tellerId,
    toAddress: story.email,
    lang,
    about: story.id,
    ...written,
  })
}
