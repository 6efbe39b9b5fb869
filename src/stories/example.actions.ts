import type { Tx } from '#base/db.ts'
import { hashKey, newKey } from '#base/secrets.ts'
import { addDays } from '#base/time.ts'
import { giveConsents } from './consent.actions.ts'
import { exampleStories } from './example.data.ts'
import type { PublishedStory, Story } from './schema.ts'
import { addExampleTranslations } from './translate.example.ts'

// The last two wait for a moderator.
const waiting = 2
const daysApart = 5

function storyOf(at: number, now: Date): Story {
  const { lang, title, body, teller, town } = exampleStories[at]! // at is an index of it
  const waits = at >= exampleStories.length - waiting
  const told = addDays(now, waits ? -2 : -daysApart * at - 1)
  return {
    id: crypto.randomUUID(),
    tellerId: null,
    name: teller,
    nameStyle: 'full',
    town,
    email: null,
    lang,
    title,
    body,
    audience: 'public',
    pictureId: null,
    pictureWords: null,
    state: waits ? 'told' : 'published',
    // Nobody has this key: an example is taken away as a whole.
    keyHash: hashKey(newKey()),
    codeHash: null,
    channel: 'web',
    notBefore: null,
    askedAgainAt: null,
    spoken: 'en',
    toldAt: told,
    publishedAt: waits ? null : told,
    example: true,
  }
}

function publicOf(story: Story): PublishedStory[] {
  if (!story.publishedAt) return []
  const { id, lang, title, body, name, town, publishedAt, example } = story
  const picture = { pictureId: null, pictureWords: null, pictureWidth: null, pictureHeight: null }
  return [{ id, lang, title, body, byline: name ?? '', town, ...picture, publishedAt, example }]
}

/** Adds the invented stories: all but two are published, two wait to be read. */
export async function addExampleStories(tx: Tx, now: Date): Promise<void> {
  const stories = exampleStories.map((_, at) => storyOf(at, now))
  await tx.insertInto('stories').values(stories).execute()
  // Made up, and agreed to by nobody but us: for the site alone.
  for (const { id, lang, toldAt } of stories) {
    const uses = [{ use: 'site' as const, words: 'An example' }]
    const about = { channel: 'web' as const, takenBy: null, witness: null, until: null, others: [] }
    await giveConsents(tx, id, { uses, lang, ...about }, toldAt)
  }
  await tx.insertInto('publishedStories').values(stories.flatMap(publicOf)).execute()
  await addExampleTranslations(tx, stories)
}

/** Takes every invented story away. */
export const removeExampleStories = (tx: Tx) =>
  tx.deleteFrom('stories').where('example', '=', true).execute()
