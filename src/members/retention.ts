import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { before, type Rule } from '#base/retention.ts'
import { forgetApplicants, forgetOrganisations, outlived } from './queries.ts'

/** Days after which an unanswered application, and one that was declined or ended, is forgotten. */
const days = { unanswered: 183, ended: 731, imports: 731, claims: 90, invitations: 30, merges: 30 }

/** Forgets what is over, at most 500 a night; the journal keeps that it was, by its id. Out: how many. */
export async function forgetMemberships(tx: Tx, at: Date): Promise<number> {
  const over = await outlived(tx, {
    unanswered: before(at, days.unanswered),
    ended: before(at, days.ended),
  })
  if (over.length === 0) return 0
  await forgetOrganisations(
    tx,
    over.map((one) => one.organisationId),
  )
  await forgetApplicants(
    tx,
    over.flatMap((one) => one.personId ?? []),
  )
  await dropPages(tx, ['members', 'home'])
  for (const { id } of over)
    await record(tx, { what: 'membership.forgotten', about: id, who: null, at })
  return over.length
}

/** How long what members and applicants gave us is kept. */
export const memberRules: readonly Rule[] = [
  {
    name: 'memberships',
    table: 'memberships',
    words: 'kept.rule.memberships',
    days: days.ended,
    due: (at) => sql`(state = 'asked-back' and waiting_since < ${before(at, days.unanswered)})
      or (state in ('declined', 'ended') and decided_at < ${before(at, days.ended)})`,
    forget: async (tx, at) => ({ rows: await forgetMemberships(tx, at) }),
  },
  {
    name: 'imports',
    table: 'imports',
    words: 'kept.rule.imports',
    days: days.imports,
    due: (at) => sql`done_at < ${before(at, days.imports)}`,
  },
  {
    name: 'merges',
    table: 'merges',
    words: 'kept.rule.merges',
    days: days.merges,
    due: (at) => sql`merged_at < ${before(at, days.merges)}`,
    itself: 'night',
  },
  {
    name: 'claims',
    table: 'claims',
    words: 'kept.rule.claims',
    days: days.claims,
    due: (at) => sql`decided_at < ${before(at, days.claims)}`,
    itself: 'night',
  },
  {
    name: 'invitations',
    table: 'invitations',
    words: 'kept.rule.invitations',
    days: days.invitations,
    due: (at) => sql`least(ends_at, accepted_at, revoked_at) < ${before(at, days.invitations)}`,
    itself: 'night',
  },
]
