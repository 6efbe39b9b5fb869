import type { ColumnType, Generated, Selectable } from 'kysely'

/**
 * Kept for good: each saved version is the record of what was known when. Says who saved it. `terms` are the
 * words of the public page, by language.
 */
export type DutyRecordsTable = {
  id: string
  kind: 'illegal-content' | 'children' | 'person' | 'measures' | 'terms'
  /** Written as JSON. */
  answers: ColumnType<unknown, string>
  savedBy: string | null
  savedAt: Date
  remindedAt: Generated<Date | null>
}
export type DutyRecord = Selectable<DutyRecordsTable>

declare module '#base/db.ts' {
  interface Tables {
    dutyRecords: DutyRecordsTable
  }
}
