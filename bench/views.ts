import { brotliCompressSync } from 'node:zlib'
import { type Browser, type CDPSession, chromium } from 'playwright-core'
import { tellFull } from './full.ts'
import { exampleKith, startKith } from './kith.ts'
import { median, printTable } from './load.ts'

// What a first visit costs on an old phone on slow 3G: 400 kbit/s, 400 ms, a CPU six times slower.
const slow = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400 }
const rounds = 3

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

type Seen = { lcp: number; shift: number; nodes: number; bytes: number; requests: number }

async function visit(browser: Browser, address: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } })
  const page = await context.newPage()
  const devtools: CDPSession = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', slow)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  let bytes = 0
  let requests = 0
  // What the browser draws its own player from comes over no network.
  const inside = new Set<string>()
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url.startsWith('data:')) inside.add(requestId)
  })
  devtools.on('Network.loadingFinished', (done) => {
    if (inside.has(done.requestId)) return
    bytes += done.encodedDataLength
    requests += 1
  })
  await page.addInitScript(() => {
    const seen = { lcp: 0, shift: 0 }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = Math.max(seen.lcp, entry.startTime)
    }).observe({ type: 'largest-contentful-paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.shift += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.waitForTimeout(500)
  const seen = await page.evaluate(() => ({
    ...(globalThis as unknown as { seen: { lcp: number; shift: number } }).seen,
    nodes: document.querySelectorAll('*').length,
  }))
  await context.close()
  return { ...seen, bytes, requests }
}

async function packed(address: string): Promise<number> {
  const body = Buffer.from(await (await fetch(address)).arrayBuffer())
  return brotliCompressSync(body).length
}

const port = 36_700 + (process.pid % 500)
const { folder, remove } = await exampleKith()
const kith = await startKith(folder, port)
const browser = await chromium.launch({ executablePath: chromiumPath, args: flags })
try {
  const origin = `http://localhost:${port}`
  const html = async (path: string) => (await fetch(`${origin}${path}`)).text()
  const link = async (path: string, pattern: RegExp) => pattern.exec(await html(path))?.[1] ?? path
  // A story with its sound, three pictures and two translations, and one of these.
  const full = await tellFull(folder)
  const pages = [
    full,
    `${full}/cy`,
    '/',
    '/stories',
    await link('/stories', /href="(\/stories\/[0-9a-f-]{36})"/),
    '/stories/new',
    '/members',
    await link('/members', /href="(\/members\/[0-9a-f-]{36})"/),
    '/join',
    '/join/kind',
    '/search?q=soup',
    '/about',
    '/privacy',
    '/accessibility',
    '/easier-to-read',
    '/sign-in',
    '/reports/new?about=/stories',
  ]
  const style = /href="(\/look\/kith\.[^"]+\.css)"/.exec(await html('/'))?.[1] ?? ''
  const styleBytes = await packed(`${origin}${style}`)
  const rows = []
  for (const path of pages) {
    const seen: Seen[] = []
    for (let round = 0; round < rounds; round += 1)
      seen.push(await visit(browser, `${origin}${path}`))
    const first = (await packed(`${origin}${path}`)) + styleBytes
    const of = (name: keyof Seen) => median(seen.map((one) => one[name]))
    rows.push([
      path.startsWith(full)
        ? path.replace(full, 'a full story')
        : path.replace(/[0-9a-f-]{36}/, 'ID'),
      (first / 1000).toFixed(1),
      Math.round(of('lcp')),
      of('shift').toFixed(3),
      of('nodes'),
      of('requests'),
      (of('bytes') / 1000).toFixed(1),
    ])
  }
  printTable(
    [
      'page',
      'first view kB (goal 14)',
      'LCP ms (goal 2500)',
      'CLS (goal 0)',
      'nodes (goal 800)',
      'requests (goal 6)',
      'first visit kB (goal 100)',
    ],
    rows,
  )
} finally {
  await browser.close()
  await kith.stop()
  await remove()
}
