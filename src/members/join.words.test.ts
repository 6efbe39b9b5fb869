import { expect, test } from 'vitest'
import english from '#locales/en/join.json' with { type: 'json' }
import urdu from '#locales/ur/join.json' with { type: 'json' }
import welsh from '#locales/cy/join.json' with { type: 'json' }

const forEveryone = Object.keys(english).filter((key) => !key.startsWith('vetting.'))
const namesIn = (text = '') => [...text.matchAll(/\{(\w+)/g)].map((match) => match[1]).toSorted()

test.each([
  ['cy', welsh as Record<string, string>],
  ['ur', urdu as Record<string, string>],
])('all that who asks to join reads is there in %s, and names the same things', (_, words) => {
  expect(Object.keys(words).toSorted()).toEqual(forEveryone.toSorted())
  for (const key of forEveryone)
    expect(namesIn(words[key]), key).toEqual(namesIn(english[key as keyof typeof english]))
})

test('no sentence is longer than twenty-five words', () => {
  for (const [key, text] of Object.entries(english))
    for (const sentence of text.replace(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, 'one').split(/[.?!:]\s/))
      expect(sentence.split(/\s+/).length, `${key}: ${sentence}`).toBeLessThanOrEqual(25)
})
