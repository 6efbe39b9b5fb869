import type { ColumnType, Generated, Insertable, Selectable } from 'kysely'

/** Kept as long as the story: the sound beside its words. */
export type StoryVoicesTable = {
  storyId: string
  fileId: string
  type: string
  bytes: number
  keptAt: Date
  /** Whether it is heard by whoever may read the story. */
  shown: Generated<boolean>
}
export type StoryVoice = Selectable<StoryVoicesTable>
export type NewVoice = Insertable<StoryVoicesTable>

/** Kept until the story is taken back: how it reached us, and what the office needs to answer its teller. */
export type StoryTellingsTable = {
  storyId: string
  takenBy: string | null
  rang: string | null
  phone: string | null
  address: string | null
  scanId: string | null
  toldFor: string | null
  toldHow: string | null
  at: Date
}
export type StoryTelling = Selectable<StoryTellingsTable>

/** Kept for good: a digest and a day; names nobody. */
export type StorySheetsTable = {
  codeHash: string
  lang: string
  /** The words of consent that stand on it (see wordsOnSheet), and their version. */
  version: string | null
  words: ColumnType<Record<string, string> | null, string | null, string | null>
  madeAt: Date
  usedStoryId: string | null
  usedAt: Date | null
}

/** Kept as long as the draft that it opens, 30 days at most. */
export type DraftCodesTable = { codeHash: string; keyHash: string; madeAt: Date }

declare module '#base/db.ts' {
  interface Tables {
    storyVoices: StoryVoicesTable
    storyTellings: StoryTellingsTable
    storySheets: StorySheetsTable
    draftCodes: DraftCodesTable
  }
}
