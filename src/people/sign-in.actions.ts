import { act, type Db, kithItself, type Tx } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { addJob, type JobDeps } from '#base/jobs.ts'
import { translator, isLang, type Lang } from '#base/i18n.ts'
import { putInOutbox } from '#base/mail.ts'
import { hashKey, newCode, newKey, sign } from '#base/secrets.ts'
import { addDays, addMinutes, now } from '#base/time.ts'
import { err, ok, type Result } from '#base/result.ts'
import { signInLetter } from './letters.ts'
import { confirmAccount, findAccount, personOf } from './persons.actions.ts'
import { pressLink, type Refusal, signInMinutes, typeCode } from './sign-in.rules.ts'
import type { ProofKind } from './proof.rules.ts'
import { insertSession } from './sessions.queries.ts'
import type { SignIn } from './schema.ts'

/** What a browser asked for. `origin`: where the link leads; null when no address is known to be ours. */
export type Asked = { email: string; browserHash: string; lang: Lang; origin: string | null }

/**
 * Asks for a letter to sign in. The same is done for every address, known or not; whose it is shows
 * only after the answer has gone, in a job.
 */
export const askToSignIn = (db: Db, asked: Asked) =>
  act(db, kithItself, (tx) => addJob(tx, 'sign-in.letter', asked))

// Six digits are guessed back from any plain hash, so theirs is keyed.
const codeHashOf = (secret: string, id: string, code: string) => sign(secret, `code ${id} ${code}`)

