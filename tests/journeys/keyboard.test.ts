import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { type Kith, openKith } from '../kith.ts'
import { openBrowser, serveKith } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const twenty = 20

async function ask({ owner }: Kith) {
  for (let n = 1; n <= twenty; n += 1) {
    const id = crypto.randomUUID()
    await owner.query(
      `insert into organisations (id, kind, name, about, topics, place, precision, email_audience,
         phone_audience, updated_at, example)
       values ($1, 'group', $2, 'We meet on Tuesdays', '{food}', 'Leeds', 'area', 'staff', 'staff', now(), false)`,
      [id, `Group number ${n}`],
    )
    await owner.query(
      `insert into memberships (id, organisation_id, state, channel, lang, answers, talk, asked_at, waiting_since)
       values (gen_random_uuid(), $1, 'asked', 'web', 'en', $2, '[]', now(), now() - $3 * interval '1 hour')`,
      [id, JSON.stringify({ kind: 'group', name: `Group number ${n}` }), twenty - n],
    )
  }
}

test.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'twenty applications are let in by keyboard alone, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    await ask(kith)
    const { origin, close } = await serveKith(kith)
    const context = await browser.newContext({ javaScriptEnabled: withScript })
    try {
      await kith.signIn('secretary')
      const token = kith.cookies.get('kith') ?? ''
      await context.addCookies([{ name: 'kith', value: token, url: origin }])
      const page = await context.newPage()
      let keys = 0
      let pages = 1
      page.on('framenavigated', () => void (pages += 1))
      const press = async (key: string) => {
        keys += 1
        await page.keyboard.press(key)
      }
      const here = () =>
        page.evaluate(() => (document.activeElement as HTMLAnchorElement | null)?.href ?? '')
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
      const tabTo = async (words: string) => {
        for (let tries = 0; tries < 15; tries += 1) {
          await press('Tab')
          if ((await focused()).includes(words)) return
        }
        throw new Error(`Tab does not reach “${words}”`)
      }
      const began = performance.now()
      await page.goto(`${origin}/desk`)
      while (!/\/memberships\/[0-9a-f-]{36}/.test(await here())) {
        if (keys > 40) throw new Error('No application is reached from the desk by Tab')
        await press('Tab')
      }
      await press('Enter')
      await page.waitForURL(/\/memberships\/[0-9a-f-]{36}/)
      for (let n = 0; n < twenty; n += 1) {
        const before = page.url()
        // Tab to "Go to the decision", Enter, Tab to "Admit", Enter.
        await tabTo('decision')
        await press('Enter')
        await tabTo('Admit')
        await press('Enter')
        await page.waitForURL((url) => url.href.split('#')[0] !== before.split('#')[0])
      }
      const seconds = (performance.now() - began) / 1000
      expect(await kith.db.selectFrom('directory').select('name').execute()).toHaveLength(twenty)
      process.stdout.write(
        `Twenty applications: ${keys} keys, ${pages} pages, ${seconds.toFixed(1)} s of machine time\n`,
      )
      expect(keys).toBeLessThan(twenty * 6 + 40)
    } finally {
      await context.close()
      await close()
    }
  },
  120_000,
)
