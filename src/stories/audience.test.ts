import sharp from 'sharp'
import { expect, test } from 'vitest'
import { act, kithItself, nobody } from '#base/db.ts'
import { doJobs } from '#base/jobs.ts'
import { moveClock } from '#base/time.ts'
import { type Kith, openKith } from '../../tests/kith.ts'
import { makeMember, publishNext, tellStory } from '../../tests/telling.ts'
import { leave } from '../front/mydata.leave.ts'
import { showWhatIsDue } from './audience.actions.ts'
import { audienceLater } from './audience.later.ts'
import { dayOf } from './audience.rules.ts'
import { consentLater } from './consent.later.ts'
import { codeOf } from './keys.ts'

const days = 86_400_000
const named = {
  audience: 'named',
  readers: 'Ada Obi, ada@example.org\nGranny Jones',
  uses: 'site',
  until: 'always',
}
const everyone = { audience: 'public', uses: 'site', until: 'always' }
const inDays = (n: number) => dayOf(new Date(Date.now() + n * days))
const words = 'quibblesnap'

const lettersTo = async (kith: Kith, to: string) =>
  (await kith.outbox()).filter((one) => one.toAddress === to)
const linkOf = async (kith: Kith, to = 'ada@example.org') =>
  /http:\/\/localhost(\/stories\/for\/\S+)/.exec(
    (await lettersTo(kith, to)).at(-1)?.text ?? '',
  )?.[1] ?? ''

/** What a visitor can come across: pages, lists, feeds, the search, the embed. */
async function isAnywhere(kith: Kith, id: string): Promise<string[]> {
  await kith.signIn(null)
  const found: string[] = []
  const paths = [
    '/',
    '/stories',
    '/feeds/stories.atom',
    '/feeds/stories.rss',
    '/feeds/stories.json',
  ]
  for (const path of [
    ...paths,
    `/search?q=${words}`,
    `/stories/${id}`,
    `/stories/${id}/share.png`,
  ]) {
    const answer = await kith.visit(path)
    const text = path.endsWith('.png') && answer.status === 200 ? words : await answer.text()
    // The search says again what was looked for.
    const shown = path.startsWith('/search') ? /href="\/stories\/[0-9a-f-]{36}"/ : /quibblesnap/i
    if (shown.test(text)) found.push(path)
  }
  return found
}

const insertAsKith = async (kith: Kith, id: string) => {
  await kith.owner.query("select set_config('kith.system', 'on', false)")
  try {
    await kith.owner.query(
      `insert into published_stories (id, lang, title, body, byline, published_at, example)
       select id, lang, title, body, '', coalesce(published_at, now()), false from stories where id = $1`,
      [id],
    )
  } finally {
    await kith.owner.query("select set_config('kith.system', '', false)")
  }
}

test('only whom the teller names can read it, by a link, by a code, or signed in', async () => {
  const kith = await openKith()
  await tellStory(kith, { audience: named })
  await kith.runJobs()
  expect(await lettersTo(kith, 'ada@example.org')).toEqual([])
  const id = await publishNext(kith)
  await kith.runJobs()
  expect(await lettersTo(kith, 'ada@example.org')).toHaveLength(1)
  expect(await isAnywhere(kith, id)).toEqual([])

  const link = await linkOf(kith)
  const answer = await kith.visit(link)
  expect(answer.headers.get('x-robots-tag')).toBe('noindex')
  expect(answer.headers.get('cache-control')).toContain('no-store')
  const html = await kith.checked(answer)
  expect(html).toContain('Quibblesnap, said the card')
  expect(html).toContain('name="robots" content="noindex"')
  expect(html).not.toContain('og:image')
  // What the link opens stays with the link.
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)

  await kith.signIn(await makeMember(kith))
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  expect(await kith.page('/stories')).not.toContain(words)
  const ada = await kith.makePerson()
  await kith.owner.query(
    `update accounts set email = 'Ada@example.org', confirmed_at = null where person_id = $1`,
    [ada.id],
  )
  await kith.signIn(ada)
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  await kith.owner.query(`update accounts set confirmed_at = now() where person_id = $1`, [ada.id])
  const signedIn = await kith.page(`/stories/${id}`)
  expect(signedIn).toContain('Quibblesnap, said the card')
  expect(signedIn).toContain('content="noindex"')
  expect(await kith.page('/stories')).not.toContain('The quibblesnap')
})

