import { act, type Db, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { addJob } from '#base/jobs.ts'
import { signInLetterMinutes } from '#base/mail.outcome.ts'
import { err, ok, type Result } from '#base/result.ts'
import type { OutboxLetter } from '#base/schema.ts'
import { addMinutes, now } from '#base/time.ts'
import { lockLetter } from './outbox.queries.ts'

export type LetterRefusal = 'no-such-letter' | 'being-sent' | 'sent-already' | 'too-late'

/** Whether staff may still decide about a letter. */
function decidable(letter: OutboxLetter | undefined): Result<OutboxLetter, LetterRefusal> {
  if (!letter) return err('no-such-letter')
  if (letter.state === 'sending') return err('being-sent')
  if (letter.state === 'sent') return err('sent-already')
  return ok(letter)
}

/** Puts a letter that failed, or one that waits, first in line again. */
export const sendAgain = (db: Db, who: Who, id: string): Promise<Result<null, LetterRefusal>> =>
  act(db, who, async (tx) => {
    const found = decidable(await lockLetter(tx, id))
    if (!found.ok) return found
    const at = now()
    const letter = found.value
    if (letter.kind === 'sign-in' && letter.writtenAt < addMinutes(at, -signInLetterMinutes))
      return err('too-late')
    await tx
      .updateTable('outbox')
      .set({ state: 'waiting', tries: 0, problem: null, nextTryAt: at })
      .where('id', '=', id)
      .execute()
    const { toPerson: person } = letter
    await record(tx, { what: 'letter.sent-again', about: id, who: who.personId, person, at })
    await addJob(tx, 'outbox.send', {}, { key: 'outbox.send' })
    return ok(null)
  })

/** Notes that somebody posted a letter, or read it out on the phone: it is not sent by mail any more. */
export const doneByHand = (db: Db, who: Who, id: string): Promise<Result<null, LetterRefusal>> =>
  act(db, who, async (tx) => {
    const found = decidable(await lockLetter(tx, id))
    if (!found.ok) return found
    const at = now()
    await tx
      .updateTable('outbox')
      .set({ state: 'sent', sentAt: at, problem: 'by-hand' })
      .where('id', '=', id)
      .execute()
    const { toPerson: person } = found.value
    await record(tx, { what: 'letter.done-by-hand', about: id, who: who.personId, person, at })
    return ok(null)
  })
