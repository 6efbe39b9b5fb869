import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { now } from '#base/time.ts'
import type { RhythmDraft } from './rhythms.forms.ts'
import { insertRhythm, listRhythms, lockRhythm, updateRhythm } from './rhythms.queries.ts'
import { dayOf, firstOf, nextAfter } from './rhythms.rules.ts'

async function insert(tx: Tx, who: Who, { beat, nextOn, ...draft }: RhythmDraft): Promise<string> {
  const id = crypto.randomUUID()
  const at = now()
  const made = { madeBy: who.personId, madeAt: at, endedAt: null }
  const next = nextOn ?? firstOf(beat, dayOf(at))
  await insertRhythm(tx, { id, ...draft, ...beat, ...made, nextOn: next })
  await record(tx, { what: 'rhythm.added', about: id, who: who.personId, at })
  return id
}

/** Adds something that the office does again and again. Sent twice, it is added once. */
export const addRhythm = (db: Db, who: Who, draft: RhythmDraft, once: string | undefined) =>
  act(db, who, async (tx) => {
    if ((await claimOnce(tx, once)) !== null) return
    await settleOnce(tx, once, await insert(tx, who, draft))
  })

/** Begins with what most offices do. Nothing is added to an office that has rhythms already. */
export const addUsual = (db: Db, who: Who, usual: RhythmDraft[]) =>
  act(db, who, async (tx) => {
    if ((await listRhythms(tx)).length > 0) return
    for (const draft of usual) await insert(tx, who, draft)
  })

/** Out: whether there is such a rhythm. */
export const changeRhythm = (
  db: Db,
  who: Who,
  id: string,
  { beat, nextOn, ...draft }: RhythmDraft,
) =>
  act(db, who, async (tx) => {
    const at = now()
    const next = nextOn ?? firstOf(beat, dayOf(at))
    const { numUpdatedRows } = await updateRhythm(tx, id, { ...draft, ...beat, nextOn: next })
    if (numUpdatedRows === 0n) return false
    await record(tx, { what: 'rhythm.changed', about: id, who: who.personId, at })
    return true
  })

type TurnDone = { id: string; due: string; leftOut: boolean }

/**
 * Notes that it was done, or left out, and moves it on. A turn that somebody else has noted in the meantime
 * is not noted twice. Out: whether there is such a rhythm.
 */
export const doneRhythm = (db: Db, who: Who, { id, due, leftOut }: TurnDone): Promise<boolean> =>
  act(db, who, async (tx) => {
    const rhythm = await lockRhythm(tx, id)
    if (!rhythm) return false
    if (rhythm.nextOn !== due) return true
    const at = now()
    await updateRhythm(tx, id, { nextOn: nextAfter(rhythm, due, dayOf(at)) })
    const turn = { rhythmId: id, dueOn: due, leftOut, doneAt: at, doneBy: who.personId }
    await tx
      .insertInto('rhythmTurns')
      .values({ id: crypto.randomUUID(), ...turn })
      .execute()
    const what = leftOut ? 'rhythm.left-out' : 'rhythm.done'
    await record(tx, { what, about: id, who: who.personId, at, detail: { due } })
    return true
  })

/** The office does it no longer; what was done stays on record. */
export const endRhythm = (db: Db, who: Who, id: string): Promise<void> =>
  act(db, who, async (tx) => {
    const at = now()
    const { numUpdatedRows } = await updateRhythm(tx, id, { endedAt: at })
    if (numUpdatedRows > 0n)
      await record(tx, { what: 'rhythm.ended', about: id, who: who.personId, at })
  })
