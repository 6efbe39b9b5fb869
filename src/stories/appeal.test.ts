import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'

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

/** Tells a story and publishes it; somebody else reports it and it is taken down. Out: its id, and who did that. */
async function takenDown() {
  const kith = await openKith()
  await tellStory(kith)
  const id = await publishNext(kith)
  await kith.send('/reports', { about: `/stories/${id}`, harm: 'private', words: 'Mine.' })
  const first = await kith.makePerson({ roles: ['moderator'] })
  await kith.signIn(first)
  const report = /\/reports\/([0-9a-f-]{36})/.exec(await kith.page('/reports'))?.[1]
  await kith.send(`/reports/${report}/decision`, { verdict: 'taken-down', reason: 'Not asked.' })
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  return { kith, id, first }
}

test('what was taken down is put back by somebody else, with a reason', async () => {
  const { kith, id } = await takenDown()
  const page = `/stories/${id}/restoration`
  expect(await kith.page(`/stories/${id}/decision`)).toContain(page)
  const own = await kith.send(page, { reason: 'I was wrong.' })
  expect(own.status).toBe(409)
  expect(await kith.checked(own)).toContain('I was wrong.')
  await kith.signIn('moderator')
  const empty = await kith.send(page, { reason: '' })
  expect(empty.status).toBe(422)
  expect(await kith.checked(empty)).toContain('Write the reason')
  expect((await kith.send(page, { reason: 'They had agreed.' })).status).toBe(303)
  await kith.signIn(null)
  expect(await kith.page(`/stories/${id}`)).toContain('quibblesnap')
})

test('who rings about a decision is written down, and somebody else looks again', async () => {
  const { kith, id } = await takenDown()
  const page = `/stories/${id}/appeal`
  expect((await kith.send(page, { words: 'She did agree, he says.' })).status).toBe(303)
  const again = await kith.send(page, { words: 'He rang again.' })
  expect(again.status).toBe(409)
  expect(await kith.checked(again)).toContain('He rang again.')
  await kith.signIn('moderator')
  expect(await kith.page('/desk')).toContain('/appeals/')
  const appeal = /\/appeals\/([0-9a-f-]{36})/.exec(await kith.page('/appeals'))?.[1]
  await kith.send(`/appeals/${appeal}/decision`, { state: 'upheld', reason: 'True.' })
  await kith.signIn(null)
  expect(await kith.page(`/stories/${id}`)).toContain('quibblesnap')
})

test('nobody decides twice on one thing, whatever the code does', async () => {
  const { kith, id, first } = await takenDown()
  await kith.send(`/stories/${id}/appeal`, { words: 'She did agree.' })
  const decide = kith.owner.query(
    `update appeals set state = 'upheld', decided_by = $1, decided_at = now()`,
    [first.id],
  )
  await expect(decide).rejects.toThrow('decided by somebody else')
})
