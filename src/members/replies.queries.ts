import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { Lang } from '#base/i18n.ts'
import { now } from '#base/time.ts'
import { type Filling, fill, textFor } from './replies.rules.ts'
import type { ReplyOccasion, ReplyTexts, SavedReply } from './replies.schema.ts'
import './replies.schema.ts'

/** A saved reply with the names of who wrote and who changed it; null when they are forgotten. */
export type ListedReply = SavedReply & { writer: string | null; changer: string | null }

const listed = (tx: Tx) =>
  tx
    .selectFrom('savedReplies')
    .leftJoin('persons as writer', 'writer.id', 'savedReplies.writtenBy')
    .leftJoin('persons as changer', 'changer.id', 'savedReplies.changedBy')
    .selectAll('savedReplies')
    .select(['writer.name as writer', 'changer.name as changer'])

/** All of them, by occasion and title. */
export const allReplies = (tx: Tx): Promise<ListedReply[]> =>
  listed(tx).orderBy('occasion').orderBy('title').orderBy('savedReplies.id').execute()

export const findReply = (tx: Tx, id: string): Promise<ListedReply | undefined> =>
  listed(tx).where('savedReplies.id', '=', id).executeTakeFirst()

/** Holds it until the transaction ends, so that of two changes none is lost unseen. */
export const lockReply = (tx: Tx, id: string): Promise<SavedReply | undefined> =>
  tx.selectFrom('savedReplies').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

type Written = Omit<SavedReply, 'texts' | 'uses' | 'usedAt'> & { texts: ReplyTexts }

export const insertReply = (tx: Tx, { texts, ...reply }: Written) =>
  tx
    .insertInto('savedReplies')
    .values({ ...reply, texts: JSON.stringify(texts), usedAt: null })
    .execute()

type Changed = Pick<Written, 'occasion' | 'title' | 'texts' | 'changedBy' | 'changedAt'>

export const updateReply = (tx: Tx, id: string, { texts, ...changed }: Changed) =>
  tx
    .updateTable('savedReplies')
    .set({ ...changed, texts: JSON.stringify(texts) })
    .where('id', '=', id)
    .execute()

export const deleteReply = (tx: Tx, id: string) =>
  tx.deleteFrom('savedReplies').where('id', '=', id).executeTakeFirst()

/** What a form offers: the saved replies for these occasions, by title. */
export type Offered = Pick<SavedReply, 'id' | 'occasion' | 'title'>

export const offeredReplies = (tx: Tx, occasions: readonly ReplyOccasion[]): Promise<Offered[]> =>
  tx
    .selectFrom('savedReplies')
    .select(['id', 'occasion', 'title'])
    .where('occasion', 'in', [...occasions, 'other'])
    .orderBy('title')
    .orderBy('id')
    .execute()

/**
 * Takes the words of a saved reply for a reader of this language, filled, and counts the use. Out: null when
 * there is none such.
 */
export async function takeReply(
  tx: Tx,
  id: string,
  lang: Lang,
  filling: Filling,
): Promise<string | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null
  const reply = await tx
    .selectFrom('savedReplies')
    .select('texts')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!reply) return null
  await sql`select kith_use_reply(${id}, ${now()})`.execute(tx)
  return fill(textFor(reply.texts, lang), filling)
}
