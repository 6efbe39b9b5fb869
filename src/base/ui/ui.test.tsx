import { expect, test } from 'vitest'
import { inLanguage, telHref } from './frame.tsx'
import { jsonForScript } from './page.tsx'
import { hashOf, patchSvg } from './quilt.tsx'
import { Prose } from './parts.tsx'
import { useVoice } from './voice.tsx'
import { inWords } from './when.tsx'

const at = new Date('2026-03-03T14:00:00Z')

test('people read dates as they say them', () => {
  expect(inWords(at, 'en', 'time')).toBe('Tuesday 3 March 2026, 2pm')
  expect(inWords(new Date('2026-07-03T13:30:00Z'), 'en', 'time')).toBe('Friday 3 July 2026, 2:30pm')
  expect(inWords(at, 'en', 'day')).toBe('Tuesday 3 March')
  expect(inWords(at, 'en')).toBe('3 March 2026')
  expect(inWords(at, 'cy', 'day')).toContain('Mawrth')
  expect(inWords(at, 'ur')).toContain('مارچ')
})

test('a person keeps the same patch for ever, and another person gets another', () => {
  expect(hashOf('Northtown')).toBe(hashOf('Northtown'))
  expect(patchSvg('arthur')).toBe(patchSvg('arthur'))
  expect(new Set(['arthur', 'priya', 'sam', 'grace'].map((id) => patchSvg(id))).size).toBe(4)
})

test('a patch is small and never shows the id it came from', () => {
  for (let n = 0; n < 500; n++) {
    const svg = patchSvg('<script>', n)
    expect(svg.length).toBeLessThan(450)
    expect(svg).not.toContain('script')
    expect(svg).toMatch(
      /^<svg class="patch q[0-7]" [^<]*><g[^<]*>(<path class="[bc]" d="[^"]+"\/>){1,2}<\/g><\/svg>$/,
    )
  }
})

test('a name cannot end the script element that describes it', () => {
  const json = jsonForScript({ name: '</script><script>alert(1)</script> &\u2028' })
  expect(json).not.toMatch(/[<>&\u2028]/)
  expect(JSON.parse(json)).toEqual({ name: '</script><script>alert(1)</script> &\u2028' })
})

test('a reader who changes language stays where they are', () => {
  expect(inLanguage('https://kith.example/members?q=a%20b&page=2', 'cy')).toBe(
    '/members?q=a+b&page=2&lang=cy',
  )
  expect(inLanguage('https://kith.example/?lang=ur', 'en')).toBe('/?lang=en')
})

test('a phone number is dialled without its spaces', () => {
  expect(telHref('0808 157 0123')).toBe('tel:08081570123')
  expect(telHref('+44 (0)1632 960 001')).toBe('tel:+4401632960001')
})

test('what a person wrote keeps its paragraphs and is never markup', () => {
  const html = String(<Prose text={'One <b>\nline\n\n \nTwo'} lang="ur" />)
  expect(html).toBe(
    '<div class="prose stack" lang="ur" dir="rtl"><p>One &lt;b&gt;\nline</p><p>Two</p></div>',
  )
})

test('a component that speaks says so when nobody chose a language', () => {
  expect(() => useVoice()).toThrow('inside a <Page>')
})
