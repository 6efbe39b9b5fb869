import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { reachPostgres } from '#base/postgres.ts'
import type { RunningKith } from './process.ts'
import { newVisitor } from './visitor.ts'

/** Somebody who writes, and asks afterwards what was kept. Each thing written carries a mark of its own. */
export type Writer = {
  /** Out: whether Kith said that it is kept. Throws or says no when the answer was cut off. */
  write: (mark: string) => Promise<boolean>
  kept: () => Promise<Set<string>>
  /** How many jobs are still held by a Kith that is dead: nobody would ever do them. */
  stuck: () => Promise<number>
}

/** Asks to join, page by page, as somebody does who has no script; kept is what the office would see. */
export async function openWriter(kith: RunningKith): Promise<Writer> {
  const reached = await reachPostgres(kith.dataFolder)
  if (!reached) throw new Error('The database of this Kith is not running')
  return {
    write: (mark) => askToJoin(kith.origin, mark),
    kept: async () => {
      const rows = await patiently(() => ask(reached.ownerUrl, whole))
      return new Set(rows.map((row) => String(row['mark']).slice(nameBefore.length)))
    },
    stuck: async () => {
      const before = new Date()
      for (const until = Date.now() + 15_000; ; await pause(500)) {
        const [row] = await patiently(() => ask(reached.ownerUrl, held, [before]))
        const count = Number(row?.['count'])
        if (count === 0 || Date.now() > until) return count
      }
    },
  }
}

const nameBefore = 'Ann '
/** An application is kept when it is whole: the person, what they asked, and what the journal says of it. */
const whole = `
  select p.name as mark from persons p
  join memberships m on m.person_id = p.id
  where exists (select from journal j where j.about = m.id or j.who = p.id)`

const held = 'select count(*) from graphile_worker._private_jobs where locked_at < $1'

async function askToJoin(origin: string, mark: string): Promise<boolean> {
  const visitor = newVisitor(origin)
  const pages: [string, Record<string, string>][] = [
    ['kind', { kind: 'individual' }],
    ['you', { yourName: `${nameBefore}${mark}`, yourEmail: `${mark}@example.org` }],
    ['about', {}],
    ['topics', { topics: 'befriending' }],
    ['place', { place: 'Leeds', keepPlace: 'yes' }],
    ['why', { why: 'Because neighbours matter.' }],
  ]
  for (const [page, fields] of pages) {
    const answer = await visitor.fill(`/join/${page}`, `/join/${page}`, fields)
    if (answer.status !== 303) throw new Error(`/join/${page} answered ${answer.status}`)
  }
  const sent = await visitor.fill('/join/check', '/join', {})
  return sent.status === 303 && sent.location.endsWith('/sent')
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
  values: unknown[] = [],
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
