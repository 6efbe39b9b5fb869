import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marked, unmarked } from './reader.cases.ts'
import { markKinds, marksIn } from './reader.ts'

/** A case as it is written down: its text, and where which marks belong. */
function read(line: string) {
  const wanted: string[] = []
  let text = ''
  let from = 0
  for (const match of line.matchAll(/⟦([a-z-]+):([^⟧]*)⟧/g)) {
    text += line.slice(from, match.index)
    wanted.push(`${match[1]} ${text.length} ${text.length + (match[2] ?? '').length}`)
    text += match[2] ?? ''
    from = match.index + match[0].length
  }
  return { text: text + line.slice(from), wanted }
}
const linesOf = (cases: string) => cases.split('\n').filter((line) => line.trim() !== '')
const cases = [...linesOf(marked), ...linesOf(unmarked)].map(read)

test('the reader finds what it has to, and marks nothing else', () => {
  expect(cases.length).toBeGreaterThanOrEqual(320)
  const count = new Map(markKinds.map((kind) => [kind, { right: 0, missed: 0, wrong: 0 }]))
  const problems: string[] = []
  for (const { text, wanted } of cases) {
    const found = marksIn(text).map(({ kind, start, end }) => `${kind} ${start} ${end}`)
    const note = (list: string[], others: string[], is: 'missed' | 'wrong') => {
      for (const one of list.filter((mark) => !others.includes(mark))) {
        const [kind = '', start, end] = one.split(' ')
        const tally = count.get(kind as (typeof markKinds)[number])
        if (tally) tally[is] += 1
        problems.push(`${is} ${kind} “${text.slice(Number(start), Number(end))}” in: ${text}`)
      }
    }
    note(wanted, found, 'missed')
    note(found, wanted, 'wrong')
    for (const one of wanted.filter((mark) => found.includes(mark))) {
      const tally = count.get(one.split(' ')[0] as (typeof markKinds)[number])
      if (tally) tally.right += 1
    }
  }
  const rate = (right: number, other: number) => (right + other === 0 ? 1 : right / (right + other))
  const sum = { right: 0, missed: 0, wrong: 0 }
  for (const [kind, { right, missed, wrong }] of count) {
    sum.right += right
    sum.missed += missed
    sum.wrong += wrong
    console.log(
      `${kind}: recall ${rate(right, missed).toFixed(3)}, precision ${rate(right, wrong).toFixed(3)} (${right + missed})`,
    )
  }
  const [recall, precision] = [rate(sum.right, sum.missed), rate(sum.right, sum.wrong)]
  console.log(`all: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}, ${cases.length} cases`)
  console.log(problems.join('\n'))
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
    fc.constantFrom('0', '1 ', '07700 ', 'a.', 'A ', 'Mill ', 'oh ', 'one-', '@', 'a@', 'dot ', '(', '. '),
    fc.constantFrom('born ', '12 a ', 'Ysgol y ', 'The ', 'a-', 'www.', '\u200b', 'son A', '1-', ', '),
    fc.string({ minLength: 1, maxLength: 6 }),
  )
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 3 }), (units) => {
      const text = units.join('').repeat(4000).slice(0, 30_000)
      const started = performance.now()
      marksIn(text)
      expect(performance.now() - started, JSON.stringify(units)).toBeLessThan(1500)
    }),
    { numRuns: 60 },
  )
}, 60_000)

test('a transcript of 30,000 words is read in half a second', () => {
  const text = Array.from({ length: 200 }, () => cases.slice(0, 30).map((one) => one.text).join(' '))
    .join(' ')
    .split(/\s+/)
    .slice(0, 30_000)
    .join(' ')
  marksIn(text.slice(0, 5000))
  const started = performance.now()
  marksIn(text)
  expect(performance.now() - started).toBeLessThan(500)
})
