import { expect, test } from 'vitest'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'

// What was read and agreed to is what is shown, whatever somebody else presses in between.

const kofi = { name: 'Kofi Mensah', nameStyle: 'first', town: '', email: 'kofi@example.org' }
const what = (body: string, title = 'A card') => ({ lang: 'en', title, body })
const ring = 'The quibblesnap came on Friday with Ada. Ring me on 07700 900123.'
const withAda = {
  othersIn: 'some',
  otherName: 'Ada Obi',
  otherHow: 'named',
  otherReach: 'ada@example.org',
}
const seenIn = (html: string) => /name="seen" value="([^"]+)"/.exec(html)?.[1] ?? ''
const versionIn = (html: string) => /name="version" value="(\d+)"/.exec(html)?.[1] ?? ''
const markIn = (html: string) => /name="mark" value="([^"]+)"/.exec(html)?.[1] ?? ''

const idOf = async (kith: Kith) => {
  const { rows } = await kith.owner.query<{ id: string }>('select id from stories')
  return rows[0]?.id ?? ''
}
/** The link that Ada was sent last. */
async function linkOfAda(kith: Kith): Promise<string> {
  await kith.runJobs()
  const letter = (await kith.outbox()).findLast((one) => one.kind === 'story.person')
  return /http:\/\/localhost(\/stories\/yes\/\S+)/.exec(letter?.text ?? '')?.[1] ?? ''
}
const lettersToAda = async (kith: Kith) =>
  (await kith.outbox()).filter((one) => one.kind === 'story.person').length
/** The teller says yes to the edited version, on the telephone. */
async function sayYes(kith: Kith, id: string) {
  await kith.signIn('moderator')
  const version = versionIn(await kith.page(`/stories/${id}/edit`))
  const said = { version, answer: 'yes', channel: 'phone' }
  expect((await kith.send(`/stories/${id}/edit/answer`, said)).status).toBe(303)
}
const isOut = async (kith: Kith, id: string) => {
  await kith.signIn(null)
  return (await kith.visit(`/stories/${id}`)).status === 200
}

test('a moderator says yes to what they read, not to what it has become', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi, what: what(ring) })
  const id = await idOf(kith)
  await kith.signIn('moderator')
  const seen = seenIn(await kith.page(`/stories/${id}/decision`))
  await kith.signIn(null)
  await kith.send(`${mine}/change`)
  await kith.send('/stories/new/what?check=yes', what('Something nobody has read.'))
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  await kith.signIn('moderator')
  const late = await kith.send(`/stories/${id}/decision`, { verdict: 'publish', seen })
  expect(late.status).toBe(409)
  const html = await kith.checked(late)
  expect(html).toContain('It was changed since you opened this page')
  expect(html).toContain('Something nobody has read.')
  expect(await isOut(kith, id)).toBe(false)
  await kith.signIn('moderator')
  const now = { verdict: 'publish', seen: seenIn(html) }
  expect((await kith.send(`/stories/${id}/decision`, now)).status).toBe(303)
  expect(await isOut(kith, id)).toBe(true)
})

