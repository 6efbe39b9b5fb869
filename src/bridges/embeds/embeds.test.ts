import { expect, test } from 'vitest'
import { openKith } from '../../../tests/kith.ts'
import { publishNext, tellStory } from '../../../tests/telling.ts'
import { hostIn } from './embed.rules.ts'

test('a story stands in a frame on any site, without a script, and leaves it when it is taken back', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  const id = await publishNext(kith)
  const there = await kith.visit(`/embed/stories/${id}`, { referer: 'https://lamps.example.org/' })
  const html = await there.text()
  expect(html).toContain('Quibblesnap')
  expect(html).not.toContain('<script')
  expect(Buffer.byteLength(html)).toBeLessThan(14_000)
  expect(there.headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect(there.headers.get('cache-control')).toBe('public, max-age=60')
  const asked = `/oembed?url=http://localhost/stories/${id}`
  expect((await (await kith.visit(asked)).json()).html).toContain(`/embed/stories/${id}`)
  expect((await kith.visit(`${asked}&format=yaml`)).status).toBe(501)
  expect(await kith.page(mine)).toContain('embed: lamps.example.org')
  await kith.send(`${mine}/withdrawal`)
  const after = await kith.visit(`/embed/stories/${id}`)
  expect(after.status).toBe(410)
  expect((await after.text()).toLowerCase()).not.toContain('quibblesnap')
  expect((await kith.visit(asked)).status).toBe(404)
})

test('of whoever shows a story only the host is read', () => {
  expect(hostIn('https://a.example.org/private?name=Ann', 'http://localhost')).toBe('a.example.org')
  expect(hostIn('http://localhost/stories', 'http://localhost')).toBe(null)
  expect(hostIn('nonsense', 'http://localhost')).toBe(null)
})
