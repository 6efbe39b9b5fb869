import type { Block, Sheet, Size } from '#base/print.ts'
import type { Lang, T } from '#base/i18n.ts'
import type { Coalition } from '#base/web.ts'
import { uses } from './consent.schema.ts'

/** The sheet on which a story is told by hand, with its consent and its code. */
export function storySheet(
  t: T,
  lang: Lang,
  size: Size,
  { coalition, code }: { coalition: Coalition; code: string },
): Sheet {
  const ask = (text: string, count: number): Block[] => [
    { kind: 'heading', level: 2, text },
    { kind: 'lines', count },
  ]
  const ring = [coalition.phone, coalition.phoneHours, coalition.email].filter(Boolean).join(', ')
  return {
    title: t('paper.sheet'),
    lang,
    size,
    foot: `${coalition.name}, ${ring} · ${code}`,
    blocks: [
      { kind: 'heading', level: 1, text: t('paper.sheet') },
      { kind: 'text', text: t('paper.sheet.lead', { coalition: coalition.name }) },
      { kind: 'facts', rows: [{ label: t('paper.sheet.code'), value: code }] },
      ...ask(t('stories.what.title'), 1),
      ...ask(t('stories.what.body'), size === 14 ? 18 : 12),
      ...ask(t('stories.what.lang'), 1),
      { kind: 'break' },
      ...ask(t('stories.who.name'), 1),
      { kind: 'heading', level: 2, text: t('stories.who.style') },
      {
        kind: 'boxes',
        items: [
          t('stories.style.full'),
          t('stories.style.first'),
          t('stories.style.first-and-town'),
          t('stories.style.none'),
        ],
      },
      ...ask(t('stories.who.town'), 1),
      ...ask(t('paper.sheet.address'), 3),
      ...ask(t('paper.sheet.others'), 4),
      { kind: 'break' },
      { kind: 'heading', level: 2, text: t('stories.audience.legend') },
      { kind: 'boxes', items: [t('stories.audience.public'), t('stories.audience.members')] },
      { kind: 'heading', level: 2, text: t('consent.uses') },
      { kind: 'text', text: t('consent.uses.hint') },
      {
        kind: 'boxes',
        items: uses.map((use) => `${t(`consent.${use}`)}. ${t(`consent.${use}.hint`)}`),
      },
      { kind: 'heading', level: 2, text: t('consent.until') },
      { kind: 'boxes', items: [t('consent.until.always'), t('consent.until.year')] },
      ...ask(t('paper.sheet.signed'), 2),
      { kind: 'text', text: t('paper.sheet.send', { coalition: coalition.name, ring }) },
    ],
  }
}
