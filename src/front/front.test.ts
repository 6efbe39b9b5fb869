import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'

test('a visitor who takes a wrong turn is told where they can go', async () => {
  const kith = await openKith()
  expect(await kith.page('/no-such-page', 404)).toContain('This page is not here')
})

test('whoever runs Kith sees how it is', async () => {
  const kith = await openKith()
  const answer = await kith.visit('/readyz')
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('The database answers')
  expect(await (await kith.visit('/metrics')).text()).toContain('kith_outbox_waiting 0')
})
