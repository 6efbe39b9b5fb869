import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { reachPostgres } from '#base/postgres.ts'
import type { RunningKith } from './process.ts'

/** Somebody who writes, and asks afterwards what was kept. Each thing written carries a mark of its own. */
export type Writer = {
  /** Out: whether Kith said that it is kept. Throws or says no when the answer was cut off. */
  write: (mark: string) => Promise<boolean>
  kept: () => Promise<Set<string>>
}

/** Writes as the app's role, with a connection of its own each time, as after a cut. */
export async function openWriter(kith: RunningKith): Promise<Writer> {
  const reached = await reachPostgres(kith.dataFolder)
  if (!reached) throw new Error('The database of this Kith is not running')
  const { ownerUrl, appUrl } = reached
  await ask(ownerUrl, 'create table fault_marks (mark text primary key)')
  await ask(ownerUrl, 'grant select, insert on fault_marks to kith_app')
  return {
    write: async (mark) => {
      await ask(appUrl, 'insert into fault_marks values ($1)', [mark])
      return true
    },
    kept: async () => {
      const rows = await patiently(() => ask(appUrl, 'select mark from fault_marks'))
      return new Set(rows.map((row) => row['mark'] as string))
    },
  }
}

/** PostgreSQL may be getting up again: that it is slow is measured elsewhere, here nothing may be missing. */
async function patiently<T>(question: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 30_000; ; await pause(50)) {
    try {
      return await question()
    } catch (error) {
      if (Date.now() > until) throw error
    }
  }
}

async function ask(
  url: string,
  text: string,
  values: string[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<Record<string, unknown>>(text, values)).rows
  } finally {
    await client.end().catch(() => {})
  }
}