/** Writes the letter that was asked for, if the address has an account. A new code ends those before. */
export async function writeSignInLetter({ db, secret }: JobDeps, asked: Asked): Promise<void> {
  await act(db, kithItself, async (tx) => {
    const personId = await findAccount(tx, asked.email)
    if (!personId) return
    // Held until the end: of two letters asked for at once, one replaces the other.
    const account = await tx
      .selectFrom('accounts')
      .select('email')
      .where('personId', '=', personId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const person = await personOf(tx, personId)
    const coalition = await tx.selectFrom('coalition').selectAll().executeTakeFirst()
    // Nobody reads the mail of people who are made up.
    if (!person || !coalition || person.example) return
    const at = now()
    await tx
      .updateTable('signIns')
      .set({ endsAt: at })
      .where('personId', '=', person.id)
      .where('channel', '=', 'mail')
      .where('endsAt', '>', at)
      .execute()
    const [key, code, id] = [newKey(), newCode(), crypto.randomUUID()]
    const chance = { id, personId: person.id, channel: 'mail', minutes: signInMinutes } as const
    const codeHash = codeHashOf(secret, id, code)
    await insertChance(tx, { ...chance, key, codeHash, browserHash: asked.browserHash })
    const lang = isLang(asked.lang) ? asked.lang : 'en'
    const href = asked.origin ? `${asked.origin}/sign-in/${key}` : null
    const words = signInLetter(translator(lang), { coalition, lang, name: person.name, code, href })
    const to = { toPerson: person.id, toAddress: account.email, lang }
    await putInOutbox(tx, { key: `sign-in ${id}`, kind: 'sign-in', secret: true, ...to, ...words })
  })
}

type NewChance = {
  id: string
  personId: string
  key: string
  channel: SignIn['channel']
  codeHash: string | null
  browserHash: string | null
  minutes: number
}

async function insertChance(tx: Tx, { key, minutes, ...chance }: NewChance): Promise<void> {
  const at = now()
  await tx
    .insertInto('signIns')
    .values({
      ...chance,
      linkHash: hashKey(key),
      tries: 0,
      madeAt: at,
      endsAt: addMinutes(at, minutes),
      spentAt: null,
    })
    .execute()
}

/**
 * A link that signs this person in once, for who sets Kith up (`setup`) or whom the office helps
 * (`office`); as Kith itself. Out: its key, for the address /sign-in/KEY.
 */
export async function newSignInLink(
  tx: Tx,
  personId: string,
  channel: 'setup' | 'office',
  minutes: number,
): Promise<string> {
  const key = newKey()
  const id = crypto.randomUUID()
  await insertChance(tx, { id, personId, key, channel, codeHash: null, browserHash: null, minutes })
  return key
}

/** Where somebody sits while they sign in. */
export type Seat = {
  device: string
  shared: boolean
  /** The digest of the session's token that this browser holds until now. */
  before?: string | undefined
  /** Only they may sign in here: who shows again that it is them. */
  only?: string | undefined
}
export type SignedIn = { token: string; shared: boolean; personId: string; staff: boolean }
export type Answer = Result<SignedIn, Refusal | 'no-such-link'>

const lockByLink = (tx: Tx, key: string) =>
  tx
    .selectFrom('signIns')
    .selectAll()
    .where('linkHash', '=', hashKey(key))
    .forUpdate()
    .executeTakeFirst()

const lockByBrowser = (tx: Tx, browserHash: string) =>
  tx
    .selectFrom('signIns')
    .selectAll()
    .where('browserHash', '=', browserHash)
    .orderBy('madeAt', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()

/** A link as its page shows it, without using it. */
export const lookAtLink = (db: Db, key: string) =>
  act(db, kithItself, (tx) =>
    tx
      .selectFrom('signIns')
      .innerJoin('persons', 'persons.id', 'signIns.personId')
      .selectAll('signIns')
      .select('persons.name')
      .where('linkHash', '=', hashKey(key))
      .executeTakeFirst(),
  )

/** Starts the session of somebody who has shown who they are. */
export async function beginSession(
  tx: Tx,
  personId: string,
  kind: ProofKind,
  { device, shared: asked, before }: Seat,
): Promise<SignedIn> {
  const begun = { personId, device, shared: asked, kind, before }
  const { token, shared } = await insertSession(tx, begun)
  const detail = { channel: kind, shared }
  await record(tx, { what: 'session.started', about: personId, who: personId, at: now(), detail })
  const role = await tx
    .selectFrom('roles')
    .select('role')
    .where('personId', '=', personId)
    .limit(1)
    .executeTakeFirst()
  return { token, shared, personId, staff: role !== undefined }
}

/** Keeps what a try made of a chance and, when it was right, starts the session. */
async function finish(
  tx: Tx,
  { after, refused }: { after: SignIn; refused: Refusal | null },
  seat: Seat,
): Promise<Answer> {
  const { id, tries, spentAt, personId, channel } = after
  if (seat.only !== undefined && seat.only !== personId) return err('no-such-link')
  await tx.updateTable('signIns').set({ tries, spentAt }).where('id', '=', id).execute()
  if (refused) return err(refused)
  if (channel === 'mail') await confirmAccount(tx, personId)
  return ok(await beginSession(tx, personId, channel, seat))
}

/** Costs the time of counting a wrong code, so that somebody without an account takes no less. */
export const writeInVain = (tx: Tx, name: string) =>
  tx
    .insertInto('limits')
    .values({ key: hashKey(`in vain\n${name}`), points: 1, expire: Date.now() + 600_000 })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ points: 1 }))
    .execute()

/** Signs in with the code, in the browser that asked for it. */
export const signInByCode = (
  { db, secret }: Pick<JobDeps, 'db' | 'secret'>,
  { code, browserHash }: { code: string; browserHash: string },
  seat: Seat,
): Promise<Answer> =>
  act(db, kithItself, async (tx) => {
    const chance = await lockByBrowser(tx, browserHash)
    if (!chance) {
      await writeInVain(tx, browserHash)
      return err('no-such-link')
    }
    return finish(tx, typeCode(chance, codeHashOf(secret, chance.id, code), now()), seat)
  })

/** Signs in with the button behind the link; where nobody asked for it, with the code as well. */
export const signInByLink = (
  { db, secret }: Pick<JobDeps, 'db' | 'secret'>,
  { key, code, browserHash }: { key: string; code: string | null; browserHash: string | null },
  seat: Seat,
): Promise<Answer> =>
  act(db, kithItself, async (tx) => {
    const chance = await lockByLink(tx, key)
    if (!chance) return err('no-such-link')
    const codeHash = code === null ? null : codeHashOf(secret, chance.id, code)
    return finish(tx, pressLink(chance, { codeHash, browserHash }, now()), seat)
  })

export const forgetSignIns = (db: Db) =>
  act(db, kithItself, (tx) =>
    tx.deleteFrom('signIns').where('endsAt', '<', addDays(now(), -1)).execute(),
  )
