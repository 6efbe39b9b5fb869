import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { unzipSync } from 'fflate'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { now } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { makeMember, publishNext, tellStory } from '../../tests/telling.ts'
import { dayOf } from './campaigns.rules.ts'
import { gatherKit } from './kit.actions.ts'

const path = '/campaigns/winter'

async function makeCampaign(kith: Kith): Promise<string> {
  await kith.signIn('secretary')
  const days = { beginsOn: dayOf(now()), endsOn: dayOf(now()) }
  const about = { name: 'Winter', words: 'Words', call: 'Tell us', lang: 'en', colour: 'woad' }
  await kith.send('/campaigns/new', { ...about, slug: '', ...days })
  await kith.signIn(null)
  return (await kith.owner.query('select id from campaigns')).rows[0]?.id
}

/** Tells a story with a photo for the campaign, and publishes it. */
async function tellWithPhoto(kith: Kith, title: string) {
  const photo = { width: 1400, height: 900, channels: 3, background: '#a03030' } as const
  const bytes = new Uint8Array(await sharp({ create: photo }).jpeg().toBuffer())
  kith.cookies.clear()
  await kith.send(`${path}/tell`)
  const mine = await tellStory(kith, {
    what: { lang: 'en', title, body: `${title} in words.` },
    picture: {
      picture: new File([bytes], 'a.jpg', { type: 'image/jpeg' }),
      pictureWords: `Two cups of ${title}`,
    },
    audience: { audience: 'public', uses: ['site', 'newsletter'] as never, until: 'always' },
  })
  return { mine, id: await publishNext(kith) }
}

async function kitOf(kith: Kith) {
  const answer = await kith.send(`${path}/kit`)
  expect(answer.status).toBe(200)
  return unzipSync(new Uint8Array(await answer.arrayBuffer()))
}
const wordsOf = (files: Record<string, Uint8Array>) =>
  Object.entries(files)
    .map(([name, bytes]) => `${name}\n${new TextDecoder().decode(bytes)}`)
    .join('\n')

test('a kit has the pictures of its stories in the usual sizes, with their words, and nothing of it stays on disk', async () => {
  const kith = await openKith()
  await makeCampaign(kith)
  const stays = await tellWithPhoto(kith, 'Quibblesnap')
  const leaves = await tellWithPhoto(kith, 'Wobblethwick')
  await kith.signIn(await makeMember(kith))
  const onDisk = async () => ({
    data: (await readdir(kith.config.dataFolder, { recursive: true })).toSorted(),
    kits: (await readdir(tmpdir())).filter((name) => /\.zip$|kit\b/i.test(name)).toSorted(),
  })
  const before = await onDisk()
  const files = await kitOf(kith)
  const pictures = Object.keys(files).filter((name) => name.includes(stays.id))
  expect(pictures.map((name) => name.slice(name.indexOf(stays.id) + 37)).toSorted()).toEqual([
    '1200.jpg',
    '1600.webp',
    '480.webp',
    '960.webp',
  ])
  const jpeg = files[`pictures/${stays.id}-1200.jpg`] ?? new Uint8Array()
  const { format, exif } = await sharp(jpeg).metadata()
  expect([format, exif]).toEqual(['jpeg', undefined])
  const words = wordsOf(files)
  expect(words).toContain('Two cups of Quibblesnap')
  expect(words).toContain('Wobblethwick in words.')

  // Taken back: the next kit has neither its words nor its pictures.
  await kith.send(`${leaves.mine}/withdrawal`)
  const later = await kitOf(kith)
  expect(wordsOf(later)).not.toContain('Wobblethwick')
  expect(Object.keys(later).filter((name) => name.includes(leaves.id))).toEqual([])
  expect(Object.keys(later).some((name) => name.includes(stays.id))).toBe(true)
  const after = await onDisk()
  expect(after.kits).toEqual(before.kits)
  expect(after.data.filter((name) => !before.data.includes(name))).toEqual([])
})

test('a story that is being taken back while a kit is made is in no kit, or told that it is in one', async () => {
  const kith = await openKith()
  const campaign = await makeCampaign(kith)
  const told = []
  for (let n = 0; n < 4; n += 1) told.push(await tellWithPhoto(kith, `Story ${n}`))
  const person = await makeMember(kith)
  await kith.signIn(person)
  const who = { personId: person.id, roles: [] }
  const [kit] = await Promise.all([
    gatherKit(kith.house, who, campaign),
    ...told.map(({ mine }) => kith.send(`${mine}/withdrawal`)),
  ])
  if (!kit.ok) throw new Error(kit.error)
  const { rows } = await kith.owner.query<{ id: string }>(
    "select story_id as id from story_traces where place like 'kit: %'",
  )
  for (const { story } of kit.value) expect(rows.map(({ id }) => id)).toContain(story.id)
  expect(kit.value.length).toBe(rows.length)
  const after = await gatherKit(kith.house, who, campaign)
  expect(after.ok && after.value).toEqual([])
})
