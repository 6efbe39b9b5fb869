import { addMinutes, now } from './time.ts'
import type { Tx } from './db.ts'
import { addJob } from './jobs.ts'
import './schema.ts'

export type Letter = {
  /** One letter for one occasion and person: a second with the same key is not written. */
  key: string
  /** What kind of letter it is, such as `membership.admitted`. */
  kind: string
  toPerson: string | null
  toAddress: string
  lang: string
  subject: string
  html: string
  text: string
  about?: string
  unsubscribeUrl?: string
  /** A letter that lets someone sign in: staff do not see what it says. */
  secret?: boolean
}

/** Puts a letter in the outbox, in the transaction that it belongs to. It is sent after commit. */
export async function putInOutbox(tx: Tx, letter: Letter): Promise<void> {
  const at = now()
  await tx
    .insertInto('outbox')
    .values({
      id: crypto.randomUUID(),
      key: letter.key,
      kind: letter.kind,
      toPerson: letter.toPerson,
      toAddress: letter.toAddress,
      lang: letter.lang,
      subject: letter.subject.replace(/[\s\p{Cc}]+/gu, ' ').trim(),
      html: letter.html,
      text: letter.text,
      about: letter.about ?? null,
      unsubscribeUrl: letter.unsubscribeUrl ?? null,
      secret: letter.secret ?? false,
      state: 'waiting',
      tries: 0,
      problem: null,
      writtenAt: at,
      nextTryAt: at,
      sentAt: null,
    })
    // No column is named: naming one asks for the right to read letters, which a stranger who writes one
    // lacks.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await addJob(tx, 'outbox.send', {}, { key: letter.secret ? 'outbox.send.now' : 'outbox.send' })
}

/** When to try again after so many tries in vain: from a minute up to six hours. */
export const nextTry = (tries: number, at: Date): Date =>
  addMinutes(at, Math.min(360, 2 ** Math.min(tries, 10)))
