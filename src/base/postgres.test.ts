import { once } from 'node:events'
import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask, cleanUps, newFolder, startElsewhere, startOn } from '../../tests/database.ts'
import { isAlive, readPidFile } from './postgres.process.ts'
import { reachPostgres, startPostgres } from './postgres.ts'

const serverOf = (folder: string) => readPidFile(join(folder, 'postgres'))?.pid ?? 0

test('Kith starts on an empty folder, stops, and finds its data again', async () => {
  const folder = newFolder()
  const first = await startOn(folder)
  await ask(first.ownerUrl, 'create table kept as select 7 as n')
  const pid = first.pid()
  const began = Date.now()
  await first.stop()
  expect(Date.now() - began).toBeLessThan(10_000)
  expect(isAlive(pid)).toBe(false)

  const second = await startOn(folder)
  expect(await ask(second.ownerUrl, 'select n from kept')).toEqual([[7]])
  expect(second.adopted).toBe(false)
})

test('the database has checksums, speaks UTF-8 and is reached by its socket alone', async () => {
  const { ownerUrl } = await startOn(newFolder())
  const facts = await ask(
    ownerUrl,
    `select current_setting('data_checksums'), current_setting('listen_addresses'),
            datlocprovider::text, datlocale, pg_encoding_to_char(encoding)
     from pg_database where datname = 'kith'`,
  )
  expect(facts).toEqual([['on', '', 'b', 'C.UTF-8', 'UTF8']])
})

test("the role that people's requests use owns nothing and rules over nobody", async () => {
  const { appUrl } = await startOn(newFolder())
  const facts = await ask(
    appUrl,
    `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
            (select count(*)::int from pg_class where relowner = pg_roles.oid)
     from pg_roles where rolname = current_user`,
  )
  expect(facts).toEqual([[false, false, false, false, false, 0]])
  await expect(ask(appUrl, 'create table mine (n int)')).rejects.toThrow('permission denied')
})

test('a second Kith on the same data is refused in one sentence and the first goes on', async () => {
  const folder = newFolder()
  const first = await startOn(folder)
  await expect(startPostgres({ dataFolder: folder })).rejects.toThrow(
    /^Kith runs on the data in .* already/,
  )
  expect(await ask(first.appUrl, 'select 1')).toEqual([[1]])
})

test('of many that start at once, one holds the data', async () => {
  const folder = newFolder()
  await (await startOn(folder)).stop()
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
  const { appUrl, ownerUrl } = await startOn(folder)
  expect(await reachPostgres(folder)).toEqual({ appUrl, ownerUrl })
})

test('after Kith is killed the next start goes on with the server that was left', async () => {
  const folder = newFolder()
  const killed = await startElsewhere(folder)
  const left = serverOf(folder)
  killed.kill('SIGKILL')
  await once(killed, 'exit')

  const said: string[] = []
  const next = await startOn(folder, said)
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
  const server = await startOn(newFolder(), said)
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
  const server = await startOn(newFolder(), said)
  const pid = server.pid()
  process.kill(pid, 'SIGKILL')
  while (server.pid() === pid) await pause(20)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
  expect(said).toContain('PostgreSQL ended by itself: it is started again.')
})

test('a number in postmaster.pid that belongs to another program by now is no obstacle', async () => {
  const folder = newFolder()
  await (await startOn(folder)).stop()
  const file = join(folder, 'postgres', 'postmaster.pid')
  const lines = [process.pid, join(folder, 'postgres'), 1, 5432, folder, '', ' 1 1', 'ready   ', '']
  writeFileSync(file, lines.join('\n'))
  expect((await startOn(folder)).adopted).toBe(false)
})

test('a database is copied for each who needs one', async () => {
  const server = await startOn(newFolder())
  await ask(server.ownerUrl, 'create table kept as select 7 as n')
  const copy = await server.createDatabase('copy "one"', 'kith')
  expect(await ask(copy.ownerUrl, 'select n from kept')).toEqual([[7]])
  expect(await ask(copy.appUrl, 'select current_database()')).toEqual([['copy "one"']])
  await server.dropDatabase('copy "one"')
  await expect(ask(copy.ownerUrl, 'select 1')).rejects.toThrow('does not exist')
})
