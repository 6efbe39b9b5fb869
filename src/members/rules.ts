import { err, ok, type Result } from '#base/result.ts'
import type { Membership, Turn } from './schema.ts'

export type Decision =
  | { verdict: 'admit' }
  | { verdict: 'ask-back'; words: string }
  | { verdict: 'decline'; words: string }

export type Refusal =
  | 'no-such-membership'
  | 'already-decided'
  | 'changed-meanwhile'
  | 'own-application'
  | 'not-asked-back'

/** What these rules read of a membership. */
export type Standing = Pick<
  Membership,
  'state' | 'talk' | 'waitingSince' | 'decidedAt' | 'decidedBy' | 'reason'
>
type Changed = Result<Standing, Refusal>

/** Who decides, and whether the application is their own or that of an organisation they speak for. */
export type Decider = { id: string; own: boolean }

export const isOpen = ({ state }: Pick<Membership, 'state'>): boolean =>
  state === 'asked' || state === 'asked-back'

/** What somebody saw when they opened the page: it tells whether it is still so. */
export const seenAs = ({
  state,
  waitingSince,
}: Pick<Membership, 'state' | 'waitingSince'>): string => `${state} ${waitingSince.toISOString()}`

const said = (talk: Turn[], by: Turn['by'], text: string, at: Date): Turn[] => [
  ...talk,
  { by, text, at: at.toISOString() },
]

/**
 * The office's word on an application. `seen` is `seenAs` of the page that was decided on; without one,
 * the application is taken as it stands.
 */
export function decide(
  standing: Standing,
  decision: Decision,
  decider: Decider,
  at: Date,
  seen?: string,
): Changed {
  if (!isOpen(standing)) return err('already-decided')
  if (seen && seen !== seenAs(standing)) return err('changed-meanwhile')
  // Two pairs of eyes: nobody lets themselves in, whatever their role.
  if (decider.own) return err('own-application')
  if (decision.verdict === 'ask-back') {
    const talk = said(standing.talk, 'office', decision.words, at)
    return ok({ ...standing, state: 'asked-back', talk, waitingSince: at })
  }
  const state = decision.verdict === 'admit' ? 'admitted' : 'declined'
  const reason = decision.verdict === 'decline' ? decision.words : null
  return ok({ ...standing, state, reason, decidedAt: at, decidedBy: decider.id })
}

/** The applicant's answer to what the office asked back: now it waits for the office again. */
export function answerBack(standing: Standing, words: string, at: Date): Changed {
  if (!isOpen(standing)) return err('already-decided')
  if (standing.state !== 'asked-back') return err('not-asked-back')
  const talk = said(standing.talk, 'applicant', words, at)
  return ok({ ...standing, state: 'asked', talk, waitingSince: at })
}

/** The applicant takes the application back. Nobody decided, so nobody is named. */
export function withdraw(standing: Standing, at: Date): Changed {
  if (!isOpen(standing)) return err('already-decided')
  return ok({ ...standing, state: 'ended', decidedAt: at, decidedBy: null, reason: null })
}
