import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { readSheet } from 'read-excel-file/node'
import { clean } from '#base/forms.ts'
import { err, ok, type Result } from '#base/result.ts'
import { undefused } from './spreadsheet.ts'
import { guessDelimiter, kindOfFile, textOf, type Unreadable } from './spreadsheet.text.ts'

/** One row: the line of the file that it begins on (from 1), and what its cells say. */
export type Row = { line: number; cells: string[] }

/** Larger files are refused before they are read: 25 MB are about 100,000 organisations. */
export const mostBytes = 25 * 1024 * 1024
export const mostRows = 200_000
const mostColumns = 200
const longestCell = 20_000

const tidy = (cell: string): string => undefused(clean(cell.slice(0, longestCell)).trim())
const isBlank = (cells: readonly string[]) => cells.every((cell) => cell === '')

function rowsOfCsv(bytes: Buffer): AsyncGenerator<Row> {
  const [head = ''] = textOf(bytes.subarray(0, 64 * 1024))
  return rowsOfText(head, Readable.from(textOf(bytes)))
}

/** The rows of a text that comes piece by piece; `head` are its first letters. */
async function* rowsOfText(head: string, source: Readable): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: guessDelimiter(head),
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1024 * 1024,
  })
  source.on('error', (problem) => parser.destroy(problem))
  source.pipe(parser)
  // With `info` each record comes with the line that it ends on.
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[]
    info: { lines: number }
  }>) {
    const within = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    const cells = record.slice(0, mostColumns).map(tidy)
    if (!isBlank(cells)) yield { line: info.lines - within, cells }
  }
}

/**
 * Reads the rows of a CSV file of any length as it comes from the disk: a national register has hundreds of
 * megabytes. It is read as UTF-8. For who runs Kith; what is sent to Kith goes through `readRows`.
 */
export async function* rowsOfLargeCsv(path: string): AsyncGenerator<Row> {
  const file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
  await file.close()
  const head = new TextDecoder().decode(buffer.subarray(0, bytesRead))
  yield* rowsOfText(head, createReadStream(path, 'utf8'))
}

const spelled = (cell: unknown): string =>
  cell instanceof Date
    ? cell.toISOString().slice(0, 10)
    : cell === null || cell === undefined
      ? ''
      : String(cell)

/**
 * How many bytes a zip says it unpacks to, from its list of contents (APPNOTE.TXT 4.3.12): a file of
 * 1 MB that unpacks to 10 GB is refused before anything is unpacked.
 */
export function unpackedSize(zip: Buffer): number {
  const signature = Buffer.from([0x50, 0x4b, 0x01, 0x02])
  let size = 0
  for (
    let at = zip.indexOf(signature);
    at >= 0 && at + 46 <= zip.length;
    at = zip.indexOf(signature, at + 46)
  )
    size += zip.readUInt32LE(at + 24)
  return size
}

async function* rowsOfXlsx(bytes: Buffer): AsyncGenerator<Row> {
  const rows = await readSheet(bytes, { trim: true })
  let line = 0
  for (const row of rows) {
    line += 1
    const cells = row.slice(0, mostColumns).map((cell) => tidy(spelled(cell)))
    if (!isBlank(cells)) yield { line, cells }
  }
}

/**
 * Reads the rows of a CSV file (UTF-8, UTF-16 or windows-1252; commas, semicolons, tabs or bars) or of the
 * first sheet of an XLSX file. Rows without words are left out. A generator throws where the file is broken.
 */
export function readRows(bytes: Buffer): Result<AsyncGenerator<Row>, Unreadable> {
  if (bytes.length > mostBytes) return err('too-large')
  const kind = kindOfFile(bytes)
  if (!kind.ok) return kind
  if (kind.value === 'csv') return ok(rowsOfCsv(bytes))
  return unpackedSize(bytes) > 12 * mostBytes ? err('too-large') : ok(rowsOfXlsx(bytes))
}
