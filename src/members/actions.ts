import { act, type Db, nobody, type Tx, type Who, withKey } from '#base/db.ts'
import type { Answers } from '#base/drafts.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { dropPages } from '#base/pages.ts'
import { findPlace, type Place } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { listInDirectory } from './directory.queries.ts'
import { organisationOf } from './join.organisation.ts'
import { textOf } from './join.questions.ts'
import { keyOf } from './keys.ts'
import * as queries from './queries.ts'
import * as rules from './rules.ts'
import type { Kind, MembershipsTable } from './schema.ts'

export type Deps = { db: Db; secret: string }

export type Asked = {
  kind: Kind
  answers: Answers
  lang: string
  channel: 'web' | 'phone'
  /** The country (ISO 3166) in which a place is looked for first. */
  country: string
  origin: string
  once: string | undefined
}

type Ids = { membershipId: string; organisationId: string; personId: string }

async function insertAll(
  tx: Tx,
  who: Who,
  asked: Asked,
  ids: Ids,
  place: Place | null,
  keyHash: string,
) {
  const { answers, kind, channel, lang } = asked
  const { membershipId, organisationId, personId } = ids
  const at = now()
  const isThemselves = channel === 'web' && who.personId !== null
  const email = textOf(answers, 'yourEmail') || null
  const phone = textOf(answers, 'yourPhone') || null
  if (!isThemselves)
    await queries.insertApplicant(
      tx,
      { id: personId, name: textOf(answers, 'yourName'), email, phone, lang },
      at,
    )
  await queries.insertOrganisation(tx, {
    id: organisationId,
    ...organisationOf(kind, answers, place),
    checkedAt: null,
    updatedAt: at,
    example: false,
    importId: null,
  })
  const membership: Omit<MembershipsTable, 'answers' | 'talk'> = {
    id: membershipId,
    organisationId,
    personId,
    state: 'asked',
    channel,
    lang,
    keyHash,
    enteredBy: channel === 'phone' ? who.personId : null,
    askedAt: at,
    waitingSince: at,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    ringSince: null,
  }
  await queries.insertMembership(tx, { ...membership, answers, talk: [] })
  const role = textOf(answers, 'yourRole')
  await queries.insertRepresentative(tx, { personId, organisationId, role, since: at })
  if (!isThemselves && email) await queries.openAccount(tx, personId, email, at)
  return at
}

/**
 * Asks to join: the person, their account, the organisation and its membership, in one transaction. Who
 * gives a mail address that has an account already is written down as a new person without one; they
 * become the same person only when the address is confirmed, and until then nobody learns of it.
 * Out: the id of the membership, also of a form sent twice.
 */
export async function askToJoin({ db, secret }: Deps, who: Who, asked: Asked): Promise<string> {
  const place = await findPlace(db, textOf(asked.answers, 'place'), asked.country)
  const membershipId = crypto.randomUUID()
  const organisationId = crypto.randomUUID()
  const isThemselves = asked.channel === 'web' && who.personId !== null
  const personId = (isThemselves ? who.personId : null) ?? crypto.randomUUID()
  const keyHash = hashKey(keyOf(secret, membershipId))
  return act(db, withKey(who, keyHash), async (tx) => {
    const first = await claimOnce(tx, asked.once)
    if (first?.startsWith(settled)) return first.slice(settled.length)
    const at = await insertAll(
      tx,
      who,
      asked,
      { membershipId, organisationId, personId },
      place,
      keyHash,
    )
    const detail = {
      organisationId,
      channel: asked.channel,
      kind: asked.kind,
      origin: asked.origin,
    }
    await record(tx, {
      what: 'membership.asked',
      about: membershipId,
      who: who.personId,
      person: personId,
      at,
      detail,
    })
    await settleOnce(tx, asked.once, settled + membershipId)
    return membershipId
  })
}

const settled = 'membership:'

/** Where a form that was sent before led; null when it was not. */
export async function askedBefore(db: Db, once: string): Promise<string | null> {
  const first = await db
    .selectFrom('once')
    .select('location')
    .where('key', '=', once)
    .executeTakeFirst()
  return first?.location?.startsWith(settled) ? first.location.slice(settled.length) : null
}

export type Decided = Result<{ state: rules.Standing['state']; next: string | null }, rules.Refusal>
export type Deciding = {
  id: string
  decision: rules.Decision
  seen: string | undefined
  origin: string
}

