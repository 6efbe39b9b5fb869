import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { bornAt } from './postgres.lock.ts'

/** What a running PostgreSQL writes into its data folder. */
export type Running = { pid: number; socketFolder: string; ready: boolean; stopping: boolean }

const pidFile = (data: string) => join(data, 'postmaster.pid')

/** What postmaster.pid says, whether or not it is still true; null without one. */
export function readPidFile(data: string): Running | null {
  try {
    const lines = readFileSync(pidFile(data), 'utf8')
      .split('\n')
      .map((line) => line.trim())
    const pid = Number(lines[0])
    if (!(pid > 1)) return null
    return {
      pid,
      socketFolder: lines[4] ?? '',
      ready: lines[7] === 'ready',
      stopping: lines[7] === 'stopping',
    }
  } catch {
    return null
  }
}

/** The PostgreSQL that runs on this folder now, whoever started it; null when none does. */
export function findRunning(data: string): Running | null {
  const said = readPidFile(data)
  return said && isPostgresOf(said.pid, data) ? said : null
}

/** A number is not enough: it may belong to another program by now. */
function isPostgresOf(pid: number, data: string): boolean {
  if (bornAt(pid) === null) return false
  if (process.platform !== 'linux') return commandOf(pid).includes(`-D ${data}`)
  return linkOf(pid, 'cwd') === realpathSync(data)
}

/** The command line of a process, its words parted by one space. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', `${pid}`], {
      encoding: 'utf8',
    }).stdout.trim()
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
  } catch {
    return ''
  }
}

/**
 * Clears what a server left that was killed itself: its children, which would hold on to its memory, the
 * lock of its socket, and a postmaster.pid whose number now belongs to something else or to a process that
 * nobody has buried. Call it only where no server runs and the data folder is ours.
 */
export async function clearRemains(data: string, socketFolder: string): Promise<void> {
  const orphans = processesIn(data)
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const pid of orphans.filter(isAlive)) signalTo(pid, signal)
    await Promise.all(orphans.map((pid) => waitGone(pid, 2000)))
  }
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock'])
    rmSync(join(socketFolder, name), { force: true })
  const said = readPidFile(data)
  if (said && isTaken(said.pid)) rmSync(pidFile(data), { force: true })
}

/** Every process of PostgreSQL works in its data folder. Elsewhere than on Linux they end by themselves. */
function processesIn(data: string): number[] {
  if (process.platform !== 'linux') return []
  const folder = realpathSync(data)
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid)
  return pids.filter(
    (pid) => linkOf(pid, 'cwd') === folder && basename(linkOf(pid, 'exe')).startsWith('postgres'),
  )
}

function linkOf(pid: number, name: 'cwd' | 'exe'): string {
  try {
    return readlinkSync(`/proc/${pid}/${name}`)
  } catch {
    // Gone, or of somebody else: root and the owner may look, anybody else's process is not ours.
    return ''
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    // Gone already.
    return false
  }
}

function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export const isAlive = (pid: number): boolean => bornAt(pid) !== null

/** Waits until the process is gone. Out: whether it went within the time. */
export async function waitGone(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await pause(10)
  }
  return true
}

/** Ends a server within ten seconds: cleanly, else at once (it then recovers at the next start). */
export async function endServer(pid: number): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', 7000],
    ['SIGQUIT', 1500],
    ['SIGKILL', 1000],
  ] as const) {
    if (!signalTo(pid, signal)) return
    if (await waitGone(pid, ms)) return
  }
}
