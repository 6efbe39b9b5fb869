import { act, type Db, type Tx, type Who } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { now } from '#base/time.ts'
import { tagsOf } from './consent.actions.ts'
import { seenOf } from './decide.seen.ts'
import { publishIfAgreed } from './consent.publish.ts'
import { findEdit } from './edit.queries.ts'
import { editStands } from './edit.rules.ts'
import { isAgreed } from './others.actions.ts'
import * as queries from './queries.ts'
import { type Decision, decide, type Refusal } from './rules.ts'
import type { Story } from './schema.ts'
import { readFirst, readingBy, readSecond } from './safety.actions.ts'
import { hasWords } from './voice.rules.ts'

/** What follows from a decision: the next story that waits, and whether this one needs a second reader. */
export type Next = { next: string | null; needsSecond: boolean }

const isOther = async (tx: Tx, story: Story, seen: string | undefined): Promise<boolean> =>
  seen !== undefined && seen !== (await seenOf(tx, story))

const why = (decision: Decision) => {
  const { rule, reason } = decision.verdict === 'decline' ? decision : { rule: null, reason: null }
  return { rule, reason }
}

/**
 * Decides on a story. A sensitive one is published by the second of two who say yes. `seen`: what the moderator had
 * before them (see seenOf); when it has changed since, a yes is refused.
 */
export const decideStory = (
  db: Db,
  who: Who & { personId: string },
  id: string,
  decision: Decision,
  { origin, seen }: { origin: string; seen?: string | undefined },
): Promise<Result<Next, Refusal | 'changed-since'>> =>
  act(db, who, async (tx) => {
    const at = now()
    const story = await queries.lockStory(tx, id)
    if (!story) return err('no-such-story')
    const email = await queries.emailOf(tx, who.personId)
    const othersAgreed = await isAgreed(tx, id)
    const moderator = { id: who.personId, email }
    const isYes = decision.verdict === 'publish'
    if (isYes && (await isOther(tx, story, seen))) return err('changed-since')
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
      ...why(decision),
      decidedBy: who.personId,
      decidedAt: at,
      audience: story.audience,
    })
    await publishIfAgreed(tx, decided.value, at)
    await dropPages(tx, tagsOf(id))
    // The letter to the teller follows from the journal, after commit: a mail server that is down must
    // not undo a decision.
    const what = `story.${decided.value.state}`
    const { tellerId: person } = story
    await record(tx, { what, about: id, who: who.personId, person, at, detail: { origin } })
    return ok({ next: await queries.nextWaiting(tx, who.personId), needsSecond: false })
  })
