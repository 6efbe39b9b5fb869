import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record, recordReading } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { findToWelcome, lockWelcome, type ToWelcome } from './welcome.queries.ts'
import type { WelcomeWords } from './welcome.schema.ts'

export type WelcomeRefusal = 'no-such-newcomer' | 'no-mail'

type Welcoming = {
  newcomer: ToWelcome
  channel: 'mail' | 'phone' | 'known'
  letter: WelcomeWords | null
  origin: string
}

async function noteWelcomed(tx: Tx, who: Who, { newcomer, channel, letter, origin }: Welcoming) {
  const { membershipId, organisationId, personId } = newcomer
  const at = now()
  await tx
    .updateTable('welcomes')
    .set({
      channel,
      letter: letter && JSON.stringify(letter),
      welcomedAt: at,
      welcomedBy: who.personId,
    })
    .where('membershipId', '=', membershipId)
    .execute()
  await record(tx, {
    what: 'membership.welcomed',
    about: membershipId,
    who: who.personId,
    person: personId,
    at,
    detail: { organisationId, channel, origin },
  })
}

/** Held until the end of the transaction; who was welcomed already is not found any more. */
async function lockNewcomer(tx: Tx, id: string): Promise<ToWelcome | undefined> {
  const welcome = await lockWelcome(tx, id)
  return welcome?.welcomedAt === null ? findToWelcome(tx, id) : undefined
}

/**
 * Welcomes a new member by a letter, which is written after commit. A second time it is refused as gone:
 * nobody is welcomed twice.
 */
export const sendWelcome = (
  db: Db,
  who: Who,
  id: string,
  letter: WelcomeWords,
  origin: string,
): Promise<Result<null, WelcomeRefusal>> =>
  act(db, who, async (tx) => {
    const newcomer = await lockNewcomer(tx, id)
    if (!newcomer) return err('no-such-newcomer')
    if (!newcomer.hasMail) return err('no-mail')
    await noteWelcomed(tx, who, { newcomer, channel: 'mail', letter, origin })
    return ok(null)
  })

export type Came = 'talked' | 'no-answer' | 'known'

/** Notes what came of ringing a new member, or that everybody knows them already. */
export const noteWelcomeCall = (
  db: Db,
  who: Who,
  id: string,
  came: Came,
): Promise<Result<null, WelcomeRefusal>> =>
  act(db, who, async (tx) => {
    const newcomer = await lockNewcomer(tx, id)
    if (!newcomer) return err('no-such-newcomer')
    if (came !== 'no-answer') {
      const channel = came === 'known' ? 'known' : 'phone'
      await noteWelcomed(tx, who, { newcomer, channel, letter: null, origin: '' })
      return ok(null)
    }
    const at = now()
    await tx
      .updateTable('welcomes')
      .set({ tries: newcomer.tries + 1, triedAt: at })
      .where('membershipId', '=', id)
      .execute()
    const { personId } = newcomer
    await record(tx, {
      what: 'membership.rung',
      about: id,
      who: who.personId,
      person: personId,
      at,
    })
    return ok(null)
  })

/** Somebody to welcome, as one welcomer sees them: a phone number that is shown is written down as read. */
export const openNewcomer = (db: Db, who: Who, id: string): Promise<ToWelcome | undefined> =>
  act(db, who, async (tx) => {
    const newcomer = await findToWelcome(tx, id)
    if (newcomer?.phone)
      await recordReading(tx, who.personId, {
        what: 'person.read',
        about: id,
        person: newcomer.personId,
        fields: ['phone'],
      })
    return newcomer
  })
