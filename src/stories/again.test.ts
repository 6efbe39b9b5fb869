import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { addJob } from '#base/jobs.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext } from '../../tests/telling.ts'

const aDay = 86_400_000

/** What Olive says on the telephone. Out: the id of her story, which is published. */
async function toldByPhone(kith: Kith, said: Record<string, string> = {}): Promise<string> {
  await kith.signIn('moderator')
  const told = { name: 'Olive', nameStyle: 'first', town: '', lang: 'en', spoken: 'cy' }
  const words = { title: 'The lamp', body: 'Quibblesnap, she says, every Friday.' }
  const reach = { rang: 'Olive', phone: '0113 496 0000', address: '1 Lamp Street' }
  const agreed = { audience: 'members', uses: 'site', until: 'always', witness: 'Zadie' }
  const call = { ...told, ...words, ...reach, ...agreed, ...said }
  const sent = await kith.send('/stories/phone', call)
  expect(sent.status, await sent.clone().text()).toBe(303)
  return publishNext(kith)
}

async function night(kith: Kith) {
  await act(kith.db, kithItself, (tx) => addJob(tx, 'consents.keep', {}))
  await kith.runJobs()
}

const consents = async (kith: Kith) => {
  const { rows } = await kith.owner.query<{ channel: string; witness: string; words: string }>(
    'select channel, witness, words from consents where ended_at is null',
  )
  return rows
}

test('a teller without mail is asked again by telephone or letter, and their yes is written down', async () => {
  const kith = await openKith()
  const id = await toldByPhone(kith)
  await kith.signIn('moderator')
  expect(await kith.page('/stories/again')).toContain('Nobody has to be asked now')
  expect((await kith.visit(`/stories/${id}/again.pdf`)).status).toBe(404)
  try {
    moveClock(366 * aDay)
    await night(kith)
    await kith.signIn('moderator')
    expect(await kith.page('/desk')).toContain(`/stories/${id}/consents`)
    expect(await kith.page('/stories/again')).toContain('The lamp')
    const page = await kith.page(`/stories/${id}/consents`)
    for (const shown of ['0113 496 0000', '1 Lamp Street', 'the teller has no mail address'])
      expect(page).toContain(shown)
    const sheet = await kith.visit(`/stories/${id}/again.pdf`)
    expect(sheet.headers.get('content-type')).toBe('application/pdf')
    expect((await kith.send(`/stories/${id}/again`, { channel: 'pigeon' })).status).toBe(422)
    const yes = { channel: 'phone', witness: 'Mona' }
    expect((await kith.send(`/stories/${id}/again`, yes)).status).toBe(303)
    expect(await consents(kith)).toMatchObject([{ channel: 'phone', witness: 'Mona' }])
    expect(await kith.page('/stories/again')).not.toContain('The lamp')
    moveClock(500 * aDay)
    await night(kith)
    expect(await consents(kith)).toHaveLength(1)
  } finally {
    moveClock(0)
  }
})

test('without an answer it ends, and nobody can agree to what has ended', async () => {
  const kith = await openKith()
  const id = await toldByPhone(kith)
  try {
    moveClock(366 * aDay)
    await night(kith)
    moveClock(430 * aDay)
    await night(kith)
    expect(await consents(kith)).toEqual([])
    await kith.signIn('moderator')
    expect((await kith.send(`/stories/${id}/again`, { channel: 'letter' })).status).toBe(409)
    await kith.signIn('secretary')
    expect((await kith.send(`/stories/${id}/again`, { channel: 'letter' })).status).toBe(404)
  } finally {
    moveClock(0)
  }
})

test('the office changes who may read it for a teller who rings, and from when', async () => {
  const kith = await openKith()
  const named = { audience: 'named', readers: 'Ada Obi' }
  const id = await toldByPhone(kith, named)
  const [given] = await consents(kith)
  expect(given?.words).toContain('henwi') // In her language, and for whom it was.
  await kith.signIn('moderator')
  const page = `/stories/${id}/audience`
  expect(await kith.page(page)).toContain('Ada Obi')
  expect(await kith.page(`/stories/${id}/consents`)).toContain(`href="${page}"`)
  const wider = { audience: 'public', channel: 'phone', witness: 'Zadie' }
  const unsaid = await kith.send(page, wider)
  expect(unsaid.status).toBe(422)
  expect(await kith.checked(unsaid)).toContain('value="Zadie"')
  expect((await kith.send(page, { ...wider, yes: 'yes' })).status).toBe(303)
  expect(await consents(kith)).toMatchObject([{ channel: 'phone', witness: 'Zadie' }])
  // Nobody has read it for everyone yet.
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  await publishNext(kith)
  expect((await kith.visit(`/stories/${id}`)).status).toBe(200)
  await kith.signIn('moderator')
  expect((await kith.send(`/stories/${id}/day`, { notBefore: 'soon' })).status).toBe(422)
  const past = new Date(Date.now() + 9 * aDay).toISOString().slice(0, 10)
  expect((await kith.send(`/stories/${id}/day`, { notBefore: past })).status).toBe(303)
  await kith.signIn(null)
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  expect((await kith.visit(page)).status).toBe(404)
  expect(await kith.journal()).toContain('story.audience')
})
