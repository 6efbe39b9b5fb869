import { existsSync, readFileSync } from 'node:fs'
import { parseAtomFeed, parseRssFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { type Kith, openKith } from '../kith.ts'
import { hostileWords as own } from './words.ts'

const file = '../shared/data/bad-input/blns.base64.json'
function famous(): string[] {
  if (!existsSync(file)) {
    process.stdout.write(
      'The big list of naughty strings is not here: our own list alone is tried.\n',
    )
    return []
  }
  const encoded: string[] = JSON.parse(readFileSync(file, 'utf8'))
  return encoded.map((text) => Buffer.from(text, 'base64').toString())
}

const markup =
  /<script>alert|<img src=x|<svg\/onload|<[^>]* on(?:error|load|mouseover)=|href="javascript:/i
// What stands between the quotes of an attribute is text, unless it is an address.
const bare = (html: string) => html.replace(/(?<!href)="[^"]*"/g, '=""')

async function good(answer: Response, where: string) {
  expect(answer.status, where).toBeLessThan(500)
  const html = await answer.text()
  expect(markup.test(bare(html)), `${where}: ${bare(html).match(markup)?.[0]}`).toBe(false)
}

test('whatever stands in a field of a form that anyone may send, it is words', async () => {
  const kith = await openKith()
  for (const words of own) {
    const sent: [string, Record<string, string>][] = [
      ['/stories/new/who', { name: words, nameStyle: 'full', town: words, email: words }],
      ['/stories/new/what', { lang: words, title: words, body: words }],
      ['/stories/new/what', { lang: 'en', title: words, body: words }],
      ['/stories/new/picture', { pictureWords: words }],
      ['/stories/new/audience', { audience: words, uses: words, until: words }],
      ['/join/kind', { kind: words }],
      ['/join/kind', { kind: 'charity' }],
      ['/join/name', { name: words }],
      ['/join/register', { register: 'GB-CHC', registerNumber: words }],
      ['/join/about', { about: words }],
      ['/join/topics', { topics: words }],
      ['/join/place', { place: words, address: words, precision: words }],
      ['/join/website', { website: words }],
      [
        '/join/contact',
        { email: words, phone: words, emailAudience: words, phoneAudience: 'staff' },
      ],
      ['/join/you', { yourName: words, yourRole: words, yourEmail: words, yourPhone: words }],
      ['/join/why', { why: words }],
      ['/sign-in', { email: words }],
      ['/reports/new', { about: words, harm: words, words, email: words }],
      ['/easier-to-read', { text: words, from: words }],
    ]
    for (const [path, fields] of sent) await good(await kith.send(path, fields), `${path} ${words}`)
    const q = encodeURIComponent(words.toWellFormed())
    for (const path of [
      `/search?q=${q}`,
      `/members?q=${q}&near=${q}&kind=${q}&topic=${q}&region=${q}&page=${q}`,
      `/stories?told=${q}&after=${q}`,
      `/reports/new?about=${q}`,
      `/sign-in?to=${q}`,
      `/?lang=${q}`,
    ])
      await good(await kith.visit(path), path)
    for (const page of ['/stories/new/check', '/join/check', '/join/you', '/stories/new/what'])
      await good(await kith.visit(page), page)
  }
}, 120_000)

async function tellAndPublish(kith: Kith, words: string): Promise<string> {
  const title = words.trim() ? words.slice(0, 110) : 'Nothing'
  const what = { lang: 'en', title, body: `${words} stays text` }
  await kith.send('/stories/new/who', { name: title, nameStyle: 'full', town: title })
  expect((await kith.send('/stories/new/what', what)).status).toBeLessThan(500)
  await kith.send('/stories/new/picture', {})
  await kith.send('/stories/new/others', { othersIn: 'nobody' })
  await kith.send('/stories/new/audience', { audience: 'public', uses: 'site', until: 'always' })
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  const { rows } = await kith.owner.query<{ id: string }>(
    "select id from stories where state = 'told'",
  )
  return rows[0]?.id ?? ''
}

test('hostile words that were published are words on every page and in every feed', async () => {
  const kith = await openKith()
  const mona = await kith.makePerson({ roles: ['moderator'] })
  for (const words of own) {
    const id = await tellAndPublish(kith, words)
    if (!id) continue
    await kith.signIn(mona)
    await good(await kith.visit(`/stories/${id}/decision`), words)
    await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })
    await kith.signIn(null)
    await good(await kith.visit(`/stories/${id}`), words)
  }
  for (const page of ['/', '/stories', '/search?q=text']) await good(await kith.visit(page), page)
  const atom = parseAtomFeed(await (await kith.visit('/feeds/stories.atom')).text())
  const rss = parseRssFeed(await (await kith.visit('/feeds/stories.rss')).text())
  const json = await (await kith.visit('/feeds/stories.json')).json()
  const told = await kith.db.selectFrom('publishedStories').select('id').execute()
  expect(told.length).toBeGreaterThan(15)
  expect(atom.entries?.length).toBe(told.length)
  expect(rss.items?.length).toBe(told.length)
  expect(json).toHaveProperty('items.length', told.length)
}, 120_000)

test('the famous naughty strings break nothing either', async () => {
  const kith = await openKith()
  for (const words of famous()) {
    const q = encodeURIComponent(words.toWellFormed())
    await good(await kith.visit(`/search?q=${q}`), words)
    const what = { lang: 'en', title: words, body: words }
    await good(await kith.send('/stories/new/what', what), words)
    await good(await kith.visit('/stories/new/what'), words)
  }
}, 120_000)
