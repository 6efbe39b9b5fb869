import { isLang, languages, type T } from '#base/i18n.ts'
import { type Block, type Sheet, unprintable } from '#base/print.ts'
import { inWords } from '#base/ui/when.tsx'
import { harmField } from './duties.forms.ts'
import { asTexts, termWordsIn, type Version } from './duties.queries.ts'
import { harms, howAnswered, levels, partsOf, termParts, yesNo } from './duties.questions.ts'
import type { DutyKind, Question } from './duties.questions.ts'
import { childrenMayCome } from './duties.rules.ts'

export type Said = { label: string; value: string; lang?: string }
export type SaidPart = { heading: string; said: Said[] }

const levelWords = (t: T, written: string) => {
  const level = levels.find((one) => one === written)
  return level ? t(`duty.level.${level}`) : written
}

function valueWords(t: T, question: Question, written: string): string {
  if (howAnswered(question) === 'days') return t('duty.days', { n: Number(written) })
  const answer = yesNo.find((one) => one === written)
  return howAnswered(question) === 'choice' && answer ? t(`duty.answer.${answer}`) : written
}

function dutyAnswers(t: T, kind: DutyKind, written: Record<string, string>): SaidPart[] {
  const parts = partsOf[kind].map((part) => ({
    heading: t(part.heading),
    said: [
      ...(part.harms ? harms : []).map((harm) => ({
        label: t(`duty.harm.${harm}`),
        value: levelWords(t, written[harmField(harm)] ?? ''),
      })),
      ...part.questions.map((question) => ({
        label: t(`duty.q.${question}`),
        value: valueWords(t, question, written[question] ?? ''),
      })),
    ].filter(({ value }) => value !== ''),
  }))
  if (kind !== 'children') return parts
  const value = t(childrenMayCome(written) ? 'duty.outcome.likely' : 'duty.outcome.not-likely')
  return [...parts, { heading: t('duty.outcome'), said: [{ label: t('duty.outcome.so'), value }] }]
}

/** What a saved version says, part by part. */
export function answersIn(t: T, { kind, answers }: Version): SaidPart[] {
  if (kind !== 'terms') return dutyAnswers(t, kind, asTexts(answers))
  return Object.entries(termWordsIn(answers)).map(([lang, words]) => ({
    heading: isLang(lang) ? languages[lang] : lang,
    said: termParts.map((part) => ({ label: t(`duty.terms.${part}`), value: words[part], lang })),
  }))
}

/** A saved version on paper, such as for Ofcom. */
export function versionSheet(t: T, coalition: string, version: Version): Sheet {
  const title = t(`duty.${version.kind}`)
  const parts = answersIn(t, version)
  const saved = [inWords(version.savedAt, 'en', 'time'), version.savedBy].filter(Boolean).join(', ')
  const missing = unprintable(parts.flatMap(({ said }) => said.map((one) => one.value)).join(' '))
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: title },
    {
      kind: 'facts',
      rows: [
        { label: t('duty.version.of'), value: coalition },
        { label: t('duty.version.saved'), value: saved },
      ],
    },
    ...(missing.length > 0
      ? [
          {
            kind: 'text' as const,
            text: t('duty.unprintable', { words: missing.slice(0, 20).join(', ') }),
          },
        ]
      : []),
    ...parts.flatMap(({ heading, said }): Block[] => [
      { kind: 'heading', level: 2, text: heading },
      ...said.flatMap(({ label, value, lang }): Block[] => [
        { kind: 'heading', level: 3, text: label },
        { kind: 'text', text: value, ...(lang ? { lang } : {}) },
      ]),
    ]),
  ]
  return { title, lang: 'en', size: 14, foot: `${coalition} · ${title} · ${saved}`, blocks }
}
