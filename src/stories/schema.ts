import type { Generated, Selectable } from 'kysely'

export const nameStyles = ['full', 'first', 'first-and-town', 'none'] as const
export type NameStyle = (typeof nameStyles)[number]

/** Who may read a story; `named`: only people whom its teller names. */
export const audiences = ['public', 'members', 'named'] as const
export type Audience = (typeof audiences)[number]

/**
 * Kept until its teller takes it back. A withdrawn story keeps its id and its dates, not its words; a
 * declined one is forgotten after six months.
 */
export type StoriesTable = {
  id: string
  tellerId: string | null
  name: string | null
  nameStyle: NameStyle
  town: string | null
  email: string | null
  lang: string
  title: string
  body: string
  audience: Audience
  pictureId: string | null
  pictureWords: string | null
  state: 'told' | 'published' | 'declined' | 'withdrawn'
  keyHash: string
  /** What a letter's code is known by; the code opens what the private link opens. */
  codeHash: Generated<string | null>
  channel: Generated<'web' | 'phone' | 'paper' | 'voice'>
  notBefore: Generated<Date | null>
  askedAgainAt: Generated<Date | null>
  spoken: string
  toldAt: Date
  publishedAt: Date | null
  example: boolean
}
export type Story = Selectable<StoriesTable>

/** Kept as long as the story. */
export type DecisionsTable = {
  id: string
  storyId: string
  verdict: 'publish' | 'decline' | 'take-down' | 'restore'
  rule: string | null
  reason: string | null
  decidedBy: string | null
  decidedAt: Date
  /** Who it was meant for when it was decided on. */
  audience: Audience | null
}

/** Public; leaves the moment its teller takes it back. */
export type PublishedStoriesTable = {
  id: string
  lang: string
  title: string
  body: string
  byline: string
  town: string | null
  pictureId: string | null
  pictureWords: string | null
  pictureWidth: number | null
  pictureHeight: number | null
  publishedAt: Date
  example: boolean
  folded: Generated<string>
  words: Generated<string>
}
export type PublishedStory = Omit<Selectable<PublishedStoriesTable>, 'folded' | 'words'>

/** Kept for good: an id and a date. */
export type WithdrawnStoriesTable = { id: string; withdrawnAt: Date }

/** Kept for three years, as the record of what was reported and decided. */
export type ReportsTable = {
  id: string
  about: string
  harm: 'danger' | 'private' | 'hurtful' | 'untrue' | 'illegal' | 'other'
  words: string
  email: string | null
  spoken: string
  state: 'sent' | 'kept' | 'taken-down'
  reason: string | null
  decidedBy: string | null
  decidedAt: Date | null
  sentAt: Date
  /** The report that was decided before, when somebody asked that it be looked at again. */
  againOf: Generated<string | null>
}
export type Report = Selectable<ReportsTable>

declare module '#base/db.ts' {
  interface Tables {
    stories: StoriesTable
    decisions: DecisionsTable
    publishedStories: PublishedStoriesTable
    withdrawnStories: WithdrawnStoriesTable
    reports: ReportsTable
  }
}
