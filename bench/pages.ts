import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { exampleKith, startKith } from './kith.ts'
import { answersPerSecond, median, printTable } from './load.ts'
import { freshPages } from './pages.fresh.tsx'

const rounds = 7

type Got = { path: string; headers: Record<string, string>; body: string; bytes: number }

/** Fetches a page as the load does, and keeps its bytes as they are on the wire. */
function get(port: number, path: string): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<Got>()
  const headers = { 'accept-encoding': 'br', host: `localhost:${port}` }
  const asked = request({ port, path, headers, host: '127.0.0.1' }, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => void parts.push(part))
    answer.on('end', () => {
      const kept = Object.entries(answer.headers).filter(
        ([name]) => !['date', 'connection', 'keep-alive', 'content-length'].includes(name),
      )
      const body = Buffer.concat(parts)
      resolve({
        path,
        headers: Object.fromEntries(kept) as Record<string, string>,
        body: body.toString('base64'),
        bytes: body.length,
      })
    })
  })
  asked.on('error', reject)
  asked.end()
  return promise
}

async function firstLink(port: number, path: string, pattern: RegExp): Promise<string> {
  const html = await (
    await fetch(`http://127.0.0.1:${port}${path}`, { headers: { host: `localhost:${port}` } })
  ).text()
  const found = pattern.exec(html)?.[1]
  if (!found) throw new Error(`${path} shows no link like ${pattern}`)
  return found
}

const uuid = '[0-9a-f-]{36}'
const port = 34_100 + (process.pid % 500)
const barePort = port + 1000
const { folder, remove } = await exampleKith()
const kith = await startKith(folder, port)
let bare: ReturnType<typeof spawn> | undefined
try {
  const story = await firstLink(port, '/stories', new RegExp(`href="(/stories/${uuid})"`))
  const member = await firstLink(port, '/members', new RegExp(`href="(/members/${uuid})"`))
  const paths = { home: '/', story, directory: '/members', member }
  const got = []
  for (const path of Object.values(paths)) {
    await get(port, path)
    got.push(await get(port, path))
  }
  const file = join(folder, 'bare.json')
  await writeFile(file, JSON.stringify(got))
  bare = spawn(process.execPath, ['bench/bare.ts', String(barePort), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((ready) => void bare?.stdout?.once('data', ready))

  process.stdout.write(
    'Ready pages for visitors: answers a second, Kith against a bare node:http server\n',
  )
  const rows = []
  for (const [name, path] of Object.entries(paths)) {
    const ours: number[] = []
    const theirs: number[] = []
    const ratios: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const [a, b] = [await answersPerSecond(port, path), await answersPerSecond(barePort, path)]
      if (round === 0) continue // the first round warms both up
      ours.push(a)
      theirs.push(b)
      ratios.push(a / b)
    }
    const bytes = got.find((page) => page.path === path)?.bytes ?? 0
    rows.push([
      name,
      bytes,
      Math.round(median(ours)),
      Math.round(median(theirs)),
      median(ratios).toFixed(2),
      Math.min(...ratios).toFixed(2),
      Math.max(...ratios).toFixed(2),
    ])
  }
  printTable(['page', 'bytes (br)', 'Kith/s', 'bare/s', 'ratio (goal 0.70)', 'min', 'max'], rows)
} finally {
  bare?.kill()
  await kith.stop()
}
process.stdout.write(
  '\nPages made fresh: CPU for one, against bare Hono + JSX + pg doing the same queries\n',
)
printTable(
  ['page', 'who', 'queries', 'Kith ms CPU', 'bare ms CPU', 'ratio (goal 4.0)'],
  await freshPages(folder),
)
await remove()
