import { act, type Db, type Who } from '#base/db.ts'
import type { Answers } from '#base/drafts.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import type { Place } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { listInDirectory } from './directory.queries.ts'
import { entryOf } from './entry.change.ts'
import { isNumberTaken } from './entry.queries.ts'
import { insertMembership, insertOrganisation } from './queries.ts'
import type { Kind } from './schema.ts'

export type Keeping = {
  kind: Kind
  answers: Answers
  place: Place | null
  lang: string
  once: string | undefined
}

/**
 * The office keeps an entry for those who never sign in: it is on the list at once, and checked today, since
 * somebody has just asked them. Out: its id, also of a form sent twice.
 */
export const keepEntry = (
  db: Db,
  who: Who,
  { kind, answers, place, lang, once }: Keeping,
): Promise<Result<string, 'number-taken'>> =>
  act(db, who, async (tx) => {
    const first = await claimOnce(tx, once)
    if (first?.startsWith(settled)) return ok(first.slice(settled.length))
    const id = crypto.randomUUID()
    const membershipId = crypto.randomUUID()
    const at = now()
    const entry = entryOf(kind, answers, place, null)
    if (entry.orgId && (await isNumberTaken(tx, entry.orgId, null))) return err('number-taken')
    await insertOrganisation(tx, {
      ...entry,
      id,
      kind,
      checkedAt: at,
      updatedAt: at,
      example: false,
      importId: null,
    })
    await insertMembership(tx, {
      id: membershipId, organisationId: id, personId: null, state: 'admitted', channel: 'kept', lang,
      answers: {}, talk: [], keyHash: null, enteredBy: who.personId, askedAt: at, waitingSince: at,
      decidedAt: at, decidedBy: who.personId, reason: null, ringSince: null,
    }) // prettier-ignore
    await listInDirectory(tx, id)
    const detail = { membershipId, channel: 'kept' }
    await record(tx, { what: 'organisation.entered', about: id, who: who.personId, at, detail })
    await settleOnce(tx, once, settled + id)
    return ok(id)
  })

const settled = 'kept:'