test('who has no mail address gets a code, from the teller or from the office', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { audience: named })
  const id = await publishNext(kith)
  const { rows } = await kith.owner.query<{ id: string }>(
    'select id from story_readers where email is null',
  )
  const code = codeOf(kith.secret, 'reader', rows[0]?.id ?? '')
  expect(await kith.page(`${mine}/audience`)).toContain(code)
  const sent = await kith.send('/stories/code', { code })
  const link = sent.headers.get('location') ?? ''
  expect(link).toContain('/stories/for/')
  expect(await kith.page(link)).toContain('Quibblesnap, said the card')
  await kith.signIn('moderator')
  expect(await kith.page(`/stories/${id}/consents`)).toContain(code)
})

test('somebody taken off reads nothing from that moment; somebody added gets a letter', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { audience: named })
  await publishNext(kith)
  await kith.runJobs()
  const link = await linkOf(kith)
  const page = await kith.page(`${mine}/audience`)
  const ada = /Ada Obi[\s\S]*?name="reader" value="([0-9a-f-]{36})"/.exec(page)?.[1] ?? ''
  expect((await kith.send(`${mine}/readers/gone`, { reader: ada })).status).toBe(303)
  const gone = await kith.visit(link)
  expect(gone.status).toBe(410)
  expect(await kith.checked(gone)).toContain('not open to you any more')
  const { rows } = await kith.owner.query(
    `select name, email from story_readers where taken_away_at is not null`,
  )
  expect(rows).toEqual([{ name: '', email: null }])

  const add = (readerName: string, readerEmail: string) =>
    kith.send(`${mine}/readers`, { readerName, readerEmail })
  expect((await add('', '')).status).toBe(422)
  expect((await add('Bola', 'bola@')).status).toBe(422)
  expect((await add('granny jones', '')).status).toBe(409)
  expect((await add('Bola', 'bola@example.org')).status).toBe(303)
  await kith.runJobs()
  await kith.runJobs()
  expect(await lettersTo(kith, 'bola@example.org')).toHaveLength(1)
  const bola = await linkOf(kith, 'bola@example.org')
  expect(await kith.page(bola)).toContain('Quibblesnap, said the card')

  await kith.page(mine)
  await kith.send(`${mine}/withdrawal`)
  expect((await kith.visit(bola)).status).toBe(410)
  const left = await kith.owner.query(
    `select 1 from story_readers where name <> '' or email is not null`,
  )
  expect(left.rows).toEqual([])
  expect(JSON.stringify(await lettersTo(kith, 'bola@example.org'))).not.toContain('Kofi')
})

test('nobody finds more than five such letters in a day; the sixth comes later', async () => {
  const kith = await openKith()
  const deps = { db: kith.db, config: kith.config, secret: kith.secret }
  const keep = audienceLater.jobs?.['stories.days']
  for (let n = 0; n < 6; n += 1) {
    await tellStory(kith, { audience: named })
    await publishNext(kith)
  }
  await kith.runJobs()
  await keep?.(deps, {} as never)
  expect(await lettersTo(kith, 'ada@example.org')).toHaveLength(5)
  await kith.owner.query('delete from limits')
  await keep?.(deps, {} as never)
  await keep?.(deps, {} as never)
  expect(await lettersTo(kith, 'ada@example.org')).toHaveLength(6)
})

test('the picture of a story goes where its words go', async () => {
  const kith = await openKith()
  const background = { r: 200, g: 80, b: 40 }
  const photo = await sharp({ create: { width: 600, height: 400, channels: 3, background } })
    .jpeg()
    .toBuffer()
  const picture = {
    picture: new File([new Uint8Array(photo)], 'tea.jpg', { type: 'image/jpeg' }),
    pictureWords: 'Two cups on a wall',
  }
  const mine = await tellStory(kith, { picture, audience: named })
  await publishNext(kith)
  await kith.runJobs()
  const html = await kith.page(await linkOf(kith))
  const address = /\/files\/[0-9a-f-]{36}-480\.webp\?key=[\w-]+/.exec(html)?.[0] ?? ''
  const open = address.split('?')[0] ?? ''
  expect((await kith.visit(address)).status).toBe(200)
  expect((await kith.visit(open)).status).toBe(404)
  await kith.signIn(await makeMember(kith))
  expect((await kith.visit(open)).status).toBe(404)
  await kith.signIn(null)
  const { rows } = await kith.owner.query<{ id: string }>(
    'select id from story_readers where email is not null',
  )
  await kith.page(`${mine}/audience`)
  await kith.send(`${mine}/readers/gone`, { reader: rows[0]?.id ?? '' })
  expect((await kith.visit(address)).status).toBe(404)
})

