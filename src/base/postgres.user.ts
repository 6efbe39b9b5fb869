import { lchownSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The person of the system that PostgreSQL runs as; null when it runs as whoever runs Kith. */
export type RunAs = { uid: number; gid: number; name: string } | null

/** What we could foresee and cannot mend: one sentence that says what to do. */
export const refusal = (sentence: string): Error =>
  Object.assign(new Error(sentence), { refusal: true })

export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && 'refusal' in error

/**
 * PostgreSQL refuses to run as root. Under root it runs as the owner of the database that is there already or
 * of the folder that Kith was given, and else as `kith`, if somebody made such an account, or `nobody`.
 */
export function whoRuns(folder: string, data: string): RunAs {
  if (process.getuid?.() !== 0) return null
  const known = ownerOf(data) ?? ownerOf(folder)
  return (
    known ?? account('kith') ?? account('nobody') ?? { uid: 65_534, gid: 65_534, name: 'nobody' }
  )
}

function ownerOf(path: string): RunAs {
  const there = statSync(path, { throwIfNoEntry: false })
  if (!there || there.uid === 0) return null
  const name = accounts().find((fields) => fields[2] === `${there.uid}`)?.[0]
  // PostgreSQL asks for the name of its account, and does not start without one.
  return name ? { uid: there.uid, gid: there.gid, name } : null
}

function account(name: string): RunAs {
  const [, , uid, gid] = accounts().find((fields) => fields[0] === name) ?? []
  return uid && gid && uid !== '0' ? { uid: Number(uid), gid: Number(gid), name } : null
}

function accounts(): string[][] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  } catch {
    // A container without accounts still has numbers.
    return []
  }
}

/** Whether they may enter the folder (or read and run the file) and every folder on the way to it. */
export function mayEnter(path: string, who: RunAs): boolean {
  if (!who) return true
  let here = realpathSync(path)
  for (;;) {
    if (!mayRead(here, who, 0o1)) return false
    const above = dirname(here)
    if (above === here) return true
    here = above
  }
}

/** Whether the bits (4 read, 2 write, 1 enter or run) are theirs on this one file or folder. */
export function mayRead(path: string, who: NonNullable<RunAs>, bits: number): boolean {
  const there = statSync(path)
  const shift = there.uid === who.uid ? 6 : there.gid === who.gid ? 3 : 0
  return ((there.mode >> shift) & bits) === bits
}

/** Makes all in a folder theirs. Links are handed over, never followed. */
export function handOver(path: string, who: RunAs): void {
  if (!who) return
  lchownSync(path, who.uid, who.gid)
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) handOver(inner, who)
    else lchownSync(inner, who.uid, who.gid)
  }
}
