import sharp from 'sharp'
import { expect, test } from 'vitest'
import { act, kithItself } from '../src/base/db.ts'
import { type Kith, openKith } from './kith.ts'
import { findIn, findInLetters, findOnDisk, walkAll } from './outside.ts'
import { makeMember, publishNext, tellStory } from './telling.ts'

// Words that stand nowhere but in this story: its title, its words, its picture, its teller, who is in it.
const words = ['Quibblesnap', 'Bramblewick', 'Glimmerfen', 'Zephaniah', 'Ottoline']
const publicWords = words.slice(0, 4)

async function tell(kith: Kith) {
  const grey = { create: { width: 900, height: 600, channels: 3 as const, background: '#987' } }
  const photo = new Uint8Array(await sharp(grey).jpeg().toBuffer())
  const mine = await tellStory(kith, {
    who: {
      name: 'Zephaniah Price',
      nameStyle: 'full',
      town: 'Leeds',
      email: 'zephaniah@example.org',
    },
    what: { lang: 'en', title: 'The Quibblesnap', body: 'We met in Bramblewick.\n\nIt rained.' },
    picture: {
      picture: new File([photo], 'a.jpg', { type: 'image/jpeg' }),
      pictureWords: 'Two cups in Glimmerfen',
    },
    others: {
      othersIn: 'some',
      otherName: 'Ottoline Obi',
      otherHow: 'named',
      otherReach: 'ottoline@example.org',
    },
  })
  await kith.runJobs()
  const letter = (await kith.outbox()).find((one) => one.toAddress === 'ottoline@example.org')
  const yes = /http:\/\/localhost(\/stories\/yes\/\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
  await kith.send(yes, { answer: 'yes' })
  const id = await publishNext(kith)
  await kith.runJobs()
  return { id, mine, yes }
}

/** Puts the story wherever a moderator can put one. */
async function liftUp(kith: Kith, id: string) {
  const at = new Date()
  const lists = {
    collection: crypto.randomUUID(),
    campaign: crypto.randomUUID(),
    edition: crypto.randomUUID(),
  }
  const about = {
    name: 'Lamps',
    words: 'Of lamps',
    lang: 'en',
    colour: 'plum' as const,
    slug: 'lamps',
    madeAt: at,
  }
  await act(kith.db, kithItself, async (tx) => {
    await tx.insertInto('collections').values({ ...about, id: lists.collection, place: 1 }).execute()
    await tx.insertInto('collectionStories')
      .values({ listId: lists.collection, storyId: id, place: 1, chosenAt: at }).execute()
    const dates = { beginsOn: new Date('2020-01-01'), endsOn: new Date('2090-01-01') }
    await tx.insertInto('campaigns').values({ ...about, ...dates, call: 'Tell', id: lists.campaign } as never).execute()
    await tx.insertInto('campaignStories').values({ listId: lists.campaign, storyId: id, toldAt: at }).execute()
    await tx.insertInto('printEditions')
      .values({ id: lists.edition, title: 'Winter', lang: 'en', size: 18, madeAt: at, printedAt: null }).execute()
    await tx.insertInto('editionStories')
      .values({ listId: lists.edition, storyId: id, place: 1, chosenAt: at, say: '' }).execute()
  }) // prettier-ignore
  return [
    '/collections/lamps', '/campaigns/lamps', '/campaigns/lamps/kit',
    ...['collections', 'campaigns'].flatMap((list) =>
      ['atom', 'rss', 'json'].map((kind) => `/feeds/${list}/lamps.${kind}`)),
    `/editions/${lists.edition}`, `/editions/${lists.edition}/stories`, `/editions/${lists.edition}/aloud`,
    `/collections/${lists.collection}/stories`,
  ] // prettier-ignore
}

async function standing(kith: Kith) {
  const told = await tell(kith)
  const lists = await liftUp(kith, told.id)
  const { rows } = await kith.owner.query<{ pictureId: string }>(
    'select picture_id as "pictureId" from published_stories',
  )
  const picture = rows[0]?.pictureId ?? ''
  const known = [`/stories/${told.id}`, ...lists, told.mine, told.yes]
  return { ...told, known, picture }
}

/** Everyone who can look: a visitor, a member, a moderator. */
async function eachWalks(
  kith: Kith,
  known: readonly string[],
  look: (found: string[], who: string) => void,
  sought = words,
) {
  await kith.signIn(null)
  look(findIn(await walkAll(kith, words, known), sought), 'a visitor')
  await kith.signIn(await makeMember(kith))
  look(findIn(await walkAll(kith, words, known), sought), 'a member')
  await kith.signIn('moderator')
  look(findIn(await walkAll(kith, words, known), sought), 'a moderator')
  await kith.signIn(null)
}

const kitOf = async (kith: Kith) => {
  await kith.signIn(await makeMember(kith))
  const answer = await kith.send('/campaigns/lamps/kit')
  const { status } = answer
  await kith.signIn(null)
  return {
    status,
    places: new Map([['kit', Buffer.from(await answer.arrayBuffer()).toString('latin1')]]),
  }
}

test('what somebody took back stands nowhere: no page, feed, list, letter, kit or file', async () => {
  const kith = await openKith()
  const { mine, id, known, picture } = await standing(kith)
  // The check can fail: everything is found before.
  const before = findIn(await walkAll(kith, words, known), publicWords)
  for (const place of [
    '/',
    '/stories',
    `/stories/${id}`,
    '/collections/lamps',
    '/campaigns/lamps',
    '/feeds/stories.atom',
    '/feeds/collections/lamps.json',
    '/feeds/campaigns/lamps.rss',
    mine,
  ])
    expect(before).toContain(place)
  expect(await findInLetters(kith, words)).not.toEqual([])
  expect(await findOnDisk(kith, [picture])).not.toEqual([])

  await kith.send(`${mine}/withdrawal`)
  await eachWalks(kith, known, (found, who) => expect(found, who).toEqual([]))
  expect((await kith.visit(`/stories/${id}`)).status).toBe(410)
  expect(findIn((await kitOf(kith)).places, words)).toEqual([])
  await kith.runJobs()
  expect(await findOnDisk(kith, [...words, picture])).toEqual([])
  // The one letter that is left is the receipt that its teller gets.
  expect(new Set(await findInLetters(kith, words))).toEqual(new Set([]))
}, 120_000)

test('when the site ends, or somebody in it says no, visitors find it nowhere; back with a yes', async () => {
  const kith = await openKith()
  const { mine, id, yes, known } = await standing(kith)
  const out = known.filter((path) => path !== mine && path !== yes)
  const seen = async () => findIn(await walkAll(kith, words, out), words)
  expect(await seen()).toContain(`/stories/${id}`)
  await kith.send(yes, { answer: 'no' })
  expect(await seen()).toEqual([])
  await kith.send(yes, { answer: 'yes' })
  expect(await seen()).toContain('/feeds/stories.atom')
  await kith.page(mine)
  await kith.send(`${mine}/use`, { use: 'site' })
  expect(await seen()).toEqual([])
  await kith.signIn(await makeMember(kith))
  expect(await seen()).toEqual([])
}, 120_000)
