import { act, type Db, kithItself, nobody, type Tx, type Who, withKey } from '#base/db.ts'
import { record, recordReading } from '#base/journal.ts'
import type { Place } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import * as calls from './freshness.call.queries.ts'
import { changesOf, type EntryForm } from './freshness.change.ts'
import * as queries from './freshness.queries.ts'
import { afterMiss } from './freshness.rules.ts'

/** What the letter's link opens: the question and, while it is open, the entry that it is about. */
export const openRound = (db: Db, who: Who, key: string) => {
  const keyHash = hashKey(key)
  return act(db, withKey(who, keyHash), async (tx) => {
    const round = await queries.findRound(tx, keyHash)
    if (!round) return null
    const facts = round.endedAt ? undefined : await queries.findFacts(tx, round.organisationId)
    return { round, facts }
  })
}
export type Opened = NonNullable<Awaited<ReturnType<typeof openRound>>>

export type Answer =
  | { say: 'right' }
  | { say: 'changed'; form: EntryForm; place: Place | null }
  | { say: 'closed' }
export type Refusal = 'no-such-question' | 'already-answered'

type Telling = { by: string | null; answer: Answer; reason: string; at: Date }

/** Puts what was said about an entry in force: by whom, and for an ending its reason. */
async function takeAnswer(
  tx: Tx,
  organisationId: string,
  telling: Telling,
): Promise<string | null> {
  const { by, answer, reason, at } = telling
  const member = await queries.lockAdmitted(tx, organisationId)
  if (!member) return null
  await queries.endRounds(tx, organisationId, answer.say, at)
  if (answer.say === 'right') await queries.confirmEntry(tx, organisationId, at)
  else if (answer.say === 'closed') await queries.endEntry(tx, organisationId, { by, reason, at })
  else {
    const changes = changesOf(answer.form, answer.place, member)
    await queries.changeEntry(tx, organisationId, changes, at)
  }
  return member.id
}

/** What others follow, however it was said. */
const follows = {
  right: 'organisation.confirmed',
  changed: 'organisation.changed',
  closed: 'membership.ended',
} as const

type Said = Result<{ organisationId: string }, Refusal>

/**
 * The answer by the link of a letter: without signing in, since the letter went to who speaks for the
 * organisation. What follows is written as Kith itself: a link may not write the directory.
 */
export const answerByLink = (db: Db, key: string, answer: Answer): Promise<Said> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    const round = await queries.lockRound(tx, hashKey(key))
    if (!round) return err('no-such-question')
    if (round.endedAt) return err('already-answered')
    const { organisationId } = round
    const telling = { by: null, answer, reason: 'They say that they have closed.', at }
    const membershipId = await takeAnswer(tx, organisationId, telling)
    if (!membershipId) {
      // Its membership has ended meanwhile: nothing is left to ask.
      await queries.endRounds(tx, organisationId, 'checked', at)
      return err('already-answered')
    }
    const detail = { organisationId, by: 'letter' }
    const about = answer.say === 'closed' ? membershipId : organisationId
    await record(tx, { what: follows[answer.say], about, who: null, at, detail })
    return ok({ organisationId })
  })

/** An entry that the office rings about. */
export const openCall = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const call = await calls.findCall(tx, id)
    const facts = call && (await queries.findFacts(tx, id))
    return facts ? { ...call, facts } : null
  })
export type OpenCall = NonNullable<Awaited<ReturnType<typeof openCall>>>

/** Who is to be rung, with their numbers: reading them is written down. */
export const readNumbers = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const people = await calls.whoToRing(tx, id)
    await recordReading(
      tx,
      who.personId,
      ...people.map((person) => ({
        what: 'person.read',
        about: id,
        person: person.personId,
        fields: person.phone ? ['name', 'phone'] : ['name'],
      })),
    )
    return people
  })
export type Ringable = Awaited<ReturnType<typeof readNumbers>>

export type Outcome = Answer | { say: 'missed' } | { say: 'unreached' }
type Logged = Result<null, 'no-such-member'>

/** What the office did about an entry: the call and, when it changed something, what others follow. */
async function recordCall(tx: Tx, who: Who, call: Called): Promise<void> {
  const { id, say, membershipId, tries, at } = call
  const [person] = await calls.whoToRing(tx, id)
  const whose = { who: who.personId, person: person?.personId ?? null, at }
  await record(tx, { ...whose, what: `call.${say}`, about: id, detail: { membershipId, tries } })
  if (say === 'missed') return
  const what = follows[say === 'unreached' ? 'closed' : say]
  const about = what === 'membership.ended' ? membershipId : id
  await record(tx, { ...whose, what, about, detail: { organisationId: id, by: 'call' } })
}
type Called = {
  id: string
  say: Outcome['say']
  membershipId: string
  tries: number
  at: Date
}

/** One call of the office, with how it went: who rang is kept, and the entry follows at once. */
export const logCall = (db: Db, who: Who, id: string, outcome: Outcome): Promise<Logged> =>
  act(db, who, async (tx) => {
    const at = now()
    const { say } = outcome
    const member = await queries.lockAdmitted(tx, id)
    if (!member) return err('no-such-member')
    const before = await calls.triesOf(tx, id)
    const miss = afterMiss(before, at)
    if (say === 'missed') await calls.keepMiss(tx, id, miss)
    else {
      const isLost = say === 'unreached'
      const reason = isLost
        ? `Rung ${before} times, nobody reached.`
        : 'They said on the phone that they have closed.'
      const answer: Answer = isLost ? { say: 'closed' } : outcome
      await takeAnswer(tx, id, { by: who.personId, answer, reason, at })
    }
    const tries = say === 'missed' ? miss.tries : before
    await recordCall(tx, who, { id, say, membershipId: member.id, tries, at })
    return ok(null)
  })

/** Whether this member's page says that it is not listed at the moment. */
export const rests = (db: Db, id: string): Promise<boolean> =>
  act(db, nobody, (tx) => queries.isResting(tx, id))
