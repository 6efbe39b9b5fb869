import type { Selectable } from 'kysely'

/**
 * Kept as long as the story: whom its teller told it to. Of who was taken off, and of a story that was taken
 * back, only the hash of a link stays, which says that there is nothing behind it any more.
 */
export type StoryReadersTable = {
  id: string
  storyId: string
  name: string
  email: string | null
  keyHash: string
  codeHash: string
  namedAt: Date
  writtenAt: Date | null
  takenAwayAt: Date | null
}
export type StoryReader = Selectable<StoryReadersTable>

declare module '#base/db.ts' {
  interface Tables {
    storyReaders: StoryReadersTable
  }
}
