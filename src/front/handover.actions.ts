import { act, type Db, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { lockNote, noteOf } from './handover.queries.ts'

export type NoteWritten = { personId: string | null; text: string; seen: string }

/**
 * Writes a new version of a note; the ones before stay. `seen`: the id of the version that the writer has
 * read, '' for none. The same words again are no new version.
 */
export const writeNote = (
  db: Db,
  who: Who,
  { personId, text, seen }: NoteWritten,
): Promise<Result<null, 'changed-meanwhile'>> =>
  act(db, who, async (tx) => {
    await lockNote(tx, personId)
    const last = await noteOf(tx, personId)
    if (last?.text === text) return ok(null)
    if ((last?.id ?? '') !== seen) return err('changed-meanwhile')
    const at = now()
    const id = crypto.randomUUID()
    await tx
      .insertInto('handoverNotes')
      .values({ id, personId, text, writtenBy: who.personId, writtenAt: at })
      .execute()
    await record(tx, {
      what: 'handover.written',
      about: id,
      who: who.personId,
      person: personId,
      at,
    })
    return ok(null)
  })
