import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { moveClock } from '../../src/base/time.ts'
import { keepListTrue } from '../../src/members/freshness.night.ts'
import { day, letters, linkIn, makeMember } from '../freshness.ts'
import { openKith } from '../kith.ts'
import { openBrowser, serveKith } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())
afterEach(() => moveClock(0))

test.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'six months pass: 40 of 60 entries are confirmed by one tap, 20 come last as not confirmed, %s',
  async (_, withScript) => {
    const kith = await openKith({ config: { origin: '' } })
    for (let n = 0; n < 60; n += 1)
      await makeMember(kith, { name: `Club ${String(n).padStart(2, '0')}` })
    const { origin, close } = await serveKith(kith)
    const context = await browser.newContext({ javaScriptEnabled: withScript })
    const night = (days: number) => {
      moveClock(days * day)
      return keepListTrue({ ...kith.house, config: { ...kith.config, origin } })
    }
    try {
      await night(184)
      const written = (await letters(kith)).toSorted((a, b) => a.subject.localeCompare(b.subject))
      expect(written).toHaveLength(60)
      const page = await context.newPage()
      for (const letter of written.slice(20)) {
        await page.goto(`${origin}${linkIn(letter.text)}`)
        await page.getByRole('button', { name: 'Yes, still right' }).click()
        await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      }
      await night(184 + 31)
      const shown = async (path: string) => {
        await page.goto(`${origin}${path}`)
        return {
          names: await page.locator('main h3').allTextContents(),
          unsure: await page.getByText('Not confirmed since').count(),
        }
      }
      const silent = Array.from({ length: 20 }, (__, n) => `Club ${String(n).padStart(2, '0')}`)
      for (const path of ['/members?', '/members?q=club&', '/members?near=Leeds&']) {
        expect((await shown(`${path}page=1`)).unsure).toBe(0)
        expect((await shown(`${path}page=2`)).unsure).toBe(0)
        const last = await shown(`${path}page=3`)
        expect([last.names.toSorted(), last.unsure]).toEqual([silent, 20])
      }
    } finally {
      await context.close()
      await close()
    }
  },
  120_000,
)
