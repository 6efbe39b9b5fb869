import { expect, test } from 'vitest'
import { openKith } from '../../tests/kith.ts'
import { limit, networkKey } from './limits.ts'

test('five of a kind are let in and the sixth has to wait, also when they come at once', async () => {
  const { db } = await openKith()
  const tries = await Promise.all(Array.from({ length: 6 }, () => limit(db, 'knock', 'a', 5, 60)))
  expect(tries.filter((one) => one.ok)).toHaveLength(5)
  expect(tries.find((one) => !one.ok)).toMatchObject({ waitSeconds: expect.any(Number) })
  expect(await limit(db, 'knock', 'b', 5, 60)).toEqual({ ok: true })
  expect(await limit(db, 'ring', 'a', 5, 60)).toEqual({ ok: true })
})

test('what is counted is kept as a digest', async () => {
  const kith = await openKith()
  await limit(kith.db, 'knock', 'mona@example.org', 5, 60)
  const { rows } = await kith.owner.query('select limits::text as row from limits')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain('mona')
})

test('a household is one network, however many addresses it has', () => {
  expect(networkKey('2001:db8:1:2:3:4:5:6')).toBe(networkKey('2001:db8:1:2:ffff::1'))
  expect(networkKey('2001:db8:1:3::1')).not.toBe(networkKey('2001:db8:1:2::1'))
  expect(networkKey('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(networkKey('local')).toBe('local')
})
