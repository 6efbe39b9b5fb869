import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { makeMember, publishNext, tellStory, telling } from '../../tests/telling.ts'

/** A photo that says where it was taken, and by whom. */
const photo = () =>
  sharp({ create: { width: 1400, height: 900, channels: 3, background: { r: 200, g: 80, b: 40 } } })
    .withExif({
      IFD0: { Copyright: 'Mona of Elm Street' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '53/1 48/1 0/1' },
    })
    .jpeg()
    .toBuffer()

const fileOf = (bytes: Buffer | string, name: string, type = 'image/jpeg') =>
  new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name, { type })
const withPhoto = async () => ({
  picture: fileOf(await photo(), 'garden.jpg'),
  pictureWords: 'Two cups on a wall',
})

const idIn = (html: string) => /\/files\/([0-9a-f-]{36})-/.exec(html)?.[1] ?? ''

async function bytesOnDisk(kith: Kith): Promise<string[]> {
  const names = await readdir(join(kith.config.dataFolder, 'files'), { recursive: true }).catch(
    () => [],
  )
  return names.filter((name) => /\.(webp|jpg|half)$/.test(name))
}

test('a picture is private until its story is published, and gone when it is taken back', async () => {
  const kith = await openKith()
  const before = (await bytesOnDisk(kith)).length
  const mine = await tellStory(kith, { picture: await withPhoto() })
  const html = await kith.page(mine)
  const picture = idIn(html)
  const address = `/files/${picture}-480.webp`
  const key = mine.split('/').at(-1) ?? ''

  expect(html).toContain('alt="Two cups on a wall"')
  expect((await kith.visit(address)).status).toBe(404)
  expect((await kith.visit(`${address}?key=${key}`)).status).toBe(200)
  expect((await kith.visit(`${address}?key=${'a'.repeat(43)}`)).status).toBe(404)
  await kith.signIn('secretary')
  expect((await kith.visit('/stories/waiting')).status).toBe(404)

  const id = await publishNext(kith)
  const page = await kith.page(`/stories/${id}`)
  expect(page).toContain(`${picture}-1600.webp 1400w`)
  expect(page).toContain('loading="lazy"')
  const shown = await kith.visit(address)
  expect(shown.headers.get('content-type')).toBe('image/webp')
  const bytes = Buffer.from(await shown.arrayBuffer())
  expect((await sharp(bytes).metadata()).exif).toBeUndefined()
  expect(bytes.includes('Elm Street')).toBe(false)
  expect(await (await kith.visit('/feeds/stories.json')).text()).toContain(picture)

  await kith.send(`${mine}/withdrawal`)
  expect((await kith.visit(address)).status).toBe(404)
  expect((await kith.visit(`${address}?key=${key}`)).status).toBe(404)
  expect((await bytesOnDisk(kith)).length).toBe(before)
  expect((await kith.owner.query('select 1 from files')).rows).toEqual([])
})

test('the picture of a story for members is seen by members only', async () => {
  const kith = await openKith()
  const audience = { audience: 'members', uses: 'site', until: 'always' }
  await tellStory(kith, { picture: await withPhoto(), audience })
  const id = await publishNext(kith)
  await kith.signIn(await makeMember(kith))
  const html = await kith.page(`/stories/${id}`)
  expect(html).toContain('width="1400" height="900"')
  const address = `/files/${idIn(html)}-960.webp`
  expect((await kith.visit(address)).status).toBe(200)
  await kith.signIn(await kith.makePerson())
  expect((await kith.visit(address)).status).toBe(404)
  await kith.signIn(null)
  expect((await kith.visit(address)).status).toBe(404)
})

test('a picture needs words, and is kept while they are missing', async () => {
  const kith = await openKith()
  await kith.send('/stories/new/who', telling.who)
  await kith.send('/stories/new/what', telling.what)
  const { picture } = await withPhoto()
  const wordless = await kith.send('/stories/new/picture', { picture, pictureWords: '' })
  expect(wordless.status).toBe(422)
  expect(await kith.checked(wordless)).toContain('Your picture is added')
  const verbose = await kith.send('/stories/new/picture', { pictureWords: 'x'.repeat(401) })
  expect(verbose.status).toBe(422)
  expect(await kith.checked(verbose)).toContain('Your picture is added')
  expect((await kith.send('/stories/new/picture', { pictureWords: 'A wall' })).status).toBe(303)
  await kith.send('/stories/new/others', telling.others)
  await kith.send('/stories/new/audience', telling.audience)
  expect(await kith.page('/stories/new/check')).toContain('A wall')
})

test('a picture that was added can be left out again', async () => {
  const kith = await openKith()
  await kith.send('/stories/new/who', telling.who)
  await kith.send('/stories/new/what', telling.what)
  await kith.send('/stories/new/picture', await withPhoto())
  expect(
    (await kith.send('/stories/new/picture', { remove: 'yes', pictureWords: 'A wall' })).status,
  ).toBe(303)
  await kith.send('/stories/new/others', telling.others)
  await kith.send('/stories/new/audience', telling.audience)
  expect(await kith.page('/stories/new/check')).not.toContain('A wall')
})

test('whoever changes the picture of a story leaves nothing of the first one', async () => {
  const kith = await openKith()
  const before = (await bytesOnDisk(kith)).length
  const mine = await tellStory(kith, { picture: await withPhoto() })
  const first = idIn(await kith.page(mine))
  await kith.send(`${mine}/change`)
  await kith.send('/stories/new/picture?check=yes', await withPhoto())
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  const second = idIn(await kith.page(mine))
  expect(second).not.toBe(first)
  const { rows } = await kith.owner.query('select id, claimed from files')
  expect(rows).toEqual([{ id: second, claimed: true }])
  expect((await bytesOnDisk(kith)).length).toBe(before + 4)
})

test('what is no picture is refused with a sentence, and what was written stays', async () => {
  const kith = await openKith()
  await kith.send('/stories/new/who', telling.who)
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const broken = (await photo()).subarray(0, 900)
  const large = Buffer.alloc(16 * 1024 * 1024)
  const sent: [File, string][] = [
    [fileOf(svg, 'garden.png', 'image/png'), 'We cannot read this file'],
    [fileOf('<!doctype html>', 'garden.jpg'), 'We cannot read this file'],
    [fileOf(broken, 'garden.jpg'), 'damaged or not whole'],
    [fileOf(large, 'garden.jpg'), 'larger than 15 MB'],
  ]
  for (const [picture, sentence] of sent) {
    const answer = await kith.send('/stories/new/picture', {
      picture,
      pictureWords: 'Two cups on a wall',
    })
    expect(answer.status, sentence).toBe(422)
    const html = await kith.checked(answer)
    expect(html).toContain(sentence)
    expect(html).toContain('Two cups on a wall')
  }
})

test('an upload of 200 MB is refused before any of it is kept', async () => {
  const kith = await openKith()
  await kith.send('/stories/new/who', telling.who)
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(new Uint8Array(1024))
      stream.close()
    },
  })
  const answer = await kith.app.request('http://localhost/stories/new/picture', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'multipart/form-data; boundary=x',
      'content-length': String(200 * 1024 * 1024),
      'sec-fetch-site': 'same-origin',
    },
    duplex: 'half',
  } as RequestInit)
  expect(answer.status).toBe(413)
  expect(await answer.text()).toContain('30')
})
