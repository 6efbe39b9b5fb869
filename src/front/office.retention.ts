import { sql } from 'kysely'
import { before, type Rule } from '#base/retention.ts'
import './office.schema.ts'

const days = { turns: 1096, promises: 731, notes: 731 }

/** How long the notes of the office are kept. */
export const officeRules: readonly Rule[] = [
  {
    name: 'rhythm_turns',
    table: 'rhythm_turns',
    words: 'kept.rule.rhythm_turns',
    days: days.turns,
    due: (at) => sql`done_at < ${before(at, days.turns)}`,
  },
  {
    name: 'rhythms',
    table: 'rhythms',
    words: 'kept.rule.rhythms',
    days: days.turns,
    due: (at) => sql`ended_at < ${before(at, days.turns)}`,
  },
  {
    name: 'promises',
    table: 'promises',
    words: 'kept.rule.promises',
    days: days.promises,
    due: (at) => sql`closed_at < ${before(at, days.promises)}`,
  },
  {
    name: 'handover_notes',
    table: 'handover_notes',
    words: 'kept.rule.handover_notes',
    days: days.notes,
    // The version in force has no newer one.
    due: (at) => sql`written_at < ${before(at, days.notes)} and exists (
      select from handover_notes newer
      where newer.person_id is not distinct from handover_notes.person_id
        and newer.written_at > handover_notes.written_at)`,
  },
]
