import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { tellStory } from '../../tests/telling.ts'

const what = (body: string) => ({ lang: 'en', title: 'A card', body })
const idOf = async (kith: Kith) => {
  const { rows } = await kith.owner.query<{ id: string }>('select id from stories')
  return rows[0]?.id ?? ''
}
const moderator = (kith: Kith, email: string) => kith.makePerson({ email, roles: ['moderator'] })
const isOut = async (kith: Kith, id: string) => {
  await kith.signIn(null)
  return (await kith.visit(`/stories/${id}`)).status
}
const yes = { verdict: 'publish' }

test('a sensitive story is shown once two different moderators said yes', async () => {
  const kith = await openKith()
  await tellStory(kith, { what: what('I was diagnosed with leukaemia.') })
  const id = await idOf(kith)
  const mona = await moderator(kith, 'mona@example.org')
  const nye = await moderator(kith, 'nye@example.org')
  await kith.signIn(mona)
  const html = await kith.page(`/stories/${id}/decision`)
  expect(html).toMatch(/<input[^>]*name="sensitive"[^>]*checked/)
  const sent = await kith.send(`/stories/${id}/decision`, { ...yes, sensitive: 'yes' })
  expect(await kith.page(sent.headers.get('location') ?? '')).toContain('Another moderator')
  expect(await kith.page('/stories/waiting')).toContain('Needs a second reader')
  const again = await kith.send(`/stories/${id}/decision`, yes)
  expect(again.status).toBe(409)
  expect(await kith.checked(again)).toContain('another moderator has to read it too')
  expect(await isOut(kith, id)).toBe(404)
  await kith.signIn(nye)
  expect(await kith.page(`/stories/${id}/decision`)).toContain('when a second one says yes')
  expect((await kith.send(`/stories/${id}/decision`, yes)).status).toBe(303)
  expect(await isOut(kith, id)).toBe(200)
  expect(await kith.journal()).toEqual(expect.arrayContaining(['story.sensitive', 'story.read']))
})

test('the reader proposes, a person decides: without the tick one moderator is enough', async () => {
  const kith = await openKith()
  await tellStory(kith, { what: what('I was diagnosed with leukaemia.') })
  const id = await idOf(kith)
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/decision`, yes)
  expect(await isOut(kith, id)).toBe(200)
})

test('a story is called sensitive by a button as well, and leaving the tick out does not undo it', async () => {
  const kith = await openKith()
  await tellStory(kith)
  const id = await idOf(kith)
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/safety`)
  await kith.send(`/stories/${id}/safety`)
  expect(await kith.page(`/stories/${id}/decision`)).toContain('Two moderators have to read it')
  await kith.send(`/stories/${id}/decision`, yes)
  expect(await isOut(kith, id)).toBe(404)
})

test('the teller is neither of the two', async () => {
  const kith = await openKith()
  const who = { name: 'Mona', nameStyle: 'full', town: '', email: 'mona@example.org' }
  await tellStory(kith, { who })
  const id = await idOf(kith)
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/decision`, { ...yes, sensitive: 'yes' })
  await kith.signIn(await moderator(kith, 'Mona@example.org'))
  expect((await kith.send(`/stories/${id}/decision`, yes)).status).toBe(409)
  expect(await isOut(kith, id)).toBe(404)
})

test('a word that is edited after the first reading is read by both again', async () => {
  const kith = await openKith()
  await tellStory(kith)
  const id = await idOf(kith)
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/decision`, { ...yes, sensitive: 'yes' })
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/edit`, { title: 'Other', body: 'Every Friday.', byline: '' })
  expect(await kith.page(`/stories/${id}/decision`)).toContain('Two moderators have to read it')
})

test('two who say yes at the same moment: the story is read twice and shown once', async () => {
  const kith = await openKith()
  await tellStory(kith)
  const id = await idOf(kith)
  await kith.signIn(await moderator(kith, 'mona@example.org'))
  const first = kith.send(`/stories/${id}/decision`, { ...yes, sensitive: 'yes' })
  const twice = kith.send(`/stories/${id}/decision`, { ...yes, sensitive: 'yes' })
  const answers = (await Promise.all([first, twice])).map((answer) => answer.status)
  expect(answers.toSorted()).toEqual([303, 409])
  expect(await isOut(kith, id)).toBe(404)
})
