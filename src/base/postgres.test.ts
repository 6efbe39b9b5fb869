import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { isAlive, readPidFile } from './postgres.process.ts'
import { reachPostgres, startPostgres, type Postgres } from './postgres.ts'

const isRoot = process.getuid?.() === 0
const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-test-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(dataFolder: string, said: string[] = []): Promise<Postgres> {
  const server = await startPostgres({
    dataFolder,
    throwaway: true,
    log: (line) => said.push(line),
  })
  cleanUps.push(() => server.stop())
  return server
}

/** Another process that starts the database and waits to be killed. */
async function startElsewhere(dataFolder: string, throwaway = true): Promise<ChildProcess> {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)})
    await startPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, throwaway: ${throwaway} })
    console.log('ready')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  cleanUps.push(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

async function ask(url: string, text: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  // A connection that breaks tells so twice; the question that it breaks is told is enough.
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' })
  await client.end()
  return rows
}

const serverOf = (folder: string) => readPidFile(join(folder, 'postgres'))?.pid ?? 0

test('Kith starts on an empty folder, stops, and finds its data again', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await ask(first.ownerUrl, 'create table kept as select 7 as n')
  const pid = first.pid()
  const began = Date.now()
  await first.stop()
  expect(Date.now() - began).toBeLessThan(10_000)
  expect(isAlive(pid)).toBe(false)

  const second = await start(folder)
  expect(await ask(second.ownerUrl, 'select n from kept')).toEqual([[7]])
  expect(second.adopted).toBe(false)
})

test('the database has checksums, speaks UTF-8 and is reached by its socket alone', async () => {
  const { ownerUrl } = await start(newFolder())
  const facts = await ask(
    ownerUrl,
    `select current_setting('data_checksums'), current_setting('listen_addresses'),
            datlocprovider::text, datlocale, pg_encoding_to_char(encoding)
     from pg_database where datname = 'kith'`,
  )
  expect(facts).toEqual([['on', '', 'b', 'C.UTF-8', 'UTF8']])
})

test("the role that people's requests use owns nothing and rules over nobody", async () => {
  const { appUrl } = await start(newFolder())
  const facts = await ask(
    appUrl,
    `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
            (select count(*)::int from pg_class where relowner = pg_roles.oid)
     from pg_roles where rolname = current_user`,
  )
  expect(facts).toEqual([[false, false, false, false, false, 0]])
  await expect(ask(appUrl, 'create table mine (n int)')).rejects.toThrow('permission denied')
})

test('nobody gets in without the password, which its owner alone may read', async () => {
  const folder = newFolder()
  const { ownerUrl } = await start(folder)
  await expect(ask(ownerUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password')
  expect(statSync(join(folder, 'secrets', 'postgres.json')).mode & 0o077).toBe(0)
  expect(statSync(join(folder, 'postgres')).mode & 0o077).toBe(0)
})

test('a second Kith on the same data is refused in one sentence and the first goes on', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await expect(startPostgres({ dataFolder: folder })).rejects.toThrow(
    /^Kith runs on the data in .* already/,
  )
  expect(await ask(first.appUrl, 'select 1')).toEqual([[1]])
})

test('of many that start at once, one holds the data', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  const all = await Promise.allSettled(
    [1, 2, 3, 4].map(() => startPostgres({ dataFolder: folder, throwaway: true })),
  )
  const winners = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(winners).toHaveLength(1)
  await winners[0]?.stop()
})

test('a command beside a running Kith reaches the same database', async () => {
  const folder = newFolder()
  expect(await reachPostgres(folder)).toBeNull()
  const { appUrl, ownerUrl } = await start(folder)
  expect(await reachPostgres(folder)).toEqual({ appUrl, ownerUrl })
})

test('after Kith is killed the next start goes on with the server that was left', async () => {
  const folder = newFolder()
  const killed = await startElsewhere(folder)
  const left = serverOf(folder)
  killed.kill('SIGKILL')
  await once(killed, 'exit')

  const said: string[] = []
  const next = await start(folder, said)
  expect(next.adopted).toBe(true)
  expect(next.pid()).toBe(left)
  expect(said).toEqual(['PostgreSQL was still running from last time: it goes on.'])
  await next.stop()
  expect(isAlive(left)).toBe(false)
})

test('a server that was left with other settings is stopped and started anew', async () => {
  const folder = newFolder()
  const killed = await startElsewhere(folder)
  const left = serverOf(folder)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const next = await startPostgres({ dataFolder: folder })
  cleanUps.push(() => next.stop())
  expect(next.adopted).toBe(false)
  expect(next.pid()).not.toBe(left)
})

