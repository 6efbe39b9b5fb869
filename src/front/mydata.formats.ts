import type { Db } from '#base/db.ts'
import type { T } from '#base/i18n.ts'
import { now } from '#base/time.ts'
import { everyRow, type Part, type ShownRow } from './mydata.queries.ts'
import { tableWords, whyWords } from './mydata.words.ts'

const hiddenWords = {
  secret: 'mydata.secret',
  other: 'mydata.other',
  copy: 'mydata.copy',
} as const

const asObject = (row: ShownRow, t: T) =>
  Object.fromEntries(
    row.map(({ column, value, hidden }) => [column, hidden ? t(hiddenWords[hidden]) : value]),
  )

/**
 * Everything that is held on somebody as one JSON object, piece by piece: for each table what it is, why it is
 * kept, and every row with every column, under the names that the database gives them.
 */
export async function* asJson(
  db: Db,
  personId: string,
  { origin, t }: { origin: string; t: T },
): AsyncGenerator<string> {
  const about = { from: origin, madeAt: now(), person: personId }
  yield `${JSON.stringify(about).slice(0, -1)},"tables":{`
  let open: string | null = null
  for await (const { table, rows } of everyRow(db, personId)) {
    const text = rows.map((row) => JSON.stringify(asObject(row, t))).join(',\n')
    if (table === open) yield `,\n${text}`
    else {
      const words = { what: tableWords(t, table), why: whyWords(t, table) }
      const end = open === null ? '' : ']},\n'
      yield `${end}${JSON.stringify(table)}:${JSON.stringify(words).slice(0, -1)},"rows":[${text}`
    }
    open = table
  }
  yield `${open === null ? '' : ']}'}}}\n`
}

/** The few rows that a private link opens, as JSON of the same shape. */
export function partsAsJson(parts: Part[], { origin, t }: { origin: string; t: T }): string {
  const tables = parts
    .filter(({ n }) => n > 0)
    .map(({ table, rows }) => [
      table,
      {
        what: tableWords(t, table),
        why: whyWords(t, table),
        rows: rows.map((row) => asObject(row, t)),
      },
    ])
  const data = { from: origin, madeAt: now(), tables: Object.fromEntries(tables) }
  return `${JSON.stringify(data, null, 1)}\n`
}
