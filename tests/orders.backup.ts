import type { Kith } from './kith.ts'

const tables = [
  'stories',
  'consents',
  'story_people',
  'story_edits',
  'story_safety',
  'published_stories',
] as const
export type Rows = Map<string, Record<string, unknown>[]>

const made = ['folded', 'words']

async function asKith<T>(kith: Kith, work: () => Promise<T>): Promise<T> {
  await kith.owner.query('begin')
  try {
    await kith.owner.query("select set_config('kith.system', 'on', true)")
    const result = await work()
    await kith.owner.query('commit')
    return result
  } catch (problem) {
    await kith.owner.query('rollback')
    throw problem
  }
}

/** A copy of everything that the database holds of a story. */
export const backUp = (kith: Kith, id: string): Promise<Rows> =>
  asKith(kith, async () => {
    const copy: Rows = new Map()
    for (const table of tables) {
      const column = table.endsWith('stories') ? 'id' : 'story_id'
      const { rows } = await kith.owner.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from ${table} t where ${column} = $1`,
        [id],
      )
      copy.set(
        table,
        rows.map(({ row }) => row),
      )
    }
    return copy
  })

async function putRow(kith: Kith, table: string, row: Record<string, unknown>) {
  const key = table === 'story_safety' ? 'story_id' : 'id'
  const columns = Object.keys(row).filter(
    (name) => table !== 'published_stories' || !made.includes(name),
  )
  const list = columns.map((name) => `"${name}"`).join(', ')
  const from = `select ${list} from jsonb_populate_record(null::${table}, $1)`
  const there = await kith.owner.query(
    `update ${table} t set (${list}) = (${from}) where t."${key}" = $2`,
    [JSON.stringify(row), row[key]],
  )
  if (there.rowCount === 0)
    await kith.owner.query(`insert into ${table} (${list}) ${from}`, [JSON.stringify(row)])
}

/** Puts an older copy over what is there now, all of it or nothing. Out: whether the database took it. */
export async function putBack(kith: Kith, copy: Rows): Promise<boolean> {
  try {
    await asKith(kith, async () => {
      for (const [table, rows] of copy) for (const row of rows) await putRow(kith, table, row)
      await kith.owner.query(`select pg_notify('kith_pages', '*')`)
    })
    return true
  } catch {
    return false
  }
}
