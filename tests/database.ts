import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach } from 'vitest'
import { startPostgres, type Postgres } from '#base/postgres.ts'

/** What a test undoes at its end, the last first. */
export const cleanUps: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-test-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function startOn(dataFolder: string, said: string[] = []): Promise<Postgres> {
  const server = await startPostgres({
    dataFolder,
    throwaway: true,
    log: (line) => said.push(line),
  })
  cleanUps.push(() => server.stop())
  return server
}

/** Another process that starts the database and waits to be killed. */
export async function startElsewhere(dataFolder: string, throwaway = true): Promise<ChildProcess> {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(new URL('../src/base/postgres.ts', import.meta.url).href)})
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

export async function ask(url: string, text: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url })
  // A connection that breaks tells so twice; the question that it breaks is told is enough.
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' })
  await client.end()
  return rows
}
