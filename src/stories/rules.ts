import { err, ok, type Result } from '#base/result.ts'
import type { NameStyle, Story } from './schema.ts'

/** What the teller says; everything else about a story follows from it and from what happens to it. */
export type Draft = Pick<
  Story,
  | 'name'
  | 'nameStyle'
  | 'town'
  | 'email'
  | 'lang'
  | 'title'
  | 'body'
  | 'audience'
  | 'pictureId'
  | 'pictureWords'
>
export type Decision =
  | { verdict: 'publish'; sensitive?: boolean }
  | { verdict: 'decline'; rule: string; reason: string }
export type Refusal =
  | 'no-such-story'
  | 'already-decided'
  | 'own-story'
  | 'others-not-asked'
  | 'edit-waits'
  | 'second-reader'
  | 'no-words'
export type Gone = 'no-such-story' | 'withdrawn'
/** Who decides: a moderator, with the address of their account. */
export type Moderator = { id: string; email: string | null }

type Told = Pick<Story, 'id' | 'tellerId' | 'keyHash' | 'codeHash' | 'spoken'> &
  Partial<Pick<Story, 'channel'>>

export function newStory(draft: Draft, told: Told, now: Date): Story {
  return {
    ...draft,
    channel: 'web',
    ...told,
    state: 'told',
    notBefore: null,
    askedAgainAt: null,
    toldAt: now,
    publishedAt: null,
    example: false,
  }
}

const sameAddress = (a: string | null, b: string | null) =>
  a !== null && b !== null && a.toLowerCase() === b.toLowerCase()

/** Whether a story is a moderator's own: nobody judges or edits their own words, whatever their role. */
export const isOwn = (story: Story, moderator: Moderator): boolean =>
  story.tellerId === moderator.id || sameAddress(story.email, moderator.email)

/** What a story needs before it is shown, besides a decision. Left out: nothing. */
export type Standing = {
  now: Date
  othersAgreed: boolean
  /** Whether an edited version, if there is one, was agreed to. */
  editStands?: boolean
  /** Whether this moderator was the first reader of a sensitive story. */
  readAlready?: boolean
  /** Whether a story told by voice was written down. */
  hasWords?: boolean
}

/** What keeps a story from being shown, however good it is; null when nothing does. */
function lacks({ othersAgreed, editStands, readAlready, hasWords }: Standing): Refusal | null {
  // People in a story are often neighbours who never saw the form. Their yes comes first.
  if (!othersAgreed) return 'others-not-asked'
  if (hasWords === false) return 'no-words'
  if (editStands === false) return 'edit-waits'
  return readAlready ? 'second-reader' : null
}

export function decide(
  story: Story,
  decision: Decision,
  moderator: Moderator,
  standing: Standing,
): Result<Story, Refusal> {
  if (story.state !== 'told') return err('already-decided')
  if (isOwn(story, moderator)) return err('own-story')
  if (decision.verdict === 'decline') return ok({ ...story, state: 'declined' })
  const lack = lacks(standing)
  if (lack) return err(lack)
  return ok({ ...story, state: 'published', publishedAt: standing.now })
}

/** A story that its teller changed waits again, whatever was decided on the words it had before. */
export function changeStory(story: Story, draft: Draft): Result<Story, Gone> {
  if (story.state === 'withdrawn') return err('withdrawn')
  return ok({ ...story, ...draft, state: 'told', publishedAt: null })
}

/** What is taken back keeps its id and its dates; its words and its teller are gone. */
export function withdrawStory(story: Story): Result<Story, Gone> {
  if (story.state === 'withdrawn') return err('withdrawn')
  return ok({
    ...story,
    tellerId: null,
    name: null,
    nameStyle: 'none',
    town: null,
    email: null,
    title: '',
    body: '',
    pictureId: null,
    pictureWords: null,
    state: 'withdrawn',
    publishedAt: null,
  })
}

/** A published story that turned out to break a rule leaves public at once. */
export function takeDown(story: Story): Result<Story, Refusal> {
  if (story.state !== 'published') return err('already-decided')
  return ok({ ...story, state: 'declined', publishedAt: null })
}

type Named = { name: string | null; nameStyle: NameStyle; town: string | null }

/** The teller's name as they allow it to be shown; empty when it is not. */
export function bylineOf({ name, nameStyle, town }: Named): string {
  const whole = name?.trim() ?? ''
  if (nameStyle === 'none' || whole === '') return ''
  if (nameStyle === 'full') return whole
  const first = whole.split(/\s+/)[0] ?? ''
  return nameStyle === 'first-and-town' && town ? `${first}, ${town}` : first
}

/** Up to `most` letters of a text, ended at a word. */
export function beginningOf(body: string, most: number): string {
  const line = body.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most)
  const space = cut.lastIndexOf(' ')
  return `${(space > most / 2 ? cut.slice(0, space) : cut).toWellFormed()} …`
}
