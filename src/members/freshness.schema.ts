import type { Generated } from 'kysely'

/** Why an entry is not confirmed: nobody answered, the letter came back, there is nobody to write to. */
export type StaleWhy = 'unanswered' | 'bounced' | 'nobody'
export type RoundAnswer = 'right' | 'changed' | 'closed' | 'checked'

/** Where an entry stands between two confirmations; kept as long as the organisation. */
export type FreshnessTable = {
  organisationId: string
  round: Generated<number>
  askedAt: Date | null
  remindedAt: Date | null
  staleSince: Date | null
  staleWhy: StaleWhy | null
  offSince: Date | null
  callAt: Date | null
  tries: Generated<number>
}

/** One question and its answer; kept as long as the organisation. */
export type FreshnessRoundsTable = {
  keyHash: string
  organisationId: string
  askedAt: Date
  endedAt: Date | null
  answer: RoundAnswer | null
}

/** How the list was each night: numbers only, kept for good. */
export type ListHealthTable = {
  day: Date
  fresh: number
  asked: number
  stale: number
  off: number
  bounced: number
  unreachable: number
  alone: number
}

declare module '#base/db.ts' {
  interface Tables {
    freshness: FreshnessTable
    freshnessRounds: FreshnessRoundsTable
    listHealth: ListHealthTable
  }
}
