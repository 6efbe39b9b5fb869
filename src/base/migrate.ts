import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'

const folder = new URL('../../migrations/', import.meta.url)
// Any number will do, as long as it is ours: two processes that start at once take turns.
const turn = 7_305_461_234

type Step = { name: string; text: string; hash: string }

async function steps(): Promise<Step[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function take(client: pg.Client, step: Step): Promise<void> {
  await client.query('begin')
  try {
    await client.query(step.text)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [
      step.name,
      step.hash,
    ])
    await client.query('commit')
  } catch (problem) {
    await client.query('rollback')
    throw new Error(`The step ${step.name} of the database could not be taken`, { cause: problem })
  }
}

/**
 * Brings the database to what this code needs: forward only, each step in a transaction of its own, in
 * turn when several processes start. Out: the names of the steps taken now. Throws with a sentence when
 * a step fails, or when the database was already written by a newer Kith.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  await runMigrations({ connectionString: ownerUrl })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [turn])
    await client.query(`create table if not exists migrations (
      name text primary key, hash text not null, taken_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; hash: string }>('select * from migrations')
    const taken = new Map(rows.map((row) => [row.name, row.hash]))
    const all = await steps()
    const newer = rows.find((row) => !all.some((step) => step.name === row.name))
    if (newer)
      throw new Error(`This data was used by a newer Kith (it has ${newer.name}). Start that one.`)
    const edited = all.find((step) => taken.has(step.name) && taken.get(step.name) !== step.hash)
    if (edited) throw new Error(`The step ${edited.name} was changed after it had been taken`)
    const open = all.filter((step) => !taken.has(step.name))
    for (const step of open) await take(client, step)
    return open.map((step) => step.name)
  } finally {
    await client.end()
  }
}
