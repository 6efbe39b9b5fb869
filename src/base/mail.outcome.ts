import { addMinutes } from './time.ts'
import { nextTry } from './mail.ts'
import type { OutboxLetter } from './schema.ts'

/** How sending one letter went, with the mail server's own words. */
export type Outcome =
  | { kind: 'sent' }
  /** The mail server is away or does not let us in: no fault of this letter. */
  | { kind: 'unreachable'; why: string }
  /** Not now, for this letter (greylisting, a full box). */
  | { kind: 'later'; why: string }
  /** Not ever. */
  | { kind: 'refused'; why: string }
  /** The line went dead after the letter was handed over: nobody knows whether it arrived. */
  | { kind: 'unknown'; why: string }

/** The first word of `problem` in the outbox; the mail server's words follow it. */
const problemKinds = [
  'unreachable',
  'later',
  'refused',
  'unknown',
  'too-late',
  'gave-up',
  'by-hand',
] as const
export type ProblemKind = (typeof problemKinds)[number]

/** A claimed letter that was neither sent nor given back by then was left by a crash. */
export const leaseMinutes = 5
/** A sign-in letter is of no use once its code has ended. */
export const signInLetterMinutes = 10
/** With the pauses of nextTry this is about three days. */
const mostTries = 20
const longestWords = 300

type Change = Pick<OutboxLetter, 'state' | 'problem' | 'nextTryAt' | 'sentAt' | 'tries'>
type Claimed = Pick<OutboxLetter, 'kind' | 'tries' | 'nextTryAt' | 'writtenAt'>

const words = (kind: ProblemKind, why = '') => `${kind} ${why}`.trim().slice(0, longestWords)

/**
 * What becomes of a letter after a try. A sign-in letter whose fate is unknown goes once more: a second
 * copy does less harm than somebody locked out. Any other waits for a person to decide.
 */
export function settle(letter: Claimed, outcome: Outcome, at: Date): Change {
  const { tries } = letter
  const waits = (nextTryAt: Date, problem: string | null, count = tries): Change => ({
    state: 'waiting',
    problem,
    nextTryAt,
    sentAt: null,
    tries: count,
  })
  const failed = (problem: string): Change => ({ ...waits(at, problem), state: 'failed' })
  switch (outcome.kind) {
    case 'sent':
      return { ...waits(at, null), state: 'sent', sentAt: at }
    case 'unreachable':
      // Not this letter's try: when the server is back, all that waits goes at once.
      return waits(addMinutes(at, 1), words('unreachable', outcome.why), Math.max(0, tries - 1))
    case 'later':
      return tries >= mostTries
        ? failed(words('gave-up', outcome.why))
        : waits(nextTryOf(letter, at), words('later', outcome.why))
    case 'refused':
      return failed(words('refused', outcome.why))
    case 'unknown':
      return letter.kind === 'sign-in' && tries < 2
        ? waits(at, words('unknown', outcome.why))
        : failed(words('unknown', outcome.why))
  }
}

/** Someone waits at the screen for a sign-in letter: it is tried every minute while its code works. */
const nextTryOf = (letter: Claimed, at: Date): Date =>
  letter.kind === 'sign-in' ? addMinutes(at, 1) : nextTry(letter.tries, at)

/** Splits what the outbox holds as problem. */
export function problemOf(problem: string | null): { kind: ProblemKind; why: string } | null {
  const [first = '', ...rest] = (problem ?? '').split(' ')
  const kind = problemKinds.find((one) => one === first)
  return kind ? { kind, why: rest.join(' ') } : null
}
