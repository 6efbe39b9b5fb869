import { act, type Db, kithItself, type Tx, type Who, withKey } from '#base/db.ts'
import { record } from '#base/journal.ts'
import { err, ok, type Result } from '#base/result.ts'
import { hashKey } from '#base/secrets.ts'
import { now } from '#base/time.ts'
import { settle } from './consent.actions.ts'
import { findPersonById, findStoryPerson, lockStoryPerson, peopleIn } from './consent.queries.ts'
import { allAgreed, type Other, reachOf } from './consent.rules.ts'
import { codeHashOf, codeOf, personKey } from './keys.ts'
import { emailOf, findStory, lockStory } from './queries.ts'
import { isOwn } from './rules.ts'
import type { Story } from './schema.ts'

/** Writes down who else is in a story; each is asked by a letter or a call that follows. */
export async function namePeople(
  tx: Tx,
  secret: string,
  { storyId, lang }: { storyId: string; lang: string },
  others: readonly Other[],
  at: Date,
): Promise<void> {
  for (const { name, how, reach, guardian } of others) {
    const id = crypto.randomUUID()
    await tx
      .insertInto('storyPeople')
      .values({
        id,
        storyId,
        name,
        how,
        guardian: guardian || null,
        ...reachOf(reach),
        lang,
        state: 'asked',
        channel: null,
        takenBy: null,
        keyHash: hashKey(personKey(secret, id)),
        codeHash: codeHashOf(secret, codeOf(secret, 'person', id)),
        askedAt: at,
        answeredAt: null,
      })
      .execute()
  }
}

export const forgetPeople = (tx: Tx, storyId: string) =>
  tx.deleteFrom('storyPeople').where('storyId', '=', storyId).execute()

const isUnchanged = (before: Story, after: Story) =>
  before.title === after.title &&
  before.body === after.body &&
  before.pictureId === after.pictureId &&
  before.pictureWords === after.pictureWords

/**
 * Who is in a story after its teller changed it. A yes was said to the words, the pictures and the sound as they were:
 * when these change everyone is asked again; when not, those who stay keep their answer.
 */
export async function renewPeople(
  tx: Tx,
  secret: string,
  /** `shown`: whether the pictures besides the first, or the sound, are others now. */
  { before, after, shown }: { before: Story; after: Story; shown: boolean },
  others: readonly Other[],
  at: Date,
): Promise<void> {
  const story = { storyId: after.id, lang: after.spoken }
  if (shown || !isUnchanged(before, after)) {
    await forgetPeople(tx, after.id)
    return namePeople(tx, secret, story, others, at)
  }
  const there = await peopleIn(tx, after.id)
  const isNamed = (name: string, how: string) =>
    others.some((one) => one.name === name && one.how === how)
  const gone = there.filter((one) => !isNamed(one.name, one.how)).map((one) => one.id)
  if (gone.length > 0) await tx.deleteFrom('storyPeople').where('id', 'in', gone).execute()
  const fresh = others.filter(
    (one) => !there.some(({ name, how }) => name === one.name && how === one.how),
  )
  return namePeople(tx, secret, story, fresh, at)
}

/** Whether everyone in a story said yes. */
export const isAgreed = async (tx: Tx, storyId: string): Promise<boolean> =>
  allAgreed(await peopleIn(tx, storyId))

type Answered = { storyId: string; state: 'yes' | 'no' }
type Answering = {
  state: 'yes' | 'no'
  channel: 'link' | 'letter' | 'phone'
  takenBy: string | null
}

async function answer(
  db: Db,
  personId: string,
  { state, channel, takenBy }: Answering,
): Promise<Result<Answered, 'no-such-person'>> {
  const at = now()
  return act(db, kithItself, async (tx) => {
    const asked = await findPersonById(tx, personId)
    // The story first, like everything else that changes it: nobody waits for each other in a circle.
    const story = asked && (await lockStory(tx, asked.storyId))
    const person = story && (await lockStoryPerson(tx, personId))
    if (!person || !story || story.state === 'withdrawn') return err('no-such-person')
    const { storyId } = person
    await tx
      .updateTable('storyPeople')
      .set({ state, channel, takenBy, answeredAt: at })
      .where('id', '=', personId)
      .execute()
    await settle(tx, storyId, at)
    const detail = { state, channel, person: personId }
    await record(tx, { what: 'story.answered', about: storyId, who: takenBy, at, detail })
    return ok({ storyId, state })
  })
}

/** Somebody in a story answers by their link or the code of their letter; they may change their mind later. */
export async function answerByLink(
  db: Db,
  key: string,
  state: 'yes' | 'no',
): Promise<Result<Answered, 'no-such-person'>> {
  const keyHash = hashKey(key)
  const person = await act(db, withKey({ personId: null, roles: [] }, keyHash), (tx) =>
    findStoryPerson(tx, keyHash),
  )
  // Looked up with the key, which is the right to answer; what follows from it is Kith's own work.
  return person
    ? answer(db, person.id, { state, channel: 'link', takenBy: null })
    : err('no-such-person')
}

/**
 * The office writes down what somebody in a story said on the telephone or wrote in a letter: not who told the story,
 * whatever their role.
 */
export async function answerForThem(
  db: Db,
  who: Who & { personId: string },
  { storyId, personId }: { storyId: string; personId: string },
  { state, channel }: { state: 'yes' | 'no'; channel: 'letter' | 'phone' },
): Promise<Result<Answered, 'no-such-person' | 'own-story'>> {
  const found = await act(db, who, async (tx) => {
    const story = await findStory(tx, storyId)
    const person = (await peopleIn(tx, storyId)).some(({ id }) => id === personId)
    const email = await emailOf(tx, who.personId)
    return { story, person, moderator: { id: who.personId, email } }
  })
  if (!found.story || !found.person) return err('no-such-person')
  if (isOwn(found.story, found.moderator)) return err('own-story')
  return answer(db, personId, { state, channel, takenBy: who.personId })
}
