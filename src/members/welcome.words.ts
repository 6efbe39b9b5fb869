import { isLang, type Lang, type T, translator } from '#base/i18n.ts'
import { formatDistance, unitsOf } from '#base/places.ts'
import type { Kind } from './schema.ts'
import { type TopicNames, topicWords } from './topics.ts'
import type { Reason, Suggestion } from './welcome.rules.ts'
import type { LetterLine } from './welcome.schema.ts'

/** In which language, from which country (ISO 3166), and what the office calls topics there. */
export type Speech = { lang: Lang; country: string; names?: TopicNames }

const sectorOf = (t: T, kind: Kind) => t(`welcome.sector.${kind}`)

function reasonWords(t: T, reason: Reason, { lang, country, names }: Speech): string {
  switch (reason.why) {
    case 'near':
      return reason.km === null || reason.km < 2
        ? t('welcome.why.here', { place: reason.place })
        : t('welcome.why.near', {
            distance: formatDistance(reason.km, lang, unitsOf(country)),
          })
    case 'topic': {
      const topics = reason.topics.slice(0, 3).map((one) => topicWords(t, one, names))
      return t('welcome.why.topic', { topics: topics.join(', ') })
    }
    case 'sector':
      return t('welcome.why.sector', { kind: sectorOf(t, reason.kind) })
  }
}

/** Somebody to meet, and why, as a line of the letter. */
export function personLine({ neighbour, reasons }: Suggestion, speech: Speech): LetterLine {
  const t = translator(speech.lang)
  const why = reasons.map((reason) => reasonWords(t, reason, speech)).join('; ')
  return {
    words: t('welcome.letter.person', { name: neighbour.name, why }),
    path: `/members/${neighbour.organisationId}`,
  }
}

export const langOf = (spoken: string): Lang => (isLang(spoken) ? spoken : 'en')
