/** A day as people write it into a calendar: 2026-11-23. The database driver would make a moment of it. */
export type Day = string

/** Kept as long as the office does it, and three years after it ended. Names who looks after it. */
export type RhythmsTable = {
  id: string
  what: string
  note: string
  everyDays: number | null
  /** 1 to 4, or 5 for the last. */
  week: number | null
  /** 1 is Monday. */
  weekday: number | null
  nextOn: Day
  keeperId: string | null
  madeBy: string | null
  madeAt: Date
  endedAt: Date | null
}

/** Kept for three years: each time that it was done, or left out. */
export type RhythmTurnsTable = {
  id: string
  rhythmId: string
  dueOn: Day
  leftOut: boolean
  doneAt: Date
  doneBy: string | null
}

/** Kept for two years after it was kept or ended; leaves with the person or organisation it was made to. */
export type PromisesTable = {
  id: string
  personId: string | null
  organisationId: string | null
  toWords: string
  what: string
  byOn: Day
  keeperId: string | null
  state: 'open' | 'done' | 'ended'
  madeBy: string | null
  madeAt: Date
  closedBy: string | null
  closedAt: Date | null
}

/** The version in force is kept until there is a newer one, and then for two years; leaves with the person. */
export type HandoverNotesTable = {
  id: string
  personId: string | null
  text: string
  writtenBy: string | null
  writtenAt: Date
}

declare module '#base/db.ts' {
  interface Tables {
    rhythms: RhythmsTable
    rhythmTurns: RhythmTurnsTable
    promises: PromisesTable
    handoverNotes: HandoverNotesTable
  }
}
