import { act, type Db, kithItself, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { settle } from './consent.actions.ts'
import { answerEdit, type Answering, type AnswerRefusal } from './edit.rules.ts'
import { translatorKey } from './keys.ts'
import { isOut } from './consent.queries.ts'
import { emailOf, lockByKey, lockStory } from './queries.ts'
import { isOwn } from './rules.ts'
import type { Story } from './schema.ts'
import {
  findByTranslatorKey,
  findTranslation,
  forgetTranslation,
  isTranslationOut,
  saveTranslation,
  shownHash,
} from './translate.queries.ts'
import {
  emptyTranslation,
  heard,
  mayTranslate,
  type ReadRefusal,
  readTranslation,
  type Translated,
  type TranslateRefusal,
  translateWith,
} from './translate.rules.ts'
import type { StoryTranslation } from './translate.schema.ts'

type Staff = Who & { personId: string }
type Kept = Result<null, TranslateRefusal>
/** What is written, and which words of the story stood beside it (see shownHash). */
type Writing = Translated & { from: string }

/** Writes down what happened to a translation; `lang` says which. */
async function note(
  tx: Tx,
  story: Story,
  what: string,
  { lang, by, ...detail }: { lang: string; by: string | null; [more: string]: unknown },
) {
  const person = by ? story.tellerId : null
  const all = { lang, ...detail }
  await record(tx, { what, about: story.id, who: by, person, at: now(), detail: all })
}

/**
 * Puts the story and its translations where they belong, and notes when this one has become public: its teller is
 * told. Part of a transaction that holds the story.
 */
async function settleTranslation(
  tx: Tx,
  story: Story,
  { id, lang }: Pick<StoryTranslation, 'id' | 'lang'>,
  by: { who: string | null; origin: string },
) {
  const wasOut = await isTranslationOut(tx, id)
  await settle(tx, story.id, now())
  if (!wasOut && (await isTranslationOut(tx, id)))
    await note(tx, story, 'translation.published', { lang, by: by.who, origin: by.origin })
}

/** Keeps these words. Part of a transaction that holds the story. */
async function keep(
  tx: Tx,
  story: Story | undefined,
  lang: string,
  { from: wordsHash, ...words }: Writing,
  by: string | null,
): Promise<Kept> {
  const may = mayTranslate(story, lang)
  if (!story || !may.ok) return may
  const at = now()
  const fresh = { id: crypto.randomUUID(), storyId: story.id, lang, wordsHash }
  const before = (await findTranslation(tx, story.id, lang)) ?? emptyTranslation(fresh, by, at)
  const written = translateWith(before, words, { by, wordsHash, now: at })
  if (!written) return ok(null)
  await saveTranslation(tx, written)
  await settle(tx, story.id, at)
  await note(tx, story, 'translation.written', { lang, by })
  return ok(null)
}

/** A moderator keeps a translation; it is public once it was read by somebody else and its teller said yes. */
export const translateStory = (
  db: Db,
  who: Staff,
  { storyId, lang }: { storyId: string; lang: string },
  words: Writing,
): Promise<Kept> =>
  act(db, who, async (tx) => keep(tx, await lockStory(tx, storyId), lang, words, who.personId))

/** Somebody who was asked to translate a story keeps what they wrote, by their private link. */
export async function translateByLink(
  db: Db,
  who: Who,
  key: string,
  words: Omit<Writing, 'translatorId'>,
): Promise<Kept> {
  // Found with the key, which is the right to write it; what follows from it is Kith's own work.
  return act(db, kithItself, async (tx) => {
    const found = await findByTranslatorKey(tx, hashKey(key))
    const story = found && (await lockStory(tx, found.storyId))
    // The link may have been closed while we waited for the story.
    const still = story && (await findByTranslatorKey(tx, hashKey(key)))
    if (!still || !(await isOut(tx, story.id))) return err('no-such-story')
    const all = { ...words, translatorId: who.personId ?? still.translatorId }
    return keep(tx, story, still.lang, all, who.personId)
  })
}

/** Opens a private link for somebody who translates, or closes it. Out: whether it is open now. */
export const inviteTranslator = (
  db: Db,
  secret: string,
  who: Staff,
  { storyId, lang, isOpen }: { storyId: string; lang: string; isOpen: boolean },
): Promise<Result<boolean, TranslateRefusal>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, storyId)
    const may = mayTranslate(story, lang)
    if (!story || !may.ok) return may.ok ? err('no-such-story') : may
    const fresh = {
      id: crypto.randomUUID(),
      storyId,
      lang,
      wordsHash: await shownHash(tx, storyId),
    }
    const before = await findTranslation(tx, storyId, lang)
    if (!before && !isOpen) return ok(false)
    // Nobody has written anything yet: whoever opened the link may read it later.
    const translation = before ?? emptyTranslation(fresh, null, now())
    const keyHash = isOpen ? hashKey(translatorKey(secret, translation.id)) : null
    if (keyHash === translation.keyHash) return ok(isOpen)
    await saveTranslation(tx, { ...translation, keyHash })
    const what = isOpen ? 'translation.invited' : 'translation.closed'
    await note(tx, story, what, { lang, by: who.personId })
    return ok(isOpen)
  })

