import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { act, type Db, kithItself, type Tx } from './db.ts'
import { removeBytes } from './files.store.ts'
import type { Key } from './i18n.ts'
import type { JobDeps } from './jobs.ts'
import { logger } from './log.ts'
import { addDays, now } from './time.ts'
import './schema.ts'

/** How many rows went, and what has to follow after commit, such as bytes on the disk. */
export type Forgotten = { rows: number; afterwards?: (deps: JobDeps) => Promise<void> }

/** How long rows of a table are kept. A room registers its rules at its door; /kept shows them all. */
export type Rule = {
  /** Table and, where it has several rules, which: `outbox.sent`. */
  name: string
  table: string
  /** What is kept, in words. */
  words: Key
  /** For how long; null when the row itself says until when. */
  days: number | null
  /** Which rows have been kept long enough at this moment. */
  due(at: Date): RawBuilder<SqlBool>
  /** Takes them away, where deleting the rows is not all of it. */
  forget?(tx: Tx, at: Date): Promise<Forgotten>
  /** Another job takes them away: every hour, or every night by itself. It is only shown here. */
  itself?: 'hour' | 'night'
}

export const before = (at: Date, days: number): Date => addDays(at, -days)

const atOnce = 5000

/** Deletes what is due, some thousand rows at a time, so that no statement runs into its limit of time. */
async function deleteDue(tx: Tx, rule: Rule, at: Date): Promise<Forgotten> {
  let rows = 0
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(rule.table)} where ctid in (
        select ctid from ${sql.table(rule.table)} where ${rule.due(at)} limit ${atOnce})`.execute(
      tx,
    )
    rows += Number(numAffectedRows)
    if (numAffectedRows < atOnce) return { rows }
  }
}

async function countRows(tx: Tx, table: string, where: RawBuilder<SqlBool>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(table)} where ${where}`.execute(tx)
  return rows[0]?.n ?? 0
}

export type Standing = { rule: Rule; rows: number; due: number }

/** For each rule how many rows its table has, and how many of them would go now. */
export async function standingOf(db: Db, rules: readonly Rule[], at: Date): Promise<Standing[]> {
  const all: Standing[] = []
  for (const rule of rules)
    all.push(
      await act(db, kithItself, async (tx) => ({
        rule,
        rows: await countRows(tx, rule.table, sql`true`),
        due: await countRows(tx, rule.table, rule.due(at)),
      })),
    )
  return all
}

type Run = { at: Date; rule: string; dry: boolean; gone: number | null }

const keepRuns = (db: Db, runs: Run[]) =>
  act(db, kithItself, (tx) =>
    tx
      .insertInto('retentionRuns')
      .values(runs)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )

/** Only counts what would go, and writes it down. */
export async function tryRules(db: Db, rules: readonly Rule[]): Promise<void> {
  const at = now()
  const all = await standingOf(db, rules, at)
  await keepRuns(
    db,
    all.map(({ rule, due }) => ({ at, rule: rule.name, dry: true, gone: due })),
  )
}

async function carryOut(deps: JobDeps, rule: Rule, at: Date): Promise<number> {
  const { rows, afterwards } = await act(deps.db, kithItself, async (tx) => {
    // Nobody waits for it: what hangs on many rows, such as an import, takes longer than a page may.
    await sql`select set_config('statement_timeout', '10min', true)`.execute(tx)
    return rule.forget ? rule.forget(tx, at) : deleteDue(tx, rule, at)
  })
  await afterwards?.(deps)
  return rows
}

/** Takes away what is due by these rules, now: what a room's own job does when it is asked for by hand. */
export async function forgetBy(deps: JobDeps, rules: readonly Rule[]): Promise<void> {
  const at = now()
  for (const rule of rules) if (rule.itself === undefined) await carryOut(deps, rule, at)
}

/** Whether nothing was counted yet since this Kith was last upgraded: a new rule may be wrong. */
async function isFirstNight(db: Db): Promise<boolean> {
  const { rows } = await act(db, kithItself, (tx) =>
    sql<{ first: boolean }>`select not exists (select from retention_runs
      where at > (select max(taken_at) from migrations)) as first`.execute(tx),
  )
  return rows[0]?.first ?? true
}

