import { act, type Db, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import type { ReplyDraft } from './replies.forms.ts'
import { deleteReply, insertReply, lockReply, updateReply } from './replies.queries.ts'

export type ReplyRefusal = 'no-such-reply' | 'changed-meanwhile'

/** Keeps a new saved reply. Sent twice, it is kept once. */
export const writeReply = (
  db: Db,
  who: Who,
  { title, occasion, texts }: ReplyDraft,
  once: string | undefined,
): Promise<void> =>
  act(db, who, async (tx) => {
    if ((await claimOnce(tx, once)) !== null) return
    const at = now()
    const id = crypto.randomUUID()
    const by = who.personId
    const dates = { writtenBy: by, writtenAt: at, changedBy: by, changedAt: at }
    await insertReply(tx, { id, title, occasion, texts, ...dates })
    await record(tx, { what: 'reply.written', about: id, who: by, at, detail: { occasion } })
    await settleOnce(tx, once, id)
  })

/** Changes a saved reply, unless somebody else has changed it since the form was opened. */
export const changeReply = (
  db: Db,
  who: Who,
  id: string,
  { title, occasion, texts, seen }: ReplyDraft,
): Promise<Result<null, ReplyRefusal>> =>
  act(db, who, async (tx) => {
    const reply = await lockReply(tx, id)
    if (!reply) return err('no-such-reply')
    if (seen && reply.changedAt.toISOString() !== seen) return err('changed-meanwhile')
    const at = now()
    await updateReply(tx, id, { title, occasion, texts, changedBy: who.personId, changedAt: at })
    await record(tx, {
      what: 'reply.changed',
      about: id,
      who: who.personId,
      at,
      detail: { occasion },
    })
    return ok(null)
  })

/** Removes a saved reply. What was sent with its words stays sent. */
export const removeReply = (db: Db, who: Who, id: string): Promise<void> =>
  act(db, who, async (tx) => {
    const { numDeletedRows } = await deleteReply(tx, id)
    if (numDeletedRows > 0n)
      await record(tx, { what: 'reply.removed', about: id, who: who.personId, at: now() })
  })
