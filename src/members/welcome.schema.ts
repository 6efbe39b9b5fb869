import type { ColumnType } from 'kysely'

/** Somebody to meet, or something to read or join, in the words of the letter. `path`: on this Kith. */
export type LetterLine = { words: string; path: string }
/** What a welcomer chose: the words, people to meet, things to read or join. */
export type WelcomeWords = { words: string; people: LetterLine[]; things: LetterLine[] }

/** Kept as long as the membership; what was chosen for the letter only until the letter is written. */
export type WelcomesTable = {
  membershipId: string
  since: Date
  letter: ColumnType<WelcomeWords | null, string | null, string | null>
  tries: number
  triedAt: Date | null
  channel: 'mail' | 'phone' | 'known' | null
  welcomedBy: string | null
  welcomedAt: Date | null
}

declare module '#base/db.ts' {
  interface Tables {
    welcomes: WelcomesTable
  }
}
