import { spawnSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { refusal } from './postgres.user.ts'

/** Who holds a data folder: Kith itself, or a command that somebody runs for a moment. */
export type Holder = { pid: number; born: string; what: 'kith' | 'command' }

const lockFile = (folder: string) => join(folder, 'kith.lock')

/**
 * Holds the folder for this process until `release` is called or the process ends, however it ends.
 * Waits `waitMs` for a holder to go, and then refuses with one sentence.
 */
export async function holdFolder(
  folder: string,
  what: Holder['what'],
  waitMs = 0,
): Promise<() => void> {
  const until = Date.now() + waitMs
  for (;;) {
    const holder = holderOf(folder)
    if (!holder && (await take(folder, what))) return () => release(folder)
    // A command lasts seconds: worth waiting for. Kith itself stays.
    const grace = holder?.what === 'command' ? until + 10_000 : until
    if (Date.now() >= grace && holder) throw refusal(sentence(folder, holder))
    await pause(holder ? 100 : 10)
  }
}

const sentence = (folder: string, holder: Holder) =>
  holder.what === 'kith'
    ? `Kith runs on the data in ${folder} already (process ${holder.pid}): stop it first, or set KITH_DATA to another folder.`
    : `A kith command (process ${holder.pid}) still works on the data in ${folder}: wait for it to end.`

/** Who holds the folder now; null when nobody does or the holder has died. */
export const holderOf = (folder: string): Holder | null => read(lockFile(folder))

function read(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder
    return bornAt(holder.pid) === holder.born ? holder : null
  } catch {
    return null
  }
}

/** Only one of two that find a dead holder can move its file away, and only one can put a new one there. */
async function take(folder: string, what: Holder['what']): Promise<boolean> {
  const mine = `${lockFile(folder)}.${process.pid}`
  const text = JSON.stringify({
    pid: process.pid,
    born: bornAt(process.pid) ?? '',
    what,
  } satisfies Holder)
  try {
    if (!clearDead(folder, `${mine}.old`)) return false
    writeFileSync(mine, text, { mode: 0o600 })
    linkSync(mine, lockFile(folder))
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw refusal(
      `Kith may not write to ${folder}: make it yours (chown), or set KITH_DATA to another folder.`,
    )
  } finally {
    rmSync(mine, { force: true })
  }
  // Somebody who judged the old file a moment before us may have moved ours away.
  await pause(20)
  return holderOf(folder)?.pid === process.pid
}

/** False when what we moved away turns out to belong to somebody who took it a moment before: it goes back. */
function clearDead(folder: string, away: string): boolean {
  try {
    renameSync(lockFile(folder), away)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true
    throw error
  }
  const live = read(away) !== null
  if (live) linkSync(away, lockFile(folder))
  rmSync(away, { force: true })
  return !live
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

function release(folder: string): void {
  if (holderOf(folder)?.pid === process.pid) rmSync(lockFile(folder), { force: true })
}

/**
 * When a process began, in words that no later process with the same number shares; null when it is gone or
 * a zombie that nobody has buried.
 */
export function bornAt(pid: number): string | null {
  if (process.platform === 'linux') return bornAtLinux(pid)
  const told =
    spawnSync('ps', ['-o', 'state=,lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
    }).stdout?.trim() ?? ''
  return told === '' || told.startsWith('Z') ? null : told.replace(/^\S+\s+/, '')
}

function bornAtLinux(pid: number): string | null {
  try {
    // The name may hold spaces and brackets; what follows its last bracket are plain fields.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return fields[0] === 'Z' || fields[0] === 'X' ? null : `${boot} ${fields[19]}`
  } catch {
    return null
  }
}
