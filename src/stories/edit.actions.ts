import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { settle } from './consent.actions.ts'
import { saysMore } from './edit.more.ts'
import { findEdit, forgetEdit, saveEdit } from './edit.queries.ts'
import {
  answerEdit,
  type Answering,
  type AnswerRefusal,
  type EditRefusal,
  editWith,
  ownWordsWereRead,
  type Words,
  workingWords,
} from './edit.rules.ts'
import type { StoryEdit } from './edit.schema.ts'
import { askPeopleAnew } from './consent.queries.ts'
import { emailOf, lockByKey, lockStory, shownSince, updateStory } from './queries.ts'
import { marksIn } from './reader.ts'
import { isOwn } from './rules.ts'
import { readAnew } from './safety.queries.ts'
import type { Spot } from './safety.rules.ts'
import type { Story } from './schema.ts'

type Staff = Who & { personId: string }

/** Keeps these words as the edited version. Part of a transaction that holds the story. */
async function keep(
  tx: Tx,
  story: Story,
  words: Words,
  who: Staff,
): Promise<Result<null, EditRefusal>> {
  const at = now()
  const email = await emailOf(tx, who.personId)
  const before = await findEdit(tx, story.id)
  const edited = editWith(story, before, words, {
    id: who.personId,
    ownStory: isOwn(story, { id: who.personId, email }),
    now: at,
    freshId: crypto.randomUUID(),
  })
  if (!edited.ok) return edited
  await saveEdit(tx, edited.value)
  // Who read a sensitive story before it was edited read other words. One that was decided on is not read
  // again by the desk: its teller reads the new words.
  if (story.state === 'told') await readAnew(tx, story.id)
  await settle(tx, story.id, at)
  const person = story.tellerId
  await record(tx, { what: 'story.edited', about: story.id, who: who.personId, person, at })
  return ok(null)
}

/** Keeps an edited version of a story, beside what its teller told. Nobody else reads it yet. */
export const editStory = (
  db: Db,
  who: Staff,
  id: string,
  words: Words,
): Promise<Result<null, EditRefusal>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, id)
    return story ? keep(tx, story, words, who) : err('no-such-story')
  })

/**
 * Leaves the marked letters out of the edited version; `leftOut` is what stands there instead. Refused when
 * the reader finds no such mark there any more, such as when the button is pressed twice.
 */
export const maskMark = (
  db: Db,
  who: Staff,
  id: string,
  spot: Spot,
  leftOut: (story: Story) => string,
): Promise<Result<null, EditRefusal | 'no-such-mark'>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, id)
    if (!story) return err('no-such-story')
    const words = workingWords(story, await findEdit(tx, id))
    const text = words[spot.field] ?? ''
    const isThere = marksIn(text).some(
      ({ kind, start, end }) => kind === spot.kind && start === spot.start && end === spot.end,
    )
    if (!isThere) return err('no-such-mark')
    const masked = text.slice(0, spot.start) + leftOut(story) + text.slice(spot.end)
    return keep(tx, story, { ...words, [spot.field]: masked }, who)
  })

/**
 * Gives an edited version up: the story is its teller's words again. What was decided on in the edited words waits
 * for a new decision. Out: whether there was one.
 */
export const dropEdit = (db: Db, who: Staff, id: string): Promise<boolean> =>
  act(db, who, async (tx) => {
    const at = now()
    const story = await lockStory(tx, id)
    const edit = story && (await findEdit(tx, id))
    if (!story || !edit) return false
    await forgetEdit(tx, id)
    const isRead = ownWordsWereRead(edit, await shownSince(tx, id))
    if (story.state === 'published' && !isRead) {
      await readAnew(tx, id)
      await updateStory(tx, { ...story, state: 'told', publishedAt: null })
    }
    await settle(tx, id, at)
    const person = story.tellerId
    await record(tx, { what: 'edit.dropped', about: id, who: who.personId, person, at })
    return true
  })

/** Asks the teller whether the edited version is right. The letter follows, when there is an address. */
export const askTeller = (
  db: Db,
  who: Staff,
  id: string,
  origin: string,
): Promise<Result<null, 'no-such-edit'>> =>
  act(db, who, async (tx) => {
    const at = now()
    const story = await lockStory(tx, id)
    const edit = story && (await findEdit(tx, id))
    if (!story || edit?.state !== 'draft') return err('no-such-edit')
    await saveEdit(tx, { ...edit, state: 'asked', askedAt: at })
    const person = story.tellerId
    const detail = { origin }
    await record(tx, { what: 'edit.asked', about: id, who: who.personId, person, at, detail })
    return ok(null)
  })

async function answer(
  tx: Tx,
  story: Story | undefined,
  answering: Answering,
  by: string | null,
): Promise<Result<StoryEdit, AnswerRefusal>> {
  const at = now()
  if (!story || story.state === 'withdrawn') return err('no-such-story')
  const before = await findEdit(tx, story.id)
  const answered = answerEdit(before, answering, at)
  if (!answered.ok) return answered
  await saveEdit(tx, answered.value)
  // Who is in the story said yes to what its teller had told.
  const isNewYes = answering.answer === 'yes' && before?.state !== 'yes'
  if (isNewYes && saysMore(story, answered.value)) await askPeopleAnew(tx, story.id, at)
  await settle(tx, story.id, at)
  const detail = { answer: answering.answer, channel: answering.channel }
  const person = answering.takenBy ? story.tellerId : null
  await record(tx, { what: 'edit.answered', about: story.id, who: by, person, at, detail })
  return answered
}

/** The teller answers by their private link, to the version that they read. */
export const answerByMyLink = (
  db: Db,
  who: Who,
  key: string,
  said: Pick<Answering, 'answer' | 'wish' | 'version'>,
): Promise<Result<StoryEdit, AnswerRefusal>> =>
  // Found with the key, which is the right to answer; what follows from it is Kith's own work.
  act(db, kithItself, async (tx) =>
    answer(
      tx,
      await lockByKey(tx, hashKey(key)),
      { ...said, channel: 'link', takenBy: null },
      who.personId,
    ),
  )

/** The office writes down what the teller said on the telephone or wrote in a letter. */
export const answerForTeller = (
  db: Db,
  who: Staff,
  id: string,
  said: Pick<Answering, 'answer' | 'wish' | 'version'> & { channel: 'phone' | 'letter' },
): Promise<Result<StoryEdit, AnswerRefusal | 'own-story'>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, id)
    const email = await emailOf(tx, who.personId)
    if (story && isOwn(story, { id: who.personId, email })) return err('own-story')
    return answer(tx, story, { ...said, takenBy: who.personId }, who.personId)
  })
