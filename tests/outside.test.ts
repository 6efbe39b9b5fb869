import sharp from 'sharp'
import { expect, test } from 'vitest'
import { act, kithItself, nobody } from '../src/base/db.ts'
import * as translation from '../src/stories/translate.actions.ts'
import { type Kith, openKith } from './kith.ts'
import {
  addressesOf, ask, findIn, findInLetters, findInTables, findOnDisk, type Places, walkAll,
} from './outside.ts' // prettier-ignore
import { wordsIn } from './outside.read.ts'
import { makeMember, publishNext, tellStory } from './telling.ts'

// Words that stand nowhere but in this story: its title, its words, its picture, its teller, its translation, who is
// in it.
const words = ['Quibblesnap', 'Bramblewick', 'Glimmerfen', 'Zephaniah', 'Llwyfenog', 'Ottoline']
const publicWords = words.slice(0, 5)

async function tell(kith: Kith) {
  const grey = { create: { width: 900, height: 600, channels: 3 as const, background: '#987' } }
  const photo = new Uint8Array(await sharp(grey).jpeg().toBuffer())
  const uses = ['site', 'newsletter', 'print', 'social', 'press']
  const mine = await tellStory(kith, {
    who: {
      name: 'Zephaniah Price', nameStyle: 'full', town: 'Leeds', email: 'price@example.org',
    },
    what: { lang: 'en', title: 'The Quibblesnap', body: 'We met in Bramblewick.\n\nIt rained.' },
    picture: {
      picture: new File([photo], 'a.jpg', { type: 'image/jpeg' }), pictureWords: 'Two cups in Glimmerfen',
    },
    others: {
      othersIn: 'some', otherName: 'Ottoline Obi', otherHow: 'named', otherReach: 'ottoline@example.org',
    },
    audience: { audience: 'public', uses, until: 'always' } as never,
  }) // prettier-ignore
  await kith.runJobs()
  const letter = (await kith.outbox()).find((one) => one.toAddress === 'ottoline@example.org')
  const yes = /http:\/\/localhost(\/stories\/yes\/\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
  await kith.send(yes, { answer: 'yes' })
  const id = await publishNext(kith)
  await kith.runJobs()
  return { id, mine, yes }
}

/** Somebody says it in Welsh, somebody else reads that, and its teller says yes. */
async function translateIt(kith: Kith, { id, mine }: { id: string; mine: string }) {
  const [mona, idris] = [await kith.makePerson({ roles: ['moderator'] }), await kith.makePerson({ roles: ['moderator'] })] // prettier-ignore
  const about = { storyId: id, lang: 'cy' }
  const staff = (person: { id: string }) => ({ personId: person.id, roles: ['moderator'] })
  const { rows } = await kith.owner.query<{ hash: string }>('select kith_shown_hash($1) as hash', [id]) // prettier-ignore
  const written = {
    title: 'Y Llwyfenog', body: 'Cwrddon ni yn Llwyfenog.', pictureWords: 'Dau gwpan', translator: 'Ann',
    translatorId: null, from: rows[0]?.hash ?? '',
  } // prettier-ignore
  expect((await translation.translateStory(kith.db, staff(mona), about, written)).ok).toBe(true)
  const asked = { ...about, origin: 'http://localhost' }
  await translation.askAboutTranslation(kith.db, staff(mona), asked)
  const made = await kith.owner.query<{ at: Date }>("select set_config('kith.system', 'on', false)")
    .then(() => kith.owner.query<{ at: Date }>('select edited_at as at from story_translations')) // prettier-ignore
  const version = made.rows[0]?.at.getTime() ?? 0
  await translation.readByAnother(kith.db, staff(idris), { ...asked, version })
  const key = mine.split('/').at(-1) ?? ''
  const said = { answer: 'yes' as const, wish: '', version, hasRead: false }
  const answered = await translation.answerTranslation(kith.db, nobody, { key, lang: 'cy', origin: 'http://localhost' }, said) // prettier-ignore
  expect(answered.ok).toBe(true)
  await kith.owner.query("select set_config('kith.system', '', false)")
}

/** Puts the story wherever a moderator can put one. Out: where it stands then. */
async function liftUp(kith: Kith, id: string) {
  const at = new Date()
  const edition = crypto.randomUUID()
  const [collection, campaign] = [crypto.randomUUID(), crypto.randomUUID()]
  const about = { name: 'Lamps', words: 'Of lamps', lang: 'en', colour: 'plum' as const, slug: 'lamps', madeAt: at } // prettier-ignore
  await act(kith.db, kithItself, async (tx) => {
    await tx.insertInto('collections').values({ ...about, id: collection, place: 1 }).execute()
    await tx.insertInto('collectionStories').values({ listId: collection, storyId: id, place: 1, chosenAt: at }).execute()
    const dates = { beginsOn: new Date('2020-01-01'), endsOn: new Date('2090-01-01') }
    await tx.insertInto('campaigns').values({ ...about, ...dates, call: 'Tell', id: campaign } as never).execute()
    await tx.insertInto('campaignStories').values({ listId: campaign, storyId: id, toldAt: at }).execute()
    await tx.insertInto('printEditions').values({ id: edition, title: 'Winter', lang: 'en', size: 18, madeAt: at, printedAt: null }).execute()
    await tx.insertInto('editionStories').values({ listId: edition, storyId: id, place: 1, chosenAt: at, say: '' }).execute()
  }) // prettier-ignore
  const feeds = ['collections', 'campaigns'].flatMap((list) =>
    ['atom', 'rss', 'json'].map((kind) => `/feeds/${list}/lamps.${kind}`),
  )
  const office = [`/editions/${edition}`, `/editions/${edition}/stories`, `/editions/${edition}/aloud`,
    `/collections/${collection}/stories`, `/stories/${id}/consents`, `/stories/${id}/decision`] // prettier-ignore
  const open = [
    '/collections/lamps',
    '/campaigns/lamps',
    ...feeds,
    '/feeds/stories/en.atom',
    '/feeds/stories/cy.atom',
  ]
  return { open, office, edition }
}

async function standing(kith: Kith) {
  const told = await tell(kith)
  await translateIt(kith, told)
  const lists = await liftUp(kith, told.id)
  const { rows } = await kith.owner.query<{ pictureId: string }>(
    'select picture_id as "pictureId" from published_stories',
  )
  const known = [...addressesOf(told.id), ...lists.open, ...lists.office, told.mine, told.yes]
  return { ...told, ...lists, known, picture: rows[0]?.pictureId ?? '' }
}

type People = Record<
  'a visitor' | 'a member' | 'a moderator' | 'a secretary',
  { id: string } | null
>
const everyone = async (kith: Kith): Promise<People> => ({
  'a visitor': null,
  'a member': await makeMember(kith),
  'a moderator': await kith.makePerson({ roles: ['moderator'] }),
  'a secretary': await kith.makePerson({ roles: ['secretary'] }),
})

/** Everyone who can look walks over everything. */
async function eachWalks(
  kith: Kith,
  people: People,
  known: Iterable<string>,
  look: (places: Places, who: string) => void,
) {
  for (const [who, person] of Object.entries(people)) {
    await kith.signIn(person)
    look(await walkAll(kith, words, known), who)
  }
  await kith.signIn(null)
}

/** What is taken away by a button: the kit of a campaign, an edition for the printer. Out: its words. */
async function takenAway(kith: Kith, person: { id: string } | null, path: string) {
  await kith.signIn(person)
  const answer = await kith.send(path)
  const bytes = Buffer.from(await answer.arrayBuffer())
  await kith.signIn(null)
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    text: wordsIn(bytes),
  }
}

