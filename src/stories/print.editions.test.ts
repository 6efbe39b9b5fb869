import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'

const idIn = (place: string | null) => /[0-9a-f-]{36}/.exec(place ?? '')?.[0] ?? ''

async function makeEdition(kith: Kith): Promise<string> {
  await kith.signIn('moderator')
  const made = await kith.send('/editions/new', { title: 'Winter stories', lang: 'en', size: '18' })
  expect(made.status).toBe(303)
  return idIn(made.headers.get('location'))
}

async function publishOne(kith: Kith, title: string, uses: string[]) {
  const audience = { audience: 'public', uses, until: 'always' } as unknown as Record<
    string,
    string
  >
  const what = { lang: 'en', title, body: `${title} in words.\n\nAnd more of them.` }
  const mine = await tellStory(kith, { what, audience })
  return { mine, id: await publishNext(kith) }
}

/** The outline and the words about a PDF: what its parts say once they are unpacked. */
function partsOf(pdf: Buffer): string {
  const parts = [pdf.toString('latin1')]
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('endstream', at)
    try {
      parts.push(inflateSync(pdf.subarray(at + 7, end)).toString('latin1'))
    } catch {
      // Not packed: a font or words about the file.
    }
  }
  return parts.join('\n')
}

async function print(kith: Kith, id: string): Promise<string> {
  const answer = await kith.send(`/editions/${id}/print`)
  expect(answer.status, await answer.clone().text()).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  return partsOf(Buffer.from(await answer.arrayBuffer()))
}
const pages = (parts: string) => [...parts.matchAll(/\/Type \/Page\b/g)].length

const traces = async ({ owner }: Kith) =>
  (await owner.query("select story_id, place from story_traces where place like 'print: %'")).rows

test('a moderator puts an edition together from stories whose tellers agreed to print', async () => {
  const kith = await openKith()
  const yes = await publishOne(kith, 'Quibblesnap', ['site', 'print'])
  const no = await publishOne(kith, 'Wobblethwick', ['site'])
  await kith.signIn('moderator')
  expect(await kith.page('/editions')).toContain('Nothing is being put together')
  await kith.page('/editions/new')
  const id = await makeEdition(kith)
  const choose = await kith.page(`/editions/${id}/stories`)
  expect(choose).toContain('Quibblesnap')
  expect(choose).not.toContain('Wobblethwick')
  expect((await kith.send(`/editions/${id}/stories`, { do: `add-${no.id}` })).status).toBe(409)
  expect((await kith.send(`/editions/${id}/print`)).status).toBe(409)
  expect((await kith.send(`/editions/${id}/stories`, { do: `add-${yes.id}` })).status).toBe(303)
  const said = { story: yes.id, [`say-${yes.id}`]: 'Siân is said “sharn”' }
  expect((await kith.send(`/editions/${id}/say`, said)).status).toBe(303)
  expect(await kith.page(`/editions/${id}`)).toContain('sharn')
  const aloud = await kith.page(`/editions/${id}/aloud`)
  for (const words of ['Quibblesnap in words.', 'Kofi, Leeds', 'sharn', ' |', ' ‖'])
    expect(aloud).toContain(words)

  const parts = await print(kith, id)
  for (const sign of ['/StructTreeRoot', '/MarkInfo', 'pdfuaid:part>1<', 'Winter stories'])
    expect(parts).toContain(sign)
  const [trace] = await traces(kith)
  expect(trace.story_id).toBe(yes.id)
  expect(trace.place).toMatch(/^print: \d{4}-\d\d-\d\d$/)
  expect(await kith.page(`/editions/${id}`)).toContain('Last printed')
  await kith.page('/editions')
})

test('whoever takes back the yes to print, or the story, before the run starts is not in it', async () => {
  const kith = await openKith()
  const stays = await publishOne(kith, 'Quibblesnap', ['site', 'print'])
  const ends = await publishOne(kith, 'Wobblethwick', ['site', 'print'])
  const leaves = await publishOne(kith, 'Grumblefitz', ['site', 'print'])
  const id = await makeEdition(kith)
  for (const one of [stays, ends, leaves])
    await kith.send(`/editions/${id}/stories`, { do: `add-${one.id}` })
  const first = await print(kith, id)
  expect(first).toContain('Grumblefitz')
  const whole = pages(first)
  await kith.owner.query("delete from story_traces where place like 'print: %'")
  await kith.send(`${ends.mine}/use`, { use: 'print' })
  await kith.send(`${leaves.mine}/withdrawal`)

  const page = await kith.page(`/editions/${id}`)
  expect(page).toContain('No yes to print now')
  expect(page).not.toContain('Grumblefitz')
  const aloud = await kith.page(`/editions/${id}/aloud`)
  expect(aloud).toContain('Quibblesnap')
  expect(aloud).not.toContain('Wobblethwick')
  const again = await print(kith, id)
  expect(pages(again)).toBe(whole - 2)
  // The outline of the file names what is in it.
  expect(again).toContain('Quibblesnap')
  for (const title of ['Wobblethwick', 'Grumblefitz']) expect(again).not.toContain(title)
  expect((await traces(kith)).map((row) => row.story_id)).toEqual([stays.id])

  // A yes to print stands by itself: without the site it is still printed, without print it is not.
  await kith.send(`${stays.mine}/use`, { use: 'site' })
  expect((await kith.owner.query('select 1 from published_stories')).rows).toEqual([
    { '?column?': 1 },
  ])
  expect(pages(await print(kith, id))).toBe(whole - 2)
  await kith.send(`${stays.mine}/use`, { use: 'print' })
  expect((await kith.send(`/editions/${id}/print`)).status).toBe(409)
  await kith.send(`/editions/${id}/remove`, { sure: 'yes' })
  await kith.page(`/editions/${id}`, 404)
})
