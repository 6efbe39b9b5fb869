import type { Selectable } from 'kysely'

/** What a story may be used for; each is agreed to by itself (row 3.2). */
export const uses = ['site', 'newsletter', 'social', 'press', 'print', 'fediverse'] as const
export type Use = (typeof uses)[number]

/** Kept as long as the story, those that ended too: the record of who agreed to what, when, in which words. */
export type ConsentsTable = {
  id: string
  storyId: string
  use: Use
  words: string
  version: string
  lang: string
  channel: 'web' | 'phone' | 'paper' | 'letter'
  takenBy: string | null
  witness: string | null
  givenAt: Date
  until: Date | null
  endedAt: Date | null
  endedChannel: 'web' | 'phone' | 'letter' | 'time' | 'no-answer' | null
  endedBy: string | null
}
export type Consent = Selectable<ConsentsTable>

/** Kept until the story is taken back: whom it names or shows, and what they answered. */
export type StoryPeopleTable = {
  id: string
  storyId: string
  name: string
  how: 'named' | 'pictured'
  guardian: string | null
  email: string | null
  phone: string | null
  lang: string
  state: 'asked' | 'yes' | 'no'
  channel: 'link' | 'letter' | 'phone' | null
  takenBy: string | null
  keyHash: string
  codeHash: string
  askedAt: Date
  answeredAt: Date | null
}
export type StoryPerson = Selectable<StoryPeopleTable>

/** Kept as long as the story's id: where it has been. Names places, never people. */
export type StoryTracesTable = { storyId: string; place: string; firstAt: Date; lastAt: Date }

declare module '#base/db.ts' {
  interface Tables {
    consents: ConsentsTable
    storyPeople: StoryPeopleTable
    storyTraces: StoryTracesTable
  }
}
