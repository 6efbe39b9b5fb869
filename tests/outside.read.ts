import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'

/** The files in a ZIP, one behind the other, each under its name. */
function unzipped(bytes: Buffer): Buffer[] {
  const files: Buffer[] = []
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    const method = bytes.readUInt16LE(at + 8)
    const size = bytes.readUInt32LE(at + 18)
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    const part = bytes.subarray(start, start + size)
    files.push(bytes.subarray(at + 30, start), method === 8 ? inflateRawSync(part) : part)
  }
  return files
}

const unpackers = [inflateSync, gunzipSync, brotliDecompressSync]
/** What somebody packed, unpacked; nothing when it is not packed in this way. */
function tryEach(bytes: Buffer): Buffer[] {
  return unpackers.flatMap((unpack) => {
    try {
      return [unpack(bytes)]
    } catch {
      return []
    }
  })
}

/** The streams of a PDF, unpacked where they were packed. */
function streamsOf(pdf: Buffer): string[] {
  const streams: string[] = []
  let at = pdf.indexOf('stream')
  while (at >= 0) {
    const start = at + (pdf[at + 6] === 13 ? 8 : 7)
    const end = pdf.indexOf('endstream', start)
    if (end < 0) break
    const part = pdf.subarray(start, end)
    streams.push((tryEach(part)[0] ?? part).toString('latin1'))
    at = pdf.indexOf('stream', end + 9)
  }
  return streams
}

const utf16 = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
const next = (hex: string, by: number) =>
  utf16((BigInt(`0x${hex}`) + BigInt(by)).toString(16).padStart(hex.length, '0'))

/** What the signs of a font mean, as the PDF says it for those who copy from it (ToUnicode). */
function meanings(cmap: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([^]*?)endbfchar/g))
    for (const [, code = '', to = ''] of block.matchAll(/<([\da-f]+)>\s*<([\da-f]+)>/gi))
      map.set(code.toLowerCase(), utf16(to))
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([^]*?)endbfrange/g))
    for (const [, from = '', last = '', to = ''] of block.matchAll(
      /<([\da-f]+)>\s*<([\da-f]+)>\s*<([\da-f]+)>/gi,
    ))
      for (let n = 0; n <= Number.parseInt(last, 16) - Number.parseInt(from, 16); n += 1)
        map.set(
          (Number.parseInt(from, 16) + n).toString(16).padStart(from.length, '0'),
          next(to, n),
        )
  return map
}

/** The bytes of a string in brackets, as hexadecimal digits. */
const literal = (text: string) =>
  Buffer.from(
    text.replace(/\\([0-7]{1,3}|[^])/g, (_, said: string) =>
      /^[0-7]/.test(said)
        ? String.fromCodePoint(Number.parseInt(said, 8))
        : ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[said] ?? said),
    ),
    'latin1',
  ).toString('hex')

/** What stands between brackets; brackets that come in pairs may stand in it as they are (ISO 32000-1, 7.3.4.2). */
const between = (deep: number): string =>
  String.raw`(?:\\[^]|[^\\()]${deep === 0 ? '' : String.raw`|\(${between(deep - 1)}\)`})*`
const aString = new RegExp(String.raw`<([\da-f\s]*)>|\((${between(8)})\)`, 'gi')

/** The strings that a page shows, as hexadecimal digits, in their order. */
const shownIn = (content: string): string[] =>
  [...content.matchAll(aString)].map(([, hex, text]) =>
    hex === undefined ? literal(text ?? '') : hex.replace(/\s/g, '').toLowerCase(),
  )

/** Everything that can be read in a PDF: its titles and outline, and its pages with the signs of each font in turn. */
function wordsInPdf(pdf: Buffer): string {
  const streams = streamsOf(pdf)
  const fonts = streams.filter((stream) => stream.includes('beginbf')).map(meanings)
  const pages = streams.filter((stream) => /\bT[jJ]\b/.test(stream)).map(shownIn)
  const read = pages.flatMap((strings) =>
    fonts.map((font) =>
      strings
        .map(
          (hex) =>
            hex
              .match(/.{4}/g)
              ?.map((code) => font.get(code) ?? '')
              .join('') ?? '',
        )
        .join(''),
    ),
  )
  const wide = [...streams, pdf.toString('latin1')].flatMap((text) =>
    shownIn(text).flatMap((hex) =>
      hex.startsWith('feff') && hex.length % 4 === 0 ? utf16(hex.slice(4)) : [],
    ),
  )
  return [...read, ...wide, ...streams].join('\n')
}

/** What bytes say, as far as it can be searched: a PDF read, what is packed unpacked, and the bytes as they are. */
export function wordsIn(bytes: Buffer): string {
  const start = bytes.subarray(0, 4).toString('latin1')
  const parts =
    start === '%PDF'
      ? [wordsInPdf(bytes)]
      : start === 'PK\x03\x04'
        ? unzipped(bytes).map(wordsIn)
        : tryEach(bytes).map((one) => one.toString())
  return [bytes.toString(), ...parts].join('\n')
}
