import { err, ok, type Result } from '#base/result.ts'
import type { Report } from './schema.ts'

export const harms = ['danger', 'private', 'hurtful', 'untrue', 'illegal', 'other'] as const
const longest = 300

/** What a report says; everything else about it follows. */
export type Sent = Pick<Report, 'harm' | 'words' | 'email'>
export type Verdict = 'kept' | 'taken-down'
export type ReportRefusal = 'no-such-report' | 'already-decided' | 'own-story' | 'own-decision'
export type AgainRefusal = 'no-such-report' | 'not-decided' | 'asked-already'

/**
 * The page that a report is about. In: what the address says, or nothing for the site as a whole. Out:
 * its path without search and hash; null when it is no page of ours.
 */
export function pageOf(about: string | undefined): string | null {
  if (!about) return '/'
  // Two slashes, or one that leans the other way, lead to another site; what is not a letter hides things.
  if (about.length > longest || !/^\/(?![/\\])[^\\\s\p{C}]*$/u.test(about)) return null
  return about.split(/[?#]/, 1)[0] ?? null
}

/** The id of the story that a path shows, in whatever language; null when it shows something else. */
export const storyIn = (path: string): string | null =>
  /^\/stories\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/[a-z]{2})?$/.exec(path)?.[1] ??
  null

/** The short number that a report is spoken of by, such as "3F9A-21C4". */
export const numberOf = (id: string): string => `${id.slice(0, 4)}-${id.slice(4, 8)}`.toUpperCase()

export const newReport = (
  sent: Sent,
  { id, about, spoken }: { id: string; about: string; spoken: string },
  now: Date,
): Report => ({
  ...sent,
  id,
  about,
  spoken,
  state: 'sent',
  reason: null,
  decidedBy: null,
  decidedAt: null,
  sentAt: now,
  againOf: null,
})

/** Asks that somebody else look at a report that was answered with no. Once. `words`: why, as they said it. */
export function lookAgain(
  before: Report,
  { id, words, hasAsked }: { id: string; words: string; hasAsked: boolean },
  now: Date,
): Result<Report, AgainRefusal> {
  if (before.state !== 'kept') return err('not-decided')
  if (hasAsked || before.againOf !== null) return err('asked-already')
  const { about, harm, email, spoken } = before
  const again = newReport({ harm, words, email }, { id, about, spoken }, now)
  return ok({ ...again, againOf: before.id })
}

type Deciding = {
  verdict: Verdict
  reason: string
  moderatorId: string
  isOwnStory: boolean
  decidedBefore: boolean
}

/** Decides on a report. Nobody decides whether their own words stay. */
export function decideReport(
  report: Report,
  { verdict, reason, moderatorId, isOwnStory, decidedBefore }: Deciding,
  now: Date,
): Result<Report, ReportRefusal> {
  if (report.state !== 'sent') return err('already-decided')
  if (isOwnStory) return err('own-story')
  // Who said no before does not say whether that was right.
  if (decidedBefore) return err('own-decision')
  return ok({ ...report, state: verdict, reason, decidedBy: moderatorId, decidedAt: now })
}
