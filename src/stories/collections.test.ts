import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { now } from '#base/time.ts'
import { agreeTo, publishNext, tellStory } from '../../tests/telling.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { dayOf, stateOf } from './campaigns.rules.ts'
import { settle } from './consent.actions.ts'
import { freeSlug, moved, pageOf, slugOf } from './collections.rules.ts'

test('an address is made from a name in any script', () => {
  expect(slugOf('Lonely winters')).toBe('lonely-winters')
  expect(slugOf('  Tŷ Gŵyl: “Nadolig”!  ')).toBe('ty-gwyl-nadolig')
  expect(slugOf('The neighbour’s door')).toBe('the-neighbours-door')
  expect(slugOf('چائے خانہ')).toBe('چائے-خانہ')
  expect(slugOf('ਅਮਰਜੀਤ ਦੀ ਕਹਾਣੀ')).toBe('ਅਮਰਜੀਤ-ਦੀ-ਕਹਾਣੀ')
  expect(slugOf('東京')).toBe('東京')
  expect(slugOf('!!! 🎉')).toBe('stories')
  expect(slugOf('../../etc/passwd?x=1#y')).toBe('etc-passwd-x-1-y')
  expect([...slugOf('ab '.repeat(100))].length).toBeLessThanOrEqual(60)
})

test('the same name twice has two addresses, and none is the address of something else', () => {
  expect(freeSlug('Doors', ['doors'])).toBe('doors-2')
  expect(freeSlug('Doors', ['doors', 'doors-2'])).toBe('doors-3')
  expect(freeSlug('New', [])).toBe('new-2')
})

test('a list is put in order one step at a time', () => {
  expect(moved(['a', 'b', 'c'], 'b', 'up')).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 'c', 'first')).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 'b', 'down')).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', 'up')).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 'x', 'down')).toEqual(['a', 'b', 'c'])
  expect(pageOf('7', 30, 12)).toEqual({ page: 3, pages: 3 })
  expect(pageOf('-1', 0, 12)).toEqual({ page: 1, pages: 1 })
})

test('a campaign begins and ends with its days, as Britain counts them', () => {
  const days = {
    beginsOn: new Date('2026-06-01T00:00:00'),
    endsOn: new Date('2026-06-30T00:00:00'),
  }
  expect(stateOf(days, new Date('2026-05-31T22:59:00Z'))).toBe('coming')
  // Half past midnight in London, while it is still May by Greenwich.
  expect(stateOf(days, new Date('2026-05-31T23:30:00Z'))).toBe('open')
  expect(stateOf(days, new Date('2026-06-30T22:30:00Z'))).toBe('open')
  expect(stateOf(days, new Date('2026-06-30T23:30:00Z'))).toBe('ended')
  expect(dayOf(new Date('2026-11-23T12:00:00Z'))).toBe('2026-11-23')
})

const collection = {
  name: 'Doors that opened',
  words: 'Stories about knocking.\n\nAnd about being let in.',
  lang: 'en',
  colour: 'moss',
  slug: '',
  place: '',
}

const idIn = (place: string | null) => /[0-9a-f-]{36}/.exec(place ?? '')?.[0] ?? ''

async function makeCollection(kith: Kith, changed: Record<string, string> = {}) {
  const made = await kith.send('/collections/new', { ...collection, ...changed })
  expect(made.status, await made.clone().text()).toBe(303)
  return idIn(made.headers.get('location'))
}

/** Tells and publishes a story. Out: its id and the place of its private link. */
async function publishOne(kith: Kith, title: string, uses: string[] = ['site']) {
  const audience = { audience: 'public', uses, until: 'always' } as unknown as Record<
    string,
    string
  >
  const what = { lang: 'en', title, body: `${title} in words.` }
  const mine = await tellStory(kith, { what, audience })
  return { mine, id: await publishNext(kith) }
}

const place = async (kith: Kith, id: string, pressed: string) =>
  (await kith.send(`/collections/${id}/stories`, { do: pressed })).status

