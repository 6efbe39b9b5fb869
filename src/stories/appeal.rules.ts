import { err, ok, type Result } from '#base/result.ts'
import { addDays } from '#base/time.ts'
import type { Appeal } from './appeal.schema.ts'
import { isWider } from './audience.rules.ts'
import { isOwn, type Moderator } from './rules.ts'
import type { Audience, DecisionsTable, Story } from './schema.ts'

export type AppealRefusal =
  | 'no-such-story'
  | 'nothing-to-appeal'
  | 'asked-already'
  | 'already-decided'
  | 'own-story'
  | 'own-decision'
  | 'too-late'

type Judged = Pick<DecisionsTable, 'id' | 'verdict' | 'decidedBy' | 'decidedAt'>

/** Asks somebody else to look at a decision again. Once a decision. */
export function newAppeal(
  story: Story,
  decision: Judged | undefined,
  words: string,
  hasAsked: boolean,
  now: Date,
): Result<Appeal, AppealRefusal> {
  if (story.state !== 'declined' || !decision) return err('nothing-to-appeal')
  if (hasAsked) return err('asked-already')
  return ok({
    id: crypto.randomUUID(),
    storyId: story.id,
    decisionId: decision.id,
    words,
    state: 'asked',
    reason: null,
    decidedBy: null,
    decidedAt: null,
    askedAt: now,
  })
}

export type Judging = { state: 'upheld' | 'dismissed'; reason: string }

/** Decides on an appeal: not whoever decided before, and nobody on their own words. */
export function decideAppeal(
  appeal: Appeal,
  { story, decision, last }: { story: Story; decision: Judged; last: Judged | undefined },
  judging: Judging,
  moderator: Moderator,
  now: Date,
): Result<Appeal, AppealRefusal> {
  if (appeal.state !== 'asked' || story.state !== 'declined') return err('already-decided')
  if ([decision.decidedBy, last?.decidedBy].includes(moderator.id)) return err('own-decision')
  if (isOwn(story, moderator)) return err('own-story')
  return ok({ ...appeal, ...judging, decidedBy: moderator.id, decidedAt: now })
}

/**
 * Where a story goes when the decision on it was wrong: back on the pages when it was taken down from there, back to
 * the stories that wait to be read when it had been declined, was decided on once more since, or is for more people
 * now than it was read for (`readFor`; null for nobody).
 */
export const putBack = (
  story: Story,
  { decision, last, readFor }: { decision: Judged; last: Judged; readFor: Audience | null },
  now: Date,
): Story => {
  const isRead = readFor !== null && !isWider(readFor, story.audience)
  const wasOut = decision.verdict === 'take-down' && decision.id === last.id
  return wasOut && isRead
    ? { ...story, state: 'published', publishedAt: now }
    : { ...story, state: 'told', publishedAt: null }
}

const daysReversible = 30

/** Whether another moderator may undo a takedown: within 30 days. */
export function undoTakeDown(
  story: Story,
  decision: Judged | undefined,
  { moderator, readFor }: { moderator: Moderator; readFor: Audience | null },
  now: Date,
): Result<Story, AppealRefusal> {
  if (story.state !== 'declined' || decision?.verdict !== 'take-down')
    return err('nothing-to-appeal')
  if (decision.decidedBy === moderator.id) return err('own-decision')
  if (isOwn(story, moderator)) return err('own-story')
  if (addDays(decision.decidedAt, daysReversible) < now) return err('too-late')
  return ok(putBack(story, { decision, last: decision, readFor }, now))
}