test('whoever was named and leaves us is named no more', async () => {
  const kith = await openKith()
  await tellStory(kith, { audience: named })
  const ada = await kith.makePerson()
  await kith.owner.query(
    `update accounts set email = 'ada@example.org', confirmed_at = now() where person_id = $1`,
    [ada.id],
  )
  const deps = { db: kith.db, config: kith.config, secret: kith.secret }
  expect(await leave(deps, ada.id, 'stay')).toMatchObject({ ok: true })
  const { rows } = await kith.owner.query<{ name: string }>('select name from story_readers')
  expect(rows.map(({ name }) => name).toSorted()).toEqual(['', 'Granny Jones'])
})

test('a teller who names nobody, or not in a way that can be read, is asked again', async () => {
  const kith = await openKith()
  const sent = async (changed: object) => {
    const answer = await kith.send('/stories/new/audience', { ...named, ...changed })
    expect(answer.status).toBe(422)
    return kith.checked(answer)
  }
  expect(await sent({ readers: '' })).toContain('Write who may read it, one person a line')
  expect(await sent({ readers: 'Ada\nBola, bola@' })).toContain('In line 2, write a name')
  expect(await sent({ uses: 'print' })).toContain('On this site” as well')
  expect(await sent({ notBefore: '2020-01-01' })).toContain('That day is over')
  expect(await sent({ notBefore: inDays(6 * 365) })).toContain('within the next five years')
  const html = await sent({ notBefore: 'in spring', readers: 'Ada Obi, ada@example.org' })
  expect(html).toContain('Write the day as numbers')
  expect(html).toContain('Ada Obi, ada@example.org')
})

test('narrower takes effect at once, everywhere; wider needs a yes and past a moderator', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { audience: everyone })
  const id = await publishNext(kith)
  // Each page is ready-made by now.
  expect(await isAnywhere(kith, id)).toHaveLength(8)
  const change = (audience: string, yes = '') => kith.send(`${mine}/audience`, { audience, yes })
  await kith.page(`${mine}/audience`)
  expect((await change('members')).status).toBe(303)
  expect(await isAnywhere(kith, id)).toEqual([])
  await kith.signIn(await makeMember(kith))
  expect((await kith.visit(`/stories/${id}`)).status).toBe(200)
  await kith.signIn(null)
  expect((await change('named')).status).toBe(303)
  await kith.signIn(await makeMember(kith))
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)

  // It was read for everyone: with the teller's yes it is back at once.
  await kith.signIn(null)
  const unsaid = await change('public')
  expect(unsaid.status).toBe(422)
  expect(await kith.checked(unsaid)).toContain('Tick that you agree to that')
  expect(await isAnywhere(kith, id)).toEqual([])
  expect((await change('public', 'yes')).status).toBe(303)
  expect(await isAnywhere(kith, id)).toHaveLength(8)
  const { rows } = await kith.owner.query<{ words: string }>(
    `select words from consents where ended_at is null`,
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.words).toContain('Who may read your story? Everyone')
})

test('what was read for a few people is read again before everyone sees it', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { audience: named })
  const id = await publishNext(kith)
  await kith.page(`${mine}/audience`)
  const sent = await kith.send(`${mine}/audience`, { audience: 'public', yes: 'yes' })
  expect(sent.status).toBe(303)
  expect(await kith.page(`${mine}/audience?done=yes`)).toContain('A person here reads it first')
  expect(await isAnywhere(kith, id)).toEqual([])
  expect(await publishNext(kith)).toBe(id)
  expect(await isAnywhere(kith, id)).toHaveLength(8)
})

