import { sql } from 'kysely'
import { act, type Db, kithItself, type Tx } from '#base/db.ts'
import { forgetPicture } from '#base/files.ts'
import type { JobDeps } from '#base/jobs.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { isLastSecretary } from '#people/index.ts'
import { takeBackQuietly } from '#stories/index.ts'
import * as queries from './mydata.leave.queries.ts'
import { withoutTraces } from './mydata.leave.rules.ts'
import { countIn, meOf } from './mydata.queries.ts'
import { held, type Me } from './mydata.tables.ts'

export type LeaveRefusal = 'last-secretary' | 'no-such-person'
/** What becomes of the stories somebody told: they stay without a name, or they are taken back. */
export type StoriesWish = 'stay' | 'withdraw'

export type Plan = {
  counts: { table: string; n: number }[]
  /** Whether someone else is left who can let others in. */
  mayLeave: boolean
  stories: number
  /** Organisations that nobody speaks for afterwards. */
  handedOver: string[]
  /** Applications and personal memberships that go with them. */
  gone: string[]
}

/** What would happen, and nothing else. */
export const planToLeave = (db: Db, personId: string): Promise<Plan | null> =>
  act(db, kithItself, async (tx) => {
    const me = await meOf(tx, personId)
    if (!me) return null
    const organisations = await queries.organisationsOf(tx, me)
    const counts = []
    for (const one of held) counts.push({ table: one.table, n: await countIn(tx, one, me) })
    return {
      counts,
      mayLeave: !(await isLastSecretary(tx, personId)),
      stories: (await queries.storiesOf(tx, me)).length,
      handedOver: organisations.filter(queries.isHandedOver).map(({ name }) => name),
      gone: organisations.filter(queries.goesAlong).map(({ name }) => name),
    }
  })

/** Takes the person out of the words that stay in a membership: answers, talk, reason. */
async function cleanMembership(tx: Tx, me: queries.Known, membershipId: string): Promise<void> {
  const row = await queries.lockWords(tx, membershipId)
  if (!row) return
  const traces = [me.name, ...me.reach]
  await queries.updateWords(tx, membershipId, {
    answers: withoutTraces(row.answers, traces),
    talk: withoutTraces(row.talk, traces),
    reason: row.reason === null ? null : withoutTraces(row.reason, traces),
  })
}

async function leaveOrganisations(tx: Tx, me: queries.Known, at: Date): Promise<void> {
  const all = await queries.organisationsOf(tx, me)
  const along = all.filter(queries.goesAlong)
  await queries.forgetOrganisations(
    tx,
    along.map(({ id }) => id),
  )
  for (const one of all.filter((organisation) => !queries.goesAlong(organisation))) {
    if (one.isApplicant) await cleanMembership(tx, me, one.membershipId)
    await queries.forgetReach(tx, one.id, me.reach)
    if (queries.isHandedOver(one)) {
      const detail = { last: true }
      const whom = { who: me.id, person: me.id }
      await record(tx, { what: 'representative.left', about: one.id, ...whom, at, detail })
    }
  }
  if (all.length > 0)
    await dropPages(tx, ['members', 'home', ...all.slice(0, 90).map(({ id }) => `member:${id}`)])
}

/** Out: the files whose bytes have to go too. */
async function leaveStories(tx: Tx, me: Me, wish: StoriesWish, secret: string): Promise<string[]> {
  const stories = await queries.storiesOf(tx, me)
  const files: string[] = []
  for (const story of stories) {
    await queries.forgetDraftsOf(tx, secret, story.id)
    if (story.state === 'withdrawn') continue
    // A declined one is read by nobody any more.
    const goes = wish === 'withdraw' || story.state === 'declined'
    const gone = goes ? await takeBackQuietly(tx, story.id) : await queries.unname(tx, story.id)
    files.push(...gone)
  }
  const theirs = [...stories.map(({ id }) => id), ...(await queries.translatedBy(tx, me))]
  if (theirs.length > 0)
    await dropPages(tx, ['stories', 'home', ...theirs.slice(0, 90).map((id) => `story:${id}`)])
  return files
}

/**
 * Somebody leaves, with all that is held on them, in one transaction: their sessions end with it. What others
 * need stays without their name. Refused to the last secretary: nobody could let another one in.
 */
export async function leave(
  deps: JobDeps,
  personId: string,
  wish: StoriesWish,
): Promise<Result<null, LeaveRefusal>> {
  const left = await act(deps.db, { ...kithItself, personId }, async (tx) => {
    const at = now()
    if (await isLastSecretary(tx, personId)) return err('last-secretary')
    const me = await queries.knownOf(tx, personId)
    if (!me) return err('no-such-person')
    const pictures = await leaveStories(tx, me, wish, deps.secret)
    await leaveOrganisations(tx, me, at)
    await queries.forgetLetters(tx, me)
    await queries.forgetInvitations(tx, me)
    await queries.leaveReaders(tx, me, at)
    await queries.unnameReports(tx, me)
    await record(tx, { what: 'account.deleted', about: me.id, who: me.id, person: me.id, at })
    await sql`delete from persons where id = ${me.id}`.execute(tx)
    return ok(pictures)
  })
  if (!left.ok) return left
  for (const picture of left.value) await forgetPicture(deps.config, picture)
  return ok(null)
}
