import { createContext, useContext } from 'hono/jsx'
import type { Lang, T } from '#base/i18n.ts'

/** What a component needs to speak: the translator, and the language and direction of the page. */
export type Voice = { t: T; lang: Lang; dir: 'ltr' | 'rtl' }

/**
 * `<Page>` lends its voice to every component inside it, so that a field can say "(optional)" and
 * "Error:" in the reader's language without being handed a translator. Views are plain synchronous
 * components: an async one would read the voice of whoever renders at that moment.
 */
export const VoiceOf = createContext<Voice | null>(null)

/** The voice of the page around this component. Throws outside a `<Page>`, where nobody has chosen a language. */
export function useVoice(): Voice {
  const voice = useContext(VoiceOf)
  if (!voice) throw new Error('This component speaks, so it must stand inside a <Page>')
  return voice
}
