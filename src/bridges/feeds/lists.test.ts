import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { now } from '#base/time.ts'
import { type Kith, openKith } from '../../../tests/kith.ts'
import { publishNext, tellStory } from '../../../tests/telling.ts'

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(now())

/** A story that stands in a collection and a campaign. Out: its private page and its id. */
async function tellInto(kith: Kith) {
  const mine = await tellStory(kith)
  const id = await publishNext(kith)
  await kith.signIn('moderator')
  const about = { words: 'Words & <signs>', call: 'Tell us', lang: 'en', colour: 'woad', slug: '' }
  await kith.send('/collections/new', { ...about, name: 'Doors & <cups>' })
  const days = { beginsOn: today(), endsOn: today() }
  await kith.send('/campaigns/new', { ...about, ...days, name: 'Winter' })
  const { rows } = await kith.owner.query<{ collections: string; campaign: string }>(
    'select c.id as collections, g.id as campaign from collections c, campaigns g',
  )
  expect((await kith.send(`/stories/${id}/lists`, rows[0])).status).toBe(303)
  await kith.signIn(null)
  return { mine, id }
}

const lists = [
  '/feeds/stories',
  '/feeds/stories/en',
  '/feeds/stories/near/leeds',
  '/feeds/collections/doors-cups',
  '/feeds/campaigns/winter',
]

type Read = { ids: unknown[]; self: unknown; title: unknown }

/** Reads a feed as a reader of its format does, and looks for what the format cannot be without. */
const readers: Record<string, (text: string) => Read> = {
  atom: (text) => {
    const { id, updated, authors, title, links = [], entries = [] } = parseAtomFeed(text)
    for (const needed of [id, updated, authors?.[0]?.name]) expect(needed).toBeTruthy()
    for (const one of entries)
      for (const needed of [one.title, one.updated, one.content]) expect(needed).toBeTruthy()
    const self = links.find(({ rel }) => rel === 'self')?.href
    return { ids: entries.map((one) => one.id), self, title: title?.value }
  },
  rss: (text) => {
    const { title, link, description, atom, items = [] } = parseRssFeed(text)
    for (const needed of [link, description]) expect(needed).toBeTruthy()
    for (const one of items)
      for (const needed of [one.link, one.pubDate]) expect(needed).toBeTruthy()
    return { ids: items.map(({ guid }) => guid?.value), self: atom?.links?.[0]?.href, title }
  },
  json: (text) => {
    const { title, feed_url: self, home_page_url: page, items = [] } = parseJsonFeed(text)
    expect(JSON.parse(text)['version']).toBe('https://jsonfeed.org/version/1.1')
    expect(page).toBeTruthy()
    for (const one of items) expect(one.content_html).toBeTruthy()
    return { ids: items.map(({ id }) => id), self, title }
  },
}

test('every list can be followed in every format, and a story taken back leaves them all at once', async () => {
  const kith = await openKith()
  const { mine, id } = await tellInto(kith)
  const known = new Map<string, string>()
  for (const list of lists)
    for (const [format, read] of Object.entries(readers)) {
      const address = `${list}.${format}`
      const answer = await kith.visit(address)
      expect(answer.status, address).toBe(200)
      const feed = read(await answer.text())
      expect(feed.ids, address).toEqual([`urn:uuid:${id}`])
      expect(feed.self, address).toBe(`http://localhost${address}`)
      if (list.includes('collections'))
        expect(feed.title, address).toBe('Northtown Together: Doors & <cups>')
      const etag = answer.headers.get('etag') ?? ''
      expect((await kith.visit(address, { 'if-none-match': etag })).status, address).toBe(304)
      known.set(address, etag)
    }
  await kith.send(`${mine}/withdrawal`)
  for (const [address, etag] of known) {
    // Who has the feed and asks whether it changed gets the one without the story, not "nothing new".
    const answer = await kith.visit(address, {
      'if-none-match': etag,
      'if-modified-since': new Date(now().getTime() + 60_000).toUTCString(),
    })
    expect(answer.status, address).toBe(200)
    const text = await answer.text()
    expect(text.toLowerCase(), address).not.toContain('quibblesnap')
    expect(readers[address.split('.').at(-1) ?? '']?.(text).ids, address).toEqual([])
  }
})
