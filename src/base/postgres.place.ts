import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { handOver, isRefusal, mayEnter, refusal, whoRuns, type RunAs } from './postgres.user.ts'

/** Where the database of one data folder lives. */
export type Place = { folder: string; data: string; log: string; who: RunAs; moved: boolean }

type Log = (line: string) => void

/**
 * Finds the database of a data folder, or a place for a new one: in the data folder, or, when Kith runs as
 * root and PostgreSQL's user may not enter there, in a folder of its own that `database.json` remembers.
 */
export function findPlace(dataFolder: string, log: Log): Place {
  makeFolder(dataFolder)
  try {
    return lookFor(dataFolder, log)
  } catch (error) {
    if (isRefusal(error) || (error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    throw refusal(
      `Kith may not look into ${dataFolder}: start it as the account that this folder belongs to.`,
    )
  }
}

function lookFor(dataFolder: string, log: Log): Place {
  const remembered = whereFile(dataFolder)
  const known = readWhere(remembered)
  if (known && !existsSync(known))
    throw refusal(
      `The database of this Kith was in ${known} and is gone: bring that folder back. To start empty instead, delete ${remembered}.`,
    )
  const folder = known ?? dataFolder
  const who = whoRuns(folder, join(folder, 'postgres'))
  checkOwner(join(folder, 'postgres'), who)
  letIn(folder, who)
  if (known || mayEnter(folder, who)) return placeIn(folder, who, folder !== dataFolder)
  return moveOut(dataFolder, who, log)
}

const placeIn = (folder: string, who: RunAs, moved: boolean): Place => ({
  folder,
  data: join(folder, 'postgres'),
  log: join(folder, 'postgres.log'),
  who,
  moved,
})

const whereFile = (dataFolder: string) => join(dataFolder, 'database.json')

function readWhere(file: string): string | null {
  if (!existsSync(file)) return null
  return (JSON.parse(readFileSync(file, 'utf8')) as { folder: string }).folder
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    throw refusal(
      `Kith cannot make the folder ${folder} for its data: make it, or set KITH_DATA to another folder.`,
    )
  }
}

function moveOut(dataFolder: string, who: RunAs, log: Log): Place {
  const old = join(dataFolder, 'postgres')
  const name = who?.name ?? ''
  if (existsSync(join(old, 'PG_VERSION')))
    throw refusal(
      `PostgreSQL runs as "${name}", who may not enter ${old}: let them in (chmod o+x on each folder above it), or move ${dataFolder}.`,
    )
  for (const base of ['/var/lib/kith', join(tmpdir(), 'kith-data')]) {
    const folder = newFolder(base, who)
    if (!folder) continue
    writeFileSync(whereFile(dataFolder), `${JSON.stringify({ folder }, null, 2)}\n`, {
      mode: 0o600,
    })
    log(
      `Only root may enter ${dataFolder}, and PostgreSQL runs as "${name}": the database is kept in ${folder}.`,
    )
    return placeIn(folder, who, true)
  }
  throw refusal(
    `Only root may enter ${dataFolder}, and PostgreSQL may not run as root: set KITH_DATA to a folder such as /srv/kith.`,
  )
}

function newFolder(base: string, who: RunAs): string | null {
  try {
    mkdirSync(base, { recursive: true, mode: 0o755 })
    if (lstatSync(base).uid !== 0 || !mayEnter(base, who)) return null
    const folder = join(base, randomBytes(6).toString('hex'))
    mkdirSync(folder, { mode: 0o700 })
    letIn(folder, who)
    return folder
  } catch {
    return null
  }
}

/** Lets PostgreSQL's user pass through our own folder, which they may not list, and nobody else. */
function letIn(folder: string, who: RunAs): void {
  if (!who) return
  const { uid, gid, mode } = statSync(folder)
  if (uid !== 0 || (mode & 0o001) !== 0 || (gid === who.gid && (mode & 0o010) !== 0)) return
  // A folder that was shared with a group stays shared with it.
  if (gid !== 0 && gid !== who.gid) return chmodSync(folder, mode | 0o001)
  chownSync(folder, 0, who.gid)
  chmodSync(folder, (mode & 0o700) | 0o010)
}

function checkOwner(data: string, who: RunAs): void {
  const there = statSync(data, { throwIfNoEntry: false })
  const me = process.getuid?.()
  if (!there || me === undefined || there.uid === (who?.uid ?? me)) return
  // Data that somebody copied as root; with another owner it is not ours to give away.
  if (me === 0 && there.uid === 0) return handOver(data, who)
  throw refusal(
    `The database in ${data} belongs to another account of this machine: ` +
      'start Kith with that one (or as root), or hand the folder over with chown -R.',
  )
}

// The name of the socket and a zero byte must fit into the 108 bytes (104 on a Mac) of an address.
const longestFolder = 103 - '/.s.PGSQL.5432'.length

/** A folder for the socket, open to PostgreSQL's user alone: beside the data, or a short one when that is too long. */
export function socketFolder(place: Place): string {
  const beside = join(place.folder, 'postgres-socket')
  // PostgreSQL reads a list of folders here, in which these two letters have a meaning.
  const fits = Buffer.byteLength(beside) <= longestFolder && !/[,"]/.test(beside)
  const folder = fits ? beside : shortFolder(place)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  handOver(folder, place.who)
  return folder
}

/** Always the same one, so that a server that is started again is found at the same address. */
function shortFolder(place: Place): string {
  const base = Buffer.byteLength(tmpdir()) + 20 <= longestFolder ? tmpdir() : '/tmp'
  const name = createHash('sha256').update(place.folder).digest('hex').slice(0, 12)
  const folder = join(base, `kith-${name}`)
  const there = lstatSync(folder, { throwIfNoEntry: false })
  const owner = place.who?.uid ?? process.getuid?.()
  // Anybody may write to the folder of temporary files: what somebody else put there is not used.
  const isOurs =
    !there || (there.isDirectory() && there.uid === owner && (there.mode & 0o077) === 0)
  return isOurs ? folder : mkdtempSync(join(base, 'kith-'))
}

/** Removes a socket folder that lies among the temporary files. */
export function dropSocketFolder(place: Place, folder: string): void {
  if (dirname(folder) !== place.folder) rmSync(folder, { recursive: true, force: true })
}
