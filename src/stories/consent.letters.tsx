import type { Tx } from '#base/db.ts'
import { isLang, type Key, type Lang, translator } from '#base/i18n.ts'
import { letter } from '#base/letter.tsx'
import { putInOutbox } from '#base/mail.ts'
import type { StoryPerson } from './consent.schema.ts'
import { coalitionOf } from './queries.ts'
import type { Story } from './schema.ts'

const known = (lang: string): Lang => (isLang(lang) ? lang : 'en')

/** Asks somebody in a story, in the language in which it was told to us. `href`: null for the code alone. */
export async function askPerson(
  tx: Tx,
  {
    story,
    person,
    code,
    href,
  }: { story: Story; person: StoryPerson; code: string; href: string | null },
): Promise<void> {
  const coalition = await coalitionOf(tx)
  if (!person.email || !coalition) return
  const lang = known(person.lang)
  const t = translator(lang)
  const words = { title: story.title, coalition: coalition.name, name: person.name }
  const subject = t('consent.letter.person.subject')
  const which = person.guardian ? 'consent.letter.person.guardian' : 'consent.letter.person'
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [t(which, words), t('consent.letter.person.next')],
    code,
    button: href ? { label: t('consent.letter.person.button'), href } : undefined,
  })
  await putInOutbox(tx, {
    key: `story person ${person.id} ${person.askedAt.toISOString()}`,
    kind: 'story.person',
    toPerson: null,
    toAddress: person.email,
    lang,
    about: story.id,
    ...written,
  })
}

/** Tells a teller what ended, or asks them once more. */
export async function writeOfConsent(
  tx: Tx,
  about: {
    story: Story
    occasion: 'ended' | 'again'
    key: string
    uses: string[]
    href: string | null
  },
): Promise<void> {
  const { story, occasion, key, uses, href } = about
  const coalition = await coalitionOf(tx)
  if (!story.email || !coalition) return
  const lang = known(story.spoken)
  const t = translator(lang)
  const named = uses.map((use) => t(`consent.${use}` as Key)).join(', ')
  const words = { title: story.title, coalition: coalition.name, uses: named }
  const subject = t(`consent.letter.${occasion}.subject`)
  const written = letter({
    coalition,
    lang,
    subject,
    heading: subject,
    paragraphs: [t(`consent.letter.${occasion}`, words), t(`consent.letter.${occasion}.next`)],
    button: href
      ? {
          label: t(occasion === 'again' ? 'consent.letter.again.button' : 'stories.letter.mine'),
          href,
        }
      : undefined,
  })
  await putInOutbox(tx, {
    key,
    kind: `consent.${occasion}`,
    toPerson: story.tellerId,
    toAddress: story.email,
    lang,
    about: story.id,
    ...written,
  })
}
