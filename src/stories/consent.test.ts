import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { doJobs } from '#base/jobs.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { publishNext, tellStory } from '../../tests/telling.ts'
import { consentLater } from './consent.later.ts'
import { codeOf } from './keys.ts'

const kofi = { name: 'Kofi Mensah', nameStyle: 'first', town: '', email: 'kofi@example.org' }
const withAda = {
  othersIn: 'some',
  otherName: 'Ada Obi',
  otherHow: 'named',
  otherReach: 'ada@example.org',
}
const uses = (...chosen: string[]) =>
  ({ audience: 'public', uses: chosen, until: 'always' }) as never

const isOut = async (kith: Kith, id: string) => {
  await kith.signIn(null)
  return (await kith.visit(`/stories/${id}`)).status
}
const linkIn = async (kith: Kith, to: string, kind: string) => {
  const letters = (await kith.outbox()).filter((one) => one.toAddress === to && one.kind === kind)
  return /http:\/\/localhost(\/\S+)/.exec(letters.at(-1)?.text ?? '')?.[1] ?? ''
}
const idOf = async (kith: Kith) => {
  const { rows } = await kith.owner.query<{ id: string }>('select id from stories')
  return rows[0]?.id ?? ''
}

test('a teller agrees to each use by itself, in words that are kept', async () => {
  const kith = await openKith()
  await tellStory(kith, { audience: uses('site', 'print') })
  const { rows } = await kith.owner.query<{ use: string; words: string; version: string }>(
    'select use, words, version from consents order by use',
  )
  expect(rows.map((row) => row.use)).toEqual(['print', 'site'])
  expect(rows[1]?.words).toContain('it stands on our pages and in our feeds')
  expect(rows[1]?.version).toMatch(/^\d{4}-\d\d-\d\d(-\d)?$/)
})

test('a story that may only be printed never stands on the site', async () => {
  const kith = await openKith()
  await tellStory(kith, { audience: uses('print') })
  const id = await publishNext(kith)
  expect(await isOut(kith, id)).toBe(404)
  expect(await (await kith.visit('/feeds/stories.json')).text()).not.toContain('quibblesnap')
})

test('no use at all is asked about again, and nothing is lost', async () => {
  const kith = await openKith()
  const sent = await kith.send('/stories/new/audience', { audience: 'public', until: 'always' })
  expect(sent.status).toBe(422)
  expect(await kith.checked(sent)).toContain('Tick at least one use')
})

test('a use is ended by the private link, at once, and the teller gets a letter', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi, audience: uses('site', 'print') })
  const id = await publishNext(kith)
  expect(await isOut(kith, id)).toBe(200)
  await kith.page(mine)
  expect((await kith.send(`${mine}/use`, { use: 'site' })).status).toBe(303)
  expect(await isOut(kith, id)).toBe(404)
  expect(await kith.page(mine)).not.toContain('value="site"')
  await kith.send(`${mine}/use`, { use: 'site' })
  await kith.runJobs()
  const letters = (await kith.outbox()).filter((letter) => letter.kind === 'consent.ended')
  expect(letters).toHaveLength(1)
  expect(letters[0]?.text).toContain('On this site')
  expect(await kith.journal()).toContain('consent.ended')
})

test('everyone in a story is asked, and it is shown once they said yes', async () => {
  const kith = await openKith()
  await tellStory(kith, { others: withAda })
  await kith.runJobs()
  const link = await linkIn(kith, 'ada@example.org', 'story.person')
  expect(await kith.page(link)).toContain('Ada Obi, this story names you')
  await kith.signIn('moderator')
  const id = await idOf(kith)
  const refused = await kith.send(`/stories/${id}/decision`, { verdict: 'publish' })
  expect(refused.status).toBe(409)
  await kith.signIn(null)
  expect((await kith.send(link)).status).toBe(422)
  const thanks = await kith.send(link, { answer: 'yes' })
  expect(await kith.checked(thanks)).toContain('you said yes')
  expect(await publishNext(kith)).toBe(id)
  expect(await isOut(kith, id)).toBe(200)
})

test('a guardian who says no after publication takes it off the pages, and back with a yes', async () => {
  const kith = await openKith()
  const tom = { ...withAda, otherName: 'Tom', otherChild: 'yes', otherGuardian: 'Mrs Obi' }
  await tellStory(kith, { others: tom })
  await kith.runJobs()
  const link = await linkIn(kith, 'ada@example.org', 'story.person')
  expect(await kith.page(link)).toContain('Mrs Obi, Tom is in this story and is under 18')
  await kith.send(link, { answer: 'yes' })
  const id = await publishNext(kith)
  expect(await isOut(kith, id)).toBe(200)
  await kith.send(link, { answer: 'no' })
  expect(await isOut(kith, id)).toBe(404)
  for (const path of ['/', '/stories', '/feeds/stories.atom', '/search?q=quibblesnap'])
    expect(await (await kith.visit(path)).text(), path).not.toContain('Every Friday')
  await kith.send(link, { answer: 'yes' })
  expect(await isOut(kith, id)).toBe(200)
})