test('after Kith and PostgreSQL are both killed nothing that was acknowledged is lost', async () => {
  const folder = newFolder()
  const killed = await startElsewhere(folder, false)
  const { ownerUrl } = (await reachPostgres(folder)) ?? { ownerUrl: '' }
  await ask(ownerUrl, 'create table kept as select n from generate_series(1, 1000) n')
  const left = serverOf(folder)
  killed.kill('SIGKILL')
  process.kill(left, 'SIGKILL')
  await once(killed, 'exit')
  const next = await startPostgres({ dataFolder: folder })
  cleanUps.push(() => next.stop())
  expect(await ask(next.ownerUrl, 'select count(*)::int from kept')).toEqual([[1000]])
})

test('a long question that outlives its killed server does not keep the next one from starting', async () => {
  const said: string[] = []
  const server = await start(newFolder(), said)
  const busy = ask(server.ownerUrl, 'select count(*) from generate_series(1, 1e12)').catch(
    () => 'cut off',
  )
  await pause(200)
  const pid = server.pid()
  process.kill(pid, 'SIGKILL')
  while (server.pid() === pid) await pause(20)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
  expect(await busy).toBe('cut off')
})

test('PostgreSQL that dies underneath is started again at the same address', async () => {
  const said: string[] = []
  const server = await start(newFolder(), said)
  const pid = server.pid()
  process.kill(pid, 'SIGKILL')
  while (server.pid() === pid) await pause(20)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
  expect(said).toContain('PostgreSQL ended by itself: it is started again.')
})

test('a number in postmaster.pid that belongs to another program by now is no obstacle', async () => {
  const folder = newFolder()
  await (await start(folder)).stop()
  const file = join(folder, 'postgres', 'postmaster.pid')
  const lines = [process.pid, join(folder, 'postgres'), 1, 5432, folder, '', ' 1 1', 'ready   ', '']
  writeFileSync(file, lines.join('\n'))
  expect((await start(folder)).adopted).toBe(false)
})

test('the data of another version is left alone', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'postgres'), { mode: 0o700 })
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n')
  await expect(start(folder)).rejects.toThrow(
    'was written by PostgreSQL 17, and this Kith brings PostgreSQL 18',
  )
  expect(readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8')).toBe('17\n')
})

test('when the passwords are lost, new ones are made and the data is still there', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await ask(first.ownerUrl, 'create table kept as select 7 as n')
  await first.stop()
  rmSync(join(folder, 'secrets'), { recursive: true })
  const next = await start(folder)
  expect(await ask(next.ownerUrl, 'select n from kept')).toEqual([[7]])
  expect(await ask(next.appUrl, 'select current_user')).toEqual([['kith_app']])
})

test('a folder with a very long name works', async () => {
  const folder = join(newFolder(), 'x'.repeat(120))
  mkdirSync(folder)
  chmodSync(dirname(folder), 0o755)
  const server = await start(folder)
  expect(Buffer.byteLength(server.socketFolder)).toBeLessThan(90)
  const pid = server.pid()
  process.kill(pid, 'SIGKILL')
  while (server.pid() === pid) await pause(20)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
  await server.stop()
  expect(existsSync(server.socketFolder)).toBe(false)
})

test('a first start that was cut short is begun again', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'postgres.new', 'base'), { recursive: true })
  const server = await start(folder)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
})

test('a database is copied for each who needs one', async () => {
  const server = await start(newFolder())
  await ask(server.ownerUrl, 'create table kept as select 7 as n')
  const copy = await server.createDatabase('copy "one"', 'kith')
  expect(await ask(copy.ownerUrl, 'select n from kept')).toEqual([[7]])
  expect(await ask(copy.appUrl, 'select current_database()')).toEqual([['copy "one"']])
  await server.dropDatabase('copy "one"')
  await expect(ask(copy.ownerUrl, 'select 1')).rejects.toThrow('does not exist')
})

test.runIf(isRoot)('PostgreSQL never runs as root', async () => {
  const server = await start(newFolder())
  expect(statSync(`/proc/${server.pid()}`).uid).not.toBe(0)
})

test.runIf(isRoot)(
  'where only root may enter, the database is kept elsewhere, said and remembered',
  async () => {
    const folder = join(newFolder(), 'data')
    const said: string[] = []
    const first = await start(folder, said)
    cleanUps.push(() => rmSync(first.dataFolder, { recursive: true, force: true }))
    expect(said.join()).toMatch(/^Only root may enter .*: the database is kept in /)
    await ask(first.ownerUrl, 'create table kept as select 7 as n')
    await first.stop()
    const next = await start(folder)
    expect(next.dataFolder).toBe(first.dataFolder)
    expect(await ask(next.ownerUrl, 'select n from kept')).toEqual([[7]])
    await next.stop()
    rmSync(first.dataFolder, { recursive: true })
    await expect(start(folder)).rejects.toThrow('is gone: bring that folder back')
  },
)
