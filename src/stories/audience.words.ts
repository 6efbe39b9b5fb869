import type { T } from '#base/i18n.ts'
import type { Use } from './consent.schema.ts'
import type { Audience } from './schema.ts'

/** The answer to who may read it, as it stands on the form. */
const answerOf = (t: T, audience: Audience): string =>
  `${t('stories.audience.legend')} ${t(`stories.audience.${audience}`)}: ${t(`stories.audience.${audience}-hint`)}`

/** What a yes to a use says, as it is written down: the words that stood there, and of our pages for whom. */
export function wordsOfUse(t: T, use: Use, audience: Audience): string {
  const words = `${t(`consent.${use}`)}: ${t(`consent.${use}.hint`)}`
  return use === 'site' && audience !== 'public' ? `${words}. ${answerOf(t, audience)}` : words
}

/** What a yes to more readers than before says, in the words that stood there. */
export const wordsOfWider = (t: T, audience: Audience): string =>
  `${answerOf(t, audience)}. ${t('audience.yes')}`
