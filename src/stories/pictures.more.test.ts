import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, tellStory, telling } from '../../tests/telling.ts'

const photo = async (colour: string) => {
  const bytes = await sharp({
    create: { width: 640, height: 480, channels: 3, background: colour },
  })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(bytes)], `${colour}.jpg`, { type: 'image/jpeg' })
}

const where = '/stories/new/picture'

/** Answers every page with three pictures, as somebody without an account does, and sends. Out: the private page. */
async function tellThree(kith: Kith): Promise<string> {
  await kith.signIn(null)
  const { who, what, others, audience } = telling
  await kith.send('/stories/new/who', who)
  await kith.send('/stories/new/what', what)
  await kith.send(where, { picture: await photo('red'), pictureWords: 'A red door' })
  const second = { morePicture: await photo('green'), moreWords: 'A green door', do: 'more' }
  expect(
    (await kith.send(where, { pictureWords: 'A red door', ...second })).headers.get('location'),
  ).toBe(where)
  const third = { morePicture: await photo('blue'), moreWords: 'A blue door' }
  await kith.send(where, { pictureWords: 'A red door', ...third })
  await kith.send('/stories/new/others', others)
  await kith.send('/stories/new/audience', audience)
  expect(await kith.page('/stories/new/check')).toContain('A red door · A green door · A blue door')
  const sent = await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  return (sent.headers.get('location') ?? '').split('?')[0] ?? ''
}

const fileIds = (html: string) => [
  ...new Set([...html.matchAll(/\/files\/([0-9a-f-]{36})-480/g)].map(([, id]) => id ?? '')),
]
/** The pictures of these files that are on the disk; other tests may keep theirs there. */
const onDisk = async (kith: Kith, ids: readonly string[]) =>
  (await readdir(join(kith.config.dataFolder, 'files'), { recursive: true })).filter(
    (name) => name.includes('-480') && ids.some((id) => name.includes(id)),
  )

test('a story has up to three pictures, each with its words, and all of them go with it', async () => {
  const kith = await openKith()
  const mine = await tellThree(kith)
  expect(fileIds(await kith.page(mine))).toHaveLength(3)
  await kith.signIn('moderator')
  const id = /\/stories\/([0-9a-f-]{36})\/decision/.exec(await kith.page('/stories/waiting'))?.[1]
  expect(await kith.page(`/stories/${id}/decision`)).toContain('A blue door')
  await publishNext(kith)
  const html = await kith.page(`/stories/${id}`)
  const ids = fileIds(html)
  expect(ids).toHaveLength(3)
  expect(html.indexOf('A red door')).toBeLessThan(html.indexOf('A green door'))
  expect(html.indexOf('A green door')).toBeLessThan(html.indexOf('A blue door'))
  for (const file of ids) expect((await kith.visit(`/files/${file}-480.webp`)).status).toBe(200)
  await kith.send(`${mine}/withdrawal`, {})
  expect((await kith.visit(`/stories/${id}`)).status).toBe(410)
  for (const file of ids) expect((await kith.visit(`/files/${file}-480.webp`)).status).toBe(404)
  expect(await onDisk(kith, ids)).toEqual([])
  const { rows } = await kith.owner.query('select from story_pictures')
  expect(rows).toEqual([])
  expect(existsSync(kith.config.dataFolder)).toBe(true)
})

test('a teller changes the pictures; what everyone saw leaves until somebody has looked again', async () => {
  const kith = await openKith()
  const mine = await tellThree(kith)
  const id = await publishNext(kith)
  const before = fileIds(await kith.page(`/stories/${id}`))
  await kith.send(`${mine}/change`, {})
  // Without the first, the second comes first.
  await kith.send(where, { pictureWords: 'A red door', remove: 'yes' })
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  expect((await kith.visit(`/files/${before[1]}-480.webp`)).status).toBe(404)
  await publishNext(kith)
  const after = await kith.page(`/stories/${id}`)
  expect(fileIds(after)).toEqual(before.slice(1))
  expect(after).not.toContain('A red door')
  expect(await onDisk(kith, before)).toHaveLength(2)
})

test('what is wrong with a further picture is said beside it, and nothing is lost', async () => {
  const kith = await openKith()
  await kith.signIn(null)
  await kith.send('/stories/new/who', telling.who)
  await kith.send(where, { picture: await photo('red'), pictureWords: 'A red door' })
  const first = { pictureWords: 'A red door' }
  const noPicture = await kith.send(where, { ...first, moreWords: 'A green door' })
  expect(noPicture.status).toBe(422)
  expect(await kith.checked(noPicture)).toContain('A green door')
  const html = new File(['<p>Hello</p>'], 'door.png', { type: 'image/png' })
  expect((await kith.send(where, { ...first, morePicture: html, moreWords: 'x' })).status).toBe(422)
  const noWords = await kith.send(where, { ...first, morePicture: await photo('green') })
  expect(noWords.status).toBe(422)
  // The picture waits for its words.
  expect((await kith.send(where, { ...first, moreWords: 'A green door' })).status).toBe(303)
  await kith.send(where, { ...first, morePicture: await photo('blue'), moreWords: 'A blue door' })
  const full = await kith.send(where, {
    ...first,
    morePicture: await photo('pink'),
    moreWords: 'A pink door',
  })
  expect(full.status).toBe(422)
  await kith.send(where, { ...first, do: 'drop-waiting' })
  await kith.send(where, { ...first, do: 'drop-0' })
  const page = await kith.page(where)
  expect(page).toContain('A blue door')
  expect(page).not.toContain('A green door')
})

test('nothing gets beside a public story that its teller did not send', async () => {
  const kith = await openKith()
  await tellStory(kith)
  const id = await publishNext(kith)
  const put = kith.owner.query(
    `insert into published_pictures values ($1, 2, gen_random_uuid(), 'A door', 1, 1)`,
    [id],
  )
  await expect(put).rejects.toThrow('this picture is none of the story')
})
