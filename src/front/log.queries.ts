import { sql } from 'kysely'
import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { type Damage, type Head, headOf, type Verdict } from '#base/journal.chain.ts'

export const perPage = 50
// Nobody leafs further; a filter or the CSV leads there.
const lastPage = 1000

export type Named = { name: string; roles: string[] }
export type LogEntry = {
  id: string
  /** Its number in the chain; null for who may not see the chain. */
  seq: number | null
  what: string
  about: string | null
  who: string | null
  person: string | null
  at: Date
  detail: Record<string, unknown>
}
export type Names = Map<string, Named>
export type LogPage = { entries: LogEntry[]; names: Names; page: number; hasMore: boolean }

/** Names and roles of these people, as far as who asks may know them. */
async function namesOf(tx: Tx, ids: (string | null)[]): Promise<Names> {
  const asked = [...new Set(ids.filter((id) => id !== null))]
  type Row = { id: string; name: string; roles: string }
  const { rows } = await sql<Row>`select * from kith_names_in_log(${asked}::uuid[])`.execute(tx)
  return new Map(
    rows.map(({ id, name, roles }) => [id, { name, roles: roles.split(',').filter(Boolean) }]),
  )
}

async function pageOf(tx: Tx, rows: LogEntry[], page: number): Promise<LogPage> {
  const entries = rows.slice(0, perPage)
  const names = await namesOf(
    tx,
    entries.flatMap(({ who, person }) => [who, person]),
  )
  return { entries, names, page, hasMore: rows.length > perPage && page < lastPage }
}

/** What others, and Kith itself, did or read on the record of who asks; the newest first, a page from 1. */
export const lookedAtMine = (db: Db, who: Who & { personId: string }, page: number) =>
  act(db, who, async (tx) => {
    const { rows } = await sql<LogEntry>`
      select id, null::bigint as seq, what, about, who, person, at, detail from journal
      where person = ${who.personId} and who is distinct from ${who.personId}
      order by at desc, id limit ${perPage + 1} offset ${(page - 1) * perPage}`.execute(tx)
    return pageOf(tx, rows, page)
  })

export type LogSearch = { person: string; kind: string; page: number }

/** A page from its number in an address. */
export const pageIn = (text: string | undefined): number =>
  Math.min(Math.max(1, Math.trunc(Number(text)) || 1), lastPage)

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The people that somebody looks for, by id, mail address or a part of the name; null: everybody. */
async function peopleFor(tx: Tx, words: string): Promise<string[] | null> {
  if (words === '') return null
  if (uuid.test(words)) return [words]
  const { rows } = await sql<{ id: string }>`
    select * from kith_find_for_log(${words}) as id`.execute(tx)
  return rows.map(({ id }) => id)
}

type Filter = { ids: string[] | null; kind: string }
const filtered = ({ ids, kind }: Filter) => sql`
  (${ids}::uuid[] is null or j.who = any(${ids}) or j.person = any(${ids}) or j.about = any(${ids}))
  and (${kind} = '' or split_part(j.what, '.', 1) = ${kind})`

const columns = sql`j.id, c.seq, j.what, j.about, j.who, j.person, j.at, j.detail`

/** One page of the whole log, the newest first, for whoever may read it. */
export const wholeLog = (db: Db, who: Who, search: LogSearch) =>
  act(db, who, async (tx) => {
    const ids = await peopleFor(tx, search.person)
    const { rows } = await sql<LogEntry>`
      select ${columns} from journal j left join journal_chain c on c.entry = j.id
      where ${filtered({ ids, kind: search.kind })}
      order by j.at desc, j.id
      limit ${perPage + 1} offset ${(search.page - 1) * perPage}`.execute(tx)
    return pageOf(tx, rows, search.page)
  })

const atOnce = 2000

/** The whole log in the order in which it was written, a few thousand entries at a time, with names. */
export async function* logInOrder(
  db: Db,
  who: Who,
  search: Omit<LogSearch, 'page'>,
): AsyncGenerator<{ entries: LogEntry[]; names: Names }> {
  let last = 0
  for (;;) {
    const from = last
    const { entries, names } = await act(db, who, async (tx) => {
      const filter = { ids: await peopleFor(tx, search.person), kind: search.kind }
      const { rows } = await sql<LogEntry>`
        select ${columns} from journal_chain c join journal j on j.id = c.entry
        where c.seq > ${from} and ${filtered(filter)}
        order by c.seq limit ${atOnce}`.execute(tx)
      const people = rows.flatMap((row) => [row.who, row.person])
      return { entries: rows, names: await namesOf(tx, people) }
    })
    yield { entries, names }
    last = entries.at(-1)?.seq ?? last
    if (entries.length < atOnce) return
  }
}

export type LogState = {
  head: Head | null
  checked: { at: Date; seq: number; damages: Damage[] } | null
}

/** How the log was when it was last checked, and its end now. */
export const stateOfLog = (db: Db, who: Who): Promise<LogState> =>
  act(db, who, async (tx) => {
    const last = await tx
      .selectFrom('logChecks')
      .select(['at', 'seq', 'problems'])
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst()
    // Written by keepCheck below.
    const checked = last && { at: last.at, seq: last.seq, damages: last.problems as Damage[] }
    return { head: await headOf(tx), checked: checked ?? null }
  })

/** Keeps how the log was found to be. */
export const keepCheck = (db: Db, { head, damages }: Verdict, at: Date) =>
  act(db, kithItself, (tx) =>
    tx
      .insertInto('logChecks')
      .values({
        at,
        seq: head?.seq ?? 0,
        hash: head?.hash ?? '',
        problems: JSON.stringify(damages.slice(0, 100)),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
