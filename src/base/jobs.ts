import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { Logger, parseCronItems, type Runner, run, runOnce, type TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Config } from './config.ts'
import { type Db, openPool, type Tx } from './db.ts'
import type { Entry } from './journal.ts'
import { logger } from './log.ts'

/** What a job may use. */
export type JobDeps = { db: Db; config: Config; secret: string }
export type Job = (deps: JobDeps, payload: never) => Promise<void>
/** What follows in a room: after an entry of the journal, after a job was added, or by the clock. */
export type Later = {
  on?: Record<string, (deps: JobDeps, entry: Entry) => Promise<void>>
  jobs?: Record<string, Job>
  /** `match` is a crontab line in UTC, such as `0 3 * * *`. */
  cron?: { match: string; job: string }[]
}

/**
 * Adds a job within the transaction that needs it. With a `key` a job that still waits is replaced.
 * `runAt`: not before this moment.
 */
export async function addJob(
  tx: Tx,
  name: string,
  payload: object,
  { runAt, key }: { runAt?: Date; key?: string } = {},
): Promise<void> {
  const body = JSON.stringify(payload)
  await sql`select kith_add_job(${name}, ${body}::json, ${runAt ?? null}, ${key ?? null})`.execute(
    tx,
  )
}

type Told = Omit<Entry, 'at'> & { at: string }

function taskList(deps: JobDeps, laters: Later[]): TaskList {
  const followers = laters.flatMap((later) => (later.on ? [later.on] : []))
  const tasks: TaskList = {
    journal: async (payload) => {
      const told = payload as Told // written by record()
      const entry: Entry = { ...told, at: new Date(told.at) }
      for (const follow of followers) await follow[entry.what]?.(deps, entry)
    },
  }
  for (const later of laters) {
    for (const [name, job] of Object.entries(later.jobs ?? {})) {
      // The payload is what addJob was given under this name.
      tasks[name] = async (payload) => job(deps, payload as never)
    }
  }
  return tasks
}

const cronOf = (laters: Later[]) =>
  parseCronItems(
    laters
      .flatMap((later) => later.cron ?? [])
      .map(({ match, job }) => ({ task: job, match, identifier: job })),
  )

const errorsOnly = new Logger(() => (level, message) => {
  if (level === 'error') logger('jobs').error(message)
})

/** What a killed Kith was at would stay locked for four hours. On the embedded database nobody else works. */
const freeLeftJobs = (pool: pg.Pool) =>
  pool.query(`select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))`)

async function beginJobs(pool: pg.Pool, deps: JobDeps, laters: Later[]): Promise<Runner> {
  if (!deps.config.databaseUrl) await freeLeftJobs(pool)
  return run({
    pgPool: pool,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList: taskList(deps, laters),
    parsedCronItems: cronOf(laters),
    logger: errorsOnly,
    // Without these two a database that goes away while a job ends is a rejection that nobody handles,
    // and takes all of Kith along.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  })
}

const complain = (problem: unknown) => logger('jobs').error(String(problem))

/** Works on jobs until it is stopped. While the database is away the work rests, and then goes on. */
export async function startJobs(
  ownerUrl: string,
  deps: JobDeps,
  laters: Later[],
): Promise<{ stop(): Promise<void> }> {
  // A pool of ours: the runner's own stops listening for errors before its connections are closed.
  const pool = openPool(ownerUrl, 5)
  let runner = await beginJobs(pool, deps, laters)
  const work = { goesOn: true }

  async function keepOn(): Promise<void> {
    while (work.goesOn) {
      await runner.promise.catch(complain)
      await pause(1000, undefined, { ref: false })
      if (!work.goesOn) return
      runner = await beginJobs(pool, deps, laters).catch((problem: unknown) => {
        complain(problem)
        return runner
      })
    }
  }
  void keepOn()
  return {
    async stop() {
      work.goesOn = false
      // One that has ended already has nothing to stop.
      await runner.stop().catch(() => {})
      await Promise.race([pool.end(), pause(2000, undefined, { ref: false })])
    },
  }
}

/** Does the jobs that are due now, and returns: for tests and for the command line. */
export async function doJobs(ownerUrl: string, deps: JobDeps, laters: Later[]): Promise<void> {
  await runOnce({
    connectionString: ownerUrl,
    concurrency: 1,
    noHandleSignals: true,
    taskList: taskList(deps, laters),
    logger: errorsOnly,
  })
}
