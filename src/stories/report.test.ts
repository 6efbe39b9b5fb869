import { expect, test } from 'vitest'
import { act, kithItself } from '#base/db.ts'
import { moveClock } from '#base/time.ts'
import { agreeTo } from '../../tests/telling.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { waitingReports } from './index.ts'
import { reportLater } from './report.later.ts'
import { numberOf, pageOf, storyIn } from './report.rules.ts'

const words = 'My neighbour never agreed to this.'

/** A story that everyone may read. Out: its id. */
async function published(kith: Kith, tellerId: string | null = null): Promise<string> {
  const id = crypto.randomUUID()
  const publishedAt = new Date()
  const told = {
    id,
    lang: 'en',
    title: 'A card a week',
    body: 'Every Friday.',
    publishedAt,
    example: false,
  }
  await act(kith.db, kithItself, async (tx) => {
    await tx
      .insertInto('stories')
      .values({
        ...told,
        tellerId,
        name: null,
        nameStyle: 'none',
        town: null,
        email: 'teller@example.org',
        audience: 'public',
        pictureId: null,
        pictureWords: null,
        state: 'published',
        keyHash: id,
        spoken: 'en',
        toldAt: publishedAt,
      })
      .execute()
    await agreeTo(tx, id)
    await tx
      .insertInto('publishedStories')
      .values({
        ...told,
        byline: '',
        town: null,
        pictureId: null,
        pictureWords: null,
        pictureWidth: null,
        pictureHeight: null,
      })
      .execute()
  })
  return id
}

const report = (kith: Kith, about: string, fields: Record<string, string> = {}) =>
  kith.send('/reports', { about, harm: 'private', words, email: 'reporter@example.org', ...fields })

const reportIds = (kith: Kith) =>
  act(kith.db, kithItself, async (tx) =>
    (await tx.selectFrom('reports').select('id').orderBy('sentAt').execute()).map((row) => row.id),
  )

const letters = async (kith: Kith, kind: string) =>
  (await kith.outbox()).filter((letter) => letter.kind === kind)

test('anyone reports a story without an account, and gets a number and a letter', async () => {
  const kith = await openKith()
  const id = await published(kith)
  const html = await kith.page(`/reports/new?about=/stories/${id}`)
  expect(html).toContain('ring 999')
  expect(html.indexOf('ring 999')).toBeLessThan(html.indexOf('<form class="stack-lg"'))
  expect(html).toContain(
    `<a href="/stories/${id}"><span lang="en" dir="ltr">A card a week</span></a>`,
  )
  const answer = await report(kith, `/stories/${id}`)
  expect(answer.status).toBe(303)
  const [reportId = ''] = await reportIds(kith)
  const number = numberOf(reportId)
  expect(answer.headers.get('location')).toBe(`/reports/thanks?number=${number}`)
  const thanks = await kith.page(`/reports/thanks?number=${number}`)
  expect(thanks).toContain(number)
  expect(thanks).toContain('2 working days')
  const [receipt] = await letters(kith, 'report.sent')
  expect(receipt).toMatchObject({
    toAddress: 'reporter@example.org',
    subject: `We have your report ${number}`,
  })
  expect(receipt?.text).not.toContain(words)
  expect(await kith.journal()).toContain('report.sent')
})

test('the report and its receipt speak Welsh and Urdu', async () => {
  const kith = await openKith()
  for (const lang of ['cy', 'ur']) {
    const html = await kith.page(`/reports/new?about=/members&lang=${lang}`)
    expect(html).toContain(`lang="${lang}"`)
    expect(html).not.toContain('What is wrong')
    await kith.page('/reports/thanks?number=3F9A-21C4')
  }
})

test('a form sent twice is one report', async () => {
  const kith = await openKith()
  const once = crypto.randomUUID()
  const [first, second] = [await report(kith, '/', { once }), await report(kith, '/', { once })]
  expect(second.headers.get('location')).toBe(first.headers.get('location'))
  expect(await reportIds(kith)).toHaveLength(1)
})

