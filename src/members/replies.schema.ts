import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Lang } from '#base/i18n.ts'

export const occasions = ['ask-back', 'decline', 'welcome', 'story', 'other'] as const
export type ReplyOccasion = (typeof occasions)[number]
/** The same words in the languages that somebody wrote them in. */
export type ReplyTexts = Partial<Record<Lang, string>>

/** Kept until the office removes it. Holds no person but who wrote and changed it. */
export type SavedRepliesTable = {
  id: string
  occasion: ReplyOccasion
  title: string
  texts: ColumnType<ReplyTexts, string, string>
  uses: Generated<number>
  usedAt: Date | null
  writtenBy: string | null
  writtenAt: Date
  changedBy: string | null
  changedAt: Date
}
export type SavedReply = Selectable<SavedRepliesTable>

declare module '#base/db.ts' {
  interface Tables {
    savedReplies: SavedRepliesTable
  }
}
