import { expect, test } from 'vitest'
import { openKith } from '../../../tests/kith.ts'
import { publishNext, tellStory } from '../../../tests/telling.ts'
import { frameOf, hostIn, storyAt } from './embed.rules.ts'

test('a story stands in a frame on any site, without a script, and leaves it when it is taken back', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  const id = await publishNext(kith)
  const there = await kith.visit(`/embed/stories/${id}`, { referer: 'https://lamps.example.org/' })
  const html = await there.text()
  expect(html).toContain('Quibblesnap')
  expect(html).not.toMatch(/<script|<link|@import|url\(/)
  expect(Buffer.byteLength(html)).toBeLessThan(14_000)
  expect(there.headers.get('cache-control')).toBe('no-cache')
  expect(await kith.page(mine)).toContain('embed: lamps.example.org')
  await kith.send(`${mine}/withdrawal`)
  const after = await kith.visit(`/embed/stories/${id}`)
  expect(after.status).toBe(410)
  const gone = await after.text()
  expect(gone).toContain('took it back. We respect that')
  expect(gone.toLowerCase()).not.toContain('quibblesnap')
  // The sentence is read where the story stood, so it may stand in a frame as well.
  expect(after.headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect((await kith.visit(`/oembed?url=http://localhost/stories/${id}`)).status).toBe(404)
  const unknown = await kith.visit(`/embed/stories/${crypto.randomUUID()}`)
  expect(unknown.status).toBe(404)
})

test('another site may frame the address that is meant for it, and no other', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  const id = await publishNext(kith)
  for (const path of [
    '/',
    '/stories',
    `/stories/${id}`,
    mine,
    '/stories/new',
    '/sign-in',
    '/oembed',
  ])
    expect((await kith.visit(path)).headers.get('content-security-policy'), path).toContain(
      "frame-ancestors 'none'",
    )
  const policy = (await kith.visit(`/embed/stories/${id}`)).headers.get('content-security-policy')
  expect(policy).toContain('frame-ancestors *')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('script-src')
})

test('a very long story stays within the bytes of a frame and says where the rest is', async () => {
  const kith = await openKith()
  const body = 'ایک دن ہم سب چائے پر ملے۔ '.repeat(700)
  await tellStory(kith, { what: { lang: 'ur', title: 'چائے', body } })
  const html = await (await kith.visit(`/embed/stories/${await publishNext(kith)}`)).text()
  expect(Buffer.byteLength(html)).toBeLessThan(14_000)
  expect(html).toContain('lang="ur" dir="rtl"')
  expect(html).toContain('Read the whole story at Northtown Together')
})

test('whoever passes on the address of a story is told how to show it', async () => {
  const kith = await openKith()
  await tellStory(kith)
  const id = await publishNext(kith)
  const page = await kith.page(`/stories/${id}`)
  expect(page).toContain('Show it on your own site')
  expect(page).toContain(`&lt;iframe src=&quot;http://localhost/embed/stories/${id}&quot;`)
  const links = [...page.matchAll(/type="(?:application\/json|text\/xml)\+oembed" href="([^"]+)"/g)]
  const [json = '', xml = ''] = links.map(([, href]) => (href ?? '').replaceAll('&amp;', '&'))
  const said = (await (await kith.visit(json)).json()) as Record<string, unknown>
  expect(said).toMatchObject({
    version: '1.0',
    type: 'rich',
    title: 'A story from Northtown Together',
  })
  expect(said).toMatchObject({ width: 600, height: 420 })
  expect(said['html']).toContain(`/embed/stories/${id}`)
  // What the other site keeps of it holds no word of the story: it would stay there.
  expect(JSON.stringify(said).toLowerCase()).not.toContain('quibblesnap')
  expect(await (await kith.visit(xml)).text()).toMatch(/^<\?xml.*<type>rich<\/type>/s)
  const small = await (await kith.visit(`${json}&maxwidth=320&maxheight=150`)).json()
  expect(small).toMatchObject({ width: 320, height: 150 })
  expect((await kith.visit(json.replace('json', 'yaml'))).status).toBe(501)
  for (const url of ['', 'http://localhost/', 'https://elsewhere.example.org/stories/1', 'x'])
    expect((await kith.visit(`/oembed?url=${encodeURIComponent(url)}`)).status, url).toBe(404)
})

test('a story is in frames for as long as the yes to the site holds, and in none for members alone', async () => {
  const kith = await openKith()
  await tellStory(kith, { audience: { audience: 'members', uses: 'site', until: 'always' } })
  const forMembers = await publishNext(kith)
  expect((await kith.visit(`/embed/stories/${forMembers}`)).status).toBe(404)
  const mine = await tellStory(kith)
  const id = await publishNext(kith)
  expect((await kith.visit(`/embed/stories/${id}`)).status).toBe(200)
  await kith.send(`${mine}/use`, { use: 'site' })
  const after = await kith.visit(`/embed/stories/${id}`)
  expect(after.status).toBe(410)
  expect(await after.text()).toContain('no longer shown')
  expect((await kith.visit(`/oembed?url=http://localhost/stories/${id}`)).status).toBe(404)
})

test('of whoever shows a story only the host is read', () => {
  expect(hostIn('https://a.example.org/private?name=Ann', 'http://localhost')).toBe('a.example.org')
  expect(hostIn('http://localhost/stories', 'http://localhost')).toBe(null)
  expect(hostIn('nonsense', 'http://localhost')).toBe(null)
})

test('a frame is never larger than is asked for, and only our own addresses have one', () => {
  expect(frameOf('100', '90')).toEqual({ width: 100, height: 90 })
  expect(frameOf('0', '-5')).toEqual({ width: 600, height: 420 })
  expect(frameOf('9000', undefined)).toEqual({ width: 600, height: 420 })
  const id = crypto.randomUUID()
  expect(storyAt(`http://localhost/stories/${id}`, 'http://localhost')).toBe(id)
  expect(storyAt(`http://localhost:1/stories/${id}`, 'http://localhost')).toBe(null)
  expect(storyAt(`http://localhost/stories/${id}/decision`, 'http://localhost')).toBe(null)
})
