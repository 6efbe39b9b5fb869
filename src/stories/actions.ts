import { act, type Db, kithItself, type Tx, type Who, withKey } from '#base/db.ts'
import { claimPicture } from '#base/files.ts'
import { record } from '#base/journal.ts'
import { claimOnce, settleOnce } from '#base/once.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { tellFor } from './campaigns.actions.ts'
import { nameReaders, renewReaders } from './audience.actions.ts'
import { type Agreed, endAllConsents, giveConsents, tagsOf } from './consent.actions.ts'
import { codeHashOf, codeOf, storyKey } from './keys.ts'
import { writeWithdrawn } from './letters.tsx'
import { forgetPeople, namePeople, renewPeople } from './others.actions.ts'
import { changePictures, keepPictures } from './pictures.actions.ts'
import { morePictures } from './pictures.queries.ts'
import * as queries from './queries.ts'
import {
  changeStory,
  type Draft,
  type Gone,
  newStory,
  type Refusal,
  takeDown,
  withdrawStory,
} from './rules.ts'
import type { Story } from './schema.ts'
import { type Beside, changeVoice, keepBeside, nothingBeside, useSheet } from './voice.actions.ts'
import { claimSound, filesBeside } from './voice.queries.ts'

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

const channelOf = ({ office, voiceId }: Beside): Story['channel'] =>
  office?.channel ?? (voiceId ? 'voice' : 'web')

/** What was sent with the form is the story's from now on. Out: what its sound is. */
async function claimFiles(tx: Tx, pictureId: string | null, beside: Beside) {
  const { voiceId, pictures, office } = beside
  if (pictureId) await claimPicture(tx, pictureId)
  for (const { id } of pictures) await claimPicture(tx, id)
  if (office?.scanId) await claimPicture(tx, office.scanId)
  return voiceId ? claimSound(tx, voiceId) : undefined
}

/** Tells a story. Out: where its private page is; the same place when the form comes twice. */
export async function tellStory(telling: Telling): Promise<string> {
  const { db, secret, who, draft, agreed, draftKeyHash, spoken, origin, once } = telling
  const beside = telling.beside ?? nothingBeside
  const { office } = beside
  const id = crypto.randomUUID()
  const keyHash = hashKey(storyKey(secret, id))
  const codeHash = codeHashOf(secret, codeOf(secret, 'story', id))
  // Who writes a story down for somebody is not its teller.
  const tellerId = office ? null : who.personId
  const channel = channelOf(beside)
  return act(db, withKey(who, draftKeyHash), async (tx) => {
    const before = await claimOnce(tx, once)
    if (before !== null) return placeOf(secret, before)
    const told = { id, tellerId, keyHash, codeHash, spoken, channel }
    const story = { ...newStory(draft, told, now()), notBefore: agreed.notBefore ?? null }
    await queries.insertStory(tx, story)
    const sound = await claimFiles(tx, story.pictureId, beside)
    const at = story.toldAt
    // From here on the story's own key is asked with: what belongs to it is written under it.
    await ask(tx, keyHash)
    await giveConsents(tx, id, agreed, at)
    await namePeople(tx, secret, { storyId: id, lang: spoken }, agreed.others, at)
    await nameReaders(tx, secret, id, agreed.readers ?? [], at)
    await keepBeside(tx, id, beside, sound, at)
    await keepPictures(tx, id, beside.pictures)
    if (office?.sheet) await useSheet(tx, office.sheet, id, at)
    await tellFor(tx, id, telling.campaign, at)
    await record(tx, { what: 'story.told', about: id, who: who.personId, at, detail: { origin } })
    return settle(tx, once, secret, 'told', id)
  })
}

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
    await queries.updateStory(tx, { ...changed.value, ...dayAgreed(agreed) })
    if (draft.pictureId && draft.pictureId !== story.pictureId)
      await takePicture(tx, draft.pictureId, draftKeyHash, keyHash)
    const at = now()
    const keys = { as: ask, draftKeyHash, keyHash }
    const { voiceId, pictures } = changing.beside ?? nothingBeside
    const sound = await changeVoice(tx, story.id, voiceId, keys, at)
    const more = await changePictures(tx, story.id, pictures, { first: draft.pictureId, ...keys })
    await giveConsents(tx, story.id, agreed, at)
    const told = { before: story, after: changed.value, shown: more.changed || sound.changed }
    await renewPeople(tx, secret, told, agreed.others, at)
    await renewReaders(tx, secret, story.id, agreed.readers, at)
    await dropPages(tx, tagsOf(story.id))
    const detail = { origin, from: story.state }
    await record(tx, {
      what: 'story.changed',
      about: story.id,
      who: who.personId,
      at,
      detail,
    })
    const dropped = [droppedPicture, sound.dropped, ...more.dropped].flatMap((file) => file ?? [])
    return ok({ place: await settle(tx, once, secret, 'changed', story.id), dropped })
  })
}

/** The day that was said, when the form asked for one. */
const dayAgreed = ({ notBefore }: Agreed) => (notBefore === undefined ? {} : { notBefore })

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
const channels = ['web', 'phone', 'letter'] as const
type How = { channel: (typeof channels)[number]; by: string | null; again?: true }

async function withdraw(tx: Tx, story: Story | undefined, how: How): Promise<Withdrawn> {
  const at = now()
  if (!story) return err('no-such-story')
  const withdrawn = withdrawStory(story)
  if (!withdrawn.ok) return withdrawn
  const files = [
    ...(await filesBeside(tx, story.id)),
    ...(await morePictures(tx, story.id)).map(({ fileId }) => fileId),
    ...(story.pictureId ? [story.pictureId] : []),
  ]
  await queries.unpublish(tx, story.id)
  if (story.pictureId) await queries.forgetFile(tx, story.pictureId)
  await queries.noteWithdrawn(tx, story.id, at)
  await endAllConsents(tx, story.id, how, at)
  await forgetPeople(tx, story.id)
  await queries.updateStory(tx, withdrawn.value)
  // Its address is forgotten in this transaction, so the receipt is written in it as well.
  if (!how.again) await writeWithdrawn(tx, story)
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

/**
 * Takes a story back without a receipt: its teller leaves and their address goes too, or they had theirs and an older
 * copy of the database was put back, which has forgotten it. Out: the files whose bytes have to go.
 */
export async function takeBackQuietly(tx: Tx, id: string, how = 'web'): Promise<string[]> {
  const channel = channels.find((one) => one === how) ?? 'web'
  const quietly = { channel, by: null, again: true } as const
  const done = await withdraw(tx, await queries.lockStory(tx, id), quietly)
  // A copy from before it was told knows only that it is gone.
  await queries.noteWithdrawn(tx, id, now())
  return done.ok ? done.value.files : []
}

/** Takes a published story off the pages, because of a report. Part of the report's transaction. */
export async function takeDownStory(
  tx: Tx,
  id: string,
  { rule, reason, moderatorId }: { rule: string | null; reason: string; moderatorId: string },
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
    rule,
    reason,
    decidedBy: moderatorId,
    decidedAt: at,
  })
  await dropPages(tx, tagsOf(id))
  const { tellerId: person } = story
  await record(tx, { what: 'story.declined', about: id, who: moderatorId, person, at })
  return ok(null)
}
