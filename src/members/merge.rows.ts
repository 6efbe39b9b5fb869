import { sql } from 'kysely'
import type { Tx } from '#base/db.ts'
import type { Row } from './merge.rules.ts'

// Rows of any table that points to an organisation, as JSON: what is added to the house later is moved and
// set aside in the same way, because the catalogue of the database says where it points.

type Pointer = {
  table: string
  column: string
  target: string
  targetColumn: string
  optional: boolean
}
type Shape = { columns: string[]; key: string[]; pointers: Pointer[] }
export type Catalogue = { pointers: Pointer[]; shapes: Map<string, Shape> }

/** Every foreign key of the house, and of each table its columns and its primary key. */
export async function readCatalogue(tx: Tx): Promise<Catalogue> {
  const { rows: pointers } = await sql<Pointer>`
    select t.relname as "table", a.attname as "column", r.relname as target, ra.attname as target_column,
      not a.attnotnull as optional
    from pg_constraint c
    join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    join pg_attribute ra on ra.attrelid = c.confrelid and ra.attnum = c.confkey[1]
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and cardinality(c.conkey) = 1
    order by 1, 2`.execute(tx)
  const { rows: tables } = await sql<{ name: string; columns: string[]; key: string[] }>`
    select t.relname as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = t.oid and a.attnum > 0
        and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select a.attname::text from pg_index i join pg_attribute a
        on a.attrelid = t.oid and a.attnum = any(i.indkey)
        where i.indrelid = t.oid and i.indisprimary order by a.attnum) as key
    from pg_class t where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')`.execute(
    tx,
  )
  const shapes = new Map(
    tables.map(({ name, columns, key }) => [
      name,
      { columns, key, pointers: pointers.filter(({ table }) => table === name) },
    ]),
  )
  return { pointers, shapes }
}

export function shapeOf({ shapes }: Catalogue, table: string): Shape {
  const shape = shapes.get(table)
  if (!shape) throw new Error(`No table is called ${table}`)
  return shape
}

const names = (columns: readonly string[], of?: string) =>
  sql.join(columns.map((column) => (of ? sql.id(of, column) : sql.id(column))))

const asRow = (table: string, row: Row) =>
  sql`jsonb_populate_record(null::${sql.id(table)}, ${JSON.stringify(row)}::jsonb)`

/** The row with these values in the columns of this key. */
const isRow = (table: string, key: Row) => {
  const columns = Object.keys(key)
  return sql`(${names(columns, 't')}) = (select ${names(columns, 'k')} from ${asRow(table, key)} as k)`
}

export const keyOf = (catalogue: Catalogue, table: string, row: Row): Row =>
  Object.fromEntries(shapeOf(catalogue, table).key.map((column) => [column, row[column]]))

// As text, because everything else would be given other names on the way.
const parsed = (rows: { row: string }[]): Row[] => rows.map(({ row }) => JSON.parse(row) as Row)

/** The rows of a table in which this column has this value, held until the transaction ends. */
export async function rowsWith(
  tx: Tx,
  table: string,
  column: string,
  value: unknown,
): Promise<Row[]> {
  const { rows } = await sql<{
    row: string
  }>`select to_jsonb(t)::text as row from ${sql.id(table)} as t
    where ${isRow(table, { [column]: value })} order by 1 for update`.execute(tx)
  return parsed(rows)
}

export async function rowAt(tx: Tx, table: string, key: Row): Promise<Row | undefined> {
  const { rows } = await sql<{
    row: string
  }>`select to_jsonb(t)::text as row from ${sql.id(table)} as t
    where ${isRow(table, key)} limit 1`.execute(tx)
  return parsed(rows)[0]
}

/** Writes these columns of one row. Out: whether it was there. */
export async function writeRow(tx: Tx, table: string, key: Row, values: Row): Promise<boolean> {
  const columns = Object.keys(values)
  if (columns.length === 0) return true
  const { numAffectedRows } = await sql`update ${sql.id(table)} as t
    set (${names(columns)}) = (select ${names(columns, 'v')} from ${asRow(table, values)} as v)
    where ${isRow(table, key)}`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

export async function deleteRow(tx: Tx, table: string, key: Row): Promise<void> {
  await sql`delete from ${sql.id(table)} as t where ${isRow(table, key)}`.execute(tx)
}

/** Puts a row back as it was, over one that a trigger made meanwhile. */
export async function putBack(
  tx: Tx,
  catalogue: Catalogue,
  table: string,
  row: Row,
): Promise<void> {
  const { columns, key } = shapeOf(catalogue, table)
  const known = columns.filter((column) => column in row)
  const rest = known.filter((column) => !key.includes(column))
  const over =
    rest.length > 0
      ? sql`do update set ${sql.join(rest.map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`))}`
      : sql`do nothing`
  await sql`insert into ${sql.id(table)} (${names(known)})
    select ${names(known, 'v')} from ${asRow(table, row)} as v
    on conflict (${names(key)}) ${over}`.execute(tx)
}

type Clash = { code?: string; constraint?: string }
const isClash = (problem: unknown): problem is Clash =>
  problem instanceof Error && ['23505', '23514'].includes((problem as Clash).code ?? '')

/** Points one row elsewhere. Out: null, or the name of the rule by which there can only be one. */
export async function pointElsewhere(
  tx: Tx,
  table: string,
  key: Row,
  values: Row,
): Promise<string | null> {
  await sql`savepoint pointing`.execute(tx)
  try {
    await writeRow(tx, table, key, values)
    await sql`release savepoint pointing`.execute(tx)
    return null
  } catch (problem) {
    if (!isClash(problem)) throw problem
    await sql`rollback to savepoint pointing`.execute(tx)
    return problem.constraint ?? ''
  }
}

/** The row that stands in the way of another: alike in all columns of this unique index. */
export async function standingInTheWay(
  tx: Tx,
  table: string,
  index: string,
  wanted: Row,
): Promise<Row | undefined> {
  const { rows } = await sql<{ columns: string[] }>`
    select array(select a.attname::text from pg_attribute a
      where a.attrelid = i.indrelid and a.attnum = any(i.indkey)) as columns
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relname = ${index} and c.relnamespace = 'public'::regnamespace and i.indisunique`.execute(
    tx,
  )
  const columns = rows[0]?.columns ?? []
  if (columns.length === 0) return undefined
  return rowAt(tx, table, Object.fromEntries(columns.map((column) => [column, wanted[column]])))
}
