import { sql } from 'kysely'
import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { hashKey, newKey, sign } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { type ProofKind, type Proofs, withProof } from './proof.rules.ts'
import { sessionEnds } from './sign-in.rules.ts'
import './schema.ts'

export type SessionRow = {
  id: string
  personId: string
  name: string
  /** Roles in the coalition, with commas between them. */
  roles: string
  shared: boolean
  madeAt: Date
  seenAt: Date
  proofs: Proofs
}

/**
 * The token that every form of a session carries: only who holds the session's cookie and our secret
 * can make it.
 */
export const csrfOf = (secret: string, token: string): string => sign(secret, `csrf ${token}`)

/** The session behind a cookie, while it lasts. */
export async function sessionOf(db: Db, token: string): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`select * from kith_session(${hashKey(token)})`.execute(db)
  const row = rows[0]
  return row && now() < sessionEnds(row) ? row : null
}

const noteMs = 60_000

/** Notes that a session is in use, at most once a minute: reading pages is not to wait for a write. */
export async function noteUse(db: Db, session: SessionRow): Promise<void> {
  const at = now()
  if (at.getTime() - session.seenAt.getTime() < noteMs) return
  await act(db, { personId: session.personId, roles: [] }, (tx) =>
    tx
      .updateTable('sessions')
      .set({ seenAt: at })
      .where('id', '=', session.id)
      .where('seenAt', '<', at)
      .execute(),
  )
}

export type NewSession = {
  personId: string
  device: string
  shared: boolean
  /** How they have just shown who they are. */
  kind: ProofKind
  /** The digest of the token that the browser holds until now, if any. */
  before?: string | undefined
}

/**
 * Writes down a session (as Kith itself). Where the browser is signed in as the same person already, the
 * new one takes over what that one has shown and when it began: so a second proof makes it stronger, under a
 * new token. Out: the token for the cookie (the database keeps its hash), and whether the computer is shared.
 */
export async function insertSession(
  tx: Tx,
  { personId, device, shared, kind, before }: NewSession,
): Promise<{ token: string; shared: boolean }> {
  const token = newKey()
  const at = now()
  const old = before === undefined ? undefined : await lastingSession(tx, before, personId)
  const proofs = JSON.stringify(withProof(old?.proofs ?? {}, kind, at))
  const sitting = old ? { shared: old.shared, madeAt: old.madeAt } : { shared, madeAt: at }
  await tx
    .insertInto('sessions')
    .values({ tokenHash: hashKey(token), personId, device, ...sitting, seenAt: at, proofs })
    .execute()
  return { token, shared: sitting.shared }
}

async function lastingSession(tx: Tx, tokenHash: string, personId: string) {
  const old = await tx
    .selectFrom('sessions')
    .select(['shared', 'madeAt', 'seenAt', 'proofs'])
    .where('tokenHash', '=', tokenHash)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return old && now() < sessionEnds(old) ? old : undefined
}

/** Ends the session behind a cookie. Out: whether it was one on a shared computer. */
export const endSessionOf = (db: Db, token: string): Promise<boolean> =>
  act(db, kithItself, async (tx) => {
    const ended = await tx
      .deleteFrom('sessions')
      .where('tokenHash', '=', hashKey(token))
      .returning('shared')
      .executeTakeFirst()
    return ended?.shared ?? true
  })

/** A person's sessions that last, the one used last first. */
export async function sessionsOf(db: Db, who: Who) {
  const all = await act(db, who, (tx) =>
    tx
      .selectFrom('sessions')
      .select(['id', 'tokenHash', 'device', 'shared', 'madeAt', 'seenAt'])
      .where('personId', '=', who.personId)
      .orderBy('seenAt', 'desc')
      .execute(),
  )
  return all.filter((session) => now() < sessionEnds(session))
}
export type ListedSession = Awaited<ReturnType<typeof sessionsOf>>[number]

/** Ends one of the person's own sessions. Out: whether there was one. */
export const endOwnSession = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const ended = await tx
      .deleteFrom('sessions')
      .where('id', '=', id)
      .where('personId', '=', who.personId)
      .executeTakeFirst()
    return ended.numDeletedRows === 1n
  })

export const endAllSessions = (db: Db, who: Who) =>
  act(db, who, (tx) => tx.deleteFrom('sessions').where('personId', '=', who.personId).execute())

/** Throws away sessions that have ended. */
export const forgetSessions = (db: Db) =>
  act(db, kithItself, async (tx) => {
    const all = await tx
      .selectFrom('sessions')
      .select(['id', 'shared', 'madeAt', 'seenAt'])
      .execute()
    const at = now()
    const ended = all.filter((session) => at >= sessionEnds(session)).map((session) => session.id)
    if (ended.length > 0) await tx.deleteFrom('sessions').where('id', 'in', ended).execute()
  })
