import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { act, type Db, kithItself, type Tx, type Who, withKey } from '#base/db.ts'
import { byLink, held, type Held, type LinkKind, type Me, whereHeld } from './mydata.tables.ts'

/** A value as it is shown; `hidden` says why one is not. */
export type Shown = { column: string; value: unknown; hidden: 'secret' | 'other' | 'copy' | null }
export type ShownRow = Shown[]
export type Part = { table: string; n: number; rows: ShownRow[] }

/**
 * Who asks, as their rows are found: by mail addresses only when they have shown that they read them, because
 * anyone can write anyone's address into a form. As Kith itself. Out: null when there is no such person.
 */
export async function meOf(tx: Tx, personId: string): Promise<Me | null> {
  const { rows } = await sql<{ name: string; phone: string | null; emails: string[] }>`
    select p.name, p.phone, coalesce((select array_agg(lower(a.email)) from accounts a
      where a.person_id = p.id and a.confirmed_at is not null), '{}') as emails
    from persons p where p.id = ${personId}`.execute(tx)
  const found = rows[0]
  return found ? { id: personId, ...found } : null
}

// Columns of somebody else's row that say no more than what was done, and when.
const isBare = (column: string, value: unknown, acted: readonly string[]) =>
  column === 'id' || acted.includes(column) || value instanceof Date

function shown(row: Record<string, unknown>, one: Held): ShownRow {
  const { acted = [], secret = [], copies = [], table } = one
  const isMine = row['kith_mine'] === true
  // A letter that lets somebody sign in could be used by whoever sits at this screen next.
  const secrets = table === 'outbox' && row['secret'] === true ? [...secret, 'text'] : secret
  const hiddenAs = (column: string, value: unknown): Shown['hidden'] => {
    if (value === null) return null
    if (secrets.includes(column)) return 'secret'
    if (copies.includes(column)) return 'copy'
    return isMine || isBare(column, value, acted) ? null : 'other'
  }
  return Object.entries(row)
    .filter(([column]) => column !== 'kith_mine')
    .map(([column, value]) => {
      const hidden = hiddenAs(column, value)
      return { column, value: hidden ? null : value, hidden }
    })
}

// Raw SQL: the names of columns are those of the database, which a later table brings along.
type Raw = Record<string, unknown>
const never: RawBuilder<SqlBool> = sql`false`

/** Rows of one table that are a person's, from one place on, at most so many. As Kith itself. */
async function rowsIn(tx: Tx, one: Held, me: Me, { from, most }: { from: number; most: number }) {
  const mine = one.mine ? one.mine(me) : never
  const { rows } = await sql<Raw>`
    select t.*, ${mine} as kith_mine from ${sql.table(one.table)} as t
    where ${whereHeld(one, me)} order by t.ctid limit ${most} offset ${from}`.execute(
    tx.withoutPlugins(),
  )
  return rows.map((row) => shown(row, one))
}

export async function countIn(tx: Tx, one: Held, me: Me): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(one.table)} where ${whereHeld(one, me)}`.execute(tx)
  return rows[0]?.n ?? 0
}

/**
 * What is held on somebody, table by table, at most `most` rows of each, and how many there are. Row-level
 * security hides from them letters written to them and the notes of the office about them: it is read by Kith
 * itself, and every query is bound to their id.
 */
export const dataOf = (
  db: Db,
  personId: string,
  most: number,
): Promise<{ me: Me; parts: Part[] } | null> =>
  act(db, kithItself, async (tx) => {
    const me = await meOf(tx, personId)
    if (!me) return null
    const parts: Part[] = []
    for (const one of held) {
      const n = await countIn(tx, one, me)
      const rows = n > 0 ? await rowsIn(tx, one, me, { from: 0, most }) : []
      parts.push({ table: one.table, n, rows })
    }
    return { me, parts }
  })

const atOnce = 1000

/** Every row, a thousand at a time. */
export async function* everyRow(
  db: Db,
  personId: string,
): AsyncGenerator<{ table: string; rows: ShownRow[] }> {
  const me = await act(db, kithItself, (tx) => meOf(tx, personId))
  if (!me) return
  for (const one of held) {
    for (let from = 0; ; from += atOnce) {
      const rows = await act(db, kithItself, (tx) => rowsIn(tx, one, me, { from, most: atOnce }))
      if (rows.length > 0) yield { table: one.table, rows }
      if (rows.length < atOnce) break
    }
  }
}

/**
 * What the private link with this key opens, under no other rights than the key gives. Out: null when it opens
 * nothing.
 */
export const dataByLink = (
  db: Db,
  who: Who,
  { kind, keyHash }: { kind: LinkKind; keyHash: string },
): Promise<Part[] | null> =>
  act(db, withKey({ ...who, roles: [] }, keyHash), async (tx) => {
    const parts: Part[] = []
    for (const one of byLink[kind]) {
      const secret = 'secret' in one ? one.secret : []
      const copies = held.find(({ table }) => table === one.table)?.copies ?? []
      const { rows } = await sql<Raw>`
        select t.*, true as kith_mine from ${sql.table(one.table)} as t
        where ${one.where(keyHash)}`.execute(tx.withoutPlugins())
      const as: Held = { table: one.table, secret, copies, after: 'kept' }
      parts.push({ table: one.table, n: rows.length, rows: rows.map((row) => shown(row, as)) })
    }
    return parts[0]?.n ? parts : null
  })
