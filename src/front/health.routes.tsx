import { statfs } from 'node:fs/promises'
import { Hono } from 'hono'
import { sql } from 'kysely'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { JobDeps } from '#base/jobs.ts'
import { act, kithItself } from '#base/db.ts'
import { now } from '#base/time.ts'
import type { Env } from '#base/web.ts'
import { may } from '#people/index.ts'

export type Line = { what: string; good: boolean; text: string }

const megabyte = 1024 * 1024
const least = 200

async function databaseLine({ db }: JobDeps): Promise<Line> {
  try {
    await sql`select 1`.execute(db)
    return { what: 'database', good: true, text: 'The database answers' }
  } catch {
    return { what: 'database', good: false, text: 'The database does not answer' }
  }
}

async function diskLine({ config }: JobDeps): Promise<Line> {
  const disk = await statfs(config.dataFolder)
  const free = Math.floor((disk.bavail * disk.bsize) / megabyte)
  const text = `${free} MB are free on the disk`
  return {
    what: 'disk',
    good: free >= least,
    text: free >= least ? text : `Only ${text}: make room`,
  }
}

type Ages = { jobs: number; waiting: number; failed: number }

async function agesOf({ db }: JobDeps): Promise<Ages> {
  const { rows } = await act(db, kithItself, (tx) =>
    sql<Ages>`select
      coalesce(extract(epoch from ${now()}::timestamptz - kith_oldest_job()), 0)::int as jobs,
      (select count(*) from outbox where state = 'waiting')::int as waiting,
      (select count(*) from outbox where state = 'failed')::int as failed`.execute(tx),
  )
  return rows[0] ?? { jobs: 0, waiting: 0, failed: 0 }
}

function jobsLine({ jobs }: Ages): Line {
  const good = jobs < 600
  const minutes = Math.max(0, Math.floor(jobs / 60))
  return {
    what: 'jobs',
    good,
    text: good ? 'Nothing waits too long' : `Work waits for ${minutes} minutes`,
  }
}

function mailLine({ waiting, failed }: Ages, hasServer: boolean): Line {
  const server = hasServer ? '' : ' No mail server is set: letters wait in the outbox.'
  return {
    what: 'mail',
    good: failed === 0,
    text: `${waiting} letters wait, ${failed} could not be sent.${server}`,
  }
}

/** How this Kith is, in words, one line for each thing: /readyz, `kith doctor` and the office's page. */
export async function howItIs(deps: JobDeps): Promise<Line[]> {
  const database = await databaseLine(deps)
  const disk = await diskLine(deps)
  if (!database.good) return [database, disk]
  const ages = await agesOf(deps)
  const coalition = await deps.db.selectFrom('coalition').select('smtp').executeTakeFirst()
  const hasServer = Boolean(deps.config.smtp || coalition?.smtp)
  return [database, disk, jobsLine(ages), mailLine(ages, hasServer)]
}

const registry = new Registry()
collectDefaultMetrics({ register: registry, prefix: 'kith_' })
const waitingLetters = new Gauge({
  name: 'kith_outbox_waiting',
  help: 'Letters that wait',
  registers: [registry],
})
const oldestJob = new Gauge({
  name: 'kith_oldest_job_seconds',
  help: 'How long the oldest due job waits',
  registers: [registry],
})

export const healthRoutes = (deps: JobDeps) =>
  new Hono<Env>()
    .get('/healthz', may('health', 'read'), (c) => c.text('ok'))
    .get('/readyz', may('health', 'read'), async (c) => {
      const lines = await howItIs(deps)
      // Mail that waits is the office's work; it does not make the pages unready.
      const ready = lines.every((line) => line.good || line.what === 'mail')
      const text = lines.map((line) => `${line.good ? 'ok' : 'NOT OK'} ${line.what}: ${line.text}`)
      return c.text(`${text.join('\n')}\n`, ready ? 200 : 503)
    })
    .get('/metrics', may('health', 'read'), async (c) => {
      const ages = await agesOf(deps)
      waitingLetters.set(ages.waiting)
      oldestJob.set(Math.max(0, ages.jobs))
      return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType })
    })
