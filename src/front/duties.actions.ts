import { sql } from 'kysely'
import { act, type Db, type Tx, type Who } from '#base/db.ts'
import type { Lang } from '#base/i18n.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { dropPages } from '#base/pages.ts'
import { now } from '#base/time.ts'
import { termWordsIn, versionsOf } from './duties.queries.ts'
import type { TermWords } from './duties.questions.ts'
import type { DutyRecord } from './duties.schema.ts'

type New = { kind: DutyRecord['kind']; answers: object }

async function save(tx: Tx, who: Who, { kind, answers }: New): Promise<string> {
  const id = crypto.randomUUID()
  const at = now()
  await tx
    .insertInto('dutyRecords')
    .values({ id, kind, answers: JSON.stringify(answers), savedBy: who.personId, savedAt: at })
    .execute()
  await record(tx, { what: 'duty.saved', about: id, who: who.personId, at, detail: { kind } })
  // The public terms say some of it.
  await dropPages(tx, ['terms'])
  return id
}

/** Saves a record as a new version; none is ever changed. Sent twice, it is saved once. */
export const saveDuty = (db: Db, who: Who, duty: New, once: string | undefined): Promise<void> =>
  act(db, who, async (tx) => {
    if ((await claimOnce(tx, once)) !== null) return
    await settleOnce(tx, once, await save(tx, who, duty))
  })

/** Saves the words of the terms in one language, beside those in the others. Sent twice, they are saved once. */
export const saveTerms = (
  db: Db,
  who: Who,
  lang: Lang,
  words: TermWords,
  once: string | undefined,
): Promise<void> =>
  act(db, who, async (tx) => {
    if ((await claimOnce(tx, once)) !== null) return
    // Somebody who saves another language at the same moment must find these words.
    await sql`select pg_advisory_xact_lock(hashtext('kith terms'))`.execute(tx)
    const [last] = await versionsOf(tx, 'terms')
    const answers = { ...termWordsIn(last?.answers), [lang]: words }
    await settleOnce(tx, once, await save(tx, who, { kind: 'terms', answers }))
  })
