import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { printLabels, printSheet, type Sheet, unprintable } from './print.ts'

const sheet = (blocks: Sheet['blocks'], changed: Partial<Sheet> = {}): Sheet => ({
  title: 'Members of Northtown Together',
  lang: 'en',
  size: 18,
  foot: 'Northtown Together, 0808 157 0123',
  blocks: [{ kind: 'heading', level: 1, text: 'Members' }, ...blocks],
  ...changed,
})

async function bytesOf(made: ReturnType<typeof printSheet>): Promise<Buffer> {
  const pdf = await made
  if (!pdf.ok) throw new Error(pdf.error)
  return Buffer.from(pdf.value)
}

/** The parts of a PDF as text, unpacked. */
function partsOf(pdf: Buffer): string {
  const parts = [pdf.toString('latin1')]
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('endstream', at)
    try {
      parts.push(inflateSync(pdf.subarray(at + 7, end)).toString('latin1'))
    } catch {
      // Not packed: a font or words about the file.
    }
  }
  return parts.join('\n')
}
const pagesOf = (parts: string) => [...parts.matchAll(/\/Type \/Page\b/g)].length

test('a printed sheet is tagged, and says its title and its language', async () => {
  const parts = partsOf(
    await bytesOf(
      printSheet(
        sheet([
          { kind: 'heading', level: 2, text: 'Lamp Street' },
          { kind: 'text', text: 'We light lamps.\nEvery Friday.' },
          { kind: 'facts', rows: [{ label: 'Phone', value: '0808 157 0123' }] },
          { kind: 'list', items: ['Tea', 'Talk'] },
        ]),
      ),
    ),
  )
  for (const sign of ['/StructTreeRoot', '/MarkInfo', '/Lang', 'pdfuaid:part>1<', 'Northtown'])
    expect(parts).toContain(sign)
})

test('whatever is written is text, and never a command', async () => {
  const nasty = [
    '#import "@preview/x:1.0.0": *',
    '$ sum $ `raw` *bold* _x_ <label> @ref //comment /* */',
    '#read("/etc/passwd")',
    '\\u{202e}reversed\u202e \\',
    '"}] ",',
    'a'.repeat(10_000),
    '#panic("x")',
  ]
  const pdf = await printSheet(sheet(nasty.map((text) => ({ kind: 'text' as const, text }))))
  expect(pdf.ok).toBe(true)
})

test('names in many scripts are set, each with letters of its own', async () => {
  const names = ['Tŷ Gŵyl', 'Zażółć', 'چائے خانہ', 'شبانہ', 'আমিনা', 'ਅਮਰਜੀਤ', 'Ψυχή', 'Дом']
  const parts = partsOf(
    await bytesOf(printSheet(sheet([{ kind: 'list', items: names }], { lang: 'ur', size: 24 }))),
  )
  const brought = ['Atkinson', 'NotoNastaliq', 'NotoSansBengali', 'NotoSansGurmukhi', 'Libertinus']
  const used = [...parts.matchAll(/\/FontName \/[A-Z]{6}\+(\w+)/g)].map((match) => match[1] ?? '')
  for (const font of brought) expect(used.join(' ')).toContain(font)
  expect(used.filter((font) => !brought.some((name) => font.startsWith(name)))).toEqual([])
})

test('what no font has letters for is named instead of printed as boxes', () => {
  expect(unprintable('Lamp Street چائے 東京 Tŷ தமிழ்')).toEqual(['東京', 'தமிழ்'])
})

test('labels begin where the sheet still has some, and go on to the next one', async () => {
  const labels = Array.from({ length: 22 }, (_, n) => [`Group ${n}`, '1 High Street', 'LS1 4DY'])
  const about = { title: 'Labels', lang: 'en', form: 'L7160' as const }
  expect(pagesOf(partsOf(await bytesOf(printLabels({ ...about, start: 1, labels }))))).toBe(2)
  const one = labels.slice(0, 1)
  expect(pagesOf(partsOf(await bytesOf(printLabels({ ...about, start: 21, labels: one }))))).toBe(1)
})