test('an edit that is given up shows no words that nobody decided on', async () => {
  const kith = await openKith()
  await tellStory(kith, { who: kofi, what: what(ring) })
  const id = await idOf(kith)
  await kith.signIn('moderator')
  const mark = markIn(await kith.page(`/stories/${id}/decision`))
  await kith.send(`/stories/${id}/masks`, { mark })
  await sayYes(kith, id)
  await publishNext(kith)
  expect(await isOut(kith, id)).toBe(true)
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/edit/end`)
  expect(await isOut(kith, id)).toBe(false)
  await kith.signIn('moderator')
  expect(await kith.page('/stories/waiting')).toContain(`/stories/${id}/decision`)
})

test('who is in a story reads what is shown, and is asked anew when something is added', async () => {
  const kith = await openKith()
  await tellStory(kith, { who: kofi, what: what(ring), others: withAda })
  const id = await idOf(kith)
  const link = await linkOfAda(kith)
  await kith.send(link, { answer: 'yes' })
  await kith.signIn('moderator')
  const mark = markIn(await kith.page(`/stories/${id}/decision`))
  await kith.send(`/stories/${id}/masks`, { mark })
  await sayYes(kith, id)
  await kith.signIn(null)
  const html = await kith.page(link)
  expect(html).toContain('[phone number left out]')
  expect(html).not.toContain('07700')
  expect(html).toContain('You said yes')
  await publishNext(kith)
  expect(await isOut(kith, id)).toBe(true)
  await kith.signIn('moderator')
  const added = {
    title: 'A card',
    body: 'The quibblesnap came. Ada owes me money.',
    byline: 'Kofi',
  }
  await kith.send(`/stories/${id}/edit`, added)
  await sayYes(kith, id)
  expect(await isOut(kith, id)).toBe(false)
  expect(await linkOfAda(kith)).toBe(link)
  expect(await lettersToAda(kith)).toBe(2)
  expect(await kith.page(link)).toContain('Ada owes me money')
  await kith.send(link, { answer: 'yes' })
  expect(await isOut(kith, id)).toBe(true)
  // The same yes once more asks nobody anew.
  await sayYes(kith, id)
  expect(await isOut(kith, id)).toBe(true)
})

test('other words for a picture are asked about as well', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi, what: what(ring), others: withAda })
  await kith.send(await linkOfAda(kith), { answer: 'yes' })
  const id = await publishNext(kith)
  expect(await isOut(kith, id)).toBe(true)
  await kith.owner.query(`select set_config('kith.system', 'on', false)`)
  await kith.owner.query(`update stories set picture_words = 'Ada, asleep' where id = $1`, [id])
  await kith.owner.query(`select set_config('kith.system', '', false)`)
  await kith.send(`${mine}/change`)
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  const { rows } = await kith.owner.query<{ state: string }>('select state from story_people')
  expect(rows).toEqual([{ state: 'asked' }])
})

test('the link of somebody who translates opens only what everybody may read', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi, what: what(ring) })
  const id = await publishNext(kith)
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/translations/ur/link`, { open: 'yes' })
  const page = await kith.page(`/stories/${id}/translations/ur`)
  const link = /http:\/\/localhost(\/stories\/translation\/[^"<\s]+)/.exec(page)?.[1] ?? ''
  await kith.signIn(null)
  expect((await kith.visit(link)).status).toBe(200)
  await kith.signIn('moderator')
  const masked = markIn(await kith.page(`/stories/${id}/decision`))
  await kith.send(`/stories/${id}/masks`, { mark: masked })
  await kith.signIn(null)
  expect((await kith.visit(link)).status).toBe(404)
  await sayYes(kith, id)
  await kith.signIn(null)
  const html = await (await kith.visit(link)).text()
  expect(html).toContain('[phone number left out]')
  expect(html).not.toContain('07700')
  await kith.send(`${mine}/use`, { use: 'site' })
  expect((await kith.visit(link)).status).toBe(404)
})

test('a moderator does not answer for the people in their own story, nor through another story', async () => {
  const kith = await openKith()
  const mona = await kith.makePerson({ roles: ['moderator'] })
  await tellStory(kith, { who: kofi, what: what(ring), others: withAda })
  const id = await idOf(kith)
  await kith.owner.query(`select set_config('kith.system', 'on', false)`)
  await kith.owner.query('update stories set teller_id = $1', [mona.id])
  const { rows } = await kith.owner.query<{ id: string }>('select id from story_people')
  await kith.owner.query(`select set_config('kith.system', '', false)`)
  const ada = rows[0]?.id ?? ''
  await kith.signIn(mona)
  const said = { answer: 'yes', channel: 'phone' }
  const own = await kith.send(`/stories/${id}/people/${ada}`, said)
  expect(own.status).toBe(409)
  expect(await kith.checked(own)).toContain('somebody else has to hear their answer')
  await kith.signIn('moderator')
  const elsewhere = `/stories/${crypto.randomUUID()}/people/${ada}`
  expect((await kith.send(elsewhere, said)).status).toBe(404)
  expect((await kith.send(`/stories/${id}/people/${ada}`, said)).status).toBe(303)
})

test('an old appeal does not show words that were declined since', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi, what: what(ring) })
  const id = await publishNext(kith)
  await kith.send('/reports', { about: `/stories/${id}`, harm: 'private', words: 'Mine.' })
  const first = await kith.makePerson({ roles: ['moderator'] })
  await kith.signIn(first)
  const report = /\/reports\/([0-9a-f-]{36})/.exec(await kith.page('/reports'))?.[1]
  await kith.send(`/reports/${report}/decision`, { verdict: 'taken-down', reason: 'Not asked.' })
  await kith.signIn(null)
  await kith.send(`${mine}/appeal`, { words: 'They had agreed.' })
  await kith.send(`${mine}/change`)
  await kith.send('/stories/new/what?check=yes', what('Something worse.'))
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  const second = await kith.makePerson({ roles: ['moderator'] })
  await kith.signIn(second)
  const no = { verdict: 'decline', rule: 'Be kind', reason: 'Worse.' }
  expect((await kith.send(`/stories/${id}/decision`, no)).status).toBe(303)
  const appeal = /\/appeals\/([0-9a-f-]{36})/.exec(await kith.page('/appeals'))?.[1]
  const judged = { state: 'upheld', reason: 'True.' }
  expect((await kith.send(`/appeals/${appeal}/decision`, judged)).status).toBe(409)
  await kith.signIn('moderator')
  expect((await kith.send(`/appeals/${appeal}/decision`, judged)).status).toBe(303)
  expect(await isOut(kith, id)).toBe(false)
  await kith.signIn('moderator')
  expect(await kith.page('/stories/waiting')).toContain(`/stories/${id}/decision`)
})

test('a story is taken down although a second look at another answer waits', async () => {
  const kith = await openKith()
  await tellStory(kith, { who: kofi, what: what(ring) })
  const id = await publishNext(kith)
  const report = async () => {
    await kith.signIn(null)
    await kith.send('/reports', { about: `/stories/${id}`, harm: 'private', words: 'Mine.' })
    const { rows } = await kith.owner.query<{ id: string }>(
      `select id from reports where state = 'sent' and again_of is null`,
    )
    return rows[0]?.id ?? ''
  }
  const mona = await kith.makePerson({ roles: ['moderator'] })
  const before = await report()
  await kith.signIn(mona)
  await kith.send(`/reports/${before}/decision`, { verdict: 'kept', reason: 'It is fine.' })
  const again = await kith.send(`/reports/${before}/again`, { again: 'It is not.' })
  const next = await report()
  await kith.signIn(mona)
  const down = { verdict: 'taken-down', reason: 'Now I see.' }
  expect((await kith.send(`/reports/${next}/decision`, down)).status).toBe(303)
  expect(await isOut(kith, id)).toBe(false)
  // The second look waits for somebody else.
  await kith.signIn('moderator')
  expect(await kith.page('/reports')).toContain(again.headers.get('location') ?? 'nowhere')
})
