import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { csvLines, defused, undefused } from './spreadsheet.ts'
import { readRows, type Row, unpackedSize } from './spreadsheet.read.ts'
import { guessDelimiter, kindOfFile } from './spreadsheet.text.ts'

async function rowsOf(bytes: Buffer | string): Promise<Row[]> {
  const rows = readRows(Buffer.from(bytes as string))
  if (!rows.ok) throw new Error(rows.error)
  const all: Row[] = []
  for await (const row of rows.value) all.push(row)
  return all
}
const cells = async (bytes: Buffer | string) => (await rowsOf(bytes)).map((row) => row.cells)

test('no text that we write is run as a formula, and each is read back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '=', '+', '-', '@', '\t', "'", "'=", '＝'),
      (text, start) => {
        const whole = start + text
        expect(defused(whole)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
        expect(undefused(defused(whole))).toBe(whole)
      },
    ),
  )
})

test('what we write as CSV every reader of CSV reads', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), {
        minLength: 1,
      }),
      (rows) => {
        const read: string[][] = parse(csvLines(rows), { relax_column_count: true })
        expect(read.map((row) => row.map(undefused))).toEqual(rows)
      },
    ),
  )
})

test('numbers keep their minus, and dates are days', () => {
  expect(
    csvLines([[-1.5, '-1.5', null, true, new Date('2026-03-02T10:00:00Z'), ['a', '=b']]]),
  ).toBe("-1.5,'-1.5,,true,2026-03-02,a; =b\r\n")
})

test('a sheet is read in every encoding that people save it in', async () => {
  const text = 'name,town\r\nCafé Ŵyl,Môn\r\n'
  const expected = [
    ['name', 'town'],
    ['Café Ŵyl', 'Môn'],
  ]
  expect(await cells(text)).toEqual(expected)
  expect(await cells(`\uFEFF${text}`)).toEqual(expected)
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
  expect(await cells(little)).toEqual(expected)
  expect(await cells(Buffer.from(text, 'utf16le'))).toEqual(expected)
  expect(await cells(Buffer.from(little).swap16())).toEqual(expected)
  expect(await cells(Buffer.from('name;town\nCaf\xe9;C\xf4te \x96 d\x92Azur\n', 'latin1'))).toEqual(
    [
      ['name', 'town'],
      ['Café', 'Côte – d’Azur'],
    ],
  )
})

test('the sign between cells is guessed, also when another stands in the text', () => {
  expect(guessDelimiter('a,b\n"x;y;z",2\n')).toBe(',')
  expect(guessDelimiter('a;b\n"1,5";2\n3,5;4\n')).toBe(';')
  expect(guessDelimiter('a\tb\nx, y\tz\n')).toBe('\t')
  expect(guessDelimiter('name\nOne\n')).toBe(',')
})

test('a row knows the line that it begins on, over empty lines and lines within a cell', async () => {
  const rows = await rowsOf('name,about\nOne,"two\nlines"\n\n,\nThree,x\n')
  expect(rows.map(({ line, cells: [name] }) => [line, name])).toEqual([
    [1, 'name'],
    [2, 'One'],
    [6, 'Three'],
  ])
})

const kind = (text: string | Buffer) => kindOfFile(Buffer.from(text as string))

test('what is no spreadsheet is refused by what it is, whatever it is called', () => {
  expect(kind('')).toMatchObject({ error: 'empty' })
  expect(kind('  \n ')).toMatchObject({ error: 'empty' })
  expect(kind('<!DOCTYPE html><html>')).toMatchObject({ error: 'web-page' })
  expect(kind('\n<table><tr>')).toMatchObject({ error: 'web-page' })
  expect(kind(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).toMatchObject({ error: 'old-excel' })
  expect(kind(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))).toMatchObject({
    error: 'not-a-table',
  })
  expect(kind('%PDF-1.7')).toMatchObject({ error: 'not-a-table' })
})

test('an Excel file is read like any other', async () => {
  const sheet = [
    [{ value: 'Name' }, { value: 'Founded' }, { value: 'Number' }],
    [
      { value: 'Café Ŵyl' },
      { value: new Date('2020-05-04'), type: Date, format: 'yyyy-mm-dd' },
      { value: 1095833 },
    ],
  ]
  const bytes = await writeXlsxFile(sheet).toBuffer()
  expect(unpackedSize(bytes)).toBeGreaterThan(bytes.length)
  expect(await cells(bytes)).toEqual([
    ['Name', 'Founded', 'Number'],
    ['Café Ŵyl', '2020-05-04', '1095833'],
  ])
})

test('a file that unpacks to far more than it is, is refused before it is unpacked', () => {
  const entry = Buffer.alloc(60)
  entry.write('PK\x01\x02', 'latin1')
  entry.writeUInt32LE(4_000_000_000, 24)
  const bomb = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(40), entry])
  expect(readRows(bomb)).toEqual({ ok: false, error: 'too-large' })
})

test('whatever a file holds, reading it ends with rows or with a reason', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const problem = await rowsOf(Buffer.from(bytes)).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(problem === null || problem instanceof Error).toBe(true)
    }),
  )
})
