import { z } from 'zod'
import { act, type Db, kithItself } from './db.ts'
import { email } from './forms.ts'
import type { JobDeps, Later } from './jobs.ts'
import { leaseMinutes, type Outcome, settle, signInLetterMinutes } from './mail.outcome.ts'
import { type Line, openLine, type Post } from './mail.smtp.ts'
import { forgetBy, houseRules } from './retention.ts'
import { addMinutes, now } from './time.ts'
import type { OutboxLetter } from './schema.ts'

const address: z.ZodType<string> = email('missing', 'wrong')

const unnamed = { name: 'Kith', email: null, smtp: null, mailFrom: null }

/** How letters leave this Kith; null while nobody has said. The environment goes before the set-up. */
export async function postOf({ db, config }: Pick<JobDeps, 'db' | 'config'>): Promise<Post | null> {
  const known = await db
    .selectFrom('coalition')
    .select(['name', 'email', 'smtp', 'mailFrom'])
    .executeTakeFirst()
  const coalition = known ?? unnamed
  const smtp = config.smtp || coalition.smtp
  const from = address.safeParse(config.mailFrom || coalition.mailFrom || coalition.email)
  return smtp && from.success ? { smtp, fromName: coalition.name, fromAddress: from.data } : null
}

/** Decides on letters whose time has passed: those that a crash left, and sign-in letters too old. */
const settleStale = (db: Db, at: Date) =>
  act(db, kithItself, async (tx) => {
    const left = await tx
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', 'sending')
      .where('nextTryAt', '<', at)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const letter of left) {
      const change = settle(letter, { kind: 'unknown', why: '' }, at)
      await tx.updateTable('outbox').set(change).where('id', '=', letter.id).execute()
    }
    await tx
      .updateTable('outbox')
      .set({ state: 'failed', problem: 'too-late' })
      .where('state', '=', 'waiting')
      .where('kind', '=', 'sign-in')
      .where('writtenAt', '<', addMinutes(at, -signInLetterMinutes))
      .execute()
  })

const isDue = (db: Db): Promise<boolean> =>
  act(db, kithItself, async (tx) => {
    const due = await tx
      .selectFrom('outbox')
      .select('id')
      .where('state', '=', 'waiting')
      .where('nextTryAt', '<=', now())
      .limit(1)
      .executeTakeFirst()
    return due !== undefined
  })

/**
 * Takes the next letter for ourselves: it is marked as being sent before the mail server hears of it, so
 * that a crash leaves a trace. Letters to sign in go before all others.
 */
const claim = (db: Db): Promise<OutboxLetter | undefined> =>
  act(db, kithItself, async (tx) => {
    const at = now()
    const next = await tx
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('nextTryAt', '<=', at)
      .orderBy('secret', 'desc')
      .orderBy('writtenAt')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!next) return undefined
    const change = {
      state: 'sending' as const,
      tries: next.tries + 1,
      nextTryAt: addMinutes(at, leaseMinutes),
    }
    await tx.updateTable('outbox').set(change).where('id', '=', next.id).execute()
    return { ...next, ...change }
  })

const keep = (db: Db, letter: OutboxLetter, outcome: Outcome) =>
  act(db, kithItself, (tx) =>
    tx
      .updateTable('outbox')
      .set(settle(letter, outcome, now()))
      .where('id', '=', letter.id)
      .where('state', '=', 'sending')
      .execute(),
  )

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** Writes down how it went. A database that restarts just now must not make a sent letter a lost one. */
async function keepSurely(db: Db, letter: OutboxLetter, outcome: Outcome): Promise<void> {
  for (const ms of [200, 1000, 4000, 10_000]) {
    try {
      await keep(db, letter, outcome)
      return
    } catch {
      await pause(ms)
    }
  }
  await keep(db, letter, outcome)
}

const noteUnreachable = (db: Db, why: string, at: Date) =>
  act(db, kithItself, (tx) =>
    tx
      .updateTable('outbox')
      .set({ problem: `unreachable ${why}`.slice(0, 300), nextTryAt: addMinutes(at, 1) })
      .where('state', '=', 'waiting')
      .where('nextTryAt', '<=', at)
      .execute(),
  )

const sendOne = (line: Line, letter: OutboxLetter): Promise<Outcome> =>
  address.safeParse(letter.toAddress).success
    ? line.send(letter)
    : Promise.resolve({ kind: 'refused', why: 'This is not an address for mail' })

type Sending = { db: Db; post: Post; line: Line | null }

/** The line that is open, or a new one when a letter is due. Null: there is nothing to do, or no line. */
async function lineFor({ db, post, line }: Sending): Promise<Line | null> {
  if (line?.alive()) return line
  if (!(await isDue(db))) return null
  const opened = await openLine(post)
  if (opened.ok) return opened.value
  await noteUnreachable(db, opened.error, now())
  return null
}

/** Sends one letter. Out: whether to go on. */
async function sendNext(sending: Sending): Promise<boolean> {
  const { db } = sending
  sending.line = await lineFor(sending)
  const letter = sending.line && (await claim(db))
  if (!letter || !sending.line) return false
  const outcome = await sendOne(sending.line, letter)
  await keepSurely(db, letter, outcome)
  if (outcome.kind === 'sent') return true
  // After a refusal the next letter starts on a fresh line.
  sending.line.close()
  sending.line = null
  return outcome.kind !== 'unreachable'
}

/** Sends what is due, one letter after the other. Without a mail server letters wait where they are. */
async function sendOutbox({ db, config }: JobDeps): Promise<void> {
  await settleStale(db, now())
  const post = await postOf({ db, config })
  if (!post) return
  const sending: Sending = { db, post, line: null }
  try {
    let more = true
    while (more) more = await sendNext(sending)
  } finally {
    sending.line?.close()
  }
}

/** Letters are thrown away by the rules of the house: they hold names and addresses. */
const tidyOutbox = (deps: JobDeps) =>
  forgetBy(
    deps,
    houseRules.filter(({ table }) => table === 'outbox'),
  )

export const outboxLater: Later = {
  jobs: { 'outbox.send': sendOutbox, 'outbox.tidy': tidyOutbox },
  cron: [{ match: '* * * * *', job: 'outbox.send' }],
}
