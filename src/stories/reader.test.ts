import { readdir, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cases, measureReader } from './reader.measure.ts'
import { marksIn } from './reader.ts'

test('the reader finds what it has to, and marks nothing else', () => {
  expect(cases.length).toBeGreaterThanOrEqual(320)
  const { recall, precision, kinds, problems } = measureReader()
  console.log([...kinds, ...problems].join('\n'))
  expect(recall).toBeGreaterThanOrEqual(0.95)
  expect(precision).toBeGreaterThanOrEqual(0.95)
})

test('marks are in order, apart, inside the text, whatever the text is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      let last = 0
      for (const { start, end } of marksIn(text)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        last = end
      }
      expect(last).toBeLessThanOrEqual(text.length)
    }),
  )
})

test('no text makes it slow: repeated letters, words and signs of every kind', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      '0',
      '1 ',
      '07700 ',
      'a.',
      'A ',
      'Mill ',
      'oh ',
      'one-',
      '@',
      'a@',
      ' dot ',
      '(',
      '. ',
    ),
    fc.constantFrom(
      'born ',
      '12 a ',
      'Ysgol y ',
      'The ',
      'a-',
      'www.',
      '\u200b',
      'son A',
      '1-',
      ', ',
    ),
    fc.constantFrom('AeV-', 'AeV’', 'Ann A', '1 a', ' ', ')', 'www.'),
    fc.string({ minLength: 1, maxLength: 6 }),
  )
  // What is slow with such a text takes minutes: the time of this test is the check.
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 3 }), (units) => {
      const run = units.join('').repeat(15_000).slice(0, 90_000)
      const text = `${units.at(-1)}${run}a`
      expect(marksIn(text).every(({ end }) => end <= text.length)).toBe(true)
    }),
    { numRuns: 60 },
  )
}, 30_000)

test.each(['en', 'cy'])(
  'ordinary prose is left alone: 1 false mark in 500 words at most (%s)',
  async (lang) => {
    // What Kith says on its own pages: about telephones, addresses and children, with none of theirs in it.
    let words = 0
    const wrong: string[] = []
    for (const name of await readdir(`locales/${lang}`)) {
      const texts: Record<string, string> = JSON.parse(
        await readFile(`locales/${lang}/${name}`, 'utf8'),
      )
      for (const text of Object.values(texts)) {
        words += text.split(/\s+/).length
        const found = marksIn(text).map(({ start, end }) => text.slice(start, end))
        // The examples beside fields have the form of what is asked for.
        wrong.push(
          ...found.filter((mark) => !/example\.org|^\d{3,4} \d{3,4} \d{4}$|^(?:LS|CF)1/.test(mark)),
        )
      }
    }
    expect(words).toBeGreaterThan(10_000)
    expect(wrong.length / words, wrong.join('\n')).toBeLessThanOrEqual(1 / 500)
  },
)

test.each([
  ['en', 4000],
  ['cy', 700],
])('stories with nothing private in them are left alone too (%s)', async (lang, atLeast) => {
  const text = await readFile(new URL(`reader.prose.${lang}.txt`, import.meta.url), 'utf8')
  const words = text.trim().split(/\s+/).length
  const wrong = marksIn(text).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)
  expect(words).toBeGreaterThan(atLeast)
  expect(wrong.length / words, wrong.join('\n')).toBeLessThanOrEqual(1 / 500)
})
