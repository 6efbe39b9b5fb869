import { act, type Db, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { now } from '#base/time.ts'
import type { PromiseDraft } from './promises.forms.ts'
import { insertPromise, type PromisedTo, updatePromise } from './promises.queries.ts'

/** Notes what the office promised. Sent twice, it is noted once. */
export const makePromise = (
  db: Db,
  who: Who,
  { what, toWords, byOn, keeper }: PromiseDraft,
  to: PromisedTo | null,
  once: string | undefined,
): Promise<void> =>
  act(db, who, async (tx) => {
    if ((await claimOnce(tx, once)) !== null) return
    const id = crypto.randomUUID()
    const at = now()
    const { personId = null, organisationId = null } = to ?? {}
    await insertPromise(tx, {
      id,
      personId,
      organisationId,
      toWords,
      what,
      byOn,
      keeperId: keeper,
      state: 'open',
      madeBy: who.personId,
      madeAt: at,
      closedBy: null,
      closedAt: null,
    })
    const detail = { organisationId, by: byOn }
    await record(tx, {
      what: 'promise.made',
      about: id,
      who: who.personId,
      person: personId,
      at,
      detail,
    })
    await settleOnce(tx, once, id)
  })

/** Out: whether there is such a promise, and it is open. */
export const changePromise = (
  db: Db,
  who: Who,
  id: string,
  { what, toWords, byOn, keeper }: PromiseDraft,
): Promise<boolean> =>
  act(db, who, async (tx) => {
    const { numUpdatedRows } = await updatePromise(tx, id, {
      what,
      toWords,
      byOn,
      keeperId: keeper,
    })
    if (numUpdatedRows === 0n) return false
    const detail = { by: byOn }
    await record(tx, { what: 'promise.changed', about: id, who: who.personId, at: now(), detail })
    return true
  })

/** The promise was kept, or it is no longer needed. A second time nothing happens. */
export const closePromise = (db: Db, who: Who, id: string, how: 'done' | 'ended'): Promise<void> =>
  act(db, who, async (tx) => {
    const at = now()
    const closed = { state: how, closedBy: who.personId, closedAt: at }
    const { numUpdatedRows } = await updatePromise(tx, id, closed)
    const what = how === 'done' ? 'promise.kept' : 'promise.ended'
    if (numUpdatedRows > 0n) await record(tx, { what, about: id, who: who.personId, at })
  })
