import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { err } from '#base/result.ts'
import { compareWords } from '#base/compare.ts'
import { answerEdit, editStands, editWith, shownWords, versionOf, wordsOf } from './edit.rules.ts'
import { readingOf } from './safety.rules.ts'
import { newStory } from './rules.ts'

const at = new Date('2026-11-23T09:00:00Z')
const story = newStory(
  {
    name: 'Kofi Mensah',
    nameStyle: 'first-and-town',
    town: 'Leeds',
    email: null,
    lang: 'en',
    title: 'A card',
    body: 'Ring me on 07700 900123.',
    audience: 'public',
    pictureId: null,
    pictureWords: null,
  },
  { id: 's', tellerId: 'kofi', keyHash: 'k', codeHash: null, spoken: 'en' },
  at,
)
const mona = { id: 'mona', ownStory: false, now: at, freshId: 'e' }
const words = { ...wordsOf(story), body: 'Ring me.' }
const edited = () => {
  const done = editWith(story, undefined, words, mona)
  if (!done.ok) throw new Error(done.error)
  return done.value
}
const byLink = {
  answer: 'yes',
  channel: 'link',
  takenBy: null,
  wish: '',
  version: at.getTime(),
} as const

describe('an edited version', () => {
  test('is a draft, and nobody reads it until its teller said yes', () => {
    const edit = edited()
    expect(edit.state).toBe('draft')
    expect(editStands(edit)).toBe(false)
    expect(shownWords(story, edit).body).toBe(story.body)
    expect(shownWords(story, { ...edit, state: 'yes' }).body).toBe('Ring me.')
  })
  test('that changes nothing is none', () => {
    expect(editWith(story, undefined, wordsOf(story), mona)).toEqual(err('unchanged'))
    expect(editWith(story, edited(), words, mona)).toEqual(err('unchanged'))
  })
  test('is made by somebody else than its teller, of a story that is there', () => {
    const own = { ...mona, ownStory: true }
    expect(editWith(story, undefined, words, own)).toEqual(err('own-story'))
    const gone = { ...story, state: 'withdrawn' as const }
    expect(editWith(gone, undefined, words, mona)).toEqual(err('no-such-story'))
    const declined = { ...story, state: 'declined' as const }
    expect(editWith(declined, undefined, words, mona)).toEqual(err('decided-already'))
  })
  test('that was agreed to and is changed has to be agreed to again', () => {
    const agreed = { ...edited(), state: 'yes' as const, answeredAt: at, channel: 'link' as const }
    const again = editWith(story, agreed, { ...words, title: 'Other' }, mona)
    expect(again).toMatchObject({ ok: true, value: { id: 'e', state: 'draft', answeredAt: null } })
  })
  test('is answered in the words that were read, and only once it was asked about', () => {
    expect(answerEdit(undefined, byLink, at)).toEqual(err('no-such-edit'))
    expect(answerEdit(edited(), byLink, at)).toEqual(err('no-such-edit'))
    const asked = { ...edited(), state: 'asked' as const }
    expect(versionOf(asked)).toBe(at.getTime())
    expect(answerEdit(asked, { ...byLink, version: 1 }, at)).toEqual(err('other-words'))
    expect(answerEdit(asked, byLink, at)).toMatchObject({ ok: true, value: { state: 'yes' } })
    const no = { ...byLink, answer: 'no' as const, wish: 'Leave the street' }
    expect(answerEdit(asked, no, at)).toMatchObject({ value: { wish: 'Leave the street' } })
  })
})

test('a sensitive story needs two people who are not the same', () => {
  const said = { firstBy: null, firstAt: null, secondAt: null }
  expect(readingOf(undefined, 'mona')).toBe('enough')
  expect(readingOf(said, 'mona')).toBe('first')
  expect(readingOf({ ...said, firstBy: 'mona', firstAt: at }, 'mona')).toBe('again')
  expect(readingOf({ ...said, firstBy: 'mona', firstAt: at }, 'nye')).toBe('second')
  // Who read it first may have left since: their reading stays.
  expect(readingOf({ ...said, firstAt: at }, 'nye')).toBe('second')
  expect(readingOf({ ...said, firstAt: at, secondAt: at }, 'nye')).toBe('enough')
})

describe('two versions side by side', () => {
  const text = fc
    .array(fc.constantFrom('one', 'two', 'three', '\n\n', ' ', 'ŵyr', '\u200b'), { maxLength: 60 })
    .map((all) => all.join(' '))
  test('are both there whole, whatever was changed', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const runs = compareWords(before, after)
        const without = (is: string) =>
          runs
            .filter((run) => run.is !== is)
            .map((run) => run.text)
            .join('')
        expect([without('new'), without('gone')]).toEqual([before, after])
      }),
      { numRuns: 500 },
    )
  })
  test('show the words that changed and no others', () => {
    expect(compareWords('I live at 12 Mill Lane now', 'I live at [left out] now')).toEqual([
      { is: 'same', text: 'I live at ' },
      { is: 'gone', text: '12 Mill Lane ' },
      { is: 'new', text: '[left out] ' },
      { is: 'same', text: 'now' },
    ])
  })
  test('are compared in a moment when they have 30,000 words, a few changed or all of them', () => {
    const many = Array.from({ length: 30_000 }, (_, n) => `word${n % 700}`)
    const few = many.map((word, n) => (n % 500 === 0 ? 'other' : word))
    const turned = many.toReversed().map((word) => word.toUpperCase())
    const started = performance.now()
    const runs = compareWords(many.join(' '), few.join(' '))
    expect(runs.filter((run) => run.is === 'new')).toHaveLength(60)
    expect(compareWords(many.join(' '), turned.join(' ')).length).toBeGreaterThan(1)
    expect(performance.now() - started).toBeLessThan(3000)
  })
})
