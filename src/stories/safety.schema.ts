import type { Selectable } from 'kysely'

/** Kept as long as the words it was said of: gone when the teller changes the story or takes it back. */
export type StorySafetyTable = {
  storyId: string
  saidBy: string | null
  saidAt: Date
  firstBy: string | null
  firstAt: Date | null
  secondBy: string | null
  secondAt: Date | null
}
export type StorySafety = Selectable<StorySafetyTable>

declare module '#base/db.ts' {
  interface Tables {
    storySafety: StorySafetyTable
  }
}
