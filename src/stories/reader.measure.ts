// How good the reader is, for its test and its bench.
import { marked } from './reader.cases.ts'
import { unmarked } from './reader.plain.ts'
import { markKinds, marksIn } from './reader.ts'

type Case = { text: string; wanted: string[] }

/** A case as it is written down: its text, and where which marks belong. */
function read(line: string): Case {
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

/** What the reader is measured by. */
export const cases: readonly Case[] = [...linesOf(marked), ...linesOf(unmarked)].map(read)

const ofKind = (kind: string, marks: string[]) =>
  marks.filter((mark) => mark.startsWith(`${kind} `)).length

const share = (part: number, other: number) => (part + other === 0 ? 1 : part / (part + other))

/**
 * Reads all cases. Out: recall and precision (0 to 1), in all and as a line for each kind of mark, and each
 * mark that is missing or wrong in a line.
 */
export function measureReader() {
  const right: string[] = []
  const missed: string[] = []
  const wrong: string[] = []
  const problems: string[] = []
  for (const { text, wanted } of cases) {
    const found = marksIn(text).map(({ kind, start, end }) => `${kind} ${start} ${end}`)
    const tell = (is: string, mark: string) => {
      const [kind = '', start, end] = mark.split(' ')
      problems.push(`${is} ${kind} “${text.slice(Number(start), Number(end))}” in: ${text}`)
    }
    for (const mark of wanted) {
      ;(found.includes(mark) ? right : missed).push(mark)
      if (!found.includes(mark)) tell('missed', mark)
    }
    for (const mark of found.filter((one) => !wanted.includes(one))) {
      wrong.push(mark)
      tell('wrong', mark)
    }
  }
  const kinds = markKinds.map((kind) => {
    const n = ofKind(kind, right)
    const recall = share(n, ofKind(kind, missed)).toFixed(3)
    return `${kind}: recall ${recall}, precision ${share(n, ofKind(kind, wrong)).toFixed(3)}`
  })
  const recall = share(right.length, missed.length)
  const precision = share(right.length, wrong.length)
  return { recall, precision, kinds, problems }
}
