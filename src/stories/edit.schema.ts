import type { Selectable } from 'kysely'

/** Kept as long as the words it was made of: gone when the teller changes the story or takes it back. */
export type StoryEditsTable = {
  id: string
  storyId: string
  title: string
  body: string
  byline: string
  pictureWords: string | null
  state: 'draft' | 'asked' | 'yes' | 'no'
  editedBy: string | null
  editedAt: Date
  /** Since when there has been one. */
  begunAt: Date
  askedAt: Date | null
  answeredAt: Date | null
  channel: 'link' | 'phone' | 'letter' | null
  takenBy: string | null
  wish: string | null
}
export type StoryEdit = Selectable<StoryEditsTable>

declare module '#base/db.ts' {
  interface Tables {
    storyEdits: StoryEditsTable
  }
}
