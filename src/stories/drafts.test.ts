import { expect, test } from 'vitest'
import { moveClock } from '#base/time.ts'
import { openKith } from '../../tests/kith.ts'
import { publishNext, tellStory, telling } from '../../tests/telling.ts'
import { forgetBy } from '../base/retention.ts'
import { storyRules } from './retention.ts'

const placeOf = (answered: Response) => answered.headers.get('location') ?? ''

test('a change that was begun and not sent goes with the story, from every device', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  await kith.send(`${mine}/change`)
  await kith.send(`${mine}/withdrawal`)
  await kith.runJobs()
  expect((await kith.owner.query('select 1 from drafts')).rows).toEqual([])
})

test('whoever begins a new story does not overwrite the one they were changing', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  await kith.send(`${mine}/change`)
  expect(await kith.page('/stories/new')).not.toContain('Kofi Mensah')
  const second = await tellStory(kith, { what: { ...telling.what, title: 'Another card' } })
  expect(second).not.toBe(mine)
  expect(await kith.page(mine)).toContain(telling.what.title)
})

test('a change sent twice is one change', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  await kith.send(`${mine}/change`)
  const once = crypto.randomUUID()
  const first = await kith.send('/stories/new/check', { once })
  const second = await kith.send('/stories/new/check', { once })
  expect([placeOf(first), placeOf(second)]).toEqual([`${mine}?changed=yes`, `${mine}?changed=yes`])
  expect(await kith.journal()).toEqual(['story.told', 'story.changed'])
})

test('the database holds the key of no private link', async () => {
  const kith = await openKith()
  const key = (await tellStory(kith)).split('/').at(-1) ?? ''
  await kith.runJobs()
  const { rows } = await kith.owner.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  )
  for (const { name } of rows)
    expect(
      (await kith.owner.query(`select 1 from ${name} t where t::text like '%' || $1 || '%'`, [key]))
        .rows,
      name,
    ).toEqual([])
})

test('the next person at a shared computer can begin with empty pages', async () => {
  const kith = await openKith()
  expect(await kith.page('/stories/new')).not.toContain('Begin with empty pages')
  await kith.send('/stories/new/who', telling.who)
  const html = await kith.page('/stories/new')
  expect(html).toContain('Kofi Mensah')
  expect(html).toContain('Begin with empty pages')
  expect((await kith.send('/stories/new/afresh')).status).toBe(303)
  expect(await kith.page('/stories/new')).not.toContain('Kofi Mensah')
  expect((await kith.owner.query('select 1 from drafts')).rows).toEqual([])
})

test('a declined story is forgotten after half a year, and no other', async () => {
  const kith = await openKith()
  const declined = await tellStory(kith)
  await kith.signIn('moderator')
  const decline = { verdict: 'decline', rule: 'Be kind', reason: 'Too sharp' }
  const [, id] =
    /\/stories\/([0-9a-f-]{36})\/decision/.exec(await kith.page('/stories/waiting')) ?? []
  await kith.send(`/stories/${id}/decision`, decline)
  await kith.signIn(null)
  const other = await tellStory(kith)
  await publishNext(kith)
  const half = 184 * 86_400_000
  try {
    await forgetBy(kith.house, storyRules)
    expect((await kith.visit(declined)).status).toBe(200)
    moveClock(half)
    await forgetBy(kith.house, storyRules)
  } finally {
    moveClock(0)
  }
  expect((await kith.visit(declined)).status).toBe(404)
  expect((await kith.visit(other)).status).toBe(200)
})
