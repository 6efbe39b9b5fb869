import { parseAtomFeed, parseFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { sizes, storeBytes } from '#base/files.store.ts'
import { dropPages } from '#base/pages.ts'
import { agreeTo } from '../../../tests/telling.ts'
import { type Kith, openKith } from '../../../tests/kith.ts'

const addresses = ['/feeds/stories.atom', '/feeds/stories.rss', '/feeds/stories.json']

type Given = {
  lang: string
  title: string
  body: string
  byline?: string
  pictureWords?: string
  at: string
}

/** A story that everyone may read already. Out: its id. */
async function published(kith: Kith, given: Given): Promise<string> {
  const id = crypto.randomUUID()
  const { lang, title, body, byline = '', pictureWords = null } = given
  const publishedAt = new Date(given.at)
  const pictureId = pictureWords === null ? null : crypto.randomUUID()
  const told = { id, lang, title, body, publishedAt, town: null, example: false }
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .insertInto('stories')
      .values({
        ...told,
        tellerId: null,
        name: byline,
        nameStyle: 'full',
        email: null,
        audience: 'public',
        pictureId: null,
        pictureWords,
        state: 'published',
        keyHash: id,
        spoken: 'en',
        toldAt: publishedAt,
      })
      .execute()
    await agreeTo(tx, id)
    await tx
      .insertInto('publishedStories')
      .values({ ...told, byline, pictureId, pictureWords, pictureWidth: null, pictureHeight: null })
      .execute()
  })
  return id
}

const read = async (kith: Kith, path: string) => (await kith.visit(path)).text()

const urdu = {
  lang: 'ur',
  title: 'چائے کی دو پیالیاں',
  body: 'پہلا۔\n\nدوسرا۔',
  byline: 'شبانہ',
  at: '2026-04-02T10:00:00Z',
}
const english = {
  lang: 'en',
  title: 'A card a week',
  body: 'Every Friday.',
  at: '2026-04-01T09:00:00Z',
}

test('a reader who follows the stories by Atom gets each in its language and direction', async () => {
  const kith = await openKith()
  const ids = [await published(kith, urdu), await published(kith, english)]
  const atom = parseAtomFeed(await read(kith, '/feeds/stories.atom'))
  expect(atom.links?.find((link) => link.rel === 'self')?.href).toBe(
    'http://localhost/feeds/stories.atom',
  )
  expect(atom.entries?.map((entry) => entry.id)).toEqual(ids.map((id) => `urn:uuid:${id}`))
  expect(atom.entries?.[0]).toMatchObject({
    title: { value: urdu.title },
    authors: [{ name: 'شبانہ' }],
    content: { type: 'html', value: '<div lang="ur" dir="rtl"><p>پہلا۔</p><p>دوسرا۔</p></div>' },
  })
  expect(await read(kith, '/feeds/stories.atom')).toContain('<entry xml:lang="ur">')
})

test('a reader who follows the stories by RSS gets each in its language', async () => {
  const kith = await openKith()
  const ids = [await published(kith, urdu), await published(kith, english)]
  const rss = parseRssFeed(await read(kith, '/feeds/stories.rss'))
  expect(rss).toMatchObject({ language: 'en', link: 'http://localhost/stories' })
  expect(rss.items?.map((item) => item.dc?.languages?.[0])).toEqual(['ur', 'en'])
  expect(rss.items?.[1]).toMatchObject({
    title: english.title,
    link: `http://localhost/stories/${ids[1]}`,
    guid: { isPermaLink: false },
  })
})

test('a reader who follows the stories by JSON gets each in its language', async () => {
  const kith = await openKith()
  await published(kith, urdu)
  await published(kith, english)
  const json = parseJsonFeed(await read(kith, '/feeds/stories.json'))
  expect(json.items?.map((item) => item.language)).toEqual(['ur', 'en'])
  expect(json.items?.[0]).toMatchObject({ content_text: urdu.body, authors: [{ name: 'شبانہ' }] })
  expect(json.items?.[1]?.authors).toBeUndefined()
})

test('a feed without stories is a whole feed', async () => {
  const kith = await openKith()
  expect(parseFeed(await read(kith, '/feeds/stories.atom')).format).toBe('atom')
  expect(parseFeed(await read(kith, '/feeds/stories.rss')).format).toBe('rss')
  expect(parseFeed(await read(kith, '/feeds/stories.json')).format).toBe('json')
})

