import { act, type Db, kithItself, type Tx, type Who, withKey } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { dropPages } from '#base/pages.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { publishIfAgreed } from './consent.publish.ts'
import { consentsOf } from './consent.queries.ts'
import type { Named } from './audience.rules.ts'
import { consentVersion, endConsent, type Other } from './consent.rules.ts'
import type { Consent, Use } from './consent.schema.ts'
import { lockByKey, lockStory } from './queries.ts'
import type { Story } from './schema.ts'

/** What a teller agreed to when they sent the form: each use in the words that stood there. */
export type Agreed = {
  uses: { use: Use; words: string }[]
  /** The version of these words, when it is not today's. */
  version?: string
  lang: string
  channel: Consent['channel']
  takenBy: string | null
  witness: string | null
  until: Date | null
  others: Other[]
  /** Whom it is told to, and not before when; left out: as it was. */
  readers?: Named[]
  notBefore?: Date | null
}
type Ending = { channel: NonNullable<Consent['endedChannel']>; by: string | null }

/** What changes when this story comes or goes. */
export const tagsOf = (id: string) => ['stories', 'home', `story:${id}`]

const saveEnd = (tx: Tx, { id, endedAt, endedChannel, endedBy }: Consent) =>
  tx
    .updateTable('consents')
    .set({ endedAt, endedChannel, endedBy })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()

async function end(tx: Tx, consents: readonly Consent[], how: Ending, at: Date): Promise<number> {
  let count = 0
  for (const consent of consents) {
    const ended = endConsent(consent, how, at)
    if (!ended.ok) continue
    await saveEnd(tx, ended.value)
    count += 1
  }
  return count
}

/** Every consent of a story ends: it is taken back whole. */
export const endAllConsents = async (tx: Tx, storyId: string, how: Ending, at: Date) =>
  end(tx, await consentsOf(tx, storyId), how, at)

const isSame = (agreed: Agreed, use: Agreed['uses'][number], open: Consent) =>
  open.use === use.use &&
  open.words === use.words &&
  open.until?.getTime() === agreed.until?.getTime()

/** Writes down what was agreed to. What is not agreed to any more ends; what holds unchanged stays as it is. */
export async function giveConsents(tx: Tx, storyId: string, agreed: Agreed, at: Date) {
  const open = (await consentsOf(tx, storyId)).filter((one) => one.endedAt === null)
  const kept = open.filter((one) => agreed.uses.some((use) => isSame(agreed, use, one)))
  const by = agreed.takenBy
  const channel = agreed.channel === 'paper' ? 'letter' : agreed.channel
  await end(
    tx,
    open.filter((one) => !kept.includes(one)),
    { channel, by },
    at,
  )
  const { lang, takenBy, witness, until, version = consentVersion } = agreed
  const fresh = agreed.uses.filter(({ use }) => !kept.some((one) => one.use === use))
  if (fresh.length === 0) return
  await tx
    .insertInto('consents')
    .values(
      fresh.map(({ use, words }) => ({
        id: crypto.randomUUID(),
        storyId,
        use,
        words,
        version,
        lang,
        channel: agreed.channel,
        takenBy,
        witness,
        givenAt: at,
        until,
        endedAt: null,
        endedChannel: null,
        endedBy: null,
      })),
    )
    .execute()
}

/** How a teller said yes: by their link, or to somebody of the office, who wrote it down, before a witness or none. */
export type Given = { channel: 'web' | 'phone' | 'letter' } & Pick<Consent, 'takenBy' | 'witness'>
export const byLink: Given = { channel: 'web', takenBy: null, witness: null }

/** A teller says yes to the site for more people than before: what held ends, and this holds from now on. */
export async function renewSite(
  tx: Tx,
  storyId: string,
  { words, lang, given }: { words: string; lang: string; given: Given },
  at: Date,
): Promise<void> {
  const open = (await consentsOf(tx, storyId)).filter((one) => one.endedAt === null)
  const until = open.find((one) => one.use === 'site')?.until ?? null
  await end(
    tx,
    open.filter((one) => one.use === 'site'),
    { channel: given.channel, by: given.takenBy },
    at,
  )
  await tx
    .insertInto('consents')
    .values({
      id: crypto.randomUUID(),
      storyId,
      use: 'site',
      words,
      version: consentVersion,
      lang,
      ...given,
      givenAt: at,
      until,
      endedAt: null,
      endedChannel: null,
      endedBy: null,
    })
    .execute()
}

/** Puts the story where it belongs after something about its consents changed; as Kith itself. */
export async function settle(tx: Tx, storyId: string, at: Date): Promise<void> {
  const story = await lockStory(tx, storyId)
  if (story) await publishIfAgreed(tx, story, at)
  await dropPages(tx, tagsOf(storyId))
}

