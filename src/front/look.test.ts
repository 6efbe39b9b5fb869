import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'
import { sampleNames } from './look.pages.tsx'

test('every component in every state, and every sample page, is valid', async () => {
  const kith = await openKith()
  expect(await kith.page('/look')).toContain('What is pressed')
  for (const name of sampleNames) await kith.page(`/look?page=${name}`)
  await kith.page('/look?lang=ur')
})

test('a coalition sees itself in the dyes it may choose', async () => {
  const kith = await openKith()
  expect(await kith.page('/look?band=woad&action=moss')).toMatch(
    /<html[^>]* data-band="woad" data-action="moss"/,
  )
  expect(await kith.page('/look?band=%22%3E')).toContain('data-band="plum"')
})
