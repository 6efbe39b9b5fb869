import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Binaries } from './postgres.binaries.ts'
import { dropSocketFolder, socketFolder, type Place } from './postgres.place.ts'
import {
  commandOf,
  clearRemains,
  endServer,
  findRunning,
  isAlive,
  readPidFile,
  waitGone,
  type Running,
} from './postgres.process.ts'
import { handOver, refusal } from './postgres.user.ts'

type Log = (line: string) => void

/** A server that runs. `gone` resolves when it ends, for whatever reason. */
export type Server = { pid: number; socketFolder: string; adopted: boolean; gone: Promise<void> }

/** PostgreSQL gets nothing of our environment: it holds secrets, and a strange locale changes its answers. */
const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Settings for a machine of one gigabyte, given at every start so that an update of Kith brings its own. */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '40',
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '512MB',
  max_wal_size: '512MB',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '2',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  random_page_cost: '1.1',
  timezone: 'UTC',
  // A query whose Kith was killed ends soon instead of holding its locks.
  client_connection_check_interval: '2s',
  // The log never holds what people wrote: no statements, no values, no details of a row.
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_line_prefix: '%m [%p] ',
}
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
/** For tests only: nothing survives a power cut. */
const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '100',
}

const flags = (isThrowaway: boolean): string[] =>
  Object.entries({ ...settings, ...(isThrowaway ? throwaway : durable) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )

/** The data of another major version needs that version's programs: it is left alone. */
export function checkVersion(place: Place, binaries: Binaries): void {
  const file = join(place.data, 'PG_VERSION')
  if (!existsSync(file)) return
  const theirs = readFileSync(file, 'utf8').trim()
  const ours = binaries.version.split('.')[0]
  if (theirs === ours) return
  throw refusal(
    `The database in ${place.data} was written by PostgreSQL ${theirs}, and this Kith brings PostgreSQL ${ours}: ` +
      'start the Kith that wrote it, make a backup there, and restore it here.',
  )
}

/**
 * Makes an empty database with checksums, unless there is one. It gets its name when it is whole, so a start
 * that was cut short leaves nothing that the next one would take for data.
 */
export function makeData(place: Place, binaries: Binaries, ownerPassword: string): boolean {
  if (existsSync(join(place.data, 'PG_VERSION'))) return false
  const half = `${place.data}.new`
  const passwordFile = `${half}.key`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
  handOver(half, place.who)
  const inside = join(half, 'key')
  try {
    writeFileSync(inside, ownerPassword, { mode: 0o600 })
    handOver(half, place.who)
    renameSync(inside, passwordFile)
    run(place, binaries.initdb, [
      '-D',
      half,
      '-U',
      'postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--data-checksums',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ])
  } finally {
    rmSync(passwordFile, { force: true })
  }
  rmSync(place.data, { recursive: true, force: true })
  renameSync(half, place.data)
  return true
}

/** Gives the owner a new password without one: for a data folder whose secrets were lost. The server is down. */
export function setOwnerPassword(place: Place, binaries: Binaries, password: string): void {
  // Letters, digits, - and _ only: nothing to escape.
  run(
    place,
    binaries.postgres,
    ['--single', '-D', place.data, 'postgres'],
    `alter role postgres password '${password}'\n`,
  )
}

function run(place: Place, program: string, args: string[], input = ''): SpawnSyncReturns<string> {
  const as = place.who ? { uid: place.who.uid, gid: place.who.gid } : {}
  const done = spawnSync(program, args, {
    cwd: '/',
    env: environment,
    encoding: 'utf8',
    input,
    ...as,
  })
  if (done.status === 0) return done
  const said = (done.stderr || done.error?.message || '').trim().split('\n').slice(-4).join(' ')
  throw refusal(`PostgreSQL could not make its data in ${place.data}: ${said}`)
}

/** Takes over the server that a killed Kith left, or starts one. Out: it accepts connections. */
export async function openServer(
  place: Place,
  binaries: Binaries,
  isThrowaway: boolean,
  log: Log,
): Promise<Server> {
  return (
    (await adopt(place, binaries, isThrowaway, log)) ?? launch(place, binaries, isThrowaway, log)
  )
}

async function adopt(
  place: Place,
  binaries: Binaries,
  isThrowaway: boolean,
  log: Log,
): Promise<Server | null> {
  const left = findRunning(place.data)
  if (!left) return null
  const wanted = [binaries.postgres, ...argumentsFor(place, left.socketFolder, isThrowaway)].join(
    ' ',
  )
  const same = commandOf(left.pid) === wanted && existsSync(left.socketFolder)
  if (same && !left.stopping && (await becomesReady(place, left.pid, log))) {
    log('PostgreSQL was still running from last time: it goes on.')
    return {
      pid: left.pid,
      socketFolder: left.socketFolder,
      adopted: true,
      gone: watched(left.pid),
    }
  }
  log('PostgreSQL was still running from last time: it is stopped first.')
  await endServer(left.pid)
  return null
}

const argumentsFor = (place: Place, socket: string, isThrowaway: boolean) => [
  '-D',
  place.data,
  '-k',
  socket,
  ...flags(isThrowaway),
]

async function launch(
  place: Place,
  binaries: Binaries,
  isThrowaway: boolean,
  log: Log,
): Promise<Server> {
  const socket = socketFolder(place)
  await clearRemains(place.data, socket)
  const out = openLog(place.log)
  const as = place.who ? { uid: place.who.uid, gid: place.who.gid } : {}
  // A process group of its own: Ctrl-C reaches Kith, which lets people finish before it stops the database.
  const child = spawn(binaries.postgres, argumentsFor(place, socket, isThrowaway), {
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['ignore', out, out],
    ...as,
  })
  closeSync(out)
  child.unref()
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  if (child.pid && (await becomesReady(place, child.pid, log)))
    return { pid: child.pid, socketFolder: socket, adopted: false, gone }
  dropSocketFolder(place, socket)
  throw refusal(
    `PostgreSQL did not start. It said: ${lastWords(place.log)} (all of it is in ${place.log})`,
  )
}

/** Waits while it starts, and as long as it needs to recover after a crash. False when it ends instead. */
async function becomesReady(place: Place, pid: number, log: Log): Promise<boolean> {
  let nextWord = Date.now() + 5000
  for (;;) {
    const said: Running | null = readPidFile(place.data)
    if (said?.pid === pid && said.ready) return true
    if (!isAlive(pid) || (said?.pid === pid && said.stopping)) return false
    if (Date.now() > nextWord) {
      log('PostgreSQL is still putting its data in order after it was cut short.')
      nextWord += 10_000
    }
    await pause(10)
  }
}

async function watched(pid: number): Promise<void> {
  // Not our child, so nobody tells us: we look.
  while (isAlive(pid)) await pause(250, undefined, { ref: false })
}

const tooLong = 5_000_000

function openLog(file: string): number {
  const there = statSync(file, { throwIfNoEntry: false })
  if (there && there.size > tooLong) renameSync(file, `${file}.1`)
  const out = openSync(file, 'a', 0o600)
  chmodSync(file, 0o600)
  return out
}

const lastWords = (file: string) => {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const grave = lines.filter((line) => /FATAL|PANIC|HINT|error while loading/.test(line))
  return (grave.length > 0 ? grave : lines).slice(-2).join(' ')
}

/** Ends the server, cleanly if it can, within ten seconds, and removes what it left. */
export async function closeServer(place: Place, server: Server): Promise<void> {
  await endServer(server.pid)
  await waitGone(server.pid, 500)
  dropSocketFolder(place, server.socketFolder)
}
