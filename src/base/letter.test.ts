import { expect, test } from 'vitest'
import { letter } from './letter.tsx'

const coalition = { name: 'Northtown <Together>', phone: '0808 157 0123', phoneHours: '9am to 8pm' }
const words = {
  coalition,
  lang: 'en' as const,
  subject: 'You are in\n',
  heading: 'You are in',
  paragraphs: ['Hello Mona & all', { quote: '<script>alert(1)</script>\nsecond line' }],
  button: { label: 'See your page', href: 'https://kith.example/m?a=1&b=2' },
}

test('a letter says the same in both of its forms, and what somebody wrote is text in both', () => {
  const { html, text, subject } = letter(words)
  expect(subject).toBe('You are in')
  expect(html.match(/<h1/g)).toHaveLength(1)
  expect(html).toContain('role="article"')
  expect(html).toContain('lang="en-GB"')
  expect(html).toContain('&lt;script&gt;')
  expect(html).not.toContain('<script')
  expect(html).toContain('href="https://kith.example/m?a=1&amp;b=2"')
  for (const said of [
    'Hello Mona & all',
    '> second line',
    'https://kith.example/m?a=1&b=2',
    '0808 157 0123',
  ])
    expect(text).toContain(said)
})

test('a letter in Urdu runs from right to left, and says how to stop it', () => {
  const { html, text } = letter({
    ...words,
    lang: 'ur',
    unsubscribeUrl: 'https://kith.example/u/1',
  })
  expect(html).toContain('<html lang="ur" dir="rtl">')
  expect(html).toContain('href="https://kith.example/u/1"')
  expect(text).toContain('https://kith.example/u/1')
})

test('a coalition without a phone is not rung', () => {
  const { text } = letter({ ...words, coalition: { ...coalition, phone: null } })
  expect(text).not.toContain('Ring')
})
