import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkWords, formatBits, qrOf, qrPoints, qrSvg, versionBits } from './kit.qr.ts'

const drawn = (text: string, mask?: number) =>
  (qrOf(text, mask) ?? []).map((row) => row.map(Number).join('')).join('\n')

test('the code of the standard’s own first figure is drawn point by point', () => {
  // ISO/IEC 18004, figure 1: "QR Code Symbol", version 1-M, mask 5. Its 21 rows, as a digest.
  const digest = createHash('sha256')
    .update(`${drawn('QR Code Symbol', 5)}\n`)
    .digest('hex')
  expect(digest).toBe('0d6d176e8a9536b978009de6c87e50d71978f9a24d6b69af7749dfea3d3caf57')
})

test('error correction and the facts of a code are those of the standard', () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]
  expect(checkWords(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23])
  const bits = (value: number, count: number) => value.toString(2).padStart(count, '0')
  // Tables C.1 and D.1 of the standard.
  expect(bits(formatBits(0), 15)).toBe('101010000010010')
  expect(bits(formatBits(5), 15)).toBe('100000011001110')
  expect(bits(formatBits(7), 15)).toBe('100101010100000')
  expect(bits(versionBits(7), 18)).toBe('000111110010010100')
  expect(bits(versionBits(10), 18)).toBe('001010010011010011')
})

test('each size holds as many bytes as the standard says, and the next one more takes a larger code', () => {
  const capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]
  capacities.forEach((most, at) => {
    expect(qrOf('x'.repeat(most))?.length, `version ${at + 1}`).toBe(21 + 4 * at)
    expect(qrOf('x'.repeat(most + 1))?.length).toBe(at < 9 ? 25 + 4 * at : undefined)
  })
})

// Reads a code back, written apart from what draws it: from the format, by way of the mask, to the bytes.
const turned = [
  (i: number, j: number) => (i + j) % 2,
  (i: number) => i % 2,
  (_: number, j: number) => j % 3,
  (i: number, j: number) => (i + j) % 3,
  (i: number, j: number) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2,
  (i: number, j: number) => ((i * j) % 2) + ((i * j) % 3),
  (i: number, j: number) => (((i * j) % 2) + ((i * j) % 3)) % 2,
  (i: number, j: number) => (((i + j) % 2) + ((i * j) % 3)) % 2,
]
const squares: Record<number, number[]> = {
  7: [6, 22, 38],
  8: [6, 24, 42],
  9: [6, 26, 46],
  10: [6, 28, 50],
}

function isFixed(i: number, j: number, size: number, version: number): boolean {
  const near = (a: number) => a <= 8
  if ((near(i) && near(j)) || (near(i) && j >= size - 8) || (i >= size - 8 && near(j))) return true
  if (i === 6 || j === 6) return true
  if (version >= 7 && ((i < 6 && j >= size - 11) || (j < 6 && i >= size - 11))) return true
  const at = squares[version] ?? (version === 1 ? [] : [6, size - 7])
  return at.some((a) =>
    at.some((b) => {
      const corner = (a === 6 && (b === 6 || b === size - 7)) || (a === size - 7 && b === 6)
      return !corner && Math.abs(i - a) <= 2 && Math.abs(j - b) <= 2
    }),
  )
}

function wordsIn(code: boolean[][]): number[] {
  const size = code.length
  const version = (size - 17) / 4
  const format = [0, 1, 2, 3, 4, 5].map((j) => Number(code[8]?.[j])).join('')
  const mask = turned[Number.parseInt(format.slice(2, 5), 2) ^ 0b101]
  const bits: number[] = []
  let isUp = true
  for (let right = size - 1; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right -= 1
    for (let n = 0; n < size; n += 1) {
      const i = isUp ? size - 1 - n : n
      for (const j of [right, right - 1])
        if (!isFixed(i, j, size, version))
          bits.push(Number(code[i]?.[j]) ^ (mask?.(i, j) === 0 ? 1 : 0))
    }
  }
  return Array.from({ length: Math.floor(bits.length / 8) }, (_, n) =>
    Number.parseInt(bits.slice(n * 8, n * 8 + 8).join(''), 2),
  )
}

const blocks: Record<number, number[]> = {
  1: [16],
  2: [28],
  3: [44],
  4: [32, 32],
  5: [43, 43],
  6: [27, 27, 27, 27],
  7: [31, 31, 31, 31],
  8: [38, 38, 39, 39],
  9: [36, 36, 36, 37, 37],
  10: [43, 43, 43, 43, 44],
}

function read(code: boolean[][]): string {
  const version = (code.length - 17) / 4
  const words = wordsIn(code)
  const lengths = blocks[version] ?? []
  const parts: number[][] = lengths.map(() => [])
  for (let at = 0; at < Math.max(...lengths); at += 1)
    lengths.forEach((length, n) => {
      if (at < length) parts[n]?.push(words.shift() ?? 0)
    })
  const bits = parts
    .flat()
    .map((word) => word.toString(2).padStart(8, '0'))
    .join('')
  expect(bits.slice(0, 4)).toBe('0100')
  const wide = version < 10 ? 8 : 16
  const count = Number.parseInt(bits.slice(4, 4 + wide), 2)
  const bytes = Array.from({ length: count }, (_, n) =>
    Number.parseInt(bits.slice(4 + wide + n * 8, 12 + wide + n * 8), 2),
  )
  return new TextDecoder().decode(new Uint8Array(bytes))
}

test('what is written into a code of each size is read back from it', () => {
  for (const length of [5, 20, 40, 60, 80, 100, 120, 150, 175, 205]) {
    const text = `https://kith.example.org/چ/${'x'.repeat(200)}`.slice(0, length - 1)
    const code = qrOf(text)
    expect(code && read(code)).toBe(text)
  }
  for (let mask = 0; mask < 8; mask += 1) {
    const code = qrOf('https://kith.example.org', mask)
    expect(code && read(code), `mask ${mask}`).toBe('https://kith.example.org')
  }
})

test('a code is drawn with the quiet zone around it, as SVG and as points', () => {
  const code = qrOf('https://kith.example.org/campaigns/doors')
  if (!code) throw new Error('too long')
  expect(qrSvg(code)).toContain(`viewBox="0 0 ${code.length + 8} ${code.length + 8}"`)
  const { width, rgb } = qrPoints(code, 4)
  expect(width).toBe((code.length + 8) * 4)
  expect(rgb[(15 * width + 15) * 3]).toBe(255)
  expect(rgb[(16 * width + 16) * 3]).toBe(0)
})
