import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { challengeEnds, type ChallengeFor, newChallenge } from './passkey.challenge.ts'
import type { Passkey } from './schema.ts'
import { beginSession, type Seat, type SignedIn } from './sign-in.actions.ts'

type Deps = { db: Db; secret: string }
/** Where this Kith is, as the browser sees it: a passkey is bound to it. */
export type Place = { origin: string; coalition: string }

export const mostPasskeys = 10
// COSE: ES256, EdDSA, RS256. Every phone and computer has one of them; asking Node which it knows warns.
const algorithms = [-7, -8, -257]
const rpOf = (origin: string): string => new URL(origin).hostname

export const passkeysOf = (db: Db, who: Who) =>
  act(db, who, (tx) => ownPasskeys(tx, who.personId ?? ''))

const ownPasskeys = (tx: Tx, personId: string): Promise<Passkey[]> =>
  tx.selectFrom('passkeys').selectAll().where('personId', '=', personId).orderBy('madeAt').execute()

type Person = { id: string; name: string; email: string | null }

/** What the browser is asked to make a passkey with, as JSON. */
export async function addingOptions(
  { secret }: Deps,
  { origin, coalition }: Place,
  person: Person,
  { passkeys, session }: { passkeys: Passkey[]; session: string },
): Promise<string> {
  const options = await generateRegistrationOptions({
    rpName: coalition,
    rpID: rpOf(origin),
    userName: person.email ?? person.name,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.id.replaceAll('-', ''), 'hex')),
    challenge: newChallenge(secret, `add ${session}`, now()),
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: passkeys.map(credentialOf),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  return JSON.stringify(options)
}

type Transports = NonNullable<RegistrationResponseJSON['response']['transports']>
// Kept as the browser named them when the passkey was made.
const credentialOf = ({ credentialId, transports }: Passkey) => ({
  id: credentialId,
  transports: transports as Transports,
})

/** What the browser is asked to show a passkey with. Without `passkeys` the person chooses among theirs. */
export async function showingOptions(
  { secret }: Deps,
  { origin }: Pick<Place, 'origin'>,
  purpose: ChallengeFor,
  passkeys: Passkey[] = [],
): Promise<string> {
  const options = await generateAuthenticationOptions({
    rpID: rpOf(origin),
    challenge: newChallenge(secret, purpose, now()),
    userVerification: 'required',
    allowCredentials: passkeys.map(credentialOf),
  })
  return JSON.stringify(options)
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    return null
  }
}

/** Holds the challenges that were answered, each once. Out: whether this is the first answer. */
async function spend(tx: Tx, challenge: string, endsAt: Date): Promise<boolean> {
  const done = await tx
    .insertInto('spentChallenges')
    .values({ hash: hashKey(challenge), endsAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

/** Notes the challenge that an answer names while the library checks it. */
function challengeCheck(secret: string, purpose: ChallengeFor) {
  const seen: { challenge: string; endsAt: Date }[] = []
  const check = (challenge: string): boolean => {
    const endsAt = challengeEnds(secret, purpose, challenge, now())
    if (endsAt) seen.push({ challenge, endsAt })
    return endsAt !== null
  }
  const spendIt = async (tx: Tx): Promise<boolean> => {
    const one = seen[0]
    return one !== undefined && spend(tx, one.challenge, one.endsAt)
  }
  return { check, spendIt }
}

export type PasskeyRefusal = 'not-right' | 'unknown' | 'too-many'
type Adding = { name: string; answer: string; session: string; origin: string }

/** Keeps a passkey that the browser has made. The routes ask first whether this session may. */
export async function addPasskey(
  { db, secret }: Deps,
  who: Who & { personId: string },
  { name, answer, session, origin }: Adding,
): Promise<Result<null, PasskeyRefusal>> {
  const { check, spendIt } = challengeCheck(secret, `add ${session}`)
  // Whatever a browser sends that is no passkey of ours makes the library throw; it is refused alike.
  const verified = await verifyRegistrationResponse({
    response: parsed(answer) as RegistrationResponseJSON,
    expectedChallenge: check,
    expectedOrigin: origin,
    expectedRPID: rpOf(origin),
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => null)
  if (!verified?.verified) return err('not-right')
  const { credential } = verified.registrationInfo
  return act(db, kithItself, async (tx) => {
    const { personId } = who
    if (!(await spendIt(tx))) return err('not-right')
    if ((await ownPasskeys(tx, personId)).length >= mostPasskeys) return err('too-many')
    const [id, at] = [crypto.randomUUID(), now()]
    const publicKey = Buffer.from(credential.publicKey).toString('base64url')
    const { id: credentialId, counter, transports = [] } = credential
    const done = await tx
      .insertInto('passkeys')
      .values({ id, personId, credentialId, publicKey, counter, transports, name, madeAt: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (done.numInsertedOrUpdatedRows !== 1n) return err('not-right')
    await record(tx, { what: 'passkey.added', about: id, who: personId, person: personId, at })
    return ok(null)
  })
}

export const removePasskey = (db: Db, who: Who & { personId: string }, id: string) =>
  act(db, who, async (tx) => {
    const { personId } = who
    const gone = await tx
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('personId', '=', personId)
      .executeTakeFirst()
    if (gone.numDeletedRows !== 1n) return false
    await record(tx, {
      what: 'passkey.removed',
      about: id,
      who: personId,
      person: personId,
      at: now(),
    })
    return true
  })

type Showing = { answer: string; purpose: ChallengeFor; origin: string }

/** The passkey that an answer says it is from. Held, so that its counter goes one way. */
async function lockNamed(tx: Tx, answer: unknown): Promise<Passkey | undefined> {
  const named = (answer as { id?: unknown } | null)?.id
  if (typeof named !== 'string') return undefined
  return tx
    .selectFrom('passkeys')
    .selectAll()
    .where('credentialId', '=', named)
    .forUpdate()
    .executeTakeFirst()
}

/**
 * Signs in with a passkey, or shows again that it is them (`seat.only`). Refused: an answer to a challenge
 * that is none of ours, over, for something else or answered before; from another site; from a device that
 * did not ask for a finger, a face or a PIN; with a counter that goes back, as a copy's does.
 */
export const signInByPasskey = (
  { db, secret }: Deps,
  { answer, purpose, origin }: Showing,
  seat: Seat,
): Promise<Result<SignedIn, PasskeyRefusal>> =>
  act(db, kithItself, async (tx) => {
    const response = parsed(answer)
    const passkey = await lockNamed(tx, response)
    if (!passkey) return err('unknown')
    if (seat.only !== undefined && seat.only !== passkey.personId) return err('unknown')
    const { check, spendIt } = challengeCheck(secret, purpose)
    const verified = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: check,
      expectedOrigin: origin,
      expectedRPID: rpOf(origin),
      requireUserVerification: true,
      credential: {
        ...credentialOf(passkey),
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    }).catch(() => null)
    if (!verified?.verified || !(await spendIt(tx))) return err('not-right')
    const { newCounter: counter } = verified.authenticationInfo
    await tx
      .updateTable('passkeys')
      .set({ counter, usedAt: now() })
      .where('id', '=', passkey.id)
      .execute()
    return ok(await beginSession(tx, passkey.personId, 'passkey', seat))
  })

export const forgetChallenges = (db: Db) =>
  act(db, kithItself, (tx) =>
    tx.deleteFrom('spentChallenges').where('endsAt', '<', now()).execute(),
  )
