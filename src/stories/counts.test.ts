import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'
import { addExampleStories } from './example.actions.ts'
import { quartersOf } from './counts.rules.ts'

test('everyone reads how often what was decided, and nobody is named', async () => {
  const kith = await openKith()
  expect(await kith.page('/moderation')).toContain('Nothing has been decided yet')
  await tellStory(kith)
  const id = await publishNext(kith)
  await tellStory(kith)
  await kith.signIn('moderator')
  const waits = /\/stories\/([0-9a-f-]{36})\/decision/.exec(
    await kith.page('/stories/waiting'),
  )?.[1]
  const decline = { verdict: 'decline', rule: 'Be kind', reason: 'Not kind.' }
  await kith.send(`/stories/${waits}/decision`, decline)
  await kith.signIn(null)
  await kith.send('/reports', { about: `/stories/${id}`, harm: 'other', words: 'Hm.' })
  const html = await kith.page('/moderation')
  for (const [what, n] of [
    ['Stories published', 1],
    ['Stories declined', 1],
    ['Reports that came', 1],
  ])
    expect(html).toMatch(new RegExp(`${what}</th><td[^>]*>${n}<`))
  expect(html).toContain('Fewer than five')
  expect(html).not.toContain('Be kind')
  for (const lang of ['cy', 'ur']) await kith.page(`/moderation?lang=${lang}`)
  const file = await kith.visit('/moderation.csv')
  expect(await file.text()).toMatch(/^quarter,what,n\n\d{4}-\d\d-01,publish,1\n/)
  // A story that goes takes nothing out of the counts.
  await act(kith.db, kithItself, (tx) => tx.deleteFrom('stories').execute())
  expect(await kith.page('/moderation?lang=en')).toMatch(/Stories published<\/th><td[^>]*>1</)
})

test('what the example does is not counted', async () => {
  const kith = await openKith()
  await act(kith.db, kithItself, (tx) => addExampleStories(tx, new Date()))
  expect(await kith.page('/moderation')).toContain('Nothing has been decided yet')
})

const at = (month: number) => new Date(Date.UTC(2026, month, 1))
const count = (quarter: Date, what: string, n: number, detail = '') => ({
  quarter,
  what,
  detail,
  n,
})

test('quarters come newest first, with the days that half took and the reasons once there are five', () => {
  const [newest, older] = quartersOf([
    count(at(0), 'publish', 3),
    count(at(0), 'decline', 4, 'Be kind'),
    count(at(3), 'decline', 2, 'Be kind'),
    count(at(3), 'decline', 3, ''),
    count(at(3), 'days', 1, '0'),
    count(at(3), 'days', 2, '3'),
    count(at(3), 'days', 2, '10'),
  ])
  expect(newest?.quarter).toEqual(at(3))
  expect(newest?.days).toBe(3)
  expect(newest?.rules).toEqual([
    { rule: '', n: 3 },
    { rule: 'Be kind', n: 2 },
  ])
  expect(older?.rules).toBe(null)
  expect(quartersOf([])).toEqual([])
})
