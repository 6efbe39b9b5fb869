import { act, type Db, type Tx, type Who, withKey } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { writeOfAppeal } from './appeal.letters.tsx'
import * as queries from './appeal.queries.ts'
import {
  type AppealRefusal,
  decideAppeal,
  type Judging,
  newAppeal,
  putBack,
  undoTakeDown,
} from './appeal.rules.ts'
import { readForOf } from './audience.queries.ts'
import { settle } from './consent.actions.ts'
import { emailOf, insertDecision, lockByKey, lockStory, updateStory } from './queries.ts'
import type { Story } from './schema.ts'

type Done = Result<null, AppealRefusal>
type Staff = Who & { personId: string }

/** Asks about the decision that holds. By `who`: its teller, or a moderator who writes down what they say. */
async function askAbout(tx: Tx, who: Who, story: Story | undefined, words: string): Promise<Done> {
  const at = now()
  if (!story || story.state === 'withdrawn') return err('no-such-story')
  const decision = await queries.decisionOn(tx, story.id)
  const asked = decision && (await queries.appealOn(tx, decision.id))
  const appeal = newAppeal(story, decision, words, asked !== undefined, at)
  if (!appeal.ok) return appeal
  await queries.insertAppeal(tx, appeal.value)
  const person = story.tellerId
  await record(tx, { what: 'appeal.asked', about: appeal.value.id, who: who.personId, person, at })
  return ok(null)
}

/** Whoever told a story asks that somebody else look at the decision, by their private link. */
export const askAppeal = (db: Db, who: Who, key: string, words: string): Promise<Done> =>
  act(db, withKey(who, hashKey(key)), async (tx) =>
    askAbout(tx, who, await lockByKey(tx, hashKey(key)), words),
  )

/** The same, said on the telephone and written down by a moderator. */
export const askAppealFor = (db: Db, who: Staff, storyId: string, words: string): Promise<Done> =>
  act(db, who, async (tx) => askAbout(tx, who, await lockStory(tx, storyId), words))

type Restoring = { story: Story; reason: string; by: string; at: Date }

/** A story goes where it was; what shows it still needs every consent. */
async function restore(tx: Tx, { story, reason, by, at }: Restoring): Promise<void> {
  await updateStory(tx, story)
  await insertDecision(tx, {
    id: crypto.randomUUID(),
    storyId: story.id,
    verdict: 'restore',
    rule: null,
    reason,
    decidedBy: by,
    decidedAt: at,
    // What waits to be read again was not read for anybody.
    audience: story.state === 'published' ? story.audience : null,
  })
  await settle(tx, story.id, at)
  const person = story.tellerId
  await record(tx, { what: 'story.restored', about: story.id, who: by, person, at })
}

/** An appeal with its story, the decision that it is about, and the one that holds. */
async function lockAll(tx: Tx, id: string) {
  const asked = await queries.findAppeal(tx, id)
  // The story first, like everything else that decides on it: nobody waits for each other in a circle.
  const story = asked && (await lockStory(tx, asked.storyId))
  const appeal = story && (await queries.lockAppeal(tx, id))
  const decision = appeal && (await queries.findDecision(tx, appeal.decisionId))
  const last = story && (await queries.decisionOn(tx, story.id))
  return decision && last ? { story, appeal, decision, last } : null
}

/** Another moderator decides on an appeal; the teller gets a letter. */
export const judgeAppeal = (db: Db, who: Staff, id: string, judging: Judging): Promise<Done> =>
  act(db, who, async (tx) => {
    const at = now()
    const found = await lockAll(tx, id)
    if (!found) return err('no-such-story')
    const { story, appeal, decision, last } = found
    const moderator = { id: who.personId, email: await emailOf(tx, who.personId) }
    const judged = decideAppeal(appeal, { story, decision, last }, judging, moderator, at)
    if (!judged.ok) return judged
    await queries.saveAppeal(tx, judged.value)
    const { state, reason } = judging
    const by = who.personId
    await record(tx, { what: `appeal.${state}`, about: id, who: by, person: story.tellerId, at })
    await writeOfAppeal(tx, story, judged.value)
    const readFor = await readForOf(tx, story.id)
    if (state === 'upheld')
      await restore(tx, { story: putBack(story, { decision, last, readFor }, at), reason, by, at })
    return ok(null)
  })

/** Another moderator undoes a takedown, within 30 days. */
export const undo = (db: Db, who: Staff, storyId: string, reason: string): Promise<Done> =>
  act(db, who, async (tx) => {
    const at = now()
    const story = await lockStory(tx, storyId)
    if (!story) return err('no-such-story')
    const decision = await queries.decisionOn(tx, storyId)
    const moderator = { id: who.personId, email: await emailOf(tx, who.personId) }
    const readFor = await readForOf(tx, storyId)
    const undone = undoTakeDown(story, decision, { moderator, readFor }, at)
    if (!undone.ok) return undone
    await restore(tx, { story: undone.value, reason, by: who.personId, at })
    return ok(null)
  })
