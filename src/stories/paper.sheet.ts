import type { Block, Sheet, Size } from '#base/print.ts'
import type { Lang, T } from '#base/i18n.ts'
import type { Coalition } from '#base/web.ts'
import { uses } from './consent.schema.ts'
import { audiences } from './schema.ts'

const ask = (text: string, count: number): Block[] => [
  { kind: 'heading', level: 2, text },
  { kind: 'lines', count },
]

/** How they are named, and who else is in it. */
const askWho = (t: T): Block[] => [
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
  ...ask(t('paper.sheet.others'), 3),
]

/** Who may see it and what for, in the words that are agreed to. */
const askConsent = (t: T): Block[] => [
  { kind: 'heading', level: 2, text: t('stories.audience.legend') },
  {
    kind: 'boxes',
    items: audiences.map(
      (one) => `${t(`stories.audience.${one}`)}. ${t(`stories.audience.${one}-hint`)}`,
    ),
  },
  ...ask(t('paper.sheet.readers'), 3),
  ...ask(`${t('audience.day')} ${t('ui.optional')}`, 1),
  { kind: 'heading', level: 2, text: t('consent.uses') },
  { kind: 'text', text: t('consent.uses.hint') },
  {
    kind: 'boxes',
    items: uses.map((use) => `${t(`consent.${use}`)}. ${t(`consent.${use}.hint`)}`),
  },
  { kind: 'heading', level: 2, text: t('consent.until') },
  { kind: 'boxes', items: [t('consent.until.always'), t('consent.until.year')] },
]

const reachOf = ({ phone, phoneHours, email }: Coalition) =>
  [phone, phoneHours, email].filter(Boolean).join(', ')

/** The sheet for whoever takes a call away from a screen: what is asked, in order, and what is read aloud. */
export const callSheet = (t: T, lang: Lang, coalition: Coalition): Sheet => ({
  title: t('voice.office'),
  lang,
  size: 14,
  foot: `${coalition.name}, ${reachOf(coalition)}`,
  blocks: [
    { kind: 'heading', level: 1, text: t('voice.office') },
    { kind: 'text', text: t('voice.office.lead') },
    ...ask(t('voice.office.rang'), 1),
    ...ask(t('stories.what.title'), 1),
    ...ask(t('stories.what.lang'), 1),
    ...ask(t('stories.what.body'), 22),
    { kind: 'break' },
    ...askWho(t),
    { kind: 'break' },
    ...askConsent(t),
    ...ask(t('voice.office.witness'), 1),
    ...ask(t('voice.office.taken'), 1),
  ],
})

/** The sheet on which a story is told by hand, with its consent and its code. */
export function storySheet(
  t: T,
  lang: Lang,
  size: Size,
  { coalition, code }: { coalition: Coalition; code: string },
): Sheet {
  const ring = reachOf(coalition)
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
      ...ask(t('stories.what.lang'), 1),
      // Two pages of the smallest print; in a larger one what follows does not wait for a new page.
      ...ask(t('stories.what.body'), size === 14 ? 24 : 16),
      ...(size === 14 ? [{ kind: 'break' } as const] : []),
      ...askWho(t),
      { kind: 'break' },
      ...askConsent(t),
      ...ask(t('paper.sheet.signed'), 2),
      { kind: 'text', text: t('paper.sheet.send', { coalition: coalition.name, ring }) },
    ],
  }
}
