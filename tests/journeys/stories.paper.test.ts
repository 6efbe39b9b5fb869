import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { act, kithItself } from '../../src/base/db.ts'
import { moveClock } from '../../src/base/time.ts'
import { type Kith, openKith } from '../kith.ts'
import { wordsIn } from '../outside.read.ts'
import { makeMember } from '../telling.ts'
import { openBrowser, serveKith } from './browser.ts'
import { walker, type Walker } from './walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A browser with or without scripts, at the width of an old phone; signed in as whoever the harness is. */
async function someone(kith: Kith, origin: string, withScript: boolean) {
  const context = await browser.newContext({
    javaScriptEnabled: withScript,
    viewport: { width: 320, height: 640 },
    acceptDownloads: true,
  })
  const token = kith.cookies.get('kith')
  if (token) await context.addCookies([{ name: 'kith', value: token, url: origin }])
  const page = await context.newPage()
  return { ...walker(page, { axe: withScript }), close: () => context.close() }
}

/** Presses a button that hands out a file, which is kept instead of opened. Out: what can be read in it. */
async function take({ page }: Walker, button: string): Promise<string> {
  await page.route(
    '**/*',
    async (route) => {
      const answer = await route.fetch()
      const headers = { ...answer.headers(), 'content-disposition': 'attachment; filename="kept"' }
      await route.fulfill({ response: answer, headers })
    },
    { times: 1 },
  )
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 15_000 }),
    page.locator('main form button').filter({ hasText: button }).first().click(),
  ])
  return wordsIn(await readFile(await download.path()))
}

/** A campaign and a print edition that the office has begun. Out: the edition's address. */
async function beginLists(kith: Kith): Promise<string> {
  const madeAt = new Date()
  const edition = crypto.randomUUID()
  await act(kith.db, kithItself, async (tx) => {
    await tx.insertInto('campaigns').values({
      id: crypto.randomUUID(), slug: 'lamps', name: 'Lamps', words: 'Of lamps', call: 'Tell us', lang: 'en',
      colour: 'plum', beginsOn: new Date('2020-01-01'), endsOn: new Date('2090-01-01'), madeAt,
    }).execute()
    await tx.insertInto('printEditions')
      .values({ id: edition, title: 'Winter', lang: 'en', size: 18, madeAt, printedAt: null }).execute()
  }) // prettier-ignore
  return `/editions/${edition}`
}

const choose = async (kith: Kith, id: string, edition: string) => {
  await act(kith.db, kithItself, async (tx) => {
    const { id: listId } = await tx.selectFrom('campaigns').select('id').executeTakeFirstOrThrow()
    await tx.insertInto('campaignStories').values({ listId, storyId: id, toldAt: new Date() }).execute()
    const chosen = { listId: edition.split('/').at(-1) ?? '', storyId: id, place: 1, chosenAt: new Date(), say: '' }
    await tx.insertInto('editionStories').values(chosen).execute()
  }) // prettier-ignore
}

