import type { Tx } from '#base/db.ts'
import { isLang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import type { StoryReader } from './audience.schema.ts'
import { coalitionOf } from './queries.ts'
import { bylineOf } from './rules.ts'
import type { Story } from './schema.ts'

type Telling = {
  story: Story
  reader: StoryReader
  /** What the letter is known by, its code, and its link; `href`: null for the code alone. */
  key: string
  code: string
  href: string | null
}

/** Writes to somebody whom a teller named, in the language in which the story was told to us. */
export async function writeToReader(tx: Tx, { story, reader, key, code, href }: Telling) {
  const coalition = await coalitionOf(tx)
  if (!reader.email || !coalition) return
  const lang = isLang(story.spoken) ? story.spoken : 'en'
  const t = translator(lang)
  const teller = bylineOf(story)
  const words = { coalition: coalition.name, name: reader.name, teller }
  const subject = t('audience.letter.subject')
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [
      t(teller ? 'audience.letter' : 'audience.letter.unnamed', words),
      t('audience.letter.next'),
    ],
    code,
    button: href ? { label: t('audience.letter.button'), href } : undefined,
  })
  await putInOutbox(tx, {
    key,
    kind: 'story.reader',
    toPerson: null,
    toAddress: reader.email,
    lang,
    about: story.id,
    ...written,
  })
}
