import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { act, type Db, kithItself, withKey } from './db.ts'
import { hashKey, newKey } from './secrets.ts'
import { addDays, now } from './time.ts'
import type { Ctx } from './web.ts'
import './schema.ts'

export type Answers = Record<string, string | string[]>

const cookieName = (kind: string) => `draft-${kind}`
const keptDays = 30

/** What was answered so far in a form of several pages; nothing when it was not begun on this device. */
export async function readDraft(c: Ctx, db: Db, kind: string): Promise<Answers> {
  const key = getCookie(c, cookieName(kind))
  if (!key) return {}
  const keyHash = hashKey(key)
  const draft = await act(db, withKey(c.var.who, keyHash), (tx) =>
    tx
      .selectFrom('drafts')
      .select('answers')
      .where('keyHash', '=', keyHash)
      .where('kind', '=', kind)
      .executeTakeFirst(),
  )
  return (draft?.answers ?? {}) as Answers // written by keepDraft below
}

/** The hash of the key that a draft of this kind has on this device; '' when there is none. */
export function draftKeyHash(c: Ctx, kind: string): string {
  const key = getCookie(c, cookieName(kind))
  return key ? hashKey(key) : ''
}

/** Keeps the answers of one page beside those given before, for 30 days, on this device's key. */
export async function keepDraft(c: Ctx, db: Db, kind: string, answers: Answers): Promise<void> {
  // A key that is empty would be everybody's.
  const key = getCookie(c, cookieName(kind)) || newKey()
  const keyHash = hashKey(key)
  const keptUntil = addDays(now(), keptDays)
  const row = { answers: JSON.stringify(answers), keptUntil }
  await act(db, withKey(c.var.who, keyHash), (tx) =>
    tx
      .insertInto('drafts')
      .values({ keyHash, kind, ...row })
      .onConflict((conflict) => conflict.column('keyHash').doUpdateSet(row))
      .execute(),
  )
  giveKey(c, kind, key)
}

function giveKey(c: Ctx, kind: string, key: string): void {
  setCookie(c, cookieName(kind), key, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: c.var.origin.startsWith('https:'),
    maxAge: keptDays * 86_400,
  })
}

/**
 * Takes a draft over to this device: from now on it and what was sent with it are known by a new key, which the
 * device it was begun on does not hold. Whoever calls this has made sure that it is theirs.
 */
export async function moveDraft(c: Ctx, db: Db, kind: string, keyHash: string): Promise<void> {
  const key = newKey()
  const fresh = hashKey(key)
  await act(db, kithItself, async (tx) => {
    await tx.updateTable('drafts').set({ keyHash: fresh }).where('keyHash', '=', keyHash).execute()
    await tx.updateTable('files').set({ ownerKey: fresh }).where('ownerKey', '=', keyHash).execute()
  })
  giveKey(c, kind, key)
}

/** Forgets a draft, once it was sent or thrown away. */
export async function dropDraft(c: Ctx, db: Db, kind: string): Promise<void> {
  const key = getCookie(c, cookieName(kind))
  if (!key) return
  const keyHash = hashKey(key)
  await act(db, withKey(c.var.who, keyHash), (tx) =>
    tx.deleteFrom('drafts').where('keyHash', '=', keyHash).execute(),
  )
  deleteCookie(c, cookieName(kind), { path: '/' })
}
