import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import type { FindPile } from '#base/desk.ts'
import { record, recordReading } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { findAccount, findOrMakePerson } from '#people/index.ts'
import type { Deps } from './actions.ts'
import { asItself, dropMember, mayTend } from './entry.queries.ts'
import { invitationKeyOf } from './keys.ts'
import * as queries from './people.queries.ts'
import {
  invitationEnds,
  invitationState,
  mostInvitations,
  type Reader,
  wayIn,
} from './people.rules.ts'

/** Who speaks for a member, and who is invited to; null for who may not know. */
export const openPeople = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    if (!(await mayTend(tx, id))) return null
    const people = await queries.peopleOf(tx, id)
    const invitations = await queries.openInvitations(tx, id, now())
    const isTheirs = people.some((one) => one.personId === who.personId)
    // To the office an invited address is somebody's private one.
    if (!isTheirs && invitations.length > 0)
      await recordReading(tx, who.personId, {
        what: 'person.read',
        about: id,
        person: null,
        fields: ['email'],
      })
    return { id, name: await queries.nameOf(tx, id), people, invitations, isTheirs }
  })
export type OpenPeople = NonNullable<Awaited<ReturnType<typeof openPeople>>>

export type InviteRefusal = 'no-such-entry' | 'already-there' | 'already-invited' | 'too-many'
type Inviting = { id: string; email: string; role: string; lang: string; origin: string }

/** Invites somebody by mail: for one address, once, for 14 days. The letter follows from the journal. */
export const invite = (
  { db, secret }: Deps,
  who: Who,
  inviting: Inviting,
): Promise<Result<string, InviteRefusal>> =>
  act(db, who, async (tx) => {
    const { id: organisationId, email, role, lang, origin } = inviting
    const at = now()
    if (!(await mayTend(tx, organisationId))) return err('no-such-entry')
    const people = await queries.peopleOf(tx, organisationId)
    const known = await findAccount(tx, email)
    if (people.some((one) => one.personId === known)) return err('already-there')
    const open = await queries.openInvitations(tx, organisationId, at)
    const address = email.toLowerCase()
    if (open.some((one) => one.email.toLowerCase() === address)) return err('already-invited')
    if (open.length >= mostInvitations) return err('too-many')
    const id = crypto.randomUUID()
    const keyHash = hashKey(invitationKeyOf(secret, id))
    await queries.insertInvitation(tx, {
      id, organisationId, email, role, lang, keyHash, invitedBy: who.personId, madeAt: at,
      endsAt: invitationEnds(at), acceptedAt: null, acceptedBy: null, revokedAt: null,
    }) // prettier-ignore
    const detail = { organisationId, origin }
    await record(tx, { what: 'invitation.made', about: id, who: who.personId, at, detail })
    return ok(id)
  })

/** Takes an invitation back. Out: whether there was one to take back. */
export const revokeInvitation = (db: Db, who: Who, organisationId: string, id: string) =>
  act(db, who, async (tx) => {
    const at = now()
    if (!(await mayTend(tx, organisationId))) return false
    if (!(await queries.revokeInvitation(tx, id, organisationId, at))) return false
    const detail = { organisationId }
    await record(tx, { what: 'invitation.revoked', about: id, who: who.personId, at, detail })
    return true
  })

type Named = { id: string; personId: string }

/** Does something to one of those who speak for a member, for who may; null when there is no such one. */
async function tending(
  tx: Tx,
  { id, personId }: Named,
  work: (one: queries.Speaker) => Promise<void>,
): Promise<queries.Speaker | null> {
  if (!(await mayTend(tx, id))) return null
  const one = (await queries.peopleOf(tx, id)).find((speaker) => speaker.personId === personId)
  if (one) await asItself(tx, () => work(one))
  return one ?? null
}

/** Changes what somebody is called who speaks for a member: trustee, manager. */
export const changeRole = (db: Db, who: Who, named: Named, role: string) =>
  act(db, who, async (tx) => {
    const { id, personId } = named
    const one = await tending(tx, named, async () => {
      await queries.renameRole(tx, id, personId, role)
    })
    if (!one) return false
    await record(tx, {
      what: 'representative.role-changed',
      about: id,
      who: who.personId,
      person: personId,
      at: now(),
    })
    return true
  })

/** Somebody speaks for a member no more. Out: whether that was the last one; null when there is no such one. */
async function takeOut(tx: Tx, who: Who, named: Named, told: { what: string; reason?: string }) {
  const { id, personId } = named
  const one = await tending(tx, named, async () => {
    await queries.removeSpeaker(tx, id, personId)
  })
  if (!one) return null
  const left = await asItself(tx, () => queries.peopleOf(tx, id))
  const last = left.length === 0
  await dropMember(tx, id)
  await record(tx, {
    what: told.what,
    about: id,
    who: who.personId,
    person: personId,
    at: now(),
    detail: { last, ...(told.reason ? { reason: told.reason } : {}) },
  })
  return { last }
}