test('what somebody took back stands nowhere: no page, feed, list, frame, kit, PDF, letter, table or file', async () => {
  const kith = await openKith()
  const { mine, id, known, picture, edition, open } = await standing(kith)
  const people = await everyone(kith)
  const print = `/editions/${edition}/print`
  // The check can fail: everything is found before, in each of the places.
  const noted = new Set(known)
  const before = new Map<string, string[]>()
  await eachWalks(kith, people, known, (places, who) => {
    before.set(who, findIn(places, publicWords))
    for (const [place, { status }] of places) if (status === 200) noted.add(place)
  })
  const [own, inWelsh, share, frame] = addressesOf(id)
  expect((await kith.visit(share ?? '')).status).toBe(200)
  for (const place of ['/', '/stories', own, inWelsh, frame, mine, ...open, '/feeds/stories.json'])
    expect(before.get('a visitor'), place).toContain(place)
  expect(before.get('a moderator')).toContain(`/editions/${edition}/aloud`)
  const kit = await takenAway(kith, people['a member'], '/campaigns/lamps/kit')
  expect([kit.type, words.filter((word) => kit.text.includes(word))]).toEqual([
    'application/zip', expect.arrayContaining(['Quibblesnap', 'Bramblewick'])]) // prettier-ignore
  const sheet = await takenAway(kith, people['a moderator'], print)
  expect([sheet.type, sheet.text.includes('Bramblewick')]).toEqual(['application/pdf', true])
  expect(await findInLetters(kith, words)).not.toEqual([])
  expect(await findInTables(kith, words)).toContain('stories')
  expect(await findOnDisk(kith, [picture])).not.toEqual([])

  await kith.send(`${mine}/withdrawal`)
  await kith.runJobs()
  await eachWalks(kith, people, noted, (places, who) => {
    expect(findIn(places, words), who).toEqual([])
    for (const [place, { status, text }] of places) {
      if (place.startsWith(`/files/${picture}`)) expect(status, place).toBeGreaterThanOrEqual(400)
      // A page says back where somebody wanted to go.
      else if (!place.includes(picture)) expect(text.includes(picture), place).toBe(false)
    }
    for (const place of [own, share, frame])
      expect(places.get(place ?? '')?.status, place).toBe(410)
  })
  expect((await ask(kith, frame ?? '')).text).toMatch(/taken? .*back|took .*back/)
  for (const one of [
    await takenAway(kith, people['a member'], '/campaigns/lamps/kit'),
    await takenAway(kith, people['a moderator'], print),
  ])
    expect([one.status < 500, words.filter((word) => one.text.includes(word))]).toEqual([true, []])
  expect(await findOnDisk(kith, [...words, picture])).toEqual([])
  expect(await findInLetters(kith, words)).toEqual([])
  expect(await findInTables(kith, publicWords)).toEqual([])
}, 240_000)

test('when the site ends, or somebody in it says no, visitors find it nowhere; back with a yes', async () => {
  const kith = await openKith()
  const { mine, yes, open, id } = await standing(kith)
  const places = [...addressesOf(id), ...open]
  const seen = async () => findIn(await walkAll(kith, words, places), words)
  expect(await seen()).toContain(`/stories/${id}`)
  await kith.send(yes, { answer: 'no' })
  expect(await seen()).toEqual([])
  await kith.send(yes, { answer: 'yes' })
  expect(await seen()).toEqual(expect.arrayContaining(['/feeds/stories.atom', `/stories/${id}/cy`]))
  await kith.page(mine)
  await kith.send(`${mine}/use`, { use: 'site' })
  expect(await seen()).toEqual([])
  await kith.signIn(await makeMember(kith))
  expect(await seen()).toEqual([])
}, 240_000)
