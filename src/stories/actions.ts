import { act, type Db, type Tx, type Who, withKey } from '#base/db.ts'
import { claimPicture } from '#base/files.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey, sign } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { writeWithdrawn } from './letters.tsx'
import * as queries from './queries.ts'
import {
  bylineOf,
  changeStory,
  type Decision,
  decide,
  type Draft,
  type Gone,
  newStory,
  type Refusal,
  takeDown,
  withdrawStory,
} from './rules.ts'
import type { Story } from './schema.ts'

/**
 * The key of a story's private link: made from its id and the secret of this Kith, so that each letter
 * can carry it while the database holds only its hash.
 */
export const storyKey = (secret: string, id: string): string => sign(secret, `story ${id}`)

type Outcome = 'told' | 'changed'
// What is remembered of a form that was sent: never the key, which only its letter and its teller hold.
const outcomePattern = /^(told|changed) ([0-9a-f-]{36})$/

function placeOf(secret: string, outcome: string): string {
  const [, what, id] = outcomePattern.exec(outcome) ?? []
  return what && id ? `/stories/mine/${storyKey(secret, id)}?${what}=yes` : '/stories'
}

async function settle(tx: Tx, once: string | undefined, secret: string, what: Outcome, id: string) {
  const outcome = `${what} ${id}`
  await settleOnce(tx, once, outcome)
  return placeOf(secret, outcome)
}

/** Where a form that was sent before led; null when it was not. */
export async function placeOfSent(
  db: Db,
  secret: string,
  once: string | undefined,
): Promise<string | null> {
  const outcome = await queries.outcomeOf(db, once)
  return outcome === null ? null : placeOf(secret, outcome)
}

/** What changes when this story comes or goes. */
const tagsOf = (id: string) => ['stories', 'home', `story:${id}`]

type Telling = {
  db: Db
  secret: string
  who: Who
  draft: Draft
  /** The key of the form on this device: it owns the picture until the story does. */
  draftKeyHash: string
  spoken: string
  origin: string
  once: string | undefined
}

/** Tells a story. Out: where its private page is; the same place when the form comes twice. */
export async function tellStory(telling: Telling): Promise<string> {
  const { db, secret, who, draft, draftKeyHash, spoken, origin, once } = telling
  const id = crypto.randomUUID()
  const key = storyKey(secret, id)
  return act(db, withKey(who, draftKeyHash), async (tx) => {
    const before = await claimOnce(tx, once)
    if (before !== null) return placeOf(secret, before)
    const keyHash = hashKey(key)
    const story = newStory(draft, { id, tellerId: who.personId, keyHash, spoken }, now())
    await queries.insertStory(tx, story)
    if (story.pictureId) await claimPicture(tx, story.pictureId)
    const at = story.toldAt
    await record(tx, { what: 'story.told', about: id, who: who.personId, at, detail: { origin } })
    return settle(tx, once, secret, 'told', id)
  })
}

async function publishNow(tx: Tx, story: Story): Promise<void> {
  if (story.audience !== 'public' || !story.publishedAt) return
  const size = story.pictureId ? await queries.sizeOfPicture(tx, story.pictureId) : undefined
  await queries.publish(tx, {
    id: story.id,
    lang: story.lang,
    title: story.title,
    body: story.body,
    byline: bylineOf(story),
    town: story.nameStyle === 'first-and-town' ? story.town : null,
    pictureId: story.pictureId,
    pictureWords: story.pictureWords,
    pictureWidth: size?.width ?? null,
    pictureHeight: size?.height ?? null,
    publishedAt: story.publishedAt,
    example: story.example,
  })
}

/** Decides on a story. Out: the id of the next one that waits, if any. */
export const decideStory = (
  db: Db,
  who: Who & { personId: string },
  id: string,
  decision: Decision,
  origin: string,
): Promise<Result<string | null, Refusal>> =>
  act(db, who, async (tx) => {
    const at = now()
    const story = await queries.lockStory(tx, id)
    if (!story) return err('no-such-story')
    const email = await queries.emailOf(tx, who.personId)
    const decided = decide(story, decision, { id: who.personId, email }, at)
    if (!decided.ok) return decided
    await queries.updateStory(tx, decided.value)
    await queries.insertDecision(tx, {
      id: crypto.randomUUID(),
      storyId: id,
      verdict: decision.verdict,
      rule: decision.verdict === 'decline' ? decision.rule : null,
      reason: decision.verdict === 'decline' ? decision.reason : null,
      decidedBy: who.personId,
      decidedAt: at,
    })
    if (decided.value.state === 'published') await publishNow(tx, decided.value)
    await dropPages(tx, tagsOf(id))
    // The letter to the teller follows from the journal, after commit: a mail server that is down must
    // not undo a decision.
    const what = `story.${decided.value.state}`
    const { tellerId: person } = story
    await record(tx, { what, about: id, who: who.personId, person, at, detail: { origin } })
    return ok(await queries.nextWaiting(tx))
  })

