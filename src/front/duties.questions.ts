import type { Key } from '#base/i18n.ts'

/** The records that are filled in, in the order of the page. */
export const dutyKinds = ['illegal-content', 'children', 'person', 'measures'] as const
export type DutyKind = (typeof dutyKinds)[number]
export const isDutyKind = (name: string): name is DutyKind => dutyKinds.some((one) => one === name)

/**
 * The kinds of priority illegal content that Ofcom's risk assessment guidance (December 2024) has assessed one
 * by one, and all other illegal content.
 */
export const harms = [
  'terrorism',
  'child-abuse',
  'hate',
  'harassment',
  'coercion',
  'intimate-images',
  'extreme-pornography',
  'exploitation',
  'trafficking',
  'immigration',
  'fraud',
  'proceeds',
  'drugs',
  'weapons',
  'suicide',
  'interference',
  'animals',
  'other',
] as const
export type Harm = (typeof harms)[number]

export const levels = ['negligible', 'low', 'medium', 'high'] as const
export const yesNo = ['yes', 'no', 'unsure'] as const

/** How each question is answered; `words?` and `line?` may be left out. */
const questions = {
  service: 'words',
  whoUses: 'words',
  factors: 'words',
  evidence: 'words',
  why: 'words',
  doing: 'words',
  todo: 'words?',
  looked: 'line',
  ageCheck: 'choice',
  childUsers: 'choice',
  attracts: 'choice',
  childWhy: 'words',
  childRisks: 'words?',
  personName: 'line',
  personRole: 'line',
  personDoes: 'words',
  standIn: 'line?',
  shownAs: 'line',
  reach: 'line',
  decideDays: 'days',
  reportDays: 'days',
  appealDays: 'days',
  reading: 'words',
  takingDown: 'words',
  complaints: 'words',
  records: 'words',
} as const
export type Question = keyof typeof questions
export type Answered = 'words' | 'words?' | 'line' | 'line?' | 'choice' | 'days'
export const howAnswered = (question: Question): Answered => questions[question]

export type Part = { heading: Key; questions: readonly Question[]; harms?: true }

/** What each record asks, part by part. */
export const partsOf: Record<DutyKind, readonly Part[]> = {
  'illegal-content': [
    {
      heading: 'duty.part.service',
      questions: ['service', 'whoUses', 'factors', 'evidence'],
    },
    { heading: 'duty.part.harms', harms: true, questions: ['why'] },
    { heading: 'duty.part.doing', questions: ['doing', 'todo', 'looked'] },
  ],
  children: [
    { heading: 'duty.part.stage-one', questions: ['ageCheck'] },
    { heading: 'duty.part.stage-two', questions: ['childUsers', 'attracts', 'childWhy'] },
    { heading: 'duty.part.child-risks', questions: ['childRisks', 'looked'] },
  ],
  person: [
    {
      heading: 'duty.part.person',
      questions: ['personName', 'personRole', 'personDoes', 'standIn'],
    },
    { heading: 'duty.part.contact', questions: ['shownAs', 'reach'] },
  ],
  measures: [
    { heading: 'duty.part.days', questions: ['decideDays', 'reportDays', 'appealDays'] },
    {
      heading: 'duty.part.measures',
      questions: ['reading', 'takingDown', 'complaints', 'records', 'looked'],
    },
  ],
}

/** What is true of every Kith, or a good beginning: it stands in the form until the office writes its own. */
export const firstWords: Partial<Record<Question, Key>> = {
  service: 'duty.first.service',
  factors: 'duty.first.factors',
  doing: 'duty.first.doing',
  personDoes: 'duty.first.personDoes',
  reading: 'duty.first.reading',
  takingDown: 'duty.first.takingDown',
  complaints: 'duty.first.complaints',
  records: 'duty.first.records',
}
export const firstDays: Partial<Record<Question, string>> = {
  decideDays: '14',
  reportDays: '7',
  appealDays: '14',
}

/** What is written for each language of the public terms. */
export const termParts = ['intro', 'allowed', 'report', 'decide', 'appeal'] as const
export type TermPart = (typeof termParts)[number]
export type TermWords = Record<TermPart, string>
