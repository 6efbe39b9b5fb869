import { act, type Db, kithItself, type Tx, type Who, withKey } from '#base/db.ts'
import { claimPicture } from '#base/files.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { tellFor } from './campaigns.actions.ts'
import { type Agreed, endAllConsents, giveConsents, tagsOf } from './consent.actions.ts'
import { publishIfAgreed } from './consent.publish.ts'
import { findEdit } from './edit.queries.ts'
import { editStands } from './edit.rules.ts'
import { codeHashOf, codeOf, storyKey } from './keys.ts'
import { writeWithdrawn } from './letters.tsx'
import { forgetPeople, isAgreed, namePeople, renewPeople } from './others.actions.ts'
import * as queries from './queries.ts'
import {
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
import { readFirst, readingBy, readSecond } from './safety.actions.ts'
import type { Story } from './schema.ts'
import { type Beside, changeVoice, keepBeside, nothingBeside, useSheet } from './voice.actions.ts'
import { claimSound, filesBeside } from './voice.queries.ts'
import { hasWords } from './voice.rules.ts'

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

type Telling = {
  db: Db
  secret: string
  who: Who
  draft: Draft
  /** Which uses the teller agreed to, and who else is in it. */
  agreed: Agreed
  /** The key of the form on this device: it owns the picture until the story does. */
  draftKeyHash: string
  spoken: string
  origin: string
  once: string | undefined
  /** The campaign that it is told for. */
  campaign?: string | null
  /** Its sound, for whom it is told, and what the office notes of it. */
  beside?: Beside
}

/** Tells a story. Out: where its private page is; the same place when the form comes twice. */
export async function tellStory(telling: Telling): Promise<string> {
  const { db, secret, who, draft, agreed, draftKeyHash, spoken, origin, once } = telling
  const beside = telling.beside ?? nothingBeside
  const { office } = beside
  const id = crypto.randomUUID()
  const key = storyKey(secret, id)
  return act(db, withKey(who, draftKeyHash), async (tx) => {
    const before = await claimOnce(tx, once)
    if (before !== null) return placeOf(secret, before)
    const keyHash = hashKey(key)
    const codeHash = codeHashOf(secret, codeOf(secret, 'story', id))
    // Who writes a story down for somebody is not its teller.
    const tellerId = office ? null : who.personId
    const channel: Story['channel'] = office?.channel ?? (beside.voiceId ? 'voice' : 'web')
    const told = { id, tellerId, keyHash, codeHash, spoken, channel }
    const story = newStory(draft, told, now())
    await queries.insertStory(tx, story)
    if (story.pictureId) await claimPicture(tx, story.pictureId)
    const sound = beside.voiceId ? await claimSound(tx, beside.voiceId) : undefined
    if (office?.scanId) await claimPicture(tx, office.scanId)
    const at = story.toldAt
    // From here on the story's own key is asked with: what belongs to it is written under it.
    await ask(tx, keyHash)
    await giveConsents(tx, id, agreed, at)
    await namePeople(tx, secret, { storyId: id, lang: spoken }, agreed.others, at)
    await keepBeside(tx, id, beside, sound, at)
    if (office?.sheet) await useSheet(tx, office.sheet, id, at)
    await tellFor(tx, id, telling.campaign, at)
    await record(tx, { what: 'story.told', about: id, who: who.personId, at, detail: { origin } })
    return settle(tx, once, secret, 'told', id)
  })
}

/** What follows from a decision: the next story that waits, and whether this one needs a second reader. */
export type Next = { next: string | null; needsSecond: boolean }

/** Decides on a story. A sensitive one is published by the second of two who say yes. */
export const decideStory = (
  db: Db,
  who: Who & { personId: string },
  id: string,
  decision: Decision,
  origin: string,
): Promise<Result<Next, Refusal>> =>
  act(db, who, async (tx) => {
    const at = now()
    const story = await queries.lockStory(tx, id)
    if (!story) return err('no-such-story')
    const email = await queries.emailOf(tx, who.personId)
    const othersAgreed = await isAgreed(tx, id)
    const moderator = { id: who.personId, email }
    const isYes = decision.verdict === 'publish'
    const reading = await readingBy(tx, id, who.personId, isYes && decision.sensitive === true)
    const edit = await findEdit(tx, id)
    const decided = decide(story, decision, moderator, {
      now: at,
      othersAgreed,
      editStands: editStands(edit),
      hasWords: hasWords(story, edit),
      readAlready: reading === 'again',
    })
    if (!decided.ok) return decided
    if (isYes && reading === 'first') {
      await readFirst(tx, id, who.personId, at)
      return ok({ next: await queries.nextWaiting(tx, who.personId), needsSecond: true })
    }
    if (isYes && reading === 'second') await readSecond(tx, id, who.personId, at)
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
    await publishIfAgreed(tx, decided.value, at)
    await dropPages(tx, tagsOf(id))
    // The letter to the teller follows from the journal, after commit: a mail server that is down must
    // not undo a decision.
    const what = `story.${decided.value.state}`
    await record(tx, { what, about: id, who: who.personId, at, detail: { origin } })
    return ok({ next: await queries.nextWaiting(tx, who.personId), needsSecond: false })
  })

type Changing = Omit<Telling, 'spoken'> & { key: string }
type Changed = { place: string; dropped: string[] }

/** Changes a story by its private link. What was public leaves until somebody has read it again. */
export const changeMyStory = (changing: Changing): Promise<Result<Changed, Gone>> => {
  const { db, secret, who, key, draft, agreed, draftKeyHash, origin, once } = changing
  const keyHash = hashKey(key)
  return act(db, withKey(who, keyHash), async (tx) => {
    const before = await claimOnce(tx, once)
    if (before !== null) return ok({ place: placeOf(secret, before), dropped: [] })
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
    const at = now()
    const keys = { as: ask, draftKeyHash, keyHash }
    const voiceId = changing.beside?.voiceId ?? null
    const droppedSound = await changeVoice(tx, story.id, voiceId, keys, at)
    await giveConsents(tx, story.id, agreed, at)
    await renewPeople(tx, secret, { before: story, after: changed.value }, agreed.others, at)
    await dropPages(tx, tagsOf(story.id))
    const detail = { origin, from: story.state }
    await record(tx, {
      what: 'story.changed',
      about: story.id,
      who: who.personId,
      at,
      detail,
    })
    const dropped = [droppedPicture, droppedSound].flatMap((file) => file ?? [])
    return ok({ place: await settle(tx, once, secret, 'changed', story.id), dropped })
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

/** The picture, the sound and the scan whose bytes have to go. */
type Withdrawn = Result<{ files: string[] }, Gone>
type How = { channel: 'web' | 'phone' | 'letter'; by: string | null }

async function withdraw(tx: Tx, story: Story | undefined, how: How): Promise<Withdrawn> {
  const at = now()
  if (!story) return err('no-such-story')
  const withdrawn = withdrawStory(story)
  if (!withdrawn.ok) return withdrawn
  const files = [...(await filesBeside(tx, story.id)), ...(story.pictureId ? [story.pictureId] : [])]
  await queries.unpublish(tx, story.id)
  if (story.pictureId) await queries.forgetFile(tx, story.pictureId)
  await queries.noteWithdrawn(tx, story.id, at)
  await endAllConsents(tx, story.id, how, at)
  await forgetPeople(tx, story.id)
  await queries.updateStory(tx, withdrawn.value)
  // Its address is forgotten in this transaction, so the receipt is written in it as well.
  await writeWithdrawn(tx, story)
  await dropPages(tx, tagsOf(story.id))
  const detail = { channel: how.channel }
  const person = how.by ? story.tellerId : null
  await record(tx, { what: 'story.withdrawn', about: story.id, who: how.by, person, at, detail })
  return ok({ files })
}

/**
 * Takes a story back: its words, its name and its picture are gone, everywhere, when this returns. Out:
 * the files whose bytes have to go too.
 */
export const withdrawMyStory = (db: Db, who: Who, key: string): Promise<Withdrawn> =>
  act(db, withKey(who, hashKey(key)), async (tx) =>
    withdraw(tx, await queries.lockByKey(tx, hashKey(key)), { channel: 'web', by: who.personId }),
  )

/**
 * The office takes a story back for its teller, who rang or wrote. What a moderator may do; the rest (the
 * picture, the people in it) is Kith's own work.
 */
export async function withdrawForThem(
  db: Db,
  who: Who & { personId: string },
  id: string,
  channel: 'phone' | 'letter',
): Promise<Withdrawn> {
  const isTheirs = await act(db, who, (tx) => queries.lockStory(tx, id))
  if (!isTheirs) return err('no-such-story')
  return act(db, kithItself, async (tx) =>
    withdraw(tx, await queries.lockStory(tx, id), { channel, by: who.personId }),
  )
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
  await record(tx, { what: 'story.declined', about: id, who: moderatorId, at })
  return ok(null)
}