export const leave = (db: Db, who: Who & { personId: string }, id: string) =>
  act(db, who, (tx) =>
    takeOut(tx, who, { id, personId: who.personId }, { what: 'representative.left' }),
  )

/** The office takes somebody out, with a reason. */
export const removeSpeaker = (db: Db, who: Who, named: Named, reason: string) =>
  act(db, who, (tx) => takeOut(tx, who, named, { what: 'representative.removed', reason }))

export type Contact = { name: string; email: string; phone: string; role: string }

/** Lets somebody speak for a member (as Kith itself): the person as they are known, or a new one. */
export async function letSpeak(
  tx: Tx,
  organisationId: string,
  { name, email, phone, role }: Contact,
  lang: string,
): Promise<string> {
  const given = { name, email: email || null, phone: phone || null, lang }
  const personId = await findOrMakePerson(tx, given)
  await queries.addSpeaker(tx, { personId, organisationId, role, since: now() })
  await dropMember(tx, organisationId)
  return personId
}

type Entering = { id: string; contact: Contact; lang: string; origin: string }

/** The office writes down a new contact who rang. Out: whether there is such a member. */
export const enterContact = (db: Db, who: Who, { id, contact, lang, origin }: Entering) =>
  act(db, who, async (tx) => {
    if (!(await mayTend(tx, id))) return false
    const person = await asItself(tx, () => letSpeak(tx, id, contact, lang))
    await record(tx, {
      what: 'representative.entered',
      about: id,
      who: who.personId,
      person,
      at: now(),
      detail: { origin },
    })
    return true
  })

async function readerOf(tx: Tx, who: Who, email: string): Promise<Reader> {
  if (who.personId === null)
    return { signedIn: false, known: (await findAccount(tx, email)) !== null }
  const own = await queries.accountEmail(tx, who.personId)
  return { signedIn: true, theirs: own?.toLowerCase() === email.toLowerCase() }
}

async function lookAt(tx: Tx, who: Who, key: string) {
  const invitation = await queries.lockInvitation(tx, hashKey(key))
  if (!invitation) return null
  const state = invitation.state === 'admitted' ? invitationState(invitation, now()) : 'ended'
  return { invitation, state, way: wayIn(await readerOf(tx, who, invitation.email)) }
}

/** What the link of an invitation shows, without using it; null when there is no such invitation. */
export const openInvitation = (db: Db, who: Who, key: string) =>
  act(db, kithItself, (tx) => lookAt(tx, who, key))
export type Opened = NonNullable<Awaited<ReturnType<typeof openInvitation>>>

export type Accepted = Result<
  { organisationId: string; isNew: boolean },
  'no-such-invitation' | 'not-now'
>

/**
 * Accepts an invitation: by the account with its address, or by somebody new, whose account opens once they have
 * signed in by mail. As Kith itself: before this nobody who holds the link has a right here.
 */
export const acceptInvitation = (
  db: Db,
  who: Who,
  key: string,
  name: string | null,
): Promise<Accepted> =>
  act(db, kithItself, async (tx) => {
    const found = await lookAt(tx, who, key)
    if (!found) return err('no-such-invitation')
    const { invitation, state, way } = found
    const { id, organisationId, email, role, lang } = invitation
    const isNew = way === 'say-name' && name !== null
    if (state !== 'open' || (way !== 'accept' && !isNew)) return err('not-now')
    const at = now()
    const personId = isNew
      ? await findOrMakePerson(tx, { name, email, phone: null, lang })
      : (who.personId ?? '')
    await queries.addSpeaker(tx, { personId, organisationId, role, since: at })
    await queries.takeInvitation(tx, id, personId, at)
    await dropMember(tx, organisationId)
    const detail = { organisationId }
    const told = { about: id, who: personId, person: personId, at, detail }
    await record(tx, { what: 'invitation.accepted', ...told })
    return ok({ organisationId, isNew })
  })

/** Members whose last contact left: for the desk, until the office has a new one. */
export const findHandovers = (db: Db, who: Who, most: number) =>
  act(db, who, async (tx) => ({
    total: await queries.countHandovers(tx),
    rows: await queries.handoversDue(tx, most),
  }))

export const handOverPile: FindPile = async (db, who, most) => {
  const { total, rows } = await findHandovers(db, who, most)
  return {
    id: 'hand-over',
    title: 'entry.office.pile',
    total,
    items: rows.map(({ id, name, place, since }) => ({
      href: `/members/${id}/contact`,
      title: name,
      meta: place,
      since,
    })),
    allHref: '/members/handovers',
  }
}
