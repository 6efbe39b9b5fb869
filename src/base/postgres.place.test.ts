import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask, cleanUps, newFolder, startOn } from '../../tests/database.ts'

const isRoot = process.getuid?.() === 0

test('nobody gets in without the password, which its owner alone may read', async () => {
  const folder = newFolder()
  const { ownerUrl } = await startOn(folder)
  await expect(ask(ownerUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password')
  expect(statSync(join(folder, 'secrets', 'postgres.json')).mode & 0o077).toBe(0)
  expect(statSync(join(folder, 'postgres')).mode & 0o077).toBe(0)
})

test('the data of another version is left alone', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'postgres'), { mode: 0o700 })
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n')
  await expect(startOn(folder)).rejects.toThrow(
    'was written by PostgreSQL 17, and this Kith brings PostgreSQL 18',
  )
  expect(readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8')).toBe('17\n')
})

test('when the passwords are lost, new ones are made and the data is still there', async () => {
  const folder = newFolder()
  const first = await startOn(folder)
  await ask(first.ownerUrl, 'create table kept as select 7 as n')
  await first.stop()
  rmSync(join(folder, 'secrets'), { recursive: true })
  const next = await startOn(folder)
  expect(await ask(next.ownerUrl, 'select n from kept')).toEqual([[7]])
  expect(await ask(next.appUrl, 'select current_user')).toEqual([['kith_app']])
})

test('a folder with a very long name works', async () => {
  const folder = join(newFolder(), 'x'.repeat(120))
  mkdirSync(folder)
  chmodSync(dirname(folder), 0o755)
  const server = await startOn(folder)
  expect(Buffer.byteLength(server.socketFolder)).toBeLessThan(90)
  const pid = server.pid()
  process.kill(pid, 'SIGKILL')
  while (server.pid() === pid) await pause(20)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
  await server.stop()
  expect(existsSync(server.socketFolder)).toBe(false)
})

test('a folder with any letters in its name works', async () => {
  const folder = join(newFolder(), `Nachbarn, "ünï" & 'co' %20`)
  mkdirSync(folder)
  chmodSync(dirname(folder), 0o755)
  const server = await startOn(folder)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
})

test('a first start that was cut short is begun again', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'postgres.new', 'base'), { recursive: true })
  const server = await startOn(folder)
  expect(await ask(server.appUrl, 'select 1')).toEqual([[1]])
})

test.runIf(isRoot)('PostgreSQL never runs as root', async () => {
  const server = await startOn(newFolder())
  expect(statSync(`/proc/${server.pid()}`).uid).not.toBe(0)
})

test.runIf(isRoot)(
  'where only root may enter, the database is kept elsewhere, said and remembered',
  async () => {
    const folder = join(newFolder(), 'data')
    const said: string[] = []
    const first = await startOn(folder, said)
    cleanUps.push(() => rmSync(first.dataFolder, { recursive: true, force: true }))
    expect(said.join()).toMatch(/^Only root may enter .*: the database is kept in /)
    await ask(first.ownerUrl, 'create table kept as select 7 as n')
    await first.stop()
    const next = await startOn(folder)
    expect(next.dataFolder).toBe(first.dataFolder)
    expect(await ask(next.ownerUrl, 'select n from kept')).toEqual([[7]])
    await next.stop()
    rmSync(first.dataFolder, { recursive: true })
    await expect(startOn(folder)).rejects.toThrow('is gone: bring that folder back')
  },
)