/** A moderator who reads the language says that a translation says what the story says. */
export const readByAnother = (
  db: Db,
  who: Staff,
  about: { storyId: string; lang: string; version: number; origin: string },
): Promise<Result<null, ReadRefusal>> =>
  act(db, who, async (tx) => {
    const { storyId, lang, version, origin } = about
    const story = await lockStory(tx, storyId)
    if (!story) return err('no-such-translation')
    const found = await findTranslation(tx, storyId, lang)
    const read = readTranslation(found, who.personId, version, now())
    if (!read.ok) return read
    await saveTranslation(tx, read.value)
    await note(tx, story, 'translation.read', { lang, by: who.personId })
    await settleTranslation(tx, story, read.value, { who: who.personId, origin })
    return ok(null)
  })

/** Asks the teller whether a translation may be shown. The letter follows, when there is an address. */
export const askAboutTranslation = (
  db: Db,
  who: Staff,
  { storyId, lang, origin }: { storyId: string; lang: string; origin: string },
): Promise<Result<null, 'no-such-translation'>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, storyId)
    const found = story && (await findTranslation(tx, storyId, lang))
    if (!story || found?.state !== 'draft' || found.body === '') return err('no-such-translation')
    // Made from words that are not shown any more: it is looked at again first.
    if (found.wordsHash !== (await shownHash(tx, storyId))) return err('no-such-translation')
    await saveTranslation(tx, { ...found, state: 'asked', askedAt: now() })
    await note(tx, story, 'translation.asked', { lang, by: who.personId, origin })
    return ok(null)
  })

type Said = Pick<Answering, 'answer' | 'wish' | 'version'> & { hasRead: boolean }

async function answer(
  tx: Tx,
  story: Story | undefined,
  lang: string,
  { hasRead, ...said }: Answering & { hasRead: boolean },
  by: { who: string | null; origin: string },
): Promise<Result<StoryTranslation, AnswerRefusal>> {
  const at = now()
  if (!story || story.state === 'withdrawn') return err('no-such-story')
  const found = await findTranslation(tx, story.id, lang)
  const answered = answerEdit(found?.body === '' ? undefined : found, said, at)
  if (!answered.ok) return answered
  const translation = heard(answered.value, { hasRead, now: at })
  await saveTranslation(tx, translation)
  const { answer: word, channel } = said
  await note(tx, story, 'translation.answered', { lang, by: by.who, answer: word, channel })
  await settleTranslation(tx, story, translation, by)
  return ok(translation)
}

/** The teller answers by their private link, at any time: a no takes it off the pages at once. */
export const answerTranslation = (
  db: Db,
  who: Who,
  { key, lang, origin }: { key: string; lang: string; origin: string },
  said: Said,
): Promise<Result<StoryTranslation, AnswerRefusal>> =>
  // Found with the key, which is the right to answer; what follows from it is Kith's own work.
  act(db, kithItself, async (tx) =>
    answer(
      tx,
      await lockByKey(tx, hashKey(key)),
      lang,
      { ...said, channel: 'link', takenBy: null },
      { who: who.personId, origin },
    ),
  )

/** The office writes down what the teller said on the telephone or wrote in a letter. */
export const answerTranslationForTeller = (
  db: Db,
  who: Staff,
  { storyId, lang, origin }: { storyId: string; lang: string; origin: string },
  said: Said & { channel: 'phone' | 'letter' },
): Promise<Result<StoryTranslation, AnswerRefusal | 'own-story'>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, storyId)
    const email = await emailOf(tx, who.personId)
    if (story && isOwn(story, { id: who.personId, email })) return err('own-story')
    const taken = { ...said, takenBy: who.personId }
    return answer(tx, story, lang, taken, { who: who.personId, origin })
  })

/** Gives a translation up: its words are deleted. Out: whether there was one. */
export const dropTranslation = (
  db: Db,
  who: Staff,
  { storyId, lang }: { storyId: string; lang: string },
): Promise<boolean> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, storyId)
    if (!story || !(await forgetTranslation(tx, storyId, lang))) return false
    await settle(tx, storyId, now())
    await note(tx, story, 'translation.dropped', { lang, by: who.personId })
    return true
  })
