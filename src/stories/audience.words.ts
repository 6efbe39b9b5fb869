import type { T } from '#base/i18n.ts'
import { type Use, uses } from './consent.schema.ts'
import { type Audience, audiences } from './schema.ts'

/** The answer to who may read it, as it stands on the form. */
const answerOf = (t: T, audience: Audience): string =>
  `${t('stories.audience.legend')} ${t(`stories.audience.${audience}`)}: ${t(`stories.audience.${audience}-hint`)}`

/** What a yes to a use says, as it is written down: the words that stood there, and of our pages for whom. */
export function wordsOfUse(t: T, use: Use, audience: Audience): string {
  const words = `${t(`consent.${use}`)}: ${t(`consent.${use}.hint`)}`
  return use === 'site' && audience !== 'public' ? `${words}. ${answerOf(t, audience)}` : words
}

const nameOf = (use: Use, audience: Audience) => (use === 'site' ? `${use} ${audience}` : use)

/** Everything that can be agreed to on a sheet, in the words that are printed on it. */
export const wordsOnSheet = (t: T): Record<string, string> =>
  Object.fromEntries(
    uses.flatMap((use) =>
      audiences.map((audience) => [nameOf(use, audience), wordsOfUse(t, use, audience)]),
    ),
  )

/** What stood on a sheet about a use; undefined when it said nothing of it. */
export const wordsOfSheet = (
  words: Record<string, string>,
  use: Use,
  audience: Audience,
): string | undefined => words[nameOf(use, audience)]

/** What a yes to more readers than before says, in the words that stood there. */
export const wordsOfWider = (t: T, audience: Audience): string =>
  `${answerOf(t, audience)}. ${t('audience.yes')}`