test('a moderator makes a collection, chooses stories by hand, and everyone reads them in that order', async () => {
  const kith = await openKith()
  expect(await kith.page('/collections')).toContain('No collections yet')
  const first = await publishOne(kith, 'Quibblesnap')
  const second = await publishOne(kith, 'Wobblethwick')
  await kith.signIn('moderator')
  await kith.page('/collections/new')
  const id = await makeCollection(kith)
  expect(await kith.page(`/collections/${id}/stories`)).toContain('Nothing is chosen yet')
  expect(await place(kith, id, `add-${first.id}`)).toBe(303)
  expect(await place(kith, id, `add-${second.id}`)).toBe(303)
  expect(await place(kith, id, `add-${second.id}`)).toBe(303)
  expect(await place(kith, id, `up-${second.id}`)).toBe(303)
  expect(await kith.page(`/collections/${id}/stories`)).toContain(
    'Down<span class="vh"> Wobblethwick',
  )
  expect(await place(kith, id, 'sideways')).toBe(404)
  expect(await place(kith, id, `add-${crypto.randomUUID()}`)).toBe(409)

  await kith.signIn(null)
  const page = await kith.page('/collections/doors-that-opened')
  expect(page.indexOf('Wobblethwick')).toBeGreaterThan(0)
  expect(page.indexOf('Wobblethwick')).toBeLessThan(page.indexOf('Quibblesnap'))
  expect(page).toContain('/feeds/collections/doors-that-opened.atom')
  expect(await kith.page('/collections')).toContain('2 stories')
  for (const format of ['atom', 'rss', 'json']) {
    const feed = await kith.visit(`/feeds/collections/doors-that-opened.${format}`)
    expect(feed.status).toBe(200)
    expect(await feed.text()).toContain('Quibblesnap')
  }
  expect((await kith.visit('/feeds/collections/doors-that-opened.exe')).status).toBe(404)
  expect((await kith.visit('/feeds/collections/nothing.atom')).status).toBe(404)
})

test('a story that leaves the pages leaves its collection at once, and comes back when it is agreed again', async () => {
  const kith = await openKith()
  const { id: story, mine } = await publishOne(kith, 'Quibblesnap', ['site', 'newsletter'])
  await kith.signIn('moderator')
  const id = await makeCollection(kith)
  await place(kith, id, `add-${story}`)
  await kith.signIn(null)
  const seen = async () => {
    const where = ['/collections/doors-that-opened', '/feeds/collections/doors-that-opened.json']
    const texts = await Promise.all(where.map(async (path) => (await kith.visit(path)).text()))
    return texts.map((text) => text.includes('Quibblesnap'))
  }
  expect(await seen()).toEqual([true, true])
  // Twice, so that the page that was ready is asked.
  expect(await seen()).toEqual([true, true])
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .updateTable('consents')
      .set({ endedAt: now(), endedChannel: 'web' })
      .where('storyId', '=', story)
      .where('use', '=', 'site')
      .execute()
    await settle(tx, story, now())
  })
  expect(await seen()).toEqual([false, false])
  expect(await kith.page('/collections/doors-that-opened')).toContain(
    'No stories here at the moment',
  )
  await kith.signIn('moderator')
  expect(await kith.page(`/collections/${id}/stories`)).toContain('Not on the pages now')
  await kith.signIn(null)
  await act(kith.db, kithItself, async (tx) => {
    await agreeTo(tx, story)
    await settle(tx, story, now())
  })
  expect(await seen()).toEqual([true, true])
  // Taken back whole, the list forgets it.
  expect((await kith.send(`${mine}/withdrawal`, { sure: 'yes' })).status).toBeLessThan(400)
  expect(await seen()).toEqual([false, false])
  const { rows } = await kith.owner.query('select 1 from collection_stories')
  expect(rows).toEqual([])
})

test('from a story, a moderator puts it into collections and under a campaign, and takes it out again', async () => {
  const kith = await openKith()
  const { id: story, mine } = await publishOne(kith, 'Quibblesnap')
  await kith.signIn('moderator')
  expect(await kith.page('/stories/waiting')).toContain('href="/editions"')
  expect(await kith.page(`/stories/${story}`)).toContain(`/stories/${story}/lists`)
  expect(await kith.page(`/stories/${story}/lists`)).toContain('No collections yet')
  const [doors, cups] = [await makeCollection(kith), await makeCollection(kith, { name: 'Cups' })]
  const days = { beginsOn: dayOf(now()), endsOn: dayOf(now()) }
  const about = { name: 'Winter', words: 'Words', call: 'Tell us', lang: 'en', colour: 'woad' }
  await kith.send('/campaigns/new', { ...about, slug: '', ...days })
  const { rows } = await kith.owner.query<{ id: string }>('select id from campaigns')
  const campaign = rows[0]?.id ?? ''
  expect(await kith.page(`/stories/${story}/decision`)).toContain('Put it into lists')
  const lists = { collections: [doors, cups], campaign }
  expect((await kith.send(`/stories/${story}/lists`, lists)).status).toBe(303)
  const page = await kith.page(`/stories/${story}/lists?done=yes`)
  expect([...page.matchAll(/ checked/g)].length).toBe(2)
  expect(await kith.page('/collections/cups')).toContain('Quibblesnap')
  expect(await kith.page('/campaigns/winter')).toContain('Quibblesnap')
  await kith.send(`/stories/${story}/lists`, { collections: doors, campaign: '' })
  expect(await kith.page('/collections/cups')).not.toContain('Quibblesnap')
  expect(await kith.page('/campaigns/winter')).not.toContain('Quibblesnap')
  expect(await kith.page('/collections/doors-that-opened')).toContain('Quibblesnap')
  // Taken back while the page stood open: it is in no list, and stays in none.
  await kith.send(`${mine}/withdrawal`, { sure: 'yes' })
  await kith.signIn('moderator')
  expect((await kith.send(`/stories/${story}/lists`, lists)).status).toBe(404)
  expect((await kith.owner.query('select 1 from collection_stories')).rows).toEqual([])
})