test('a picture comes with its words', async () => {
  const kith = await openKith()
  await published(kith, { ...english, pictureWords: 'Two cups & "one" <pot>' })
  const json = parseJsonFeed(await read(kith, '/feeds/stories.json'))
  expect(json.items?.[0]?.image).toMatch(/^http:\/\/localhost\/files\/[0-9a-f-]{36}-1200\.jpg$/)
  expect(json.items?.[0]?.content_html).toContain(
    'alt="Two cups &amp; &quot;one&quot; &lt;pot&gt;"',
  )
})

test('a picture is enclosed as a JPEG, with how many bytes it has', async () => {
  const kith = await openKith()
  await published(kith, { ...english, pictureWords: 'Two cups' })
  const { id } = await kith.db
    .selectFrom('publishedStories')
    .select('pictureId as id')
    .executeTakeFirstOrThrow()
  const stored = await storeBytes(
    kith.config.dataFolder,
    id ?? '',
    sizes.map((size) => Buffer.from(size)),
  )
  expect(stored.ok).toBe(true)
  const url = `http://localhost/files/${id}-1200.jpg`
  const rss = parseRssFeed(await read(kith, '/feeds/stories.rss'))
  expect(rss.items?.[0]?.enclosures).toEqual([{ url, length: 8, type: 'image/jpeg' }])
  const atom = parseAtomFeed(await read(kith, '/feeds/stories.atom'))
  expect(atom.entries?.[0]?.links?.find((link) => link.rel === 'enclosure')).toMatchObject({
    href: url,
    length: 8,
  })
  const json = parseJsonFeed(await read(kith, '/feeds/stories.json'))
  expect(json.items?.[0]?.attachments).toMatchObject([{ url, mime_type: 'image/jpeg' }])
  expect((await kith.visit(url)).status).toBe(200)
})

test('hostile words stay words in every feed', async () => {
  const kith = await openKith()
  const words = [
    '<script>alert(1)</script>',
    ']]>',
    '<!--',
    '&amp;',
    '"\'',
    '\u0007\u001B\uFFFE',
    '👩‍👩‍👧‍👦',
    '\u202Etxt.exe',
  ]
  for (const word of words)
    await published(kith, {
      lang: 'en',
      title: `T ${word}`,
      body: `B ${word}`,
      byline: `N ${word}`,
      at: english.at,
    })
  const bad = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
  for (const address of addresses) {
    const text = await read(kith, address)
    expect(text, address).not.toMatch(bad)
    const { feed } = parseFeed(text)
    const count =
      'items' in feed ? feed.items?.length : 'entries' in feed ? feed.entries?.length : 0
    expect(count, address).toBe(words.length)
  }
  for (const address of addresses.slice(0, 2))
    expect(await read(kith, address)).not.toContain('<script')
  const json = parseJsonFeed(await read(kith, '/feeds/stories.json'))
  for (const item of json.items ?? []) expect(item.content_html).not.toContain('<script')
})

test('whoever has the newest gets 304, and 200 again when a story is taken back', async () => {
  const kith = await openKith()
  const id = await published(kith, urdu)
  await published(kith, english)
  for (const address of addresses) {
    const first = await kith.visit(address)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).not.toBe('')
    expect(first.headers.get('last-modified')).toBe('Thu, 02 Apr 2026 10:00:00 GMT')
    expect((await kith.visit(address, { 'if-none-match': etag })).status).toBe(304)
  }
  const etags = new Map<string, string>()
  for (const address of addresses)
    etags.set(address, (await kith.visit(address)).headers.get('etag') ?? '')
  await act(kith.db, kithItself, async (tx) => {
    await tx.deleteFrom('publishedStories').where('id', '=', id).execute()
    await dropPages(tx, ['stories'])
  })
  for (const address of addresses) {
    const asked = {
      'if-none-match': etags.get(address) ?? '',
      'if-modified-since': 'Fri, 01 Jan 2027 00:00:00 GMT',
    }
    const answer = await kith.visit(address, asked)
    expect(answer.status, address).toBe(200)
    expect(await answer.text()).not.toContain(urdu.title)
  }
})