/** The office's word on an application: admit, ask back, decline. Out: which one waits next. */
export const decideMembership = (
  db: Db,
  who: Who & { personId: string },
  deciding: Deciding,
): Promise<Decided> =>
  act(db, who, async (tx) => {
    const { id, decision, seen, origin } = deciding
    const at = now()
    const membership = await queries.lockMembership(tx, id)
    if (!membership) return err('no-such-membership')
    const own = await queries.isTheirOwn(tx, membership, who.personId)
    const decided = rules.decide(
      standingOf(membership),
      decision,
      { id: who.personId, own },
      at,
      seen,
    )
    if (!decided.ok) return decided
    const { state } = decided.value
    const applicant = membership.personId
      ? await queries.findApplicant(tx, membership.personId)
      : undefined
    // Someone without a mail address hears it by phone.
    await queries.updateStanding(tx, id, decided.value, applicant?.email ? null : at)
    if (state === 'admitted') await admit(tx, membership.organisationId, at)
    const detail = { organisationId: membership.organisationId, origin }
    const { personId: person } = membership
    await record(tx, {
      what: `membership.${state}`,
      about: id,
      who: who.personId,
      person,
      at,
      detail,
    })
    return ok({ state, next: (await queries.nextWaiting(tx, id, who.personId))?.id ?? null })
  })

export const standingOf = (locked: queries.Locked): rules.Standing => ({
  state: locked.state,
  talk: locked.talk,
  waitingSince: locked.waitingSince,
  decidedAt: locked.decidedAt,
  decidedBy: locked.decidedBy,
  reason: locked.reason,
})

/** A person has just looked at every line of it: that is when the entry was last checked. */
async function admit(tx: Tx, organisationId: string, at: Date): Promise<void> {
  await tx
    .updateTable('organisations')
    .set({ checkedAt: at })
    .where('id', '=', organisationId)
    .execute()
  await listInDirectory(tx, organisationId)
  await dropPages(tx, ['members', 'home', `member:${organisationId}`])
}

type Change = (standing: rules.Standing, at: Date) => Result<rules.Standing, rules.Refusal>
type Changing = { id: string; what: string; change: Change; origin: string }

async function changeStanding(tx: Tx, who: Who, { id, what, change, origin }: Changing) {
  const at = now()
  const membership = await queries.lockMembership(tx, id)
  // Under a private link a decided membership can be read but no longer be held.
  if (!membership) return err('already-decided')
  const changed = change(standingOf(membership), at)
  if (!changed.ok) return changed
  await queries.updateStanding(tx, id, changed.value, null)
  const detail = { organisationId: membership.organisationId, origin }
  const { personId: person } = membership
  await record(tx, { what, about: id, who: who.personId, person, at, detail })
  return ok(null)
}

/** What the applicant answers to what was asked back: by the private link, or to a secretary who rang. */
export const answerOffice = (db: Db, who: Who, id: string, words: string, origin: string) =>
  act(db, who, (tx) =>
    changeStanding(tx, who, {
      id,
      what: 'membership.answered',
      origin,
      change: (standing, at) => rules.answerBack(standing, words, at),
    }),
  )

/** The applicant takes the application back, by the private link. */
export const withdrawApplication = (db: Db, keyHash: string, id: string, origin: string) =>
  act(db, withKey(nobody, keyHash), (tx) =>
    changeStanding(tx, nobody, {
      id,
      what: 'membership.withdrawn',
      origin,
      change: rules.withdraw,
    }),
  )

/** Someone without a mail address was rung about the decision. */
export const noteRung = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const rung = await queries.rung(tx, id)
    const what = 'membership.rung'
    if (rung)
      await record(tx, { what, about: id, who: who.personId, person: rung.personId, at: now() })
  })

export type WaitingMemberships = {
  /** How many wait for the office, and the longest waits among them, the oldest first. */
  total: number
  rows: queries.Waiting[]
  /** How many have not answered what the office asked back, and how many are to be rung. */
  askedBack: number
  toRing: number
}

/** Who waits to be let in, for the desk. Whoever may not read applications gets none. */
export const waitingMemberships = (db: Db, who: Who, most = 5): Promise<WaitingMemberships> =>
  act(db, who, async (tx) => {
    const { asked, askedBack, toRing } = await queries.countWaiting(tx)
    return { total: asked, askedBack, toRing, rows: await queries.waitingIn(tx, 'asked', most) }
  })
