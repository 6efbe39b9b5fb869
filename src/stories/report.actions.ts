import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { limit, networkKey } from '#base/limits.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { takeDownStory } from './actions.ts'
import { emailOf, lockStory } from './queries.ts'
import { writeToReporter } from './report.letters.tsx'
import * as queries from './report.queries.ts'
import {
  type AgainRefusal,
  decideReport,
  lookAgain,
  newReport,
  numberOf,
  type ReportRefusal,
  type Sent,
  storyIn,
  type Verdict,
} from './report.rules.ts'
import type { Report } from './schema.ts'

// A helpline may send several in an hour; a machine sends hundreds. A letterbox gets three a day.
const fromNetwork = { points: 20, seconds: 3600 }
const toAddress = { points: 3, seconds: 86_400 }

type Sending = {
  db: Db
  who: Who
  network: string
  sent: Sent
  /** The page it is about, read by `pageOf`. */
  about: string
  spoken: string
  once: string | undefined
}

/** Whether a receipt goes to this address: nobody's letterbox is filled through our form. */
const mayWriteTo = async (db: Db, email: string | null) =>
  email !== null &&
  (await limit(db, 'report receipt', email.toLowerCase(), toAddress.points, toAddress.seconds)).ok

/** Sends a report. Out: where its receipt is, the same when the form comes twice. */
export async function sendReport(sending: Sending): Promise<Result<string, 'too-many'>> {
  const { db, who, network, sent, about, spoken, once } = sending
  const { points, seconds } = fromNetwork
  const within = await limit(db, 'report', networkKey(network), points, seconds)
  if (!within.ok) return err('too-many')
  const hasReceipt = await mayWriteTo(db, sent.email)
  return act(db, who, async (tx) => {
    const before = await claimOnce(tx, once)
    if (before !== null) return ok(before || '/reports/thanks')
    const report = newReport(sent, { id: crypto.randomUUID(), about, spoken }, now())
    await queries.insertReport(tx, report)
    await record(tx, {
      what: 'report.sent',
      about: report.id,
      who: who.personId,
      at: report.sentAt,
      detail: { harm: report.harm },
    })
    if (hasReceipt) await writeToReporter(tx, report)
    const place = `/reports/thanks?number=${numberOf(report.id)}`
    await settleOnce(tx, once, place)
    return ok(place)
  })
}

async function isOwn(tx: Tx, storyId: string | null, moderatorId: string): Promise<boolean> {
  const story = storyId === null ? undefined : await lockStory(tx, storyId)
  if (!story) return false
  const email = story.email && (await emailOf(tx, moderatorId))
  return (
    story.tellerId === moderatorId ||
    Boolean(email && email.toLowerCase() === story.email?.toLowerCase())
  )
}

async function settle(tx: Tx, report: Report): Promise<void> {
  const { id, state, decidedBy, decidedAt } = report
  await queries.updateReport(tx, report)
  await record(tx, { what: `report.${state}`, about: id, who: decidedBy, at: decidedAt ?? now() })
  await writeToReporter(tx, report)
}

/** Whether a report asks that somebody else look at what this moderator decided. */
async function isSecondLook(tx: Tx, { againOf }: Report, moderatorId: string): Promise<boolean> {
  const before = againOf ? await queries.findReport(tx, againOf) : undefined
  return before?.decidedBy === moderatorId
}

/** `rule`: the coalition's rule that a story was taken down for, in its words; empty for another reason. */
type Deciding = { id: string; verdict: Verdict; rule?: string; reason: string }

/**
 * Decides on a report. A story that is taken down leaves every page in this transaction, and with it all
 * reports about it that wait are answered.
 */
export const decideOnReport = (
  db: Db,
  who: Who & { personId: string },
  { id, verdict, rule = '', reason }: Deciding,
): Promise<Result<null, ReportRefusal>> =>
  act(db, who, async (tx) => {
    const at = now()
    const report = await queries.lockReport(tx, id)
    if (!report) return err('no-such-report')
    const storyId = storyIn(report.about)
    const isOwnStory = await isOwn(tx, storyId, who.personId)
    const decidedBefore = await isSecondLook(tx, report, who.personId)
    const by = { moderatorId: who.personId, isOwnStory }
    const decision = { verdict, reason, ...by, decidedBefore }
    const decided = decideReport(report, decision, at)
    if (!decided.ok) return decided
    await settle(tx, decided.value)
    if (verdict === 'kept') return ok(null)
    // What its teller took back a moment ago, or another report brought down, is gone all the same.
    if (storyId)
      await takeDownStory(tx, storyId, { rule: rule || null, reason, moderatorId: who.personId })
    for (const other of await queries.lockOthersAbout(tx, report)) {
      // A second look at what they decided themselves is not theirs: it waits for somebody else.
      if (await isSecondLook(tx, other, who.personId)) continue
      const answered = decideReport(other, { ...decision, decidedBefore: false }, at)
      if (answered.ok) await settle(tx, answered.value)
    }
    return ok(null)
  })

/** Whoever reported something says, by mail or telephone, that the answer was wrong: somebody else looks again. */
export const lookAgainAt = (
  db: Db,
  who: Who & { personId: string },
  { id, words }: { id: string; words: string },
): Promise<Result<string, AgainRefusal>> =>
  act(db, who, async (tx) => {
    const before = await queries.lockReport(tx, id)
    if (!before) return err('no-such-report')
    const hasAsked = (await queries.findAgain(tx, id)) !== undefined
    const again = lookAgain(before, { id: crypto.randomUUID(), words, hasAsked }, now())
    if (!again.ok) return again
    await queries.insertReport(tx, again.value)
    const { id: about, sentAt: at } = again.value
    await record(tx, { what: 'report.asked-again', about, who: who.personId, at })
    await writeToReporter(tx, again.value)
    return ok(about)
  })
