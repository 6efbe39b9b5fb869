import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { addJob } from '#base/jobs.ts'
import { moveClock, now } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'

const aDay = 86_400_000
const kofi = { name: 'Kofi Mensah', nameStyle: 'first', town: '', email: 'kofi@example.org' }
const asked = { kind: 'ask', what: 'Two people offered to drive neighbours', at: '2026-03-05' }

/** The jobs of a night, in their order. */
async function night(kith: Kith) {
  for (const job of ['consents.keep', 'stories.year']) {
    await act(kith.db, kithItself, (tx) => addJob(tx, job, {}))
    await kith.runJobs()
  }
}
const lettersOf = async (kith: Kith, kind = 'story.year') =>
  (await kith.outbox()).filter((letter) => letter.kind === kind)

test('a moderator notes what a story led to, and its teller reads it', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi })
  const id = await publishNext(kith)
  expect(await kith.page(mine)).toContain('It is still here')
  await kith.signIn('secretary')
  expect((await kith.visit(`/stories/${id}/effects`)).status).toBe(404)
  await kith.signIn('moderator')
  const tomorrow = new Date(now().getTime() + 2 * aDay).toISOString().slice(0, 10)
  const wrong = await kith.send(`/stories/${id}/effects`, { ...asked, at: tomorrow })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain(asked.what)
  expect((await kith.send(`/stories/${id}/effects`, asked)).status).toBe(303)
  await kith.send(`/stories/${id}/effects`, { ...asked, what: 'A mistake' })
  const page = await kith.page(`/stories/${id}/effects?done=yes`)
  const removals = [...page.matchAll(/action="([^"]*\/removal)"/g)].map(([, path]) => path ?? '')
  expect(removals).toHaveLength(2)
  const wasMistake = page.indexOf('A mistake') < page.indexOf(asked.what) ? 0 : 1
  await kith.send(removals[wasMistake] ?? '')
  await kith.signIn(null)
  const theirs = await kith.page(mine)
  expect(theirs).toContain(asked.what)
  expect(theirs).not.toContain('A mistake')
  expect(theirs).not.toContain('It is still here')
  // Nobody else reads it.
  expect(await kith.page(`/stories/${id}`)).not.toContain(asked.what)
})

test('once a year one letter tells of all their stories, never in the week of another', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi })
  const id = await publishNext(kith)
  const second = { lang: 'en', title: 'Our second wobblefern', body: 'It grew.' }
  const also = await tellStory(kith, { who: kofi, what: second })
  await publishNext(kith)
  await kith.signIn('moderator')
  await kith.send(`/stories/${id}/effects`, asked)
  await kith.signIn(null)
  try {
    moveClock(363 * aDay)
    await night(kith)
    moveClock(366 * aDay)
    await night(kith)
    expect(await lettersOf(kith, 'consent.again')).toHaveLength(2)
    moveClock(368 * aDay)
    await kith.send(`${mine}/again`)
    await kith.send(`${also}/again`)
    await night(kith)
    // They said yes at once; the week is not over.
    expect(await lettersOf(kith)).toEqual([])
    moveClock(375 * aDay)
    await night(kith)
    await night(kith)
    const [letter, ...more] = await lettersOf(kith)
    expect(more).toEqual([])
    expect(letter?.toAddress).toBe('kofi@example.org')
    expect(letter?.text).toContain(asked.what)
    expect(letter?.text).toContain('wobblefern')
    expect(letter?.text).toContain('quibblesnap')
    moveClock(700 * aDay)
    await night(kith)
    expect(await lettersOf(kith)).toHaveLength(1)
    // Taken back: no letter still says what it told of.
    await kith.send(`${also}/withdrawal`)
    const left = (await lettersOf(kith)).map(({ text }) => text).join('')
    expect(left).not.toContain('wobblefern')
  } finally {
    moveClock(0)
  }
})

test('who would rather not be written to is not; the button brings it back', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi })
  await publishNext(kith)
  expect((await kith.send(`${mine}/year`, { wish: 'stop' })).status).toBe(303)
  expect(await kith.page(mine)).toContain('Write to me once a year')
  try {
    moveClock(366 * aDay)
    await night(kith)
    await kith.send(`${mine}/again`)
    moveClock(380 * aDay)
    await night(kith)
    expect(await lettersOf(kith)).toEqual([])
    await kith.send(`${mine}/year`, { wish: 'again' })
    await night(kith)
    const [letter] = await lettersOf(kith)
    expect(letter?.text).toContain('It is still here')
    expect((await kith.send(`/stories/mine/${'a'.repeat(43)}/year`, { wish: 'stop' })).status).toBe(
      404,
    )
  } finally {
    moveClock(0)
  }
})

test('a story whose teller ended its use is not said to be here', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi })
  await publishNext(kith)
  expect((await kith.send(`${mine}/use`, { use: 'site' })).status).toBe(303)
  expect(await kith.page(mine)).not.toContain('It is still here')
  try {
    moveClock(380 * aDay)
    await night(kith)
    expect(await lettersOf(kith)).toEqual([])
  } finally {
    moveClock(0)
  }
})

test('a teller without mail waits on the desk until somebody rang or wrote', async () => {
  const kith = await openKith()
  await tellStory(kith)
  const id = await publishNext(kith)
  await act(kith.db, kithItself, (tx) =>
    tx.updateTable('stories').set({ channel: 'phone' }).where('id', '=', id).execute(),
  )
  try {
    moveClock(370 * aDay)
    await kith.signIn('moderator')
    expect(await kith.page('/desk')).toContain('Tellers to tell what their story led to')
    expect(await kith.page('/stories/year')).toContain('quibblesnap')
    const sheet = await kith.visit(`/stories/${id}/effects/sheet.pdf`)
    expect(sheet.headers.get('content-type')).toBe('application/pdf')
    expect(
      (await kith.send(`/stories/${id}/effects/telling`, { how: 'carrier pigeon' })).status,
    ).toBe(422)
    expect((await kith.send(`/stories/${id}/effects/telling`, { how: 'phone' })).status).toBe(303)
    expect(await kith.page('/stories/year')).toContain('Nobody waits')
    expect(await kith.page(`/stories/${id}/effects`)).toContain('Told by telephone')
    await night(kith)
    expect(await lettersOf(kith)).toEqual([])
  } finally {
    moveClock(0)
  }
})
