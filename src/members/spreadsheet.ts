import { stringify } from 'csv-stringify/sync'

// What a spreadsheet may run as a formula, also in its full-width forms, and what begins with our own
// sign, so that taking the sign off again gives back what was there.
const runs = /^'*[=+\-@\t\r\n＝＋－＠]/

/** Text that no spreadsheet runs as a formula: with a ' in front where one could (OWASP, CSV injection). */
export const defused = (text: string): string => (runs.test(text) ? `'${text}` : text)

/** The same text without the ' that `defused` put there. */
export const undefused = (text: string): string =>
  text.startsWith("'") && runs.test(text) ? text.slice(1) : text

/** What a cell holds. Numbers are numbers: a minus in front of a longitude is no formula. */
export type Cell = string | number | boolean | Date | null | readonly string[]

function written(cell: Cell): string {
  if (cell === null) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (Array.isArray(cell)) return defused(cell.join('; '))
  return typeof cell === 'string' ? defused(cell) : String(cell)
}

/** Tells a spreadsheet that what follows is UTF-8. */
export const byteOrderMark = '\uFEFF'

/** Lines of CSV (RFC 4180: CRLF, quotes doubled), safe to open in a spreadsheet. */
export const csvLines = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => row.map(written)),
    { record_delimiter: '\r\n', quoted_match: /^\s|\s$/ },
  )
