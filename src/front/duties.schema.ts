import type { Selectable } from 'kysely'

/** Kept for good: each saved version is the record of what was known when. Says who saved it. */
export type DutyRecordsTable = {
  id: string
  kind: 'illegal-content' | 'children' | 'person' | 'measures'
  answers: unknown
  savedBy: string | null
  savedAt: Date
}
export type DutyRecord = Selectable<DutyRecordsTable>

declare module '#base/db.ts' {
  interface Tables {
    dutyRecords: DutyRecordsTable
  }
}
