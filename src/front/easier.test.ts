import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'
import { ownPath, readLook, writeLook } from './easier.ts'

test('what a reader wished for is read back, and anything else is left out', () => {
  expect(readLook('large.dark.own.calm')).toEqual({
    text: 'large',
    theme: 'dark',
    font: 'own',
    calm: true,
  })
  expect(writeLook(readLook('largest.light'))).toBe('largest.light')
  expect(readLook('huge.__proto__.constructor."><script>')).toEqual({})
  expect(readLook(undefined)).toEqual({})
  expect(writeLook({})).toBe('')
})

test('nobody is led to another site', () => {
  const origin = 'https://kith.example'
  expect(ownPath('https://kith.example/stories?q=1#top', origin)).toBe('/stories?q=1')
  expect(ownPath('/stories', origin)).toBe('/stories')
  for (const address of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    undefined,
  ])
    expect(ownPath(address, origin)).toBeNull()
})

test('a reader makes every page larger and dark, and undoes it, without a script', async () => {
  const kith = await openKith()
  expect(await kith.page('/easier-to-read')).toContain('How big should the words be?')
  const wishes = { text: 'largest', theme: 'dark', font: 'kith', calm: 'no', from: '/about' }
  const answer = await kith.send('/easier-to-read', wishes)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/about'])
  expect(answer.headers.get('set-cookie')).toContain('look=largest.dark')
  const undone = await kith.send('/easier-to-read', {
    text: 'normal',
    theme: 'device',
    font: 'kith',
    calm: 'no',
  })
  expect(undone.headers.get('location')).toBe('/easier-to-read?saved=yes')
  expect(undone.headers.get('set-cookie')).toMatch(/look=;.*Max-Age=0/)
})
