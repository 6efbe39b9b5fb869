import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildLook } from '../look/build.ts'
import { openDatabase, openPool } from '../src/base/db.ts'
import { migrate } from '../src/base/migrate.ts'
import { ensureTowns } from '../src/base/places.ts'
import { startPostgres } from '../src/base/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string
    appUrl: string
  }
}

/** One server for the whole run; each worker gets a copy of the migrated database. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'kith-'))
  const server = await startPostgres({ dataFolder: folder, throwaway: true })
  await migrate(server.ownerUrl)
  await buildLook()
  // Towns are read once for all: each worker's copy of the database brings them along.
  const pool = openPool(server.appUrl, 1)
  await ensureTowns(openDatabase(pool))
  await pool.end()
  project.provide('ownerUrl', server.ownerUrl)
  project.provide('appUrl', server.appUrl)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
