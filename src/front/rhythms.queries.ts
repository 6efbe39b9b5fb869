import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { Day, RhythmsTable } from './office.schema.ts'
import './office.schema.ts'

export type Rhythm = Pick<
  RhythmsTable,
  'id' | 'what' | 'note' | 'everyDays' | 'week' | 'weekday' | 'nextOn' | 'keeperId'
> & { keeper: string | null }

const rhythms = (tx: Tx) =>
  tx
    .selectFrom('rhythms')
    .leftJoin('persons', 'persons.id', 'rhythms.keeperId')
    .select(['rhythms.id', 'what', 'note', 'everyDays', 'week', 'weekday', 'keeperId'])
    // As it stands there: the driver would make a moment of it, in a time zone of its own.
    .select([sql<Day>`next_on::text`.as('nextOn'), 'persons.name as keeper'])
    .where('endedAt', 'is', null)

/** What the office does again and again, the next first. `until`: only what is due by then. */
export const listRhythms = (tx: Tx, until?: Day): Promise<Rhythm[]> =>
  rhythms(tx)
    .$if(until !== undefined, (query) => query.where('nextOn', '<=', until ?? ''))
    .orderBy('rhythms.nextOn')
    .orderBy('what')
    .limit(200)
    .execute()

export const findRhythm = (tx: Tx, id: string): Promise<Rhythm | undefined> =>
  rhythms(tx).where('rhythms.id', '=', id).executeTakeFirst()

/** Holds it until the transaction ends, so that one turn is not counted twice. */
export const lockRhythm = (tx: Tx, id: string) =>
  tx
    .selectFrom('rhythms')
    .select(['id', 'everyDays', 'week', 'weekday', sql<Day>`next_on::text`.as('nextOn')])
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()

export const insertRhythm = (tx: Tx, rhythm: RhythmsTable) =>
  tx.insertInto('rhythms').values(rhythm).execute()

type Change = Partial<Omit<RhythmsTable, 'id' | 'madeBy' | 'madeAt'>>

export const updateRhythm = (tx: Tx, id: string, change: Change) =>
  tx
    .updateTable('rhythms')
    .set(change)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()

/** The last twenty times that it was done or left out, the latest first. */
export const turnsOf = (tx: Tx, rhythmId: string) =>
  tx
    .selectFrom('rhythmTurns')
    .leftJoin('persons', 'persons.id', 'rhythmTurns.doneBy')
    .select(['rhythmTurns.id', 'leftOut', 'doneAt', 'persons.name as doer'])
    .select(sql<Day>`due_on::text`.as('dueOn'))
    .where('rhythmId', '=', rhythmId)
    .orderBy('doneAt', 'desc')
    .limit(20)
    .execute()
export type Turn = Awaited<ReturnType<typeof turnsOf>>[number]

/** Who has a part in the coalition, by name: they may look after something. */
export const listKeepers = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx
    .selectFrom('persons')
    .select(['persons.id', 'persons.name'])
    .where((e) =>
      e.exists(e.selectFrom('roles').select('role').whereRef('roles.personId', '=', 'persons.id')),
    )
    .orderBy('persons.name')
    .orderBy('persons.id')
    .execute()