test('any other feed is not there', async () => {
  const kith = await openKith()
  for (const path of [
    '/feeds/stories.xml',
    '/feeds/stories.',
    '/feeds/members.atom',
    '/feeds/stories.constructor',
  ])
    expect((await kith.visit(path)).status, path).toBe(404)
})

const told = {
  who: { name: 'Kofi Mensah', nameStyle: 'first', town: '', email: '' },
  what: { lang: 'en', title: 'The quibblesnap', body: 'Quibblesnap, said the card.' },
  picture: {},
}

/** Tells a story by the pages and publishes it. Out: the address of its private page. */
async function tellAndPublish(kith: Kith, audience: 'public' | 'members'): Promise<string> {
  await kith.signIn(null)
  const pages = {
    ...told,
    others: { othersIn: 'nobody' },
    audience: { audience, uses: 'site', until: 'always' },
  }
  for (const [page, fields] of Object.entries(pages))
    await kith.send(`/stories/new/${page}`, fields)
  const sent = await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  await kith.signIn('moderator')
  const html = await kith.page('/stories/waiting')
  const id = /\/stories\/([0-9a-f-]{36})\/decision/.exec(html)![1]!
  await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })
  await kith.signIn(null)
  return (sent.headers.get('location') ?? '').split('?')[0]!
}

test('a published story enters every feed at once, and leaves it at once when it is taken back', async () => {
  const kith = await openKith()
  for (const address of addresses) expect(await read(kith, address)).not.toContain('uibblesnap')
  const mine = await tellAndPublish(kith, 'public')
  for (const address of addresses)
    expect(await read(kith, address), address).toContain('Quibblesnap')
  for (const address of addresses)
    expect(await read(kith, address), address).not.toContain('Mensah')
  await kith.send(`${mine}/withdrawal`)
  for (const address of addresses)
    expect(await read(kith, address), address).not.toContain('uibblesnap')
})

test('a story for members enters no feed, whoever asks', async () => {
  const kith = await openKith()
  await tellAndPublish(kith, 'members')
  for (const who of [null, 'moderator'] as const) {
    await kith.signIn(who)
    for (const address of addresses)
      expect(await read(kith, address), address).not.toContain('uibblesnap')
  }
})

test('a reader follows the stories of one language, and one that is gone leaves at once', async () => {
  const kith = await openKith()
  const id = await published(kith, urdu)
  await published(kith, english)
  for (const format of ['atom', 'rss', 'json']) {
    const address = `/feeds/stories/ur.${format}`
    const feed = await read(kith, address)
    expect(feed).toContain(urdu.title)
    expect(feed).toContain(`http://localhost${address}`)
    expect(feed).not.toContain(english.title)
    expect(() => parseFeed(feed)).not.toThrow()
  }
  expect(await read(kith, '/stories?told=ur')).toContain('href="/feeds/stories/ur.atom"')
  expect(await read(kith, `/stories/${id}`)).toContain('href="/feeds/stories/ur.atom"')
  await act(kith.db, kithItself, async (tx) => {
    await tx.updateTable('consents').set({ endedAt: new Date(), endedChannel: 'web' }).execute()
    await dropPages(tx, ['stories'])
  })
  for (const format of ['atom', 'rss', 'json'])
    expect(await read(kith, `/feeds/stories/ur.${format}`)).not.toContain(urdu.title)
  for (const wrong of ['xx.atom', 'ur.exe', 'constructor.atom', 'UR.atom'])
    expect((await kith.visit(`/feeds/stories/${wrong}`)).status, wrong).toBe(404)
})

test('a reader follows the stories of a town as their tellers show it', async () => {
  const kith = await openKith()
  const id = await published(kith, english)
  await published(kith, urdu)
  await act(kith.db, kithItself, (tx) =>
    tx
      .updateTable('publishedStories')
      .set({ town: 'Pen-y-Bont Ŵan' })
      .where('id', '=', id)
      .execute(),
  )
  const atom = await read(kith, '/feeds/stories/near/pen-y-bont-wan.atom')
  expect(atom).toContain(english.title)
  expect(atom).toContain('Pen-y-Bont Ŵan')
  expect(atom).not.toContain(urdu.title)
  const nowhere = await read(kith, `/feeds/stories/near/${encodeURIComponent('<b>%_')}.rss`)
  expect(nowhere).not.toContain('<item>')
  expect(nowhere).not.toContain('<b>')
})
