import { act, type Db, kithItself, nobody, type Tx, withKey } from '#base/db.ts'
import type { Answers } from '#base/drafts.ts'
import { record } from '#base/journal.ts'
import { findPlace } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { same } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import type { Deps } from './actions.ts'
import { organisationOf } from './join.organisation.ts'
import { kindOf, textOf } from './join.questions.ts'
import { addressCodeOf } from './keys.ts'
import * as queries from './queries.ts'
import { isOpen, type Refusal } from './rules.ts'

type Corrected = Result<null, Refusal>
export type Correcting = {
  id: string
  keyHash: string
  answers: Answers
  country: string
  origin: string
}

/** The person behind an application is corrected with it, until their address is confirmed. */
async function correctPerson(
  tx: Tx,
  personId: string,
  answers: Answers,
  at: Date,
): Promise<boolean> {
  const before = await queries.findApplicant(tx, personId)
  const email = textOf(answers, 'yourEmail') || null
  const changed = {
    name: textOf(answers, 'yourName'),
    email,
    phone: textOf(answers, 'yourPhone') || null,
  }
  const { numUpdatedRows } = await tx
    .updateTable('persons')
    .set(changed)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n || before?.email === email) return false
  await tx
    .deleteFrom('accounts')
    .where('personId', '=', personId)
    .where('confirmedAt', 'is', null)
    .execute()
  if (email) await queries.openAccount(tx, personId, email, at)
  return email !== null
}

/** What the applicant corrects by the private link, while nobody has decided. */
export async function correctAnswers(db: Db, correcting: Correcting): Promise<Corrected> {
  const { id, keyHash, answers, country, origin } = correcting
  const kind = kindOf(answers)
  const place = await findPlace(db, textOf(answers, 'place'), country)
  return act(db, withKey(nobody, keyHash), async (tx) => {
    const at = now()
    const membership = await queries.lockMembership(tx, id)
    if (!membership || !kind || !isOpen(membership)) return err('already-decided')
    const { organisationId, personId } = membership
    await tx
      .updateTable('memberships')
      .set({ answers: JSON.stringify(answers) })
      .where('id', '=', id)
      .execute()
    await tx
      .updateTable('organisations')
      .set({ ...organisationOf(kind, answers, place), updatedAt: at })
      .where('id', '=', organisationId)
      .execute()
    await tx
      .updateTable('representatives')
      .set({ role: textOf(answers, 'yourRole') })
      .where('organisationId', '=', organisationId)
      .execute()
    const moved = personId !== null && (await correctPerson(tx, personId, answers, at))
    const what = moved ? 'membership.readdressed' : 'membership.corrected'
    await record(tx, { what, about: id, who: null, at, detail: { organisationId, origin } })
    return ok(null)
  })
}

/** Whether the applicant's address is confirmed already. */
export const isConfirmed = (db: Db, personId: string): Promise<boolean> =>
  act(db, kithItself, async (tx) => {
    const account = await accountOf(tx, personId)
    return account?.confirmedAt != null
  })

const accountOf = (tx: Tx, personId: string) =>
  tx
    .selectFrom('accounts')
    .select(['confirmedAt'])
    .where('personId', '=', personId)
    .executeTakeFirst()

/**
 * The applicant reads the mail of the address they gave: the code from a letter says so. Their account
 * counts from now on. When the address has an account already, that person is the applicant: the
 * application becomes theirs. An account that nobody ever confirmed was only claimed, and gives way.
 * Done by Kith itself, because the code has proved more than any right of the one who asks.
 */
export const confirmAddress = ({ db, secret }: Deps, id: string, code: string): Promise<boolean> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    const membership = await queries.lockMembership(tx, id)
    const personId = membership?.personId
    const applicant = personId ? await queries.findApplicant(tx, personId) : undefined
    if (!membership || !applicant?.email) return false
    if (!same(code, addressCodeOf(secret, id, applicant.email))) return false
    const { organisationId } = membership
    const who = await settleAccount(
      tx,
      { ...applicant, email: applicant.email },
      organisationId,
      at,
    )
    const detail = { organisationId, joined: who !== applicant.id }
    await record(tx, { what: 'membership.confirmed', about: id, who, at, detail })
    return true
  })

type Addressed = { id: string; email: string }

/** Out: the person whom the application belongs to from now on. */
async function settleAccount(tx: Tx, { id, email }: Addressed, organisationId: string, at: Date) {
  const account = await tx
    .selectFrom('accounts')
    .selectAll()
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
    .forUpdate()
    .executeTakeFirst()
  if (!account) {
    await tx
      .insertInto('accounts')
      .values({ personId: id, email, confirmedAt: at, madeAt: at })
      .onConflict((conflict) => conflict.column('personId').doUpdateSet({ email, confirmedAt: at }))
      .execute()
    return id
  }
  if (account.personId === id || account.confirmedAt === null) {
    await tx
      .updateTable('accounts')
      .set({ personId: id, confirmedAt: account.confirmedAt ?? at })
      .where('personId', '=', account.personId)
      .execute()
    return id
  }
  await becomeSame(tx, id, account.personId, organisationId)
  return account.personId
}

/** The application of someone known already moves to them; the second record of them goes. */
async function becomeSame(tx: Tx, from: string, to: string, organisationId: string): Promise<void> {
  await tx.updateTable('memberships').set({ personId: to }).where('personId', '=', from).execute()
  const known = await tx
    .selectFrom('representatives')
    .select('personId')
    .where('personId', '=', to)
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
  if (!known)
    await tx
      .updateTable('representatives')
      .set({ personId: to })
      .where('personId', '=', from)
      .execute()
  await tx.deleteFrom('persons').where('id', '=', from).execute()
}
