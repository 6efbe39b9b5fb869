import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { buildLook } from '../../look/build.ts'
import { answerReady } from '../../src/base/web.ready.ts'
import type { Kith } from '../kith.ts'

/** The Chromium that is there; on a machine of root with apt, Debian's is installed. */
export function findChromium(): string {
  const places = [
    process.env['CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ]
  const there = places.find((place) => place && existsSync(place))
  if (there) return there
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing Chromium for the browser journeys. This happens once.\n')
    spawnSync('apt-get', ['update'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      stdio: 'ignore',
    })
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium'
  }
  throw new Error('The browser journeys need Chromium: install it, or set CHROMIUM to where it is')
}

/** `more`: flags of Chromium beside ours, for example a microphone that is none. */
export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      ...more,
    ],
  })

/** Lets a browser reach a Kith of the harness, over a real socket. */
export async function serveKith(kith: Kith) {
  await buildLook()
  await kith.house.coalition.current()
  const listener = getRequestListener(kith.app.fetch)
  const server = createServer((request, response) => {
    if (!answerReady(request, response, kith.house.coalition, 'kith'))
      void listener(request, response)
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }

/** axe with every rule of WCAG 2.2 AA and its best practices, and no sideways scroll. */
export async function checkAccess(page: Page, where: string): Promise<void> {
  // The policy of our pages refuses injected scripts; the debugger's own way in is not bound by it.
  await page.evaluate(axeSource)
  const found = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<{ violations: Violation[] }> }
    }
    const options = { runOnly: tags, rules: { 'target-size': { enabled: true } } }
    return (await axe.run(document, options)).violations
  }, axeTags)
  const told = found.map(
    ({ id, help, nodes }) => `${id}: ${help} – ${nodes[0]?.html.slice(0, 200)}`,
  )
  expect(told, `${where} under axe`).toEqual([])
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(sideways, `${where} does not scroll sideways`).toBeLessThanOrEqual(0)
}

export type Mode = { name: string; options: BrowserContextOptions; lang?: string; text200?: true }

/** The ways in which every page has to hold. */
export const modes: Mode[] = [
  { name: 'at 320 px', options: { viewport: { width: 320, height: 640 } } },
  { name: 'on a desk', options: { viewport: { width: 1280, height: 900 } } },
  { name: 'in the dark', options: { viewport: { width: 390, height: 800 }, colorScheme: 'dark' } },
  {
    name: 'in Urdu, right to left',
    options: { viewport: { width: 320, height: 640 } },
    lang: 'ur',
  },
  { name: 'in Welsh', options: { viewport: { width: 390, height: 800 } }, lang: 'cy' },
  { name: 'at 200% text', options: { viewport: { width: 640, height: 800 } }, text200: true },
]

/** Looks at a page in one mode. */
export async function lookAt(browser: Browser, address: string, mode: Mode, cookie?: string) {
  const context = await browser.newContext(mode.options)
  const { hostname } = new URL(address)
  const jar = [
    ...(mode.lang ? [{ name: 'lang', value: mode.lang, domain: hostname, path: '/' }] : []),
    ...(cookie ? [{ name: 'kith', value: cookie, domain: hostname, path: '/' }] : []),
  ]
  await context.addCookies(jar)
  const page = await context.newPage()
  const answer = await page.goto(address)
  // A page of an error, or one that it leads to instead, would stand for the page that is meant.
  expect(answer?.status(), address).toBeLessThan(500)
  expect(new URL(page.url()).pathname, 'leads on').toBe(new URL(address).pathname)
  if (mode.text200) await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  return { page, close: () => context.close() }
}
