import type { Tx } from '#base/db.ts'
import { isLang, type Lang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import type { Appeal } from './appeal.schema.ts'
import { coalitionOf } from './queries.ts'
import type { Story } from './schema.ts'

/** Tells a teller what somebody else decided on their appeal, and why. */
export async function writeOfAppeal(tx: Tx, story: Story, appeal: Appeal): Promise<void> {
  const coalition = await coalitionOf(tx)
  if (!story.email || !coalition || appeal.state === 'asked') return
  const lang: Lang = isLang(story.spoken) ? story.spoken : 'en'
  const t = translator(lang)
  const subject = t(`appeal.letter.${appeal.state}.subject`)
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [
      t(`appeal.letter.${appeal.state}`, { title: story.title }),
      ...(appeal.reason ? [{ quote: appeal.reason }] : []),
    ],
  })
  await putInOutbox(tx, {
    key: `appeal ${appeal.id}`,
    kind: `appeal.${appeal.state}`,
    toPerson: story.tellerId,
    toAddress: story.email,
    lang,
    about: story.id,
    ...written,
  })
}