const code = /[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/
const lists = ['/', '/stories', '/feeds/stories.atom', '/feeds/stories.json', '/search?q=gatepost', '/feeds/campaigns/lamps.rss'] // prettier-ignore
async function stands(origin: string, id: string, isOut: boolean) {
  for (const path of lists)
    expect((await (await fetch(origin + path)).text()).includes(id), path).toBe(isOut)
}

/** Zadie types in what stands on Kofi's sheet. Out: the story's id, and the code of the letter to him. */
async function typeIn(zadie: Walker, origin: string, onSheet: string) {
  await zadie.open(`${origin}/stories/paper/enter`)
  await zadie.send({
    code: onSheet, name: 'Kofi Mensah', nameStyle: 'first', address: '4 Lamp Street\nLeeds', lang: 'en',
    title: 'The gatepost', body: 'The van stops at my gatepost.\n\nRing me on 07700 900123 if you need one.',
    audience: 'public', uses: ['site', 'newsletter', 'print'], until: 'always',
  }) // prettier-ignore
  const letter = await zadie.text()
  expect(letter).toContain('4 Lamp Street')
  return { id: zadie.path().split('/')[2] ?? '', byPost: code.exec(letter)?.[0] ?? '' }
}

/** The number is marked, and left out; Kofi's answer to that comes by post. */
async function editWithKofi(zadie: Walker, origin: string, id: string) {
  await zadie.open(`${origin}/stories/waiting`)
  await zadie.follow('The gatepost')
  expect(await zadie.text()).toContain('07700 900123 (phone number)')
  await zadie.send({}, 'Leave out')
  expect(await zadie.text()).not.toContain('07700 900123 (phone number)')
  // Not before he said yes.
  await zadie.send({ verdict: 'publish' })
  expect(await (await fetch(`${origin}/stories`)).text()).not.toContain(id)
  await zadie.open(`${origin}/stories/${id}/edit`)
  await zadie.send({}, 'Ask the teller')
  await zadie.send({ answer: 'yes', channel: 'letter' }, 'Write')
  await zadie.open(`${origin}/stories/${id}/decision`)
  await zadie.send({ verdict: 'publish' })
}

test.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'Kofi tells on paper, agrees by post, runs in the newsletter and not on the fediverse, and a year later rings: it is gone everywhere, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    const { origin, close } = await serveKith(kith)
    try {
      const library = await someone(kith, origin, withScript)
      await library.open(`${origin}/stories/paper`)
      await library.page.locator('main label').filter({ hasText: '18' }).first().click()
      const sheet = await take(library, 'Open the sheet')
      const onSheet = code.exec(sheet)?.[0] ?? ''
      expect(onSheet, 'the code on the sheet').toMatch(code)
      await library.close()

      const edition = await beginLists(kith)
      await kith.signIn('moderator')
      const zadie = await someone(kith, origin, withScript)
      const { id, byPost } = await typeIn(zadie, origin, onSheet)
      await editWithKofi(zadie, origin, id)
      await choose(kith, id, edition)
      await stands(origin, id, true)
      const reader = await someone(kith, origin, withScript)
      await reader.open(`${origin}/stories/${id}`)
      expect(await reader.text()).toContain('The van stops at my gatepost.')
      expect(await reader.page.content()).not.toContain('900123')

      // What he agreed to, and what not.
      await zadie.open(`${origin}/stories/${id}/consents`)
      const record = await zadie.page.locator('#record ~ *').first().innerText()
      expect(record).toMatch(/newsletter/i)
      expect(record).not.toMatch(/fediverse/i)
      await zadie.open(origin + edition)
      expect(await take(zadie, 'Print')).toContain('The van stops')
      await kith.signIn(await makeMember(kith))
      const member = await someone(kith, origin, withScript)
      await member.open(`${origin}/campaigns/lamps/kit`)
      const kit = await take(member, 'Download the kit')
      expect(kit).toContain('The van stops at my gatepost.')
      expect(kit).not.toContain('900123')
      const frame = `${origin}/embed/stories/${id}`
      await fetch(frame, { headers: { referer: 'https://lamp-street.example/' } })

      moveClock(366 * 86_400_000)
      await kith.signIn('moderator')
      await zadie.close()
      const later = await someone(kith, origin, withScript)
      await later.open(`${origin}/stories/${id}/consents`)
      const log = await later.text()
      expect(log).toContain(byPost)
      // What she reads to him on the telephone: where it has been.
      for (const place of [
        'Our pages and feeds',
        'kit: Lamps',
        'embed: lamp-street.example',
        'print: ',
      ])
        expect(log).toContain(place)
      await later.send({ use: 'whole', channel: 'phone' })
      await stands(origin, id, false)
      for (const path of [`/stories/${id}`, `/embed/stories/${id}`, `/stories/${id}/share.png`])
        expect((await fetch(origin + path)).status, path).toBe(410)
      await reader.open(`${origin}/stories/${id}`)
      expect(await reader.heading()).toBe('This story was taken back')
      await reader.open(frame)
      expect(await reader.page.content()).not.toContain('gatepost')
      await later.open(origin + edition)
      expect(await later.text()).not.toContain('gatepost')
      await kith.signIn(await makeMember(kith))
      const other = await someone(kith, origin, withScript)
      await other.open(`${origin}/campaigns/lamps/kit`)
      expect(await take(other, 'Download the kit')).not.toContain('gatepost')
      // The log still says where it had been, and how it ended.
      await later.open(`${origin}/stories/${id}/consents`)
      const after = await later.text()
      expect(after).toContain('by telephone')
      expect(after).toContain('embed: lamp-street.example')
      for (const one of [reader, member, other, later]) await one.close()
    } finally {
      moveClock(0)
      await close()
    }
  },
  180_000,
)
