import { err, ok, type Result } from '#base/result.ts'
import type { Consent, StoryPerson, Use } from './consent.schema.ts'

/** The version of the words that consent is asked in: the day on which they were last changed, and how often then. */
export const consentVersion = '2026-11-23-2'

/** Somebody the story names or shows, as its teller says so. `reach`: a mail address or a telephone number. */
export type Other = {
  name: string
  how: 'named' | 'pictured'
  reach: string
  guardian: string
}
/** How many people a teller can name. */
export const mostOthers = 20

/** Which uses hold. What ended, or whose day has passed, does not. */
export const usesHeld = (
  consents: readonly Pick<Consent, 'use' | 'endedAt' | 'until'>[],
  now: Date,
): Set<Use> =>
  new Set(
    consents
      .filter(({ endedAt, until }) => endedAt === null && (until === null || until > now))
      .map(({ use }) => use),
  )

/** Whether everyone in the story said yes. Nobody in it is everyone. */
export const allAgreed = (people: readonly Pick<StoryPerson, 'state'>[]): boolean =>
  people.every(({ state }) => state === 'yes')

/** Whether a story that was decided on may stand on the site now. */
export const mayStand = (
  consents: readonly Pick<Consent, 'use' | 'endedAt' | 'until'>[],
  people: readonly Pick<StoryPerson, 'state'>[],
  notBefore: Date | null,
  now: Date,
  /** Whether an edited version was agreed to, and a sensitive story read by two. */
  { editStands, readEnough }: { editStands: boolean; readEnough: boolean },
): boolean =>
  usesHeld(consents, now).has('site') &&
  allAgreed(people) &&
  editStands &&
  readEnough &&
  // A day that has come is taken away by a job (audience.later.ts); the database asks for the same.
  notBefore === null

type Ended = Pick<Consent, 'endedAt' | 'endedChannel' | 'endedBy'>

/** Ends a use. Refused when it had ended already. */
export function endConsent(
  consent: Consent,
  how: { channel: NonNullable<Consent['endedChannel']>; by: string | null },
  now: Date,
): Result<Consent & Ended, 'ended-already'> {
  if (consent.endedAt) return err('ended-already')
  return ok({ ...consent, endedAt: now, endedChannel: how.channel, endedBy: how.by })
}

/** Days after which a teller is asked whether they still agree, and after which silence is taken for a no. */
export const askAgain = { afterDays: 365, waitDays: 60 }

/** Whether a reach is a mail address, a telephone number, or nothing we could use. */
export function reachOf(written: string): { email: string | null; phone: string | null } {
  const text = written.trim()
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { email: text, phone: null }
  const digits = text.replace(/\D/g, '').length
  return { email: null, phone: digits >= 6 && digits <= 16 ? text : null }
}
