import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { recordReading } from '#base/journal.ts'
import type { OutboxLetter } from '#base/schema.ts'

export const perPage = 25
export const outboxStates = ['waiting', 'sending', 'sent', 'failed'] as const
export type OutboxState = (typeof outboxStates)[number]

/** One page of the outbox, newest first, without what letters say. */
export const lettersOn = (db: Db, who: Who, page: number, state: OutboxState | null) =>
  act(db, who, async (tx) => {
    const columns = [
      'id',
      'toAddress',
      'subject',
      'state',
      'problem',
      'writtenAt',
      'sentAt',
      'nextTryAt',
      'secret',
      'kind',
    ] as const
    let listed = tx.selectFrom('outbox').select(columns)
    if (state) listed = listed.where('state', '=', state)
    const letters = await listed
      .orderBy('writtenAt', 'desc')
      .orderBy('id')
      .limit(perPage)
      .offset((page - 1) * perPage)
      .execute()
    const counts = await tx
      .selectFrom('outbox')
      .select((of) => ['state', of.fn.countAll<number>().as('n')])
      .groupBy('state')
      .execute()
    return { letters, counts }
  })
export type ListedLetter = Awaited<ReturnType<typeof lettersOn>>['letters'][number]

const readingOf = ({ id, toPerson, secret }: OutboxLetter) => ({
  what: 'letter.read',
  about: id,
  person: toPerson,
  fields: secret ? ['email'] : ['email', 'letter'],
})

/** One letter as staff may see it: what a letter to sign in says is not for them. */
export const letterOf = (db: Db, who: Who, id: string): Promise<OutboxLetter | undefined> =>
  act(db, who, async (tx) => {
    const letter = await tx.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst()
    if (letter) await recordReading(tx, who.personId, readingOf(letter))
    return letter?.secret ? { ...letter, text: '', html: '' } : letter
  })

/** Holds a letter until the transaction ends, so that two people cannot decide about it at once. */
export const lockLetter = (tx: Tx, id: string) =>
  tx.selectFrom('outbox').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
