import { unzipSync } from 'fflate'
import { afterEach, expect, test } from 'vitest'
import { moveClock, now } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { makeMember, publishNext, telling, type Telling } from '../../tests/telling.ts'
import { dayOf } from './campaigns.rules.ts'

afterEach(() => moveClock(0))

const inDays = (days: number) => dayOf(new Date(now().getTime() + days * 86_400_000))

const campaign = () => ({
  name: 'A knock at the door',
  words: 'This winter we ask for stories of knocking.',
  call: 'Tell us about a neighbour who knocked at your door.',
  lang: 'en',
  colour: 'woad',
  slug: '',
  beginsOn: inDays(-1),
  endsOn: inDays(10),
})
const path = '/campaigns/a-knock-at-the-door'

async function makeCampaign(kith: Kith, changed: Record<string, string> = {}) {
  await kith.signIn('secretary')
  const made = await kith.send('/campaigns/new', { ...campaign(), ...changed })
  expect(made.status, await made.clone().text()).toBe(303)
  await kith.signIn(null)
  return made.headers.get('location') ?? ''
}

/** Tells a story for the campaign and publishes it. Out: the private page and the id. */
async function tellFor(kith: Kith, title: string, uses: string[]) {
  await kith.signIn(null)
  kith.cookies.clear()
  expect((await kith.send(`${path}/tell`)).headers.get('location')).toBe('/stories/new')
  const answers: Record<string, unknown> = {
    ...telling,
    what: { lang: 'en', title, body: `${title} in words.` },
    audience: { audience: 'public', uses, until: 'always' },
  } satisfies Record<keyof Telling, unknown>
  for (const [page, fields] of Object.entries(answers))
    expect((await kith.send(`/stories/new/${page}`, fields as Record<string, string>)).status).toBe(
      303,
    )
  const sent = await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  const mine = (sent.headers.get('location') ?? '').split('?')[0] ?? ''
  return { mine, id: await publishNext(kith) }
}

test('a campaign calls for stories in its own words, and what is told for it stands on its page', async () => {
  const kith = await openKith()
  expect(await kith.page('/campaigns')).toContain('No campaigns yet')
  expect(await makeCampaign(kith)).toBe(path)
  expect(await kith.page(path)).toContain('No stories told yet')
  expect(await kith.page(`${path}/tell`)).toContain('neighbour who knocked')
  await kith.send(`${path}/tell`)
  expect(await kith.page('/stories/new')).toContain('for “A knock at the door”')
  await kith.send('/stories/new/who', telling.who)
  expect(await kith.page('/stories/new/what')).toContain('neighbour who knocked at your door')
  const { id } = await tellFor(kith, 'Quibblesnap', ['site'])
  const page = await kith.page(path)
  expect(page).toContain('1 story told, 1 on these pages')
  expect(page).toContain(`/stories/${id}`)
  for (const format of ['atom', 'rss', 'json'])
    expect(await (await kith.visit(`/feeds${path}.${format}`)).text()).toContain('Quibblesnap')
  expect(await kith.page('/campaigns')).toContain('Tell us now')
})

test('a campaign begins and ends by the clock', async () => {
  const kith = await openKith()
  await makeCampaign(kith, { beginsOn: inDays(2), endsOn: inDays(4) })
  await kith.page(path, 404)
  await kith.page(`${path}/tell`, 404)
  expect((await kith.visit(`/feeds${path}.atom`)).status).toBe(404)
  expect(await kith.page('/campaigns')).not.toContain('A knock')
  await kith.signIn('moderator')
  expect(await kith.page(path)).toContain('only the office sees')
  await kith.signIn(null)
  moveClock(3 * 86_400_000)
  expect(await kith.page(path)).toContain('Tell a story for this campaign')
  moveClock(6 * 86_400_000)
  // What the clock does each hour: the page that was ready goes.
  await turn(kith)
  expect(await kith.page(path)).toContain('This campaign is over')
  expect((await kith.send(`${path}/tell`)).status).toBe(404)
})

async function turn(kith: Kith) {
  const { campaignsLater } = await import('./campaigns.later.ts')
  await campaignsLater.jobs?.['campaigns.turn']?.(kith.house, undefined as never)
}