/**
 * What each night does: takes away what was kept long enough, rule by rule, each in a transaction of its own.
 * One that fails does not keep the others from their work. The first night after an upgrade only counts, so
 * that somebody can look before anything goes.
 */
export async function forgetAtNight(deps: JobDeps, rules: readonly Rule[]): Promise<void> {
  if (await isFirstNight(deps.db)) return tryRules(deps.db, rules)
  const at = now()
  const runs: Run[] = []
  for (const rule of rules.filter(({ itself }) => itself === undefined)) {
    const gone = await carryOut(deps, rule, at).catch((problem: Error) => {
      logger('retention').error(`${rule.name}: ${problem.name}`)
      return null
    })
    runs.push({ at, rule: rule.name, dry: false, gone })
  }
  await keepRuns(deps.db, runs)
}

/** What was counted or taken away last, by rule. */
export const lastRuns = (db: Db): Promise<Run[]> =>
  act(db, kithItself, (tx) =>
    tx
      .selectFrom('retentionRuns')
      .selectAll()
      .where('at', '=', (eb) =>
        eb.selectFrom('retentionRuns').select((of) => of.fn.max('at').as('at')),
      )
      .execute(),
  )

const daysOf = { unclaimed: 2, letters: 90, once: 2, checks: 365 }

/** Files of forms that were not sent. What one that is not finished still names stays with it. */
const unclaimed = (at: Date) =>
  sql<boolean>`not claimed and kept_at < ${before(at, daysOf.unclaimed)} and not exists (
    select from drafts d where d.key_hash = files.owner_key and d.kept_until >= ${at}
      and d.answers::text like '%' || files.id || '%')`

async function forgetUnclaimed(tx: Tx, at: Date): Promise<Forgotten> {
  const gone = await tx.deleteFrom('files').where(unclaimed(at)).returning('id').execute()
  const afterwards = async ({ config }: JobDeps) => {
    for (const { id } of gone) await removeBytes(config.dataFolder, id)
  }
  return { rows: gone.length, afterwards }
}

/** What every room stands on: forms, letters, pictures, and what was noted about the log and about forgetting. */
export const houseRules: readonly Rule[] = [
  {
    name: 'files.unclaimed',
    table: 'files',
    words: 'kept.rule.files.unclaimed',
    days: daysOf.unclaimed,
    due: unclaimed,
    forget: forgetUnclaimed,
  },
  {
    name: 'drafts',
    table: 'drafts',
    words: 'kept.rule.drafts',
    days: null,
    due: (at) => sql`kept_until < ${at}`,
  },
  {
    name: 'once',
    table: 'once',
    words: 'kept.rule.once',
    days: daysOf.once,
    due: (at) => sql`at < ${before(at, daysOf.once)}`,
  },
  {
    name: 'outbox.sent',
    table: 'outbox',
    words: 'kept.rule.outbox.sent',
    days: daysOf.letters,
    due: (at) => sql`state = 'sent' and least(sent_at, written_at) < ${before(at, daysOf.letters)}`,
  },
  {
    name: 'outbox.unsent',
    table: 'outbox',
    words: 'kept.rule.outbox.unsent',
    days: daysOf.letters,
    due: (at) => sql`state <> 'sent' and written_at < ${before(at, daysOf.letters)}`,
  },
  {
    name: 'log_checks',
    table: 'log_checks',
    words: 'kept.rule.log_checks',
    days: daysOf.checks,
    due: (at) => sql`at < ${before(at, daysOf.checks)}`,
  },
  {
    name: 'retention_runs',
    table: 'retention_runs',
    words: 'kept.rule.retention_runs',
    days: daysOf.checks,
    due: (at) => sql`at < ${before(at, daysOf.checks)}`,
  },
  {
    name: 'limits',
    table: 'limits',
    words: 'kept.rule.limits',
    days: null,
    due: (at) => sql`expire < ${at.getTime()}`,
    itself: 'hour',
  },
]
