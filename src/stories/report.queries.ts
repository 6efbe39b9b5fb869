import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { type T, translator } from '#base/i18n.ts'
import type { Report } from './schema.ts'
import './schema.ts'

export const insertReport = (tx: Tx, report: Report) =>
  tx.insertInto('reports').values(report).execute()

export const findReport = (tx: Tx, id: string): Promise<Report | undefined> =>
  tx.selectFrom('reports').selectAll().where('id', '=', id).executeTakeFirst()

/** Holds the row until the transaction ends, so that two moderators cannot decide at once. */
export const lockReport = (tx: Tx, id: string): Promise<Report | undefined> =>
  tx.selectFrom('reports').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** The other reports about the same page that wait, held until the transaction ends. */
export const lockOthersAbout = (
  tx: Tx,
  { id, about }: Pick<Report, 'id' | 'about'>,
): Promise<Report[]> =>
  tx
    .selectFrom('reports')
    .selectAll()
    .where('about', '=', about)
    .where('state', '=', 'sent')
    .where('id', '<>', id)
    .orderBy('id')
    .forUpdate()
    .execute()

export async function countOthersAbout(
  tx: Tx,
  { id, about }: Pick<Report, 'id' | 'about'>,
): Promise<number> {
  const row = await tx
    .selectFrom('reports')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('about', '=', about)
    .where('state', '=', 'sent')
    .where('id', '<>', id)
    .executeTakeFirst()
  return row?.n ?? 0
}

/** The report that asked for a second look at this one. */
export const findAgain = (tx: Tx, id: string): Promise<Report | undefined> =>
  tx.selectFrom('reports').selectAll().where('againOf', '=', id).executeTakeFirst()

export const updateReport = (tx: Tx, { id, ...report }: Report) =>
  tx.updateTable('reports').set(report).where('id', '=', id).execute()

export type OpenReport = Pick<Report, 'id' | 'harm' | 'about' | 'sentAt'>

/** The reports that wait, the oldest first, at most `most`, and how many there are in all. */
export async function openReports(
  tx: Tx,
  most: number,
): Promise<{ total: number; rows: OpenReport[] }> {
  const open = tx.selectFrom('reports').where('state', '=', 'sent')
  const count = await open.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirst()
  const rows = await open
    .select(['id', 'harm', 'about', 'sentAt'])
    .orderBy('sentAt')
    .orderBy('id')
    .limit(most)
    .execute()
  return { total: count?.n ?? 0, rows }
}

const perPage = 25

/** A page (from 1) of the reports that were decided, the newest first, with who decided. */
export async function decidedReports(tx: Tx, page: number) {
  const decided = tx.selectFrom('reports').where('reports.state', '<>', 'sent')
  const count = await decided.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirst()
  const rows = await decided
    .leftJoin('persons', 'persons.id', 'reports.decidedBy')
    .select(['reports.id', 'harm', 'about', 'state', 'decidedAt', 'persons.name as decider'])
    .orderBy('decidedAt', 'desc')
    .orderBy('reports.id')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute()
  const n = count?.n ?? 0
  return { n, pages: Math.max(1, Math.ceil(n / perPage)), rows }
}

export const deciderOf = async (tx: Tx, { decidedBy }: Report): Promise<string | null> =>
  decidedBy === null
    ? null
    : ((
        await tx.selectFrom('persons').select('name').where('id', '=', decidedBy).executeTakeFirst()
      )?.name ?? null)

/** A report in a few words, for lists. */
const titleOf = ({ harm, about }: Pick<Report, 'harm' | 'about'>, t: T): string =>
  `${t(`report.harm.${harm}`)}: ${about}`

/** For the desk: the reports that wait, the oldest first, at most `most`; `t` says what each is about. */
export const waitingReports = (db: Db, who: Who, most: number, t: T = translator('en')) =>
  act(db, who, async (tx) => {
    const { total, rows } = await openReports(tx, most)
    return {
      total,
      rows: rows.map((report) => ({
        id: report.id,
        title: titleOf(report, t),
        sentAt: report.sentAt,
      })),
    }
  })

/** Days after which a report that was decided is forgotten. */
export const daysOfReports = 3 * 365
