import { sql } from 'kysely'
import { before, type Rule } from '#base/retention.ts'

/** How long what opens an account is kept. Every hour, because it lets somebody in. */
export const peopleRules: readonly Rule[] = [
  {
    name: 'sessions',
    table: 'sessions',
    words: 'kept.rule.sessions',
    days: 30,
    due: (at) => sql`case when shared
      then least(seen_at + interval '30 minutes', made_at + interval '12 hours')
      else least(seen_at + interval '30 days', made_at + interval '180 days') end <= ${at}`,
    itself: 'hour',
  },
  {
    name: 'sign_ins',
    table: 'sign_ins',
    words: 'kept.rule.sign_ins',
    days: 1,
    due: (at) => sql`ends_at < ${before(at, 1)}`,
    itself: 'hour',
  },
  {
    name: 'code_sheets',
    table: 'code_sheets',
    words: 'kept.rule.code_sheets',
    days: null,
    due: (at) => sql`ends_at < ${at}`,
    itself: 'hour',
  },
  {
    name: 'read_out_codes',
    table: 'read_out_codes',
    words: 'kept.rule.read_out_codes',
    days: 1,
    due: (at) => sql`ends_at < ${before(at, 1)}`,
    itself: 'hour',
  },
  {
    name: 'spent_challenges',
    table: 'spent_challenges',
    words: 'kept.rule.spent_challenges',
    days: null,
    due: (at) => sql`ends_at < ${at}`,
    itself: 'hour',
  },
]