test('a child without a guardian is asked about again', async () => {
  const kith = await openKith()
  const sent = await kith.send('/stories/new/others', { ...withAda, otherChild: 'yes' })
  expect(sent.status).toBe(422)
  expect(await kith.checked(sent)).toContain('Write the name of the parent')
})

test('people are added one by one, and taken out again', async () => {
  const kith = await openKith()
  await kith.send('/stories/new/who', kofi)
  const add = (name: string) =>
    kith.send('/stories/new/others', { ...withAda, otherName: name, do: 'add' })
  for (const name of ['Ada', 'Bola']) {
    const sent = await add(name)
    expect(sent.headers.get('location')).toBe('/stories/new/others')
  }
  expect(await kith.page('/stories/new/others')).toContain('2 people so far')
  await kith.send('/stories/new/others', { do: 'remove-0' })
  const html = await kith.page('/stories/new/others')
  expect(html).toContain('Bola')
  expect(html).not.toContain('Ada')
  const on = await kith.send('/stories/new/others', { othersIn: 'some' })
  expect(on.headers.get('location')).toBe('/stories/new/audience')
})

test('the database itself refuses to show a story that not everyone agreed to', async () => {
  const kith = await openKith()
  await tellStory(kith, { others: withAda })
  const id = await idOf(kith)
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  await kith.owner.query(
    `update stories set state = 'published', published_at = now() where id = '${id}'`,
  )
  const show = `insert into published_stories (id, lang, title, body, byline, published_at, example)
    select id, lang, title, body, '', published_at, false from stories`
  await expect(kith.owner.query(show)).rejects.toThrow('not everyone')
  await kith.owner.query("update story_people set state = 'yes', answered_at = now()")
  await kith.owner.query(show)
  await kith.owner.query("update consents set ended_at = now(), ended_channel = 'phone'")
  const { rows } = await kith.owner.query('select id from published_stories')
  await kith.owner.query("select set_config('kith.system', '', false)")
  expect(rows).toEqual([])
})

test('a code from a letter opens what its link opens, however it is written', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith)
  const code = codeOf(kith.secret, 'story', await idOf(kith))
  await kith.page('/stories/code')
  for (const written of [code, code.toLowerCase(), code.replaceAll('-', ' ')]) {
    const sent = await kith.send('/stories/code', { code: written })
    expect(sent.headers.get('location')).toBe(mine)
  }
  const wrong = await kith.send('/stories/code', { code: 'AAAA-AAAA-AAAA' })
  expect(wrong.status).toBe(422)
  expect(await kith.checked(wrong)).toContain('AAAA-AAAA-AAAA')
})

test('guessing codes ends after a few', async () => {
  const kith = await openKith()
  const answers: number[] = []
  for (let n = 0; n < 25; n += 1)
    answers.push((await kith.send('/stories/code', { code: `AAAA-AAAA-AA${n}` })).status)
  expect(answers.at(0)).toBe(422)
  expect(answers.at(-1)).toBe(429)
})

test('the office ends a use, or all of it, for a teller who rings', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi, audience: uses('site', 'press') })
  const id = await publishNext(kith)
  await kith.signIn('moderator')
  const here = `/stories/${id}/consents`
  expect(await kith.page(here)).toContain(codeOf(kith.secret, 'story', id))
  expect((await kith.send(here, { channel: 'phone' })).status).toBe(422)
  await kith.send(here, { use: 'press', channel: 'phone' })
  expect((await kith.send(here, { use: 'press', channel: 'phone' })).status).toBe(409)
  expect(await kith.page(here)).toContain('by telephone')
  const gone = await kith.send(here, { use: 'whole', channel: 'phone' })
  expect(gone.status).toBe(303)
  expect(await isOut(kith, id)).toBe(410)
  expect((await kith.visit(mine)).status).toBe(410)
  await kith.runJobs()
  expect((await kith.outbox()).map((letter) => letter.kind)).toContain('story.withdrawn')
})

test('the office writes down what somebody in a story said on the telephone', async () => {
  const kith = await openKith()
  await tellStory(kith, { others: { ...withAda, otherReach: '01632 960123' } })
  await kith.signIn('moderator')
  const list = await kith.page('/stories/unanswered')
  expect(list).toContain('Ada Obi')
  expect(list).not.toContain('01632 960123')
  const id = await idOf(kith)
  const html = await kith.page(`/stories/${id}/consents`)
  expect(html).toContain('01632 960123')
  expect(await kith.journal()).toContain('consents.read')
  const action = /action="(\/stories\/[0-9a-f-]+\/people\/[0-9a-f-]+)"/.exec(html)?.[1] ?? ''
  await kith.send(action, { answer: 'yes', channel: 'phone' })
  expect(await kith.page(`/stories/${id}/consents`)).toContain('said yes')
  expect(await publishNext(kith)).toBe(id)
  expect(await isOut(kith, id)).toBe(200)
})