test('the same name twice is two collections; a taken address is refused with the form as it was', async () => {
  const kith = await openKith()
  await kith.signIn('moderator')
  const first = await makeCollection(kith)
  const second = await makeCollection(kith)
  const taken = await kith.send(`/collections/${second}/change`, {
    ...collection,
    name: 'Other doors',
    slug: 'Doors that opened',
  })
  expect(taken.status).toBe(409)
  expect(await kith.checked(taken)).toContain('Other doors')
  const empty = await kith.send('/collections/new', { ...collection, name: ' ', colour: 'black' })
  expect(empty.status).toBe(422)
  const urdu = await makeCollection(kith, { name: 'چائے خانہ', lang: 'ur' })
  expect(new Set([first, second, urdu]).size).toBe(3)
  await kith.signIn(null)
  await kith.page('/collections/doors-that-opened-2')
  expect(await kith.page(`/collections/${encodeURIComponent('چائے-خانہ')}`)).toContain('dir="rtl"')
  await kith.page('/collections/nothing', 404)
  await kith.signIn('moderator')
  // Without the tick nothing goes.
  await kith.send(`/collections/${urdu}/remove`)
  await kith.page(`/collections/${urdu}/change`)
  await kith.send(`/collections/${urdu}/remove`, { sure: 'yes' })
  await kith.page(`/collections/${encodeURIComponent('چائے-خانہ')}`, 404)
})

test('a long collection is read page by page', async () => {
  const kith = await openKith()
  await kith.signIn('moderator')
  const id = await makeCollection(kith)
  await kith.owner.query(`
    insert into stories (id, name_style, lang, title, body, audience, state, key_hash, spoken, told_at, published_at, example)
    select gen_random_uuid(), 'none', 'en', 'Story ' || n, 'Words', 'public', 'published', 'k' || n, 'en', now(), now(), false
    from generate_series(1, 50) n`)
  await act(kith.db, kithItself, async (tx) => {
    const stories = await tx.selectFrom('stories').selectAll().orderBy('title').execute()
    for (const story of stories) {
      await agreeTo(tx, story.id)
      await settle(tx, story.id, now())
    }
  })
  const { rows } = await kith.owner.query<{ id: string }>('select id from published_stories')
  expect(rows.length).toBe(50)
  for (const row of rows) await place(kith, id, `add-${row.id}`)
  // Whoever arranges it sees a part at a time, and goes on at what they moved.
  const last = (await kith.page(`/collections/${id}/stories`)).match(/id="chosen-[0-9a-f-]+"/g)
  expect(last?.length).toBe(40)
  const far = rows.at(-1)?.id
  const up = await kith.send(`/collections/${id}/stories`, { do: `up-${far}` })
  expect(up.headers.get('location')).toContain(`?moved=${far}#chosen-${far}`)
  expect(await kith.page(`/collections/${id}/stories?moved=${far}`)).toContain('49. ')
  await place(kith, id, `first-${far}`)
  expect(await kith.page(`/collections/${id}/stories?moved=${far}`)).toContain(`id="chosen-${far}"`)
  await kith.signIn(null)
  const titles = new Set<string>()
  for (const page of [1, 2, 3, 4, 5])
    for (const [title] of (await kith.page(`/collections/doors-that-opened?page=${page}`)).matchAll(
      />Story \d+</g,
    ))
      titles.add(title)
  expect(titles.size).toBe(50)
  expect(await kith.page('/collections/doors-that-opened?page=999')).toContain('3')
})
