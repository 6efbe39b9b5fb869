import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withLoader as loader } from '../start/ensure.mjs'

/** Runs a file of Kith to its end. Out: what it printed. */
export async function runKith(
  file: string,
  args: string[],
  env: Record<string, string>,
): Promise<string> {
  const child = spawn(process.execPath, [...loader, file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  for await (const part of child.stdout) text += String(part)
  return text
}

/** The processes that this one started, and those that they started. */
async function treeOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number[]>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0])
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)])
  }
  const all = [pid]
  for (const one of all) all.push(...(parents.get(one) ?? []))
  return all
}

/** Memory of a whole tree in MB: what is its own, and its share of what is shared (PSS). */
export async function memoryOf(pid: number): Promise<number> {
  let kilobytes = 0
  for (const one of await treeOf(pid)) {
    const text = await readFile(`/proc/${one}/smaps_rollup`, 'utf8').catch(() => '')
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
  }
  return Math.round(kilobytes / 1024)
}

export type Running = { pid: number; port: number; readyAfterMs: number; stop(): Promise<void> }

/** Starts Kith as `npm start` does once everything is installed, and waits for /readyz. */
export async function startKith(dataFolder: string, port: number): Promise<Running> {
  const began = performance.now()
  const child: ChildProcess = spawn(process.execPath, [...loader, 'src/main.ts'], {
    env: { ...process.env, KITH_DATA: dataFolder, PORT: String(port), NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = new Promise<void>((exited) => void child.once('exit', () => exited()))
  while (performance.now() - began < 60_000) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) break
    await new Promise((waited) => void setTimeout(waited, 20))
  }
  const readyAfterMs = Math.round(performance.now() - began)
  return {
    pid: child.pid ?? 0,
    port,
    readyAfterMs,
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** A Kith with the example coalition in a folder of its own. */
export async function exampleKith() {
  const folder = await mkdtemp(join(tmpdir(), 'kith-bench-'))
  const setup = [
    'setup',
    '--name',
    'Northtown Together',
    '--place',
    'Leeds',
    '--demo',
    '--languages',
    'en,cy,ur',
  ]
  await runKith('src/cli.ts', [...setup, '--email', 'zadie@example.org'], { KITH_DATA: folder })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
