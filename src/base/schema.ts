import type { ColumnType, Generated, Selectable } from 'kysely'

/** Kept for as long as Kith is: the record of what happened, with ids instead of names. */
export type JournalTable = {
  id: string
  what: string
  about: string | null
  who: string | null
  /** Whose record it is about, when it is somebody's. */
  person: string | null
  at: Date
  detail: ColumnType<Record<string, unknown>, string, never>
}

/** Kept as long as the journal: the order of its entries, and the hash of each with the one before. */
export type JournalChainTable = { seq: number; entry: string; hash: string }

/** Kept for 90 days after it was sent: letters hold names and addresses. */
export type OutboxTable = {
  id: string
  key: string
  kind: string
  toPerson: string | null
  toAddress: string
  lang: string
  subject: string
  html: string
  text: string
  about: string | null
  unsubscribeUrl: string | null
  secret: boolean
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  tries: number
  problem: string | null
  writtenAt: Date
  nextTryAt: Date
  sentAt: Date | null
}
export type OutboxLetter = Selectable<OutboxTable>

/** Kept for two days; holds no person. */
export type OnceTable = { key: string; location: string | null; at: Date }

/** Kept until the day it names, 30 days at most. */
export type DraftsTable = {
  keyHash: string
  kind: string
  answers: ColumnType<Record<string, unknown>, string, string>
  keptUntil: Date
}

/** Kept as long as the record that shows it; unclaimed for two days. */
export type FilesTable = {
  id: string
  kind: 'picture' | 'sheet' | 'sound'
  type: string
  bytes: number
  width: number | null
  height: number | null
  ownerKey: string | null
  keptAt: Date
  claimed: boolean
}

/** One row: the coalition itself. Its phone and mail address are the office's. */
export type CoalitionTable = {
  one: Generated<boolean>
  name: string
  purpose: string
  place: string
  country: string
  latitude: number | null
  longitude: number | null
  languages: string[]
  phone: string | null
  phoneHours: string | null
  email: string | null
  band: string
  action: string
  rules: ColumnType<string[], string, string>
  smtp: string | null
  mailFrom: string | null
  open: boolean
  example: boolean
  setUpAt: Date
}

/** Kept for a year: how the chained log was found to be. Holds ids of entries and no person. */
export type LogChecksTable = {
  at: Date
  seq: number
  hash: string
  problems: ColumnType<object[], string, never>
}

/** Kept for a year: what each night took away, or would have taken. Holds no person. */
export type RetentionRunsTable = { at: Date; rule: string; dry: boolean; gone: number | null }

export type MigrationsTable = { name: string; hash: string; takenAt: Date }

declare module '#base/db.ts' {
  interface Tables {
    journal: JournalTable
    journalChain: JournalChainTable
    outbox: OutboxTable
    once: OnceTable
    drafts: DraftsTable
    files: FilesTable
    coalition: CoalitionTable
    migrations: MigrationsTable
    logChecks: LogChecksTable
    retentionRuns: RetentionRunsTable
  }
}