type Changing = Omit<Telling, 'spoken'> & { key: string }
type Changed = { place: string; droppedPicture: string | null }

/** Changes a story by its private link. What was public leaves until somebody has read it again. */
export const changeMyStory = (changing: Changing): Promise<Result<Changed, Gone>> => {
  const { db, secret, who, key, draft, draftKeyHash, origin, once } = changing
  const keyHash = hashKey(key)
  return act(db, withKey(who, keyHash), async (tx) => {
    const before = await claimOnce(tx, once)
    if (before !== null) return ok({ place: placeOf(secret, before), droppedPicture: null })
    const story = await queries.lockByKey(tx, keyHash)
    if (!story) return err('no-such-story')
    const changed = changeStory(story, draft)
    if (!changed.ok) return changed
    await queries.unpublish(tx, story.id)
    const droppedPicture = draft.pictureId === story.pictureId ? null : story.pictureId
    if (droppedPicture) await queries.forgetFile(tx, droppedPicture)
    await queries.updateStory(tx, changed.value)
    if (draft.pictureId && draft.pictureId !== story.pictureId)
      await takePicture(tx, draft.pictureId, draftKeyHash, keyHash)
    await dropPages(tx, tagsOf(story.id))
    const detail = { origin, from: story.state }
    await record(tx, {
      what: 'story.changed',
      about: story.id,
      who: who.personId,
      at: now(),
      detail,
    })
    return ok({ place: await settle(tx, once, secret, 'changed', story.id), droppedPicture })
  })
}

/** A picture that was sent with the form belongs to the form's key; the story only claims it. */
async function takePicture(tx: Tx, pictureId: string, draftKeyHash: string, keyHash: string) {
  await ask(tx, draftKeyHash)
  await claimPicture(tx, pictureId)
  await ask(tx, keyHash)
}

const ask = (tx: Tx, keyHash: string) =>
  tx
    .selectNoFrom((e) =>
      e.fn('set_config', [e.val('kith.key'), e.val(keyHash), e.val(true)]).as('key'),
    )
    .execute()

/**
 * Takes a story back: its words, its name and its picture are gone, everywhere, when this returns. Out:
 * the picture whose bytes have to go too.
 */
export const withdrawMyStory = (
  db: Db,
  who: Who,
  key: string,
): Promise<Result<{ picture: string | null }, Gone>> => {
  const keyHash = hashKey(key)
  return act(db, withKey(who, keyHash), async (tx) => {
    const at = now()
    const story = await queries.lockByKey(tx, keyHash)
    if (!story) return err('no-such-story')
    const withdrawn = withdrawStory(story)
    if (!withdrawn.ok) return withdrawn
    await queries.unpublish(tx, story.id)
    if (story.pictureId) await queries.forgetFile(tx, story.pictureId)
    await queries.updateStory(tx, withdrawn.value)
    await queries.noteWithdrawn(tx, story.id, at)
    // Its address is forgotten in this transaction, so the receipt is written in it as well.
    await writeWithdrawn(tx, story)
    await dropPages(tx, tagsOf(story.id))
    await record(tx, { what: 'story.withdrawn', about: story.id, who: who.personId, at })
    return ok({ picture: story.pictureId })
  })
}

/** Takes a published story off the pages, because of a report. Part of the report's transaction. */
export async function takeDownStory(
  tx: Tx,
  id: string,
  { reason, moderatorId }: { reason: string; moderatorId: string },
): Promise<Result<null, Refusal>> {
  const at = now()
  const story = await queries.lockStory(tx, id)
  if (!story) return err('no-such-story')
  const taken = takeDown(story)
  if (!taken.ok) return taken
  await queries.updateStory(tx, taken.value)
  await queries.unpublish(tx, id)
  await queries.insertDecision(tx, {
    id: crypto.randomUUID(),
    storyId: id,
    verdict: 'take-down',
    rule: null,
    reason,
    decidedBy: moderatorId,
    decidedAt: at,
  })
  await dropPages(tx, tagsOf(id))
  const { tellerId: person } = story
  await record(tx, { what: 'story.declined', about: id, who: moderatorId, person, at })
  return ok(null)
}
