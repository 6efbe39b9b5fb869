import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, readPidFile } from '#base/postgres.process.ts'

export const clone = fileURLToPath(new URL('../../', import.meta.url))

/** A Kith that runs as `npm start` runs it. */
export type RunningKith = {
  child: ChildProcess
  origin: string
  dataFolder: string
  said: () => string
}

/** Starts the real thing on a data folder. It is not ready yet. */
export function startKith(dataFolder: string, port: number): RunningKith {
  const child = spawn(process.execPath, ['start/run.mjs', 'src/main.ts'], {
    cwd: clone,
    detached: true,
    env: {
      ...process.env,
      KITH_DATA: dataFolder,
      PORT: `${port}`,
      KITH_PROXIES: '1',
      KITH_HOST: '127.0.0.1',
      NODE_ENV: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes))
  return { child, origin: `http://127.0.0.1:${port}`, dataFolder, said: () => said }
}

/** Waits until it says that it is ready. Out: after how many milliseconds. Throws what it said when it ends. */
export async function untilReady(kith: RunningKith, longestMs = 60_000): Promise<number> {
  const began = Date.now()
  while (Date.now() - began < longestMs) {
    if (kith.child.exitCode !== null || kith.child.signalCode !== null)
      throw new Error(`Kith ended instead of starting. It said:\n${kith.said()}`)
    if ((await statusOf(`${kith.origin}/readyz`)) === 200) return Date.now() - began
    await pause(25)
  }
  throw new Error(`Kith was not ready after ${longestMs} ms. It said:\n${kith.said()}`)
}

/** The status that an address answers with; 0 when nobody answers. */
const statusOf = (url: string): Promise<number> =>
  new Promise((resolve) => {
    const request = get(url, { timeout: 2000, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(0))
  })

/** kill -9 of Kith, all that it started and, when `database`, all of PostgreSQL, at one moment. */
export async function killTree(kith: RunningKith, database: boolean): Promise<void> {
  const postmaster = postmasterOf(kith.dataFolder)
  const parents = parentsOfAll()
  const ours = [kith.child.pid ?? 0, ...below(kith.child.pid ?? 0, parents)]
  const theirs = [postmaster, ...below(postmaster, parents)].filter((pid) => pid > 0)
  const spared = new Set(database ? [] : theirs)
  const doomed = new Set([...ours, ...theirs].filter((pid) => pid > 1 && !spared.has(pid)))
  for (const pid of doomed) kill(pid)
  if (kith.child.exitCode === null && kith.child.signalCode === null) await once(kith.child, 'exit')
  while ([...doomed].some(isAlive)) await pause(5)
}

/** kill -9 of PostgreSQL alone, underneath a Kith that goes on. */
export const killDatabase = (kith: RunningKith): void => kill(postmasterOf(kith.dataFolder))

function postmasterOf(dataFolder: string): number {
  try {
    const { folder } = JSON.parse(readFileSync(join(dataFolder, 'database.json'), 'utf8'))
    return readPidFile(join(folder, 'postgres'))?.pid ?? 0
  } catch {
    return readPidFile(join(dataFolder, 'postgres'))?.pid ?? 0
  }
}

function kill(pid: number): void {
  if (pid <= 1) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

function parentsOfAll(): Map<number, number> {
  const parents = new Map<number, number>()
  for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      parents.set(pid, Number(fields[1]))
    } catch {
      // Gone meanwhile.
    }
  }
  return parents
}

function below(pid: number, parents: Map<number, number>): number[] {
  if (pid <= 1) return []
  const children = [...parents].flatMap(([child, parent]) => (parent === pid ? [child] : []))
  return children.flatMap((child) => [child, ...below(child, parents)])
}

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