type EndRefusal = 'no-such-story' | 'ended-already'

async function endIn(
  tx: Tx,
  story: Story,
  use: Use,
  how: Ending,
): Promise<Result<null, EndRefusal>> {
  const at = now()
  const held = (await consentsOf(tx, story.id)).filter(
    (one) => one.use === use && one.endedAt === null,
  )
  if ((await end(tx, held, how, at)) === 0) return err('ended-already')
  // The database took it off the pages for everyone already if it had to; the ready pages go with it.
  await dropPages(tx, tagsOf(story.id))
  const detail = { use, channel: how.channel }
  const person = how.by ? story.tellerId : null
  await record(tx, { what: 'consent.ended', about: story.id, who: how.by, person, at, detail })
  return ok(null)
}

/** A teller ends one use by their private link. */
export const endUse = (
  db: Db,
  who: Who,
  key: string,
  use: Use,
): Promise<Result<null, EndRefusal>> =>
  act(db, withKey(who, hashKey(key)), async (tx) => {
    const story = await lockByKey(tx, hashKey(key))
    if (!story || story.state === 'withdrawn') return err('no-such-story')
    return endIn(tx, story, use, { channel: 'web', by: null })
  })

/** The office ends one use for a teller who rang or wrote. */
export const endUseForThem = (
  db: Db,
  who: Who & { personId: string },
  storyId: string,
  { use, channel }: { use: Use; channel: 'letter' | 'phone' },
): Promise<Result<null, EndRefusal>> =>
  act(db, who, async (tx) => {
    const story = await lockStory(tx, storyId)
    if (!story || story.state === 'withdrawn') return err('no-such-story')
    return endIn(tx, story, use, { channel, by: who.personId })
  })

/** What holds is given again in the words it was given in. Nothing is, when nothing holds. */
async function giveAgain(tx: Tx, story: Story, given: Given): Promise<boolean> {
  const at = now()
  const open = (await consentsOf(tx, story.id)).filter((one) => one.endedAt === null)
  const { channel, takenBy } = given
  await end(tx, open, { channel, by: takenBy }, at)
  const again = open.map((one) => ({ ...one, ...given, id: crypto.randomUUID(), givenAt: at }))
  if (again.length > 0) await tx.insertInto('consents').values(again).execute()
  await tx.updateTable('stories').set({ askedAgainAt: null }).where('id', '=', story.id).execute()
  // It left the pages when the old consents ended, and is back before anybody can see that.
  await settle(tx, story.id, at)
  return again.length > 0
}

/** A teller says, once a year, that they still agree. Out: whether the link was a story's. */
export const agreeAgain = (db: Db, who: Who, key: string): Promise<boolean> =>
  // Found with the key, which is the right to agree; what follows from it is Kith's own work.
  act(db, kithItself, async (tx) => {
    const story = await lockByKey(tx, hashKey(key))
    if (!story || story.state === 'withdrawn') return false
    await giveAgain(tx, story, byLink)
    const { id: about } = story
    await record(tx, { what: 'consent.given-again', about, who: who.personId, at: now() })
    return true
  })

/** The same for a teller who rang or wrote. Out: whether there was something to agree to. */
export async function agreeAgainForThem(
  db: Db,
  who: Who & { personId: string },
  storyId: string,
  { channel, witness }: Pick<Given, 'witness'> & { channel: 'phone' | 'letter' },
): Promise<boolean> {
  const isTheirs = await act(db, who, (tx) => lockStory(tx, storyId))
  if (!isTheirs) return false
  return act(db, kithItself, async (tx) => {
    const story = await lockStory(tx, storyId)
    if (!story || story.state === 'withdrawn') return false
    const { personId: by } = who
    if (!(await giveAgain(tx, story, { channel, takenBy: by, witness }))) return false
    const { tellerId: person } = story
    const detail = { channel }
    const what = 'consent.given-again'
    await record(tx, { what, about: story.id, who: by, person, at: now(), detail })
    return true
  })
}

/** A consent whose day has passed, or to which there was no answer, ends; the story leaves if it has to. */
export async function endByItself(
  tx: Tx,
  consents: readonly Consent[],
  channel: 'time' | 'no-answer',
  at: Date,
): Promise<void> {
  const stories = [...new Set(consents.map((one) => one.storyId))].toSorted()
  // The stories first, like everything else that changes them: nobody waits for each other in a circle.
  for (const storyId of stories) await lockStory(tx, storyId)
  await end(tx, consents, { channel, by: null }, at)
  for (const storyId of stories) {
    await settle(tx, storyId, at)
    await record(tx, { what: 'consent.ended', about: storyId, who: null, at, detail: { channel } })
  }
}
