import { expect, test } from 'vitest'
import { printSheet } from '../src/base/print.ts'
import { wordsIn } from './outside.read.ts'

// A font in a PDF numbers its letters as they come; two of these numbers are brackets to whoever reads the file.
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const pairs = [...letters].map((letter, at) => `${letters[at + 1] ?? ''}${letter}${letters[at + 2] ?? ''}${letter}`) // prettier-ignore

test('whichever letters stand beside each other on a printed page, they are read', async () => {
  const lines = [letters, ...letters.split('').map((letter, at) => `${letter}${letters.slice(at)}`), ...pairs] // prettier-ignore
  const made = await printSheet({
    title: 'Letters',
    lang: 'en',
    size: 14,
    foot: '',
    blocks: [
      { kind: 'heading', level: 1, text: letters },
      ...lines.map((text) => ({ kind: 'text', text }) as const),
    ],
  })
  const read = made.ok ? wordsIn(Buffer.from(made.value)) : ''
  expect(lines.filter((line) => !read.includes(line))).toEqual([])
})
