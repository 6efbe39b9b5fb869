import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { Answers } from '#base/drafts.ts'
import { record } from '#base/journal.ts'
import type { Place } from '#base/places.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { listInDirectory } from './directory.queries.ts'
import {
  changedSince,
  differences,
  type Entry,
  type EntryField,
  entryOf,
  type ShownField,
} from './entry.change.ts'
import * as queries from './entry.queries.ts'

/** The entry as its form needs it; null for who may not change it. */
export const openEntry = (db: Db, who: Who, id: string): Promise<queries.Kept | null> =>
  act(db, who, async (tx) =>
    (await queries.mayTend(tx, id)) ? ((await queries.findEntryToChange(tx, id)) ?? null) : null,
  )

export type Change = {
  id: string
  answers: Answers
  place: Place | null
  /** "All of this is right today." */
  checked: boolean
  /** What the form showed when it was opened. */
  seen: string
}
export type Refused =
  | { why: 'no-such-entry' }
  | { why: 'number-taken' }
  /** Somebody else changed these since: how they stand now. */
  | { why: 'changed-meanwhile'; fields: ShownField[]; entry: Entry }

type Keeping = { before: Entry; after: Entry; checked: boolean; at: Date }

/** Puts a changed entry in force: the organisation under the rights of who asks, its public side as Kith itself. */
async function keepChange(tx: Tx, id: string, { before, after, checked, at }: Keeping) {
  const fields = differences(before, after)
  if (fields.length === 0 && !checked) return fields
  await queries.updateEntry(tx, id, {
    ...(fields.length > 0 ? { ...after, updatedAt: at } : {}),
    ...(checked ? { checkedAt: at } : {}),
  })
  await queries.asItself(tx, () => listInDirectory(tx, id))
  return fields
}

/** Changes an entry and what the directory shows of it, in one transaction. Out: what changed. */
export const changeEntry = (
  db: Db,
  who: Who,
  change: Change,
): Promise<Result<EntryField[], Refused>> =>
  act(db, who, async (tx) => {
    const { id, answers, place, checked, seen } = change
    const at = now()
    if (!(await queries.mayTend(tx, id))) return err({ why: 'no-such-entry' })
    const before = await queries.lockEntry(tx, id)
    if (!before) return err({ why: 'no-such-entry' })
    const meanwhile = changedSince(seen, before)
    if (meanwhile.length > 0)
      return err({ why: 'changed-meanwhile', fields: meanwhile, entry: before })
    const { kind, ...entry } = before
    const after = entryOf(kind, answers, place, entry)
    if (
      after.orgId &&
      after.orgId !== before.orgId &&
      (await queries.isNumberTaken(tx, after.orgId, id))
    )
      return err({ why: 'number-taken' })
    const fields = await keepChange(tx, id, { before: entry, after, checked, at })
    if (fields.length > 0 || checked)
      await record(tx, {
        what: 'organisation.changed',
        about: id,
        who: who.personId,
        at,
        detail: { fields, checked },
      })
    return ok(fields)
  })

/** What somebody speaks for. */
export const myOrganisations = (db: Db, who: Who) => act(db, who, queries.myOrganisations)

/** What the page of a member shows besides what is public: to members, to the office, to who speaks for it. */
export const openMember = (db: Db, who: Who, id: string) =>
  act(db, who, async (tx) => {
    const isOffice = who.roles.includes('secretary')
    return {
      keeping: await queries.keepingOf(tx, id),
      reach: who.personId
        ? await (isOffice ? queries.contactForOffice : queries.contactForMembers)(tx, id)
        : null,
      isOffice,
      mayTend: who.personId !== null && (await queries.mayTend(tx, id)),
    }
  })
export type Beside = Awaited<ReturnType<typeof openMember>>
