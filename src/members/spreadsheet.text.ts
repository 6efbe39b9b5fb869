import { err, ok, type Result } from '#base/result.ts'

/** Why a file is no spreadsheet that we can read. */
export type Unreadable =
  | 'empty'
  | 'web-page'
  | 'old-excel'
  | 'not-a-table'
  | 'too-large'
  | 'too-long'
  | 'broken'
export type FileKind = 'csv' | 'xlsx'

const begins = (bytes: Buffer, ...start: number[]) => start.every((byte, at) => bytes[at] === byte)

/** What a file is by its first bytes, whatever it is called. */
export function kindOfFile(bytes: Buffer): Result<FileKind, Unreadable> {
  if (bytes.length === 0) return err('empty')
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04)) return ok('xlsx')
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return err('old-excel')
  const head = decoderOf(bytes).decode(bytes.subarray(0, 4096)).trimStart()
  if (head === '' && bytes.length < 4096) return err('empty')
  if (/^<(!doctype|html|head|body|table|\?xml|script|meta|div)/i.test(head)) return err('web-page')
  // A picture, a PDF, a program: CSV has no control characters but line ends and tabs.
  if (/[\p{Cc}--[\t\n\v\f\r\x80-\x9f]]/v.test(head) || head.startsWith('%PDF'))
    return err('not-a-table')
  return ok('csv')
}

/** How many of the first bytes at even or at odd places are zero: what UTF-16 of Latin letters looks like. */
function zeros(bytes: Buffer, odd: 0 | 1): number {
  let count = 0
  const end = Math.min(bytes.length, 400)
  for (let at = odd; at < end; at += 2) if (bytes[at] === 0) count += 1
  return end === 0 ? 0 : count / (end / 2)
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    // What cannot be UTF-8 was written by an older Excel.
    return false
  }
}

/** Reads the bytes of a text in the encoding they are most likely in; what cannot be read becomes �. */
function decoderOf(bytes: Buffer): TextDecoder {
  if (begins(bytes, 0xff, 0xfe) || zeros(bytes, 1) > 0.7) return new TextDecoder('utf-16le')
  if (begins(bytes, 0xfe, 0xff) || zeros(bytes, 0) > 0.7) return new TextDecoder('utf-16be')
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252')
}

/** The text of a file, piece by piece, so that a long one never lies in memory twice. */
export function* textOf(bytes: Buffer): Generator<string> {
  const decoder = decoderOf(bytes)
  const piece = 256 * 1024
  for (let at = 0; at < bytes.length; at += piece)
    yield decoder.decode(bytes.subarray(at, at + piece), { stream: true })
  yield decoder.decode()
}

const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** How often a sign stands outside quotes in each of the first lines. */
function countsOf(text: string, sign: string): number[] {
  const counts: number[] = []
  let count = 0
  let isQuoted = false
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (letter === sign) count += 1
    else if (letter === '\n') {
      counts.push(count)
      count = 0
    }
  }
  return count > 0 || counts.length === 0 ? [...counts, count] : counts
}

/** The sign between cells: the one that stands in the most lines, and in the same number in each. */
export function guessDelimiter(text: string): Delimiter {
  const lines = text.slice(0, 20_000).replace(/\r\n?/g, '\n')
  const scored = delimiters.map((sign) => {
    const counts = countsOf(lines, sign).slice(0, 20)
    const first = counts[0] ?? 0
    const alike = counts.filter((count) => count === first).length / counts.length
    return { sign, score: first === 0 ? 0 : alike * 100 + Math.min(first, 50) }
  })
  const best = scored.reduce((one, two) => (two.score > one.score ? two : one))
  return best.score === 0 ? ',' : best.sign
}