test('what was typed stays when something is missing', async () => {
  const kith = await openKith()
  const answer = await kith.send('/reports', { about: '/members', words, email: 'no address' })
  expect(answer.status).toBe(422)
  const html = await kith.checked(answer)
  expect(html).toContain(words)
  expect(html).toContain('Choose what is wrong')
  expect(html).toContain('name@example.org')
  const long = await report(kith, '/members', { words: 'x'.repeat(4001) })
  expect(long.status).toBe(422)
  expect(await reportIds(kith)).toEqual([])
})

test('a report is about a page of ours', async () => {
  for (const about of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'stories',
    `/${'x'.repeat(300)}`,
    '/a b',
    '/a\u0000',
  ])
    expect(pageOf(about), about).toBe(null)
  expect(pageOf(undefined)).toBe('/')
  expect(pageOf('/stories?after=1#x')).toBe('/stories')
  expect(storyIn('/stories/new')).toBe(null)
  const kith = await openKith()
  await kith.page('/reports/new?about=//evil.example', 404)
  expect((await report(kith, '//evil.example')).status).toBe(404)
})

test('a machine that sends reports is stopped, a letterbox is not filled', async () => {
  const kith = await openKith()
  for (let n = 0; n < 20; n += 1) expect((await report(kith, '/members')).status).toBe(303)
  const refused = await report(kith, '/members')
  expect(refused.status).toBe(429)
  expect(await kith.checked(refused)).toContain(words)
  expect(await letters(kith, 'report.sent')).toHaveLength(3)
})

test('only moderators read reports', async () => {
  const kith = await openKith()
  await report(kith, '/members')
  const [id] = await reportIds(kith)
  for (const who of [null, 'secretary', 'welcomer', 'safeguarding-lead', 'panel'] as const) {
    await kith.signIn(who)
    for (const path of ['/reports', `/reports/${id}`])
      expect((await kith.visit(path)).status, `${who}`).toBe(404)
    expect(
      (await kith.send(`/reports/${id}/decision`, { verdict: 'kept', reason: 'x' })).status,
    ).toBe(404)
  }
  expect(await kith.db.selectFrom('reports').select('id').execute()).toEqual([])
})

test('a moderator reads the oldest first and keeps a story up, with a reason that the reporter gets', async () => {
  const kith = await openKith()
  const story = await published(kith)
  await report(kith, '/members', { harm: 'danger' })
  await report(kith, `/stories/${story}`)
  const [first = '', second = ''] = await reportIds(kith)
  const moderator = await kith.signIn('moderator')
  const list = await kith.page('/reports')
  expect(list.indexOf(first)).toBeLessThan(list.indexOf(second))
  const who = { personId: moderator?.id ?? '', roles: ['moderator'] }
  expect(await waitingReports(kith.db, who, 1)).toMatchObject({
    total: 2,
    rows: [{ id: first, title: 'Somebody may be in danger: /members' }],
  })
  const page = await kith.page(`/reports/${second}`)
  expect(page).toContain('Every Friday.')
  expect(page).toContain(words)
  const half = await kith.send(`/reports/${second}/decision`, { reason: 'They agreed.' })
  expect(half.status).toBe(422)
  expect(await kith.checked(half)).toContain('They agreed.')
  await kith.send(`/reports/${second}/decision`, { verdict: 'kept', reason: 'They agreed.' })
  expect(await kith.page('/reports')).toContain('Kept up')
  expect(await kith.page(`/reports/${second}`)).toContain('They agreed.')
  const [letter] = await letters(kith, 'report.kept')
  expect(letter?.text).toContain('> They agreed.')
  expect(await kith.journal()).toContain('report.kept')
  await kith.signIn(null)
  expect((await kith.visit(`/stories/${story}`)).status).toBe(200)
})

