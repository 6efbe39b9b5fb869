import type { ColumnType, Generated, Selectable } from 'kysely'

/** Public facts, no person; kept until the office takes the register out. */
export type RegistersTable = {
  prefix: string
  file: string
  entries: number
  gone: number
  loadedAt: Date
}
export type LoadedRegister = Selectable<RegistersTable>

/** Public facts, no person; leaves with its register. */
export type RegisterEntriesTable = {
  orgId: string
  register: string
  number: string
  name: string
  folded: Generated<string>
  postcode: string | null
  place: string
  topics: string[]
  website: string | null
  about: string
  removed: boolean
  loadedAt: Date
}
export type RegisterEntry = Omit<Selectable<RegisterEntriesTable>, 'folded'>

/** What members work on. Holds no person; kept for as long as Kith is. */
export type TopicsTable = {
  code: string
  names: ColumnType<Record<string, string>, string, string>
  source: string | null
  parent: string | null
  offered: boolean
  turn: number
  mergedInto: string | null
}

/** Kept as long as the import can be undone, then with it: how members were before an import changed them. */
export type ImportChangesTable = {
  importId: string
  organisationId: string
  before: ColumnType<Record<string, unknown>, string, string>
  after: ColumnType<Record<string, unknown>, string, string>
}

declare module '#base/db.ts' {
  interface Tables {
    registers: RegistersTable
    registerEntries: RegisterEntriesTable
    topics: TopicsTable
    importChanges: ImportChangesTable
  }
}
