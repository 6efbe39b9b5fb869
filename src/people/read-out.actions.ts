import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { newCode, sign } from '#base/secrets.ts'
import { addDays, addMinutes, now } from '#base/time.ts'
import { sheetNameOf } from './paper.rules.ts'
import { rolesOf } from './persons.queries.ts'
import {
  isNamed,
  mayMakeCodes,
  type NotFor,
  phoneKey,
  readOutMinutes,
  typeReadOut,
} from './read-out.rules.ts'
import type { ReadOutCode } from './schema.ts'
import { type Answer, beginSession, type Seat, writeInVain } from './sign-in.actions.ts'

type Deps = { db: Db; secret: string }

const codeHashOf = (secret: string, id: string, code: string) =>
  sign(secret, `read out ${id} ${code}`)

/** Makes a code for the office to read out; one made before ends. Out: the six digits, shown once. */
export const makeReadOutCode = (
  { db, secret }: Deps,
  who: Who & { personId: string },
  personId: string,
): Promise<Result<{ code: string; endsAt: Date }, NotFor>> =>
  act(db, who, async (tx) => {
    const refused = mayMakeCodes(who.personId, await rolesOf(tx, personId))
    if (refused) return err(refused)
    const at = now()
    const [id, code, endsAt] = [crypto.randomUUID(), newCode(), addMinutes(at, readOutMinutes)]
    const issuedBy = who.personId
    await tx
      .deleteFrom('readOutCodes')
      .where('personId', '=', personId)
      .where('spentAt', 'is', null)
      .execute()
    const kept = { id, personId, codeHash: codeHashOf(secret, id, code), issuedBy }
    await tx
      .insertInto('readOutCodes')
      .values({ ...kept, tries: 0, madeAt: at, endsAt, spentAt: null })
      .execute()
    const entry = { about: personId, who: issuedBy, person: personId, at }
    await record(tx, { what: 'codes.read-out', ...entry, detail: { minutes: readOutMinutes } })
    return ok({ code, endsAt })
  })

/** The codes that still work and belong to whom somebody names. There are few: they last minutes. */
async function meant(tx: Tx, typed: string): Promise<ReadOutCode[]> {
  const live = await tx
    .selectFrom('readOutCodes')
    .innerJoin('persons', 'persons.id', 'readOutCodes.personId')
    .leftJoin('accounts', 'accounts.personId', 'persons.id')
    .leftJoin('codeSheets', 'codeSheets.personId', 'persons.id')
    .selectAll('readOutCodes')
    .select(['persons.phone', 'accounts.email', 'codeSheets.name as sheet'])
    .where('readOutCodes.endsAt', '>', now())
    .where('readOutCodes.spentAt', 'is', null)
    .forUpdate('readOutCodes')
    .execute()
  const sheet = sheetNameOf(typed)
  const phone = /[a-z@]/i.test(typed) ? null : phoneKey(typed)
  const named = { email: typed.trim().toLowerCase(), phone, sheet }
  return live.filter((row) => isNamed(named, row))
}

/**
 * Signs in with a code that the office read out. In: a mail address, phone number or name of a sheet. Two
 * people may share a phone: whose code it is decides.
 */
export const signInByReadOut = (
  { db, secret }: Deps,
  { name, code }: { name: string; code: string },
  seat: Seat,
): Promise<Answer> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    const candidates = await meant(tx, name)
    for (const candidate of candidates) {
      const { id, personId } = candidate
      const { after, refused } = typeReadOut(candidate, codeHashOf(secret, id, code), at)
      const { tries, spentAt } = after
      await tx.updateTable('readOutCodes').set({ tries, spentAt }).where('id', '=', id).execute()
      if (!refused) return ok(await beginSession(tx, personId, 'office', seat))
    }
    if (candidates.length === 0) await writeInVain(tx, name.toLowerCase())
    return err('wrong-code')
  })

/** Who at the office read out the code that somebody signed in with last, and when; of the last day. */
export const whoReadOut = (db: Db, personId: string) =>
  act(db, kithItself, (tx) =>
    tx
      .selectFrom('readOutCodes')
      .innerJoin('persons', 'persons.id', 'readOutCodes.issuedBy')
      .select(['persons.name', 'readOutCodes.madeAt'])
      .where('readOutCodes.personId', '=', personId)
      .where('readOutCodes.spentAt', 'is not', null)
      .orderBy('readOutCodes.spentAt', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )

export const forgetReadOutCodes = (db: Db) =>
  act(db, kithItself, (tx) =>
    tx.deleteFrom('readOutCodes').where('endsAt', '<', addDays(now(), -1)).execute(),
  )
