import type { Tx } from '#base/db.ts'
import type { Story } from './schema.ts'
import { publishTranslations, saveTranslation, shownHash } from './translate.queries.ts'
import { emptyTranslation } from './translate.rules.ts'

/** Invented translations of an invented story, by its title: a page in three languages and two directions. */
const examples = [
  {
    of: 'چائے کی دو پیالیاں',
    lang: 'en',
    translator: 'Nadia',
    title: 'Two cups of tea',
    body: 'My neighbour spoke English and I spoke Urdu. For the first month we only smiled.\n\nThen one day she made two cups of tea and knocked on the door. Now she teaches me English and I teach her Urdu. The tea is still two cups.',
  },
  {
    of: 'چائے کی دو پیالیاں',
    lang: 'cy',
    translator: 'Mair',
    title: 'Dwy baned o de',
    body: 'Roedd fy nghymdoges yn siarad Saesneg a minnau Wrdw. Am y mis cyntaf dim ond gwenu wnaethon ni.\n\nYna un diwrnod gwnaeth hi ddwy baned o de a churo ar y drws. Nawr mae hi’n dysgu Saesneg i mi a minnau’n dysgu Wrdw iddi hi. Dwy baned yw’r te o hyd.',
  },
]

/** Adds the invented translations; they go with the stories that they are of. */
export async function addExampleTranslations(tx: Tx, stories: readonly Story[]): Promise<void> {
  for (const { of, lang, ...words } of examples) {
    const story = stories.find(({ title }) => title === of)
    if (!story) continue
    const at = story.toldAt
    const made = { storyId: story.id, lang, wordsHash: await shownHash(tx, story.id) }
    const begun = emptyTranslation({ id: crypto.randomUUID(), ...made }, null, at)
    const agreed = { state: 'yes', answeredAt: at, channel: 'link' } as const
    const read = { readAt: at, readByTeller: true }
    await saveTranslation(tx, { ...begun, ...words, ...agreed, ...read })
    await publishTranslations(tx, story.id)
  }
}
