import type { ColumnType } from 'kysely'
import type { Reason } from './twins.rules.ts'

/** Kept as long as the organisation. Its number, website, phone and mail address, each in one writing. */
export type TwinSignsTable = { organisationId: string; sign: string }

/** Kept as long as both organisations. */
export type TwinsTable = {
  id: string
  a: string
  b: string
  reasons: ColumnType<Reason[], string, string>
  score: number
  foundAt: Date
  state: 'open' | 'different'
  decidedBy: string | null
  decidedAt: Date | null
  words: string | null
}

/** Kept for 30 days, with all that is needed to undo it; what was set aside is forgotten with it. */
export type MergesTable = {
  id: string
  keptId: string
  goneId: string
  keptName: string
  goneName: string
  mergedBy: string | null
  mergedAt: Date
  undoneBy: string | null
  undoneAt: Date | null
  steps: string | null
}

/** Kept as long as the organisation that it leads to. Holds ids only. */
export type OldAddressesTable = { id: string; organisationId: string }

declare module '#base/db.ts' {
  interface Tables {
    twinSigns: TwinSignsTable
    twins: TwinsTable
    merges: MergesTable
    oldAddresses: OldAddressesTable
  }
}
