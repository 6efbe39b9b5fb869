import type { T } from '#base/i18n.ts'
import type { Audience } from './schema.ts'

/** The answer to who may read it, as it stands on the form. */
const answerOf = (t: T, audience: Audience): string =>
  `${t('stories.audience.legend')} ${t(`stories.audience.${audience}`)}: ${t(`stories.audience.${audience}-hint`)}`

/** What a yes to our pages says, as it is written down: the words that stood there, and for whom. */
export function wordsOfSite(t: T, audience: Audience): string {
  const site = `${t('consent.site')}: ${t('consent.site.hint')}`
  return audience === 'public' ? site : `${site}. ${answerOf(t, audience)}`
}

/** What a yes to more readers than before says, in the words that stood there. */
export const wordsOfWider = (t: T, audience: Audience): string =>
  `${answerOf(t, audience)}. ${t('audience.yes')}`