test('when the words change, everyone in it is asked again', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi, others: withAda })
  await kith.runJobs()
  await kith.send(await linkIn(kith, 'ada@example.org', 'story.person'), { answer: 'yes' })
  const id = await publishNext(kith)
  const states = async () =>
    (await kith.owner.query<{ state: string }>('select state from story_people')).rows.map(
      (row) => row.state,
    )
  await kith.send(`${mine}/change`)
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  expect(await states()).toEqual(['yes'])
  await kith.send(`${mine}/change`)
  const body = 'Other words altogether.'
  await kith.send('/stories/new/what?check=yes', { lang: 'en', title: 'A card', body })
  await kith.send('/stories/new/check', { once: crypto.randomUUID() })
  expect(await states()).toEqual(['asked'])
  expect(await isOut(kith, id)).toBe(404)
})

const night = (kith: Kith) =>
  act(kith.db, kithItself, (tx) =>
    tx.selectNoFrom((e) => e.fn('kith_add_job', [
      e.val('consents.keep'), e.cast(e.val('{}'), 'json'), e.val(null), e.val(null),
    ]).as('job')).execute(),
  ).then(() => doJobs(kith.ownerUrl, kith.house, [consentLater])) // prettier-ignore

test('what was agreed to for a year ends with it', async () => {
  const kith = await openKith()
  const audience = { audience: 'public', uses: 'site', until: 'year' }
  await tellStory(kith, { audience })
  const id = await publishNext(kith)
  try {
    moveClock(364 * 86_400_000)
    await night(kith)
    expect(await isOut(kith, id)).toBe(200)
    moveClock(367 * 86_400_000)
    await night(kith)
    expect(await isOut(kith, id)).toBe(404)
  } finally {
    moveClock(0)
  }
})

test('a year on the teller is asked again; one press says yes, silence for two months says no', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { who: kofi })
  const id = await publishNext(kith)
  const again = async () =>
    (await kith.outbox()).filter((letter) => letter.kind === 'consent.again').length
  try {
    moveClock(366 * 86_400_000)
    await night(kith)
    await night(kith)
    expect(await again()).toBe(1)
    expect(await kith.page(mine)).toContain('Do you still agree?')
    await kith.send(`${mine}/again`)
    expect(await kith.page(mine)).not.toContain('Do you still agree?')
    expect(await isOut(kith, id)).toBe(200)

    moveClock(2 * 366 * 86_400_000)
    await night(kith)
    expect(await again()).toBe(2)
    moveClock((2 * 366 + 61) * 86_400_000)
    await night(kith)
    expect(await isOut(kith, id)).toBe(404)
  } finally {
    moveClock(0)
  }
})

test('a consent that is ended while a moderator publishes: one of them wins, never both', async () => {
  const kith = await openKith()
  for (let round = 0; round < 8; round += 1) {
    await kith.owner.query('truncate stories cascade')
    const mine = await tellStory(kith)
    const id = await idOf(kith)
    await kith.signIn('moderator')
    await Promise.all([
      kith.send(`/stories/${id}/decision`, { verdict: 'publish' }),
      kith.send(`${mine}/use`, { use: 'site' }),
    ])
    expect(await isOut(kith, id)).toBe(404)
  }
})

test('what was taken back does not come back with an older copy of its rows', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { others: withAda })
  const id = await idOf(kith)
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  const copies: { table: string; rows: { row: unknown }[] }[] = []
  for (const table of ['stories', 'story_people']) {
    const { rows } = await kith.owner.query<{ row: unknown }>(
      `select to_jsonb(t) as row from ${table} t`,
    )
    copies.push({ table, rows })
  }
  await kith.owner.query("select set_config('kith.system', '', false)")
  await kith.send(`${mine}/withdrawal`)
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  const put = (table: string, row: unknown) =>
    kith.owner.query(
      `insert into ${table} select * from jsonb_populate_record(null::${table}, $1)
       on conflict (id) do update set id = excluded.id ${table === 'stories' ? ', title = excluded.title, body = excluded.body, state = excluded.state' : ''}`,
      [JSON.stringify(row)],
    )
  for (const { table, rows } of copies)
    for (const { row } of rows) await expect(put(table, row), table).rejects.toThrow('taken back')
  await expect(kith.owner.query('delete from withdrawn_stories')).rejects.toThrow('taken back')
  await kith.owner.query("select set_config('kith.system', '', false)")
  expect(await isOut(kith, id)).toBe(410)
})
