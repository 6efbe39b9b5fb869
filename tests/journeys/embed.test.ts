import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { embedCode } from '../../src/stories/share.rules.ts'
import { openKith } from '../kith.ts'
import { publishNext, tellStory } from '../telling.ts'
import { checkAccess, openBrowser, serveKith } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** Somebody else's site, with one page. */
async function serveSite(html: () => string) {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(html())
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    })
  return { address: `http://127.0.0.1:${port}/`, close }
}

test('a story with its picture stands in a frame on another site, and a kind sentence after it was taken back', async () => {
  const kith = await openKith({ config: { origin: '' } })
  const served = await serveKith(kith)
  const red = { width: 300, height: 200, channels: 3, background: '#a03030' } as const
  const bytes = new Uint8Array(await sharp({ create: red }).jpeg().toBuffer())
  const picture = new File([bytes], 'cups.jpg', { type: 'image/jpeg' })
  const mine = await tellStory(kith, { picture: { picture, pictureWords: 'Two cups' } })
  const id = await publishNext(kith)
  const { origin } = served
  const code = embedCode({ origin, id, title: 'A story' })
  const page = `<!doctype html><html lang="en"><title>Lamps</title><h1>Lamps</h1>${code}<iframe id="whole" title="x" src="${origin}/stories/${id}"></iframe></html>`
  const site = await serveSite(() => page)
  const tab = await browser.newPage({ viewport: { width: 320, height: 640 } })
  await tab.goto(site.address)
  const frame = tab.frameLocator('iframe >> nth=0')
  await frame.getByRole('heading', { name: 'The quibblesnap' }).waitFor()
  const width = await frame.locator('img').evaluate(async (img) => {
    const shown = img as HTMLImageElement
    await shown.decode()
    return shown.naturalWidth
  })
  expect(width).toBeGreaterThan(0)
  // The page itself refuses to stand in a frame of others.
  expect(await tab.frameLocator('#whole').getByText('Quibblesnap').count()).toBe(0)
  const alone = await browser.newPage({
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  })
  await alone.goto(`${origin}/embed/stories/${id}`)
  await checkAccess(alone, 'the frame in the dark')
  await alone.close()

  await kith.send(`${mine}/withdrawal`)
  await tab.reload()
  await tab.frameLocator('iframe >> nth=0').getByText('took it back').waitFor()
  expect(await tab.content()).not.toMatch(/quibblesnap/i)
  await tab.close()
  await site.close()
  await served.close()
}, 60_000)
