import { err, ok, type Result } from '#base/result.ts'
import type { Report } from './schema.ts'

export const harms = ['danger', 'private', 'hurtful', 'untrue', 'illegal', 'other'] as const
const longest = 300

/** What a report says; everything else about it follows. */
export type Sent = Pick<Report, 'harm' | 'words' | 'email'>
export type Verdict = 'kept' | 'taken-down'
export type ReportRefusal = 'no-such-report' | 'already-decided' | 'own-story'

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

/** The id of the story that a path shows; null when it shows something else. */
export const storyIn = (path: string): string | null =>
  /^\/stories\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(path)?.[1] ?? null

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
})

type Deciding = { verdict: Verdict; reason: string; moderatorId: string; isOwnStory: boolean }

/** Decides on a report. Nobody decides whether their own words stay. */
export function decideReport(
  report: Report,
  { verdict, reason, moderatorId, isOwnStory }: Deciding,
  now: Date,
): Result<Report, ReportRefusal> {
  if (report.state !== 'sent') return err('already-decided')
  if (isOwnStory) return err('own-story')
  return ok({ ...report, state: verdict, reason, decidedBy: moderatorId, decidedAt: now })
}
