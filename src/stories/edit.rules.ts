import { err, ok, type Result } from '#base/result.ts'
import type { StoryEdit } from './edit.schema.ts'
import { bylineOf } from './rules.ts'
import type { Story } from './schema.ts'

/** The words of a story that readers see, and that a moderator can change in an edited version. */
export type Words = Pick<StoryEdit, 'title' | 'body' | 'byline' | 'pictureWords'>

/** A story in its teller's own words, as it would be shown. */
export const wordsOf = (story: Story): Words => ({
  title: story.title,
  body: story.body,
  byline: bylineOf(story),
  pictureWords: story.pictureWords,
})

/** The words that are worked on: the edited version when there is one, the teller's own when not. */
export const workingWords = (story: Story, edit: StoryEdit | undefined): Words =>
  edit
    ? {
        title: edit.title,
        body: edit.body,
        byline: edit.byline,
        pictureWords: edit.pictureWords,
      }
    : wordsOf(story)

/** The words that readers see: edited ones only after the teller's yes. */
export const shownWords = (story: Story, edit: StoryEdit | undefined): Words =>
  workingWords(story, edit?.state === 'yes' ? edit : undefined)

/** Whether the words that would be shown are the teller's own, or were agreed to by them. */
export const editStands = (edit: Pick<StoryEdit, 'state'> | undefined): boolean =>
  edit === undefined || edit.state === 'yes'

export type EditRefusal = 'no-such-story' | 'own-story' | 'decided-already' | 'unchanged'

const same = (a: Words, b: Words) =>
  a.title === b.title &&
  a.body === b.body &&
  a.byline === b.byline &&
  (a.pictureWords ?? '') === (b.pictureWords ?? '')

/**
 * An edited version with these words. A yes or a no was said to other words, so it is a draft again. Refused
 * when the story can no longer be shown, is the moderator's own, or nothing differs from what was told.
 */
export function editWith(
  story: Story,
  before: StoryEdit | undefined,
  words: Words,
  by: { id: string; ownStory: boolean; now: Date; freshId: string },
): Result<StoryEdit, EditRefusal> {
  if (story.state === 'withdrawn') return err('no-such-story')
  if (story.state === 'declined') return err('decided-already')
  if (by.ownStory) return err('own-story')
  if (before ? same(words, workingWords(story, before)) : same(words, wordsOf(story)))
    return err('unchanged')
  return ok({
    id: before?.id ?? by.freshId,
    storyId: story.id,
    ...words,
    state: 'draft',
    editedBy: by.id,
    editedAt: by.now,
    begunAt: before?.begunAt ?? by.now,
    askedAt: null,
    answeredAt: null,
    channel: null,
    takenBy: null,
    wish: null,
  })
}

/**
 * Whether a decided story may be shown in its teller's own words when an edited version of it is given up: only when
 * these were what was decided on. `decidedAt`: of the last decision to show it; undefined for none.
 */
export const ownWordsWereRead = (
  edit: Pick<StoryEdit, 'begunAt'>,
  decidedAt: Date | undefined,
): boolean => decidedAt !== undefined && decidedAt < edit.begunAt

export type Answering = {
  answer: 'yes' | 'no'
  channel: 'link' | 'phone' | 'letter'
  takenBy: string | null
  wish: string
  /** The version that was read: the moment of its last change, in ms. */
  version: number
}
export type AnswerRefusal = 'no-such-story' | 'no-such-edit' | 'other-words'

/** The version as a form carries it, so that a yes is said to the words that were read. */
export const versionOf = (edit: Pick<StoryEdit, 'editedAt'>): number => edit.editedAt.getTime()

/** What a teller can be asked about: an edited version, or a translation. */
type Asked = Pick<StoryEdit, 'state' | 'editedAt' | 'answeredAt' | 'channel' | 'takenBy' | 'wish'>

/** What the teller says. By their link they answer what they were asked; by telephone also what is a draft. */
export function answerEdit<E extends Asked>(
  edit: E | undefined,
  { answer, channel, takenBy, wish, version }: Answering,
  now: Date,
): Result<E, AnswerRefusal> {
  if (!edit || (edit.state === 'draft' && channel === 'link')) return err('no-such-edit')
  if (versionOf(edit) !== version) return err('other-words')
  return ok({
    ...edit,
    state: answer,
    answeredAt: now,
    channel,
    takenBy,
    wish: answer === 'no' && wish !== '' ? wish : null,
  })
}
