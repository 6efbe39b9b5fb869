import { type Sheet, unprintable } from '#base/print.ts'
import { addDays } from '#base/time.ts'
import { inWords } from '#base/ui/when.tsx'
import { askAgain } from './consent.rules.ts'
import type { Use } from './consent.schema.ts'
import type { Paper } from './year.words.ts'

/**
 * The question of each year on paper, in large print, for a teller without mail: to be put in the post or read out.
 * `askedAt`: since when an answer is waited for.
 */
export function againSheet(
  { t, lang, coalition, code, at }: Paper,
  { title, uses, askedAt }: { title: string; uses: readonly Use[]; askedAt: Date },
): Sheet {
  const missing = unprintable(title)
  const day = inWords(addDays(askedAt, askAgain.waitDays), lang)
  const foot = [coalition.name, coalition.phone, inWords(at, lang)].filter(Boolean).join(' · ')
  const inPlaceOf = t('print.missing', { words: missing.slice(0, 20).join(', ') })
  return {
    title: t('consent.again'),
    lang,
    size: 18,
    foot,
    blocks: [
      { kind: 'heading', level: 1, text: t('consent.again') },
      { kind: 'text', text: t('consent.letter.again', { coalition: coalition.name, title }) },
      ...(missing.length > 0 ? [{ kind: 'text' as const, text: inPlaceOf }] : []),
      { kind: 'heading', level: 2, text: t('consent.held') },
      {
        kind: 'list',
        items: uses.map((use) => `${t(`consent.${use}`)}. ${t(`consent.${use}.hint`)}`),
      },
      { kind: 'text', text: t('again.sheet.how', { day }) },
      {
        kind: 'boxes',
        items: [t('consent.again.yes'), t('again.sheet.some'), t('again.sheet.no')],
      },
      { kind: 'lines', count: 2 },
      { kind: 'heading', level: 2, text: t('paper.sheet.signed') },
      { kind: 'lines', count: 1 },
      { kind: 'facts', rows: [{ label: t('year.code'), value: code }] },
    ],
  }
}