test('a story that is taken down leaves at once, its teller hears why, and every report about it is answered', async () => {
  const kith = await openKith()
  const story = await published(kith)
  for (const email of ['one@example.org', 'two@example.org'])
    await report(kith, `/stories/${story}`, { email })
  expect((await kith.visit(`/stories/${story}`)).status).toBe(200)
  const [id] = await reportIds(kith)
  await kith.signIn('moderator')
  expect(await kith.page(`/reports/${id}`)).toContain('1 more report about the same page waits')
  await kith.send(`/reports/${id}/decision`, {
    verdict: 'taken-down',
    reason: 'A neighbour did not agree.',
  })
  await kith.signIn(null)
  expect((await kith.visit(`/stories/${story}`)).status).toBe(404)
  expect(
    (await letters(kith, 'report.taken-down')).map((letter) => letter.toAddress).toSorted(),
  ).toEqual(['one@example.org', 'two@example.org'])
  await kith.runJobs()
  const [letter] = (await kith.outbox()).filter(
    ({ toAddress }) => toAddress === 'teller@example.org',
  )
  expect(letter?.text).toContain('A neighbour did not agree.')
  await kith.signIn('moderator')
  const again = await kith.send(`/reports/${id}/decision`, { verdict: 'kept', reason: 'No.' })
  expect(again.status).toBe(409)
  await kith.checked(again)
})

test('nobody decides on a report about their own story', async () => {
  const kith = await openKith()
  const moderator = await kith.makePerson({ roles: ['moderator'] })
  const story = await published(kith, moderator.id)
  await report(kith, `/stories/${story}`)
  const [id] = await reportIds(kith)
  await kith.signIn(moderator)
  const refused = await kith.send(`/reports/${id}/decision`, {
    verdict: 'kept',
    reason: 'It is fine.',
  })
  expect(refused.status).toBe(409)
  expect(await kith.checked(refused)).toContain('your own story')
  expect(await kith.journal()).not.toContain('report.kept')
})

test('two moderators who press at once decide once', async () => {
  const kith = await openKith()
  const story = await published(kith)
  await report(kith, `/stories/${story}`)
  const [id] = await reportIds(kith)
  await kith.signIn('moderator')
  const answers = await Promise.all(
    ['kept', 'taken-down'].map((verdict) =>
      kith.send(`/reports/${id}/decision`, { verdict, reason: 'Yes.' }),
    ),
  )
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 409])
})

test('a report about a page without a story is written down as dealt with', async () => {
  const kith = await openKith()
  await report(kith, '/members', { email: '' })
  const [id] = await reportIds(kith)
  await kith.signIn('moderator')
  expect(await kith.page(`/reports/${id}`)).toContain('It has been changed or taken away')
  await kith.send(`/reports/${id}/decision`, { verdict: 'taken-down', reason: 'We rang them.' })
  expect(await kith.journal()).toContain('report.taken-down')
  expect(await kith.outbox()).toEqual([])
})

test('reports are forgotten three years after they were decided', async () => {
  const kith = await openKith()
  await report(kith, '/members')
  await report(kith, '/stories')
  const [id] = await reportIds(kith)
  await kith.signIn('moderator')
  await kith.send(`/reports/${id}/decision`, { verdict: 'kept', reason: 'Fine.' })
  try {
    moveClock(3 * 366 * 86_400_000)
    await reportLater.jobs?.['reports.forget']?.(kith.house, {} as never)
  } finally {
    moveClock(0)
  }
  expect(await reportIds(kith)).toHaveLength(1)
})

test('an answer that was wrong is looked at once more, by somebody else', async () => {
  const kith = await openKith()
  await report(kith, '/members')
  const [id = ''] = await reportIds(kith)
  const first = await kith.makePerson({ roles: ['moderator'] })
  await kith.signIn(first)
  await kith.send(`/reports/${id}/decision`, { verdict: 'kept', reason: 'It is fine.' })
  expect((await kith.send(`/reports/${id}/again`, { again: '' })).status).toBe(422)
  const asked = await kith.send(`/reports/${id}/again`, { again: 'It is not fine, she says.' })
  const second = asked.headers.get('location') ?? ''
  expect(await kith.page(second)).toContain('It is not fine, she says.')
  const twice = await kith.send(`/reports/${id}/again`, { again: 'Once more.' })
  expect(twice.headers.get('location')).toBe(`/reports/${id}`)
  const decision = { verdict: 'kept', reason: 'Looked again.' }
  const own = await kith.send(`${second}/decision`, decision)
  expect(own.status).toBe(409)
  expect(await kith.checked(own)).toContain('another moderator')
  await kith.signIn('moderator')
  expect((await kith.send(`${second}/decision`, decision)).status).toBe(303)
  const [, last] = await letters(kith, 'report.kept')
  expect(last?.text).toContain('This was the last look')
})