test('a story is not shown before its day, to nobody, and then it is', async () => {
  const kith = await openKith()
  const kofi = { name: 'Kofi', nameStyle: 'first', town: '', email: 'kofi@example.org' }
  const mine = await tellStory(kith, {
    who: kofi,
    audience: { ...everyone, notBefore: inDays(10) },
  })
  const id = await publishNext(kith)
  await kith.runJobs()
  expect(await isAnywhere(kith, id)).toEqual([])
  expect(await kith.page(mine)).toContain('It is shown from')
  expect((await lettersTo(kith, 'kofi@example.org')).at(-1)?.kind).toBe('story.waiting')
  await expect(insertAsKith(kith, id)).rejects.toThrow('not everyone')
  try {
    moveClock(9 * days)
    expect(await showWhatIsDue(kith.db)).toBe(0)
    moveClock(11 * days)
    // Its day has come, and the job has not: nothing breaks, nothing shows.
    expect(await isAnywhere(kith, id)).toEqual([])
    expect(await showWhatIsDue(kith.db)).toBe(1)
    expect(await isAnywhere(kith, id)).toHaveLength(8)
    await kith.runJobs()
    expect((await lettersTo(kith, 'kofi@example.org')).at(-1)?.kind).toBe('story.published')
    expect(await kith.page(mine)).not.toContain('It is shown from')
  } finally {
    moveClock(0)
  }
})

test('a day can be set, moved and taken away later; members and readers wait for it too', async () => {
  const kith = await openKith()
  const mine = await tellStory(kith, { audience: everyone })
  const id = await publishNext(kith)
  expect(await isAnywhere(kith, id)).toHaveLength(8)
  const day = (notBefore: string) => kith.send(`${mine}/day`, { notBefore })
  await kith.page(`${mine}/audience`)
  const past = await day('2020-01-01')
  expect(past.status).toBe(422)
  expect(await kith.checked(past)).toContain('That day is over')
  expect((await day(inDays(3))).status).toBe(303)
  expect(await isAnywhere(kith, id)).toEqual([])
  await kith.send(`${mine}/audience`, { audience: 'members' })
  await kith.signIn(await makeMember(kith))
  expect((await kith.visit(`/stories/${id}`)).status).toBe(404)
  await kith.signIn(null)
  await kith.send(`${mine}/audience`, { audience: 'named' })
  await kith.send(`${mine}/readers`, { readerName: 'Ada', readerEmail: 'ada@example.org' })
  await kith.runJobs()
  expect(await lettersTo(kith, 'ada@example.org')).toEqual([])
  expect((await day('')).status).toBe(303)
  await kith.runJobs()
  expect(await kith.page(await linkOf(kith))).toContain('Quibblesnap, said the card')
})

test('the database refuses to put on the pages what is not for everyone', async () => {
  const kith = await openKith()
  await tellStory(kith, { audience: named })
  const id = await publishNext(kith)
  await expect(insertAsKith(kith, id)).rejects.toThrow('not for everyone')
  // Nor does it tell a member, or somebody without a link, the words or whom they are for.
  const member = await makeMember(kith)
  for (const who of [nobody, { personId: member.id, roles: [] }]) {
    const rows = await act(kith.db, who, async (tx) => [
      ...(await tx.selectFrom('stories').select('title').execute()),
      ...(await tx.selectFrom('storyReaders').select('name').execute()),
    ])
    expect(rows).toEqual([])
  }
})

test('on the day on which a yes to the site runs out, the story leaves the pages', async () => {
  const kith = await openKith()
  await tellStory(kith, { audience: { ...everyone, until: 'year' } })
  const id = await publishNext(kith)
  const { rows } = await kith.owner.query<{ until: string }>(
    'select until::text as until from consents',
  )
  const last = new Date(`${rows[0]?.until}T00:00:00Z`)
  const at = (moment: Date) => moveClock(moment.getTime() - Date.now())
  const night = () =>
    act(kith.db, kithItself, (tx) =>
      tx.selectNoFrom((e) => e.fn('kith_add_job', [
        e.val('consents.keep'), e.cast(e.val('{}'), 'json'), e.val(null), e.val(null),
      ]).as('job')).execute(),
    ).then(() => doJobs(kith.ownerUrl, kith.house, [consentLater, audienceLater])) // prettier-ignore
  try {
    at(new Date(last.getTime() - 20 * 3_600_000))
    await night()
    expect(await isAnywhere(kith, id)).toHaveLength(8)
    // The job of ten to four in the morning.
    at(new Date(last.getTime() + 3.9 * 3_600_000))
    await night()
    expect(await isAnywhere(kith, id)).toEqual([])
  } finally {
    moveClock(0)
  }
})