test('the office changes a campaign; days that are none, or the wrong way round, are refused', async () => {
  const kith = await openKith()
  await makeCampaign(kith)
  await kith.signIn('secretary')
  const id = /\/campaigns\/([0-9a-f-]{36})\/change/.exec(await kith.page(path))?.[1] ?? ''
  expect(await kith.page(`/campaigns/${id}/change`)).toContain('neighbour who knocked')
  const wrong = await kith.send(`/campaigns/${id}/change`, {
    ...campaign(),
    beginsOn: '2026-02-30',
    endsOn: 'soon',
  })
  expect(wrong.status).toBe(422)
  const turned = await kith.send(`/campaigns/${id}/change`, { ...campaign(), endsOn: inDays(-9) })
  expect(await kith.checked(turned)).toContain('The last day comes after the first one')
  const changed = await kith.send(`/campaigns/${id}/change`, { ...campaign(), name: 'Knocking' })
  expect(changed.headers.get('location')).toBe(path)
  expect(await kith.page(path)).toContain('Knocking')
})

async function kitOf(kith: Kith) {
  const answer = await kith.send(`${path}/kit`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/zip')
  return unzipSync(new Uint8Array(await answer.arrayBuffer()))
}
const textOf = (files: Record<string, Uint8Array>) =>
  Object.entries(files)
    .map(([name, bytes]) => `${name}\n${new TextDecoder().decode(bytes)}`)
    .join('\n')

test('a member downloads the kit, and only stories whose tellers agreed to newsletters are in it', async () => {
  const kith = await openKith()
  await makeCampaign(kith)
  const yes = await tellFor(kith, 'Quibblesnap', ['site', 'newsletter'])
  const no = await tellFor(kith, 'Wobblethwick', ['site'])
  await kith.page(`${path}/kit`, 404)
  const member = await makeMember(kith)
  await kith.signIn(member)
  expect(await kith.page(`${path}/kit`)).toContain('1 story in it')
  const files = await kitOf(kith)
  expect(
    Object.keys(files)
      .filter((name) => !name.endsWith('/'))
      .toSorted(),
  ).toEqual([
    'code.png',
    'code.svg',
    'embed.html',
    'newsletter/block.html',
    'newsletter/block.txt',
    'pictures/quilt-1080x1080.png',
    'pictures/quilt-1080x1920.png',
    'pictures/quilt-1200x630.png',
    'words/cy.txt',
    'words/en.txt',
    'words/ur.txt',
  ])
  const text = textOf(files)
  expect(text).toContain('Quibblesnap in words.')
  expect(text).toContain(`/embed/stories/${yes.id}`)
  expect(text).not.toContain('Wobblethwick')
  expect(text).not.toContain(no.id)
  expect(text).toContain('Adroddwch eich stori')
  const trace = await kith.owner.query(
    'select story_id, place from story_traces where place like $1',
    ['kit: %'],
  )
  expect(trace.rows).toEqual([{ story_id: yes.id, place: 'kit: A knock at the door' }])

  // One use ends: the story stays on the pages and is in no later kit.
  await kith.send(`${yes.mine}/use`, { use: 'newsletter' })
  expect(textOf(await kitOf(kith))).not.toContain('Quibblesnap')
  expect(await kith.page(path)).toContain('Quibblesnap')
  // Whoever has an account and is no member gets no kit.
  await kith.signIn(await kith.makePerson())
  expect(await kith.page(`${path}/kit`)).toContain('for members')
  expect((await kith.send(`${path}/kit`)).status).toBe(403)
})

test('a story that is taken back is gone from its campaign, its feed, the kit and its picture at once', async () => {
  const kith = await openKith()
  await makeCampaign(kith)
  const { id, mine } = await tellFor(kith, 'Quibblesnap', ['site', 'newsletter'])
  const picture = await kith.visit(`/stories/${id}/share.png`)
  expect(picture.headers.get('content-type')).toBe('image/png')
  const bytes = Buffer.from(await picture.arrayBuffer())
  const known = { 'if-none-match': picture.headers.get('etag') ?? '' }
  expect((await kith.visit(`/stories/${id}/share.png`, known)).status).toBe(304)
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1200, 630])
  expect(await kith.page(`/stories/${id}`)).toContain(`/stories/${id}/share.png`)
  expect(await kith.page(path)).toContain('Quibblesnap')
  await kith.visit(`/feeds${path}.json`)

  await kith.send(`${mine}/withdrawal`)
  expect((await kith.visit(`/stories/${id}/share.png`)).status).toBe(410)
  // Not even whoever has it is told that it still stands.
  expect((await kith.visit(`/stories/${id}/share.png`, known)).status).toBe(410)
  expect(await kith.page(path)).toContain('No stories told yet')
  expect(await (await kith.visit(`/feeds${path}.json`)).text()).not.toContain('Quibblesnap')
  await kith.signIn(await makeMember(kith))
  expect(textOf(await kitOf(kith))).not.toContain('Quibblesnap')
  expect((await kith.visit(`/stories/${crypto.randomUUID()}/share.png`)).status).toBe(404)
})
