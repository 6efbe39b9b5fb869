import type { Generated, Selectable } from 'kysely'

/** Kept as long as the story's words: gone when it is taken back or forgotten. */
export type AppealsTable = {
  id: string
  storyId: string
  decisionId: string
  words: string
  state: 'asked' | 'upheld' | 'dismissed'
  reason: string | null
  decidedBy: string | null
  decidedAt: Date | null
  askedAt: Date
}
export type Appeal = Selectable<AppealsTable>

/** Kept as long as the story: what it led to, in a few words that name nobody. */
export type StoryEffectsTable = {
  id: string
  storyId: string
  kind: Generated<'ask' | 'match' | 'gathering' | 'retelling' | 'other'>
  what: string
  at: Date
  notedBy: string | null
}

/** Kept as long as the story: when its teller was told what it led to; `stop`: they would rather not be. */
export type StoryYearsTable = {
  id: string
  storyId: string
  how: 'mail' | 'phone' | 'letter' | 'stop'
  letter: string | null
  at: Date
}

/** Kept for good: counts, and nobody in them. */
export type ModerationCountsTable = { quarter: Date; what: string; detail: string; n: number }

declare module '#base/db.ts' {
  interface Tables {
    appeals: AppealsTable
    storyEffects: StoryEffectsTable
    storyYears: StoryYearsTable
    moderationCounts: ModerationCountsTable
  }
}
