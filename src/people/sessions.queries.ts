import { sql } from 'kysely'
import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { hashKey, newKey, sign } from '#base/secrets.ts'
import { now } from '#base/time.ts'
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

/** Writes down a new session (as Kith itself). Out: the token for the cookie; the database keeps its hash. */
export async function insertSession(
  tx: Tx,
  { personId, device, shared }: { personId: string; device: string; shared: boolean },
): Promise<string> {
  const token = newKey()
  const at = now()
  await tx
    .insertInto('sessions')
    .values({ tokenHash: hashKey(token), personId, device, shared, madeAt: at, seenAt: at })
    .execute()
  return token
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
