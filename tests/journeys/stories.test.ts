import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Kith, openKith } from '../kith.ts'
import { openBrowser, serveKith } from './browser.ts'
import { walker } from './walk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A browser with or without scripts, at the width of an old phone; signed in as someone, if given. */
async function visitor(kith: Kith, origin: string, withScript: boolean) {
  const context = await browser.newContext({
    javaScriptEnabled: withScript,
    viewport: { width: 320, height: 640 },
  })
  const token = kith.cookies.get('kith')
  if (token) await context.addCookies([{ name: 'kith', value: token, url: origin }])
  const page = await context.newPage()
  const refused: string[] = []
  page.on('console', (said) => void (said.type() === 'error' && refused.push(said.text())))
  const others: string[] = []
  page.on('request', (asked) => void (asked.url().startsWith(origin) || others.push(asked.url())))
  return { ...walker(page, { axe: withScript }), refused, others, close: () => context.close() }
}

test.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'a story is told, moderated, published, followed by feed, and withdrawn, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    const { origin, close } = await serveKith(kith)
    try {
      const kofi = await visitor(kith, origin, withScript)
      await kofi.open(`${origin}/`)
      await kofi.follow('Tell your story')
      await kofi.send({ nameStyle: 'full' })
      expect(await kofi.text()).toContain('Write your name, or choose to show no name')
      await kofi.send({ name: 'Kofi Mensah', nameStyle: 'first', email: 'kofi@example.org' })
      await kofi.send({
        lang: 'en',
        title: 'The bread van',
        body: 'It stops at my gate.\n\nQuibblesnap.',
      })
      await kofi.send()
      await kofi.send({ othersIn: 'nobody' }, 'Continue')
      await kofi.send({ audience: 'public', uses: 'site', until: 'always' })
      expect(await kofi.heading()).toBe('Check your story')
      await kofi.follow('Change')
      await kofi.send({ name: 'Kofi A Mensah' })
      expect(await kofi.text()).toContain('Kofi A Mensah')
      await kofi.send({}, 'Send my story')
      expect(await kofi.heading()).toBe('We have your story')
      const mine = kofi.page.url().split('?')[0]!

      await kith.signIn('moderator')
      const mona = await visitor(kith, origin, withScript)
      await mona.open(`${origin}/desk`)
      await mona.follow('The bread van')
      await mona.send({ verdict: 'decline' })
      expect(await mona.text()).toContain('Choose the rule that was not kept')
      await mona.send({ verdict: 'publish' })
      expect(await mona.text()).toContain('That was the last one')
      await mona.close()

      await kofi.open(`${origin}/`)
      await kofi.follow('The bread van')
      const story = kofi.page.url()
      expect(await kofi.text()).toContain('Told by Kofi')
      for (const feed of ['atom', 'rss', 'json'])
        expect(await (await fetch(`${origin}/feeds/stories.${feed}`)).text()).toContain(
          'Quibblesnap',
        )
      await kofi.open(`${origin}/search?q=bread`)
      expect(await kofi.text()).toContain('The bread van')

      await kofi.open(mine)
      await kofi.follow('Take it back')
      const began = performance.now()
      await kofi.send({}, 'Take it back')
      expect(await kofi.heading()).toBe('Your story is taken back')
      for (const place of [
        '/',
        '/stories',
        '/search?q=bread',
        '/feeds/stories.atom',
        '/feeds/stories.rss',
        '/feeds/stories.json',
      ])
        expect(await (await fetch(`${origin}${place}`)).text(), place).not.toContain('bread van')
      expect((await fetch(story)).status).toBe(410)
      expect(performance.now() - began).toBeLessThan(10_000)
      await kofi.open(story)
      expect(await kofi.heading()).toBe('This story was taken back')
      // The page that is gone says 410, which a browser notes; nothing else may be complained about.
      expect(kofi.refused.filter((line) => !/40[49]|410|422/.test(line))).toEqual([])
      expect(kofi.others).toEqual([])
    } finally {
      await close()
    }
  },
  120_000,
)
