import type { Tx } from '#base/db.ts'
import { isLang, type Lang, translator } from '#base/i18n.ts'
import { limit } from '#base/limits.ts'
import { letter, type Paragraph } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import { inWords } from '#base/ui/when.tsx'
import { coalitionOf } from './queries.ts'
import type { Story } from './schema.ts'

export type Occasion = 'told' | 'published' | 'waiting' | 'declined' | 'changed' | 'withdrawn'

type About = {
  story: Pick<Story, 'id' | 'email' | 'title' | 'spoken' | 'tellerId' | 'notBefore'>
  occasion: Occasion
  /** One letter an occasion: the id of what happened. */
  key: string
  button?: { label: 'stories.letter.mine' | 'stories.letter.read'; href: string }
  /** What the moderator wrote. */
  quote?: Paragraph[]
}

// Anyone can write anyone's address into the form: what they do themselves fills nobody's letterbox.
const mostAnHour = 5
const mayWrite = async (tx: Tx, occasion: Occasion, email: string): Promise<boolean> =>
  occasion === 'published' ||
  occasion === 'waiting' ||
  occasion === 'declined' ||
  (await limit(tx, 'story letters', email.toLowerCase(), mostAnHour, 3600)).ok

/** Writes to the teller, in the language in which they told it; nothing when they gave no address. */
export async function writeToTeller(tx: Tx, about: About): Promise<void> {
  const { story, occasion, key, button, quote = [] } = about
  const coalition = await coalitionOf(tx)
  if (!story.email || !coalition || !(await mayWrite(tx, occasion, story.email))) return
  const lang: Lang = isLang(story.spoken) ? story.spoken : 'en'
  const t = translator(lang)
  const day = story.notBefore ? inWords(story.notBefore, lang) : ''
  const words = { title: story.title, coalition: coalition.name, day }
  const subject = t(`stories.letter.${occasion}.subject`, words)
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [
      t(`stories.letter.${occasion}`, words),
      ...quote,
      t(`stories.letter.${occasion}.next`),
    ],
    button: button && { label: t(button.label), href: button.href },
  })
  await putInOutbox(tx, {
    key,
    kind: `story.${occasion}`,
    toPerson: story.tellerId,
    toAddress: story.email,
    lang,
    about: story.id,
    ...written,
  })
}

export const writeWithdrawn = (tx: Tx, story: Story): Promise<void> =>
  writeToTeller(tx, { story, occasion: 'withdrawn', key: `story.withdrawn ${story.id}` })
