import { isLang, type Lang, type T } from '#base/i18n.ts'
import { type Sheet, unprintable } from '#base/print.ts'
import { inWords } from '#base/ui/when.tsx'
import type { Effect } from './after.queries.ts'
import type { Led } from './year.queries.ts'
import { counted, type Counts, hasLedOn } from './year.rules.ts'

/** The language in which a teller is written to. */
export const spokenBy = (story: { spoken: string }): Lang =>
  isLang(story.spoken) ? story.spoken : 'en'

/** Where a story stands, a line each; none when it stands nowhere. */
export const countLines = (t: T, counts: Counts): string[] =>
  counted.filter((one) => counts[one] > 0).map((one) => t(`year.count.${one}`, { n: counts[one] }))

export const effectLine = (t: T, lang: Lang, { kind, what, at }: Effect): string =>
  t('year.effect', { kind: t(`year.kind.${kind}`), day: inWords(at, lang), what })

/**
 * What a story led to, line by line. That it is still there is worth a sentence; what is gone and led to nothing
 * has none.
 */
export function ledLines(
  t: T,
  lang: Lang,
  { counts, effects, stands }: Pick<Led, 'counts' | 'effects' | 'stands'>,
): string[] {
  const lines = [...effects.map((one) => effectLine(t, lang, one)), ...countLines(t, counts)]
  return stands && !hasLedOn(counts, effects) ? [t('year.still'), ...lines] : lines
}

type Told = { title: string; led: Led }
/** What a sheet for a teller is made with: their language, and the code that opens the page of their story. */
export type Paper = {
  t: T
  lang: Lang
  coalition: { name: string; phone: string | null }
  code: string
  at: Date
}

/** The same on paper, in large print, for a teller without mail: to be put in the post or read out. */
export function yearSheet({ t, lang, coalition, code, at }: Paper, { title, led }: Told): Sheet {
  const lines = ledLines(t, lang, led)
  const missing = unprintable([title, ...lines].join(' '))
  const foot = [coalition.name, coalition.phone, inWords(at, lang)].filter(Boolean).join(' · ')
  return {
    title: t('year.title'),
    lang,
    size: 18,
    foot,
    blocks: [
      { kind: 'heading', level: 1, text: t('year.title') },
      { kind: 'text', text: t('year.letter', { coalition: coalition.name }) },
      ...(missing.length > 0
        ? [
            {
              kind: 'text' as const,
              text: t('print.missing', { words: missing.slice(0, 20).join(', ') }),
            },
          ]
        : []),
      { kind: 'heading', level: 2, text: title },
      { kind: 'list', items: lines },
      { kind: 'text', text: t('year.letter.thanks') },
      { kind: 'facts', rows: [{ label: t('year.code'), value: code }] },
    ],
  }
}
