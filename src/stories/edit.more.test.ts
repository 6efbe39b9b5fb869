import { expect, test } from 'vitest'
import { saysMore } from './edit.more.ts'
import type { Story } from './schema.ts'

const own = { title: 'A card', name: 'Kofi', nameStyle: 'first', town: null, pictureWords: null }
const told = (body: string) => ({ ...own, body }) as Story // the fields that are compared
const edit = (body: string, title = 'A card') => ({ title, body, byline: 'Kofi', pictureWords: null }) // prettier-ignore

test('what is left out, or set differently, says nothing more; a new word does', () => {
  const story = told('Ada came on Friday.\nRing me on 07700 900123, I am in.')
  for (const same of [
    'Ada came on Friday. Ring me on [phone number left out], I am in.',
    'Ada came. Ring me.',
    'Ada came on Friday!  Ring me; on 07700 900123 I am in',
    '',
  ])
    expect(saysMore(story, edit(same)), same).toBe(false)
  for (const more of ['Ada came on Friday, late.', 'Ada owes me. Ring me on 07700 900124.'])
    expect(saysMore(story, edit(more)), more).toBe(true)
  expect(saysMore(story, edit(story.body, 'A card of hers'))).toBe(true)
  expect(saysMore(told('দেখা হলো'), edit('দেখা হলো।'))).toBe(false)
})

test('a transcript is not more than what was spoken', () => {
  expect(saysMore(told(''), edit('Everything that was said.'))).toBe(false)
})
