import type { Tx } from '#base/db.ts'
import { isLang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import { coalitionOf } from './queries.ts'
import type { Story } from './schema.ts'

/** Asks the teller to read the edited version; nothing when they gave no address. `href`: null for the code alone. */
export async function askAboutEdit(
  tx: Tx,
  about: { story: Story; key: string; code: string; href: string | null },
): Promise<void> {
  const { story, key, code, href } = about
  const coalition = await coalitionOf(tx)
  if (!story.email || !coalition) return
  const lang = isLang(story.spoken) ? story.spoken : 'en'
  const t = translator(lang)
  const subject = t('edit.letter.subject')
  const words = { title: story.title, coalition: coalition.name }
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [t('edit.letter', words), t('edit.letter.next')],
    code,
    button: href ? { label: t('edit.letter.button'), href } : undefined,
  })
  await putInOutbox(tx, {
    key,
    kind: 'edit.asked',
    toPerson: story.tellerId,
    toAddress: story.email,
    lang,
    about: story.id,
    ...written,
  })
}
