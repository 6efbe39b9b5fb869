import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'
import { tellStory } from '../../tests/telling.ts'

test('a declined story is looked at again by somebody else, once', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  const first = await kith.makePerson({ roles: ['moderator'] })
  await kith.signIn(first)
  const id = /\/stories\/([0-9a-f-]{36})\/decision/.exec(await kith.page('/stories/waiting'))?.[1]
  await kith.send(`/stories/${id}/decision`, {
    verdict: 'decline',
    rule: 'Be kind',
    reason: 'Not kind.',
  })
  await kith.signIn(null)
  expect(await kith.page(mine)).toContain(`${mine}/appeal`)
  expect((await kith.send(`${mine}/appeal`, { words: 'It is kind.' })).status).toBe(303)
  await kith.send(`${mine}/appeal`, { words: 'Again.' })
  await kith.signIn(first)
  const list = await kith.page('/appeals')
  const appeal = /\/appeals\/([0-9a-f-]{36})/.exec(list)?.[1]
  expect(list.match(/href="\/appeals\/[0-9a-f-]{36}"/g)).toHaveLength(1)
  const judged = { state: 'upheld', reason: 'It is kind indeed.' }
  expect((await kith.send(`/appeals/${appeal}/decision`, judged)).status).toBe(409)
  await kith.signIn('moderator')
  expect((await kith.send(`/appeals/${appeal}/decision`, judged)).status).toBe(303)
  expect(await kith.page('/stories/waiting')).toContain('quibblesnap')
  await kith.signIn(null)
  expect(await kith.page(`${mine}/appeal`)).toContain('You were right')
})
